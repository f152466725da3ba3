import { Type } from 'typebox';
import type { ApprovalAsked } from '../../operations/staff/approvals/request-approval.ts';
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

export const approvalBody = ({ requestId, expiresAt }: ApprovalAsked) => ({
  requestId,
  expiresAt: expiresAt.toISOString(),
});
