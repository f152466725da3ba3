import type { Role } from '../../../domain/values/role.ts';

/** Who sits at the hotline; the operations ask again. */
export const HOTLINE_ROLES: readonly Role[] = ['agent', 'supervisor'];
