import { type Answered, type Detachment, knownNodes, nodeKey, weakest } from '../cases/detachment.ts';
import type { AccessStatement, Statement } from './certificate.ts';

/** How an access is known to be off, as its certificate states it. */
export function detachmentStated({ detach }: Pick<AccessStatement, 'detach'>): Detachment {
  return detach === 'confirmed' ? 'acknowledged' : detach;
}

/** The same of the whole line. */
export function detachmentOfStatement({ accesses }: Pick<Statement, 'accesses'>): Detachment {
  return weakest(accesses.map(detachmentStated));
}

/** Why it is not known that an access is off, the worst first. */
const UNCONFIRMED_WHY = [
  'present_at_node',
  'cancel_refused',
  'node_unreachable',
  'not_understood',
  'node_silent',
  'not_asked',
] as const;
type UnconfirmedWhy = (typeof UNCONFIRMED_WHY)[number];

/** What the nodes said last of which it is not known that they dropped the access. */
export function whyUnconfirmed({ evidence }: Pick<AccessStatement, 'evidence'>): UnconfirmedWhy {
  const answers = evidence.map(
    ({ stage, meaning, node, at }): Answered => ({ stage, meaning, node: node ?? null, at: new Date(at) }),
  );
  const known = knownNodes(answers);
  const last = new Map<string, string>();
  for (const { node, meaning } of answers) if (node !== null) last.set(nodeKey(node), meaning);
  const said = [...known].flatMap(([key, how]) => (how === 'unconfirmed' ? (last.get(key) ?? []) : []));
  return UNCONFIRMED_WHY.find((why) => said.includes(why)) ?? 'not_asked';
}
