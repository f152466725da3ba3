import type { Role } from '../../../domain/rules/role.ts';

/** Who sits at the hotline; the operations ask again. */
export const HOTLINE_ROLES: readonly Role[] = ['agent', 'supervisor'];
