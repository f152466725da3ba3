import type { Role } from '../../../domain/staff/role.ts';

/** Who sits at the hotline; the operations ask again. */
export const HOTLINE_ROLES: readonly Role[] = ['agent', 'supervisor'];
