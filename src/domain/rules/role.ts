/**
 * What a person of the operator may be, as the file of groups says (`HANDBACK_STAFF_ROLES`). `agent`: at the hotline. `clerk`: at
 * a counter. `supervisor`: decides beside them. `fraud`: decides what is suspected. `operations`: keeps cases going.
 * `auditor`: sees, and changes nothing.
 */
export const ROLES = ['agent', 'clerk', 'supervisor', 'fraud', 'operations', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
