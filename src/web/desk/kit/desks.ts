import { ROLES, type Role } from '../../../domain/rules/role.ts';

/** The places of the desks, in the order of their tabs, and who finds them there. A further one is a row. */
export const DESKS = [
  { path: '/desk', name: 'home', roles: ROLES },
  { path: '/desk/hotline', name: 'hotline', roles: ['agent', 'supervisor'] },
  { path: '/desk/counter', name: 'counter', roles: ['clerk', 'supervisor'] },
  { path: '/desk/cards', name: 'cards', roles: ['clerk', 'supervisor', 'operations', 'auditor'] },
  { path: '/desk/requests', name: 'requests', roles: ROLES },
  { path: '/desk/fraud', name: 'fraud', roles: ['fraud', 'supervisor', 'auditor'] },
  { path: '/desk/operations', name: 'operations', roles: ['supervisor', 'fraud', 'operations', 'auditor'] },
  { path: '/desk/letters', name: 'letters', roles: ['clerk', 'supervisor', 'operations'] },
] as const satisfies readonly {
  readonly path: string;
  readonly name: string;
  readonly roles: readonly Role[];
}[];
