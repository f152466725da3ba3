import type { Role } from '../../../domain/rules/role.ts';
import { rolesOf } from '../kit/desk-access.ts';

/** Who sits at the hotline; the operations ask again. */
export const HOTLINE_ROLES: readonly Role[] = rolesOf('openCall');
