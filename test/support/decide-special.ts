import type { Operations } from '../../src/operations/context.ts';
import { acceptSpecialRequest } from '../../src/operations/special/accept-request.ts';
import { listSpecialRequests } from '../../src/operations/special/view-request.ts';
import { decideApproval } from '../../src/operations/staff/approvals/decide-approval.ts';
import { doOrAsk } from '../../src/operations/staff/approvals/do-or-ask.ts';
import { signedInPerson, staffNamed } from './actors.ts';

export async function requestIdOf(op: Operations, reference: string): Promise<string> {
  const asked = { state: 'waiting', after: null, limit: 200 } as const;
  const { requests } = await listSpecialRequests(op, staffNamed('lin'), asked);
  return requests.find((one) => one.reference === reference)!.requestId;
}

/** Two people accept a request for these lines. */
export async function acceptedByTwo(
  op: Operations,
  reference: string,
  lineIds: readonly string[],
): Promise<void> {
  const first = await signedInPerson(op, 'zhao', ['supervisor']);
  const second = await signedInPerson(op, 'wu', ['operations']);
  const asked = { requestId: await requestIdOf(op, reference), lineIds };
  const outcome = await doOrAsk(op, first, { act: 'accept_special_request', with: asked }, () =>
    acceptSpecialRequest(op, first, asked),
  );
  if (!('asked' in outcome)) throw new Error('nobody was asked');
  await decideApproval(op, second, { requestId: outcome.asked.requestId, decision: 'approved' });
}
