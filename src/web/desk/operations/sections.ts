import type { Role } from '../../../domain/rules/role.ts';
import { rolesOf } from '../kit/desk-access.ts';

/** Where the operations desk is. */
export const OPERATIONS = '/desk/operations';

/** Who finds the operations desk among the places. Each section and each operation asks again. */
export const OPERATIONS_ROLES = rolesOf('listWork');

/** The sections of the operations desk, in the order of their navigation, and who finds them there. A further one is a row. */
export const SECTIONS = [
  { path: OPERATIONS, name: 'queue', roles: OPERATIONS_ROLES },
  { path: `${OPERATIONS}/search`, name: 'search', roles: OPERATIONS_ROLES },
  { path: `${OPERATIONS}/stuck`, name: 'stuck', roles: rolesOf('listCauses') },
  { path: `${OPERATIONS}/campaigns`, name: 'campaigns', roles: rolesOf('listCampaigns') },
  { path: `${OPERATIONS}/esim`, name: 'esim', roles: rolesOf('listQuarantined') },
  { path: `${OPERATIONS}/complaints`, name: 'complaints', roles: rolesOf('listComplaints') },
  { path: `${OPERATIONS}/charges`, name: 'charges', roles: rolesOf('listCharges') },
  { path: `${OPERATIONS}/reconciliation`, name: 'reconciliation', roles: rolesOf('listFindings') },
  { path: `${OPERATIONS}/numbers`, name: 'numbers', roles: rolesOf('listNumbers') },
  { path: `${OPERATIONS}/charts`, name: 'charts', roles: rolesOf('viewStatistics') },
  { path: `${OPERATIONS}/rules`, name: 'rules', roles: OPERATIONS_ROLES },
  { path: `${OPERATIONS}/texts`, name: 'texts', roles: rolesOf('listTexts') },
  { path: `${OPERATIONS}/reports`, name: 'reports', roles: rolesOf('listScamCampaigns') },
  { path: `${OPERATIONS}/agents`, name: 'agents', roles: rolesOf('listAgents') },
] as const satisfies readonly {
  readonly path: string;
  readonly name: string;
  readonly roles: readonly Role[];
}[];
export type SectionName = (typeof SECTIONS)[number]['name'];
