/**
 * How it is known that a line is off at the nodes that served it, the best first:
 *
 * - `node_asked`: each node was asked, and does not have the subscriber;
 * - `acknowledged`: each node acknowledged that it dropped the subscriber, and at least one could not be asked;
 * - `not_attached`: the HLR knows of no node that served it;
 * - `unconfirmed`: of at least one node it is not known, or it has the subscriber still.
 */
export const DETACHMENTS = ['node_asked', 'acknowledged', 'not_attached', 'unconfirmed'] as const;
export type Detachment = (typeof DETACHMENTS)[number];

/** One node in one domain. The same name in the other domain is another node: it may have dropped only half of a subscriber. */
export interface NodeInDomain {
  readonly domain: 'cs' | 'ps';
  readonly name: string;
}

/** What an element answered about one access, in the order in which it was kept. */
export interface Answered {
  readonly stage: string;
  readonly meaning: string;
  readonly node: NodeInDomain | null;
  readonly at: Date;
}

/** What is known of one node. */
export type NodeKnowledge = Exclude<Detachment, 'not_attached'>;

export const nodeKey = ({ domain, name }: NodeInDomain): string => `${domain} ${name}`;

/** Since when new attaches are refused: what was answered before the bar says nothing of a phone that came back meanwhile. */
export function barredAt(answers: readonly Answered[]): Date | null {
  return answers.findLast(beginsAnew)?.at ?? null;
}

/** Since when the bar is known to have been lifted by somebody else, and what it had proven is void. */
export function liftedAt(answers: readonly Answered[]): Date | null {
  return answers.findLast(({ meaning }) => meaning === 'bar_lifted')?.at ?? null;
}

/** What is known of each node since the bar; the node's own latest word outweighs an acknowledgement. */
export function knownNodes(answers: readonly Answered[]): ReadonlyMap<string, NodeKnowledge> {
  const known = new Map<string, NodeKnowledge>();
  const asked = new Set<string>();
  for (const { node, meaning } of sinceBar(answers)) {
    if (node === null) continue;
    const key = nodeKey(node);
    if (meaning === 'absent_at_node' || meaning === 'present_at_node') {
      asked.add(key);
      known.set(key, meaning === 'absent_at_node' ? 'node_asked' : 'unconfirmed');
    } else if (meaning === 'location_cancelled' && !asked.has(key)) known.set(key, 'acknowledged');
    else if (!known.has(key)) known.set(key, 'unconfirmed');
  }
  return known;
}

/** What is known of one access by what was answered about it. An access that nobody looked for is not known to be off. */
export function detachmentOf(answers: readonly Answered[]): Detachment {
  if (answers.some(isBeyondUs)) return 'unconfirmed';
  const nodes = [...knownNodes(answers).values()];
  if (nodes.length > 0) return weakest(nodes);
  const since = sinceBar(answers);
  const last = since.findLast(
    ({ stage, meaning }) => meaning === 'no_serving_node' || (stage === 'detach' && LOOKS.has(meaning)),
  );
  if (last !== undefined) return last.meaning === 'subscriber_found' ? 'unconfirmed' : 'not_attached';
  const saved = answers.findLast(({ stage, meaning }) => stage === 'save_subscriber' && LOOKS.has(meaning));
  const neverBarred = since.length === answers.length;
  return neverBarred && saved?.meaning === 'subscriber_absent' ? 'not_attached' : 'unconfirmed';
}

/** What another system did with the subscriber where nobody watched: where it is attached since, nobody knows. */
const isBeyondUs = ({ stage, meaning }: Answered): boolean =>
  meaning === 'removed_by_others' ||
  meaning === 'subscriber_appeared' ||
  (stage === 'prove_absent' && meaning === 'subscriber_found');

/** What the HLR answers when it is asked for an IMSI. */
const LOOKS: ReadonlySet<string> = new Set(['subscriber_found', 'subscriber_absent', 'no_serving_node']);

/** Of a whole line: it is off as far as the access is of which least is known. None attached is no weakness, no access is no proof. */
export function weakest(known: readonly Detachment[]): Detachment {
  if (known.length === 0) return 'unconfirmed';
  for (const one of ['unconfirmed', 'acknowledged', 'node_asked'] as const)
    if (known.includes(one)) return one;
  return 'not_attached';
}

function sinceBar(answers: readonly Answered[]): readonly Answered[] {
  return answers.slice(answers.findLastIndex(beginsAnew) + 1);
}

/** What makes void all that was known before: a bar, or that it was found lifted. */
const beginsAnew = ({ meaning }: Answered): boolean =>
  meaning === 'access_refused' || meaning === 'bar_lifted';
