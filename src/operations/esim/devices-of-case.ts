import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { caseFor } from '../cases/case-for.ts';
import type { Operations } from '../context.ts';
import { type DevicesView, devicesOf } from './device-view.ts';

/**
 * The devices of a case, with what is known of each.
 * @throws HandbackError `forbidden`, `case_unknown`
 */
export async function devicesOfCase(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string },
): Promise<DevicesView> {
  requireAccess(actor, 'devicesOfCase');
  return devicesOf(op, op.pool, await caseFor(op.pool, actor, request));
}
