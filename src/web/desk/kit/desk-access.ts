import { ROLES, type Role } from '../../../domain/rules/role.ts';
import { ACCESS, type AccessRule, type OperationName } from '../../../operations/access/table.ts';
import { type DeskVisit, hasRole } from './desk-visit.ts';

/** Who may ask for at least one of some operations, by the table of access: pages are open to whom it lets through, and to nobody else. */
export function rolesOf(...names: readonly OperationName[]): readonly Role[] {
  return ROLES.filter((role) => names.some((name) => (ACCESS[name] as AccessRule).roles.includes(role)));
}

/** Whether whoever looks may ask for an operation. */
export function mayAsk(visit: DeskVisit, name: OperationName): boolean {
  return hasRole(visit, rolesOf(name));
}
