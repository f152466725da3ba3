import { type Answered, type Detachment, knownNodes, nodeKey, weakest } from '../cases/detachment.ts';
import type { AccessStatement, Claims } from './certificate.ts';

/** How it is known that the whole line is off. */
export function detachmentOfClaims({ accesses }: Pick<Claims, 'accesses'>): Detachment {
  return weakest(accesses.map(({ detach }) => detach));
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
