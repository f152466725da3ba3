import type { Role } from '../rules/role.ts';

/** What can wait for a person of the operator. */
export const WORK_KINDS = [
  'case',
  'request',
  'fraud',
  'approval',
  'notification',
  'dispute',
  'complaint',
  'batch',
  'switching',
  'charge',
  'difference',
  'feed',
] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** Who works on it, and can take it; whoever only looks is not among them. */
export const WORK_ROLES: Readonly<Record<WorkKind, readonly Role[]>> = {
  case: ['supervisor', 'operations'],
  request: ['supervisor', 'fraud', 'operations'],
  fraud: ['fraud'],
  approval: ['supervisor', 'fraud', 'operations'],
  notification: ['operations'],
  dispute: ['supervisor', 'fraud', 'operations'],
  complaint: ['supervisor', 'operations'],
  batch: ['supervisor', 'operations'],
  switching: ['supervisor', 'operations'],
  charge: ['supervisor', 'fraud', 'operations'],
  difference: ['supervisor', 'operations'],
  feed: ['operations'],
};

/** Who may take work from others, and give it to them. */
export const REASSIGNING: readonly Role[] = ['supervisor'];

/** One thing of the work queue, by what it is and its name there. */
export interface WorkItem {
  readonly kind: WorkKind;
  readonly item: string;
}
