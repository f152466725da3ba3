import { HandbackError } from '../../../domain/errors.ts';
import type { Actor } from '../../access/actor.ts';
import type { Operations } from '../../context.ts';
import type { ActRequests } from './acts.ts';
import { type ApprovalAsked, requestApproval } from './request-approval.ts';

/**
 * Does an act, or asks a second person where the rulebook wants one.
 * @throws HandbackError whatever the act throws, and whatever `requestApproval` does
 */
export async function doOrAsk<A extends keyof ActRequests, T>(
  op: Operations,
  actor: Actor,
  asked: { readonly act: A; readonly with: ActRequests[A] },
  act: () => Promise<T>,
): Promise<{ readonly done: T } | { readonly asked: ApprovalAsked }> {
  try {
    return { done: await act() };
  } catch (error) {
    if (!(error instanceof HandbackError) || error.code !== 'approval_needed') throw error;
    return { asked: await requestApproval(op, actor, asked) };
  }
}
