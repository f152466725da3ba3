import { ROLES, type Role } from '../../../domain/rules/role.ts';
import { rolesOf } from './desk-access.ts';

/** The places of the desks, in the order of their tabs, and who finds them there. A further one is a row. */
export const DESKS = [
  { path: '/desk', name: 'home', roles: ROLES },
  { path: '/desk/hotline', name: 'hotline', roles: rolesOf('openCall') },
  { path: '/desk/counter', name: 'counter', roles: rolesOf('resumeCounterVisit') },
  { path: '/desk/cards', name: 'cards', roles: rolesOf('listBatches') },
  { path: '/desk/requests', name: 'requests', roles: ROLES },
  { path: '/desk/fraud', name: 'fraud', roles: rolesOf('listFraudReviews') },
  { path: '/desk/operations', name: 'operations', roles: rolesOf('listWork') },
  { path: '/desk/letters', name: 'letters', roles: rolesOf('listLetters') },
] as const satisfies readonly {
  readonly path: string;
  readonly name: string;
  readonly roles: readonly Role[];
}[];
