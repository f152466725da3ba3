import { Type } from 'typebox';
import { HandbackError } from '../../domain/errors.ts';
import type { Actor } from '../../operations/access/actor.ts';
import type { Operations } from '../../operations/context.ts';
import type { ActRequests } from '../../operations/staff/approvals/acts.ts';
import { type ApprovalAsked, requestApproval } from '../../operations/staff/approvals/request-approval.ts';
import { named } from './named-schema.ts';
import { CaseId, Instant } from './schema.ts';

/** What a caller gets where a second person must agree first. */
export const ApprovalAskedBody = named(
  'ApprovalAsked',
  Type.Object(
    { requestId: CaseId, expiresAt: Instant },
    {
      description: 'The act waits for a second person, who decides it at a desk. It is done when they agree.',
    },
  ),
);

/**
 * Does an act, or asks a second person where the rulebook wants one.
 * @returns what was asked for; null where it is done
 */
export async function doOrAsk<A extends keyof ActRequests>(
  op: Operations,
  actor: Actor,
  asked: { readonly act: A; readonly with: ActRequests[A] },
  act: () => Promise<unknown>,
): Promise<ApprovalAsked | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!(error instanceof HandbackError) || error.code !== 'approval_needed') throw error;
    return requestApproval(op, actor, asked);
  }
}

export const approvalBody = ({ requestId, expiresAt }: ApprovalAsked) => ({
  requestId,
  expiresAt: expiresAt.toISOString(),
});
