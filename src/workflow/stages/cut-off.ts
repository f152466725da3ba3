import { setTimeout as delay } from 'node:timers/promises';
import { barredAt, knownNodes, nodeKey } from '../../domain/cases/detachment.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { HlrReply, NodeRef } from '../../ports/hlr.ts';
import type { ServingNode } from '../../ports/serving-node.ts';
import type { WorkAccess } from '../../store/cases/work.ts';
import { LEASE_SHORT } from '../engine/stage.ts';
import { allOf, type CaseAtStage } from './per-case.ts';

/** A node drops a subscriber within some milliseconds of being told; a busy one takes longer. */
const FIRST_LOOK_MS = 5;
const LONGEST_PAUSE_MS = 500;
/**
 * So long a node is asked again while it still has the subscriber; then the case waits. OsmoSGSN 1.9 shows a barred phone that
 * tries again for six seconds, until it refuses it.
 */
const PATIENCE_MS = 8_000;

/**
 * Cancels the location at each node of which it is not known yet that it dropped the access, all at once, and asks those
 * nodes that can be asked. What was learned is in the evidence: `knownNodes` reads it.
 *
 * @throws ConnectorError if the HLR could not be asked to cancel
 */
export async function cutOff(at: CaseAtStage, access: WorkAccess, nodes: readonly NodeRef[]): Promise<void> {
  const known = knownNodes(at.answersOf(access));
  const open = nodes.filter((node) => (known.get(nodeKey(node)) ?? 'unconfirmed') === 'unconfirmed');
  await allOf(open.map((node) => cutAt(at, access, node)));
}

async function cutAt(at: CaseAtStage, access: WorkAccess, node: NodeRef): Promise<void> {
  const { hlr, keep } = at;
  const since = barredAt(at.answersOf(access));
  const options = since === null ? {} : { since };
  const itself = at.findNode(node);
  if (itself === null) {
    keep(access, await hlr.cancelLocation(access.imsi, node, options));
    return;
  }
  // Real nodes' acknowledgements may not find their way back: what the node says of itself ends the waiting.
  const known = new AbortController();
  const cancelled = hlr.cancelLocation(access.imsi, node, { ...options, signal: known.signal });
  const asked = askUntilGone(at, access, itself, node, cancelled);
  asked.then(
    ({ value }) => value.present || known.abort(),
    () => undefined,
  );
  const [cancel, answer] = await Promise.allSettled([cancelled, asked]);
  // The question's answer is the later one, and stands behind the acknowledgement.
  if (cancel.status === 'fulfilled') keep(access, cancel.value);
  if (answer.status === 'fulfilled') keep(access, answer.value);
  else keepUnasked(at, access, itself, node, answer.reason);
  const gone = answer.status === 'fulfilled' && !answer.value.value.present;
  if (cancel.status === 'fulfilled') return;
  if (!gone || !(cancel.reason instanceof ConnectorError)) throw cancel.reason;
  for (const told of cancel.reason.answers) at.evidence.push({ accessId: access.accessId, answer: told });
}

/** Asks until the node does not have the subscriber any more, or patience ends: the last answer counts. */
async function askUntilGone(
  { hlr }: CaseAtStage,
  { imsi }: WorkAccess,
  itself: ServingNode,
  node: NodeRef,
  cancelled: Promise<unknown>,
): Promise<HlrReply<{ readonly present: boolean }>> {
  const until = performance.now() + Math.min(PATIENCE_MS, hlr.callTimeoutMs);
  const settled = cancelled.catch(() => undefined);
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    // An acknowledgement is a good moment to ask; most nodes send none.
    await (pauseMs === FIRST_LOOK_MS ? Promise.race([settled, delay(pauseMs)]) : delay(pauseMs));
    const answer = await itself.ask(imsi, node);
    if (!answer.value.present || performance.now() + pauseMs > until) return answer;
  }
}

/** A node that could not be asked, or said nothing that can be understood: that is evidence, and no fault of the case. */
function keepUnasked(
  { evidence, context }: CaseAtStage,
  { accessId, imsi }: WorkAccess,
  { element }: ServingNode,
  node: NodeRef,
  error: unknown,
): void {
  if (!(error instanceof ConnectorError) || error.detail === LEASE_SHORT) throw error;
  if (error.answers.length > 0) {
    for (const answer of error.answers) evidence.push({ accessId, answer });
    return;
  }
  evidence.push({
    accessId,
    answer: {
      element,
      interface: 'node',
      request: `ask ${node.name} (${node.domain}) for ${imsi}`,
      answer: Buffer.from(error.detail),
      meaning:
        error.detail === 'malformed_answer'
          ? 'not_understood'
          : error.fault === 'unknown'
            ? 'node_silent'
            : 'node_unreachable',
      node,
      at: context.clock.now(),
    },
  });
}
