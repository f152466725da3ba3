import { HandbackError } from '../errors.ts';

export const BAG_STATES = ['open', 'sealed', 'handed_over', 'received', 'in_batch'] as const;
export type BagState = (typeof BAG_STATES)[number];
export const BATCH_STATES = ['open', 'handed_over', 'closed', 'destroyed'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/**
 * Every way in which a bag or a batch of old cards changes hands or state, a row each. What the rows do not allow does not
 * happen.
 */
interface CustodyRule<State extends string> {
  readonly from: readonly State[];
  readonly to: State;
  /** Whoever signs says how many cards they counted, and it must be so many. */
  readonly counted: boolean;
  /** The seal: a new one is put on, or the one that is on it is read and must be the same. */
  readonly seal: 'new' | 'read' | 'none';
  /** The move of which the signer must be somebody else: nobody hands over to themselves. */
  readonly notBy: 'hand_over_bag' | 'hand_over_batch' | null;
}

export const BAG_MOVES = {
  /** Also anew, with another seal, after the first was broken: whoever does it counts again. */
  seal_bag: {
    from: ['open', 'sealed', 'handed_over', 'received'],
    to: 'sealed',
    counted: true,
    seal: 'new',
    notBy: null,
  },
  hand_over_bag: {
    from: ['sealed', 'received'],
    to: 'handed_over',
    counted: true,
    seal: 'read',
    notBy: null,
  },
  take_over_bag: {
    from: ['handed_over'],
    to: 'received',
    counted: true,
    seal: 'read',
    notBy: 'hand_over_bag',
  },
  put_in_batch: {
    from: ['sealed', 'received'],
    to: 'in_batch',
    counted: false,
    seal: 'read',
    notBy: null,
  },
} as const satisfies Readonly<Record<string, CustodyRule<BagState>>>;

export const BATCH_MOVES = {
  /** Also anew, with another seal, as long as it is not closed. */
  hand_over_batch: {
    from: ['open', 'handed_over'],
    to: 'handed_over',
    counted: true,
    seal: 'new',
    notBy: null,
  },
  close_batch: {
    from: ['handed_over'],
    to: 'closed',
    counted: true,
    seal: 'read',
    notBy: 'hand_over_batch',
  },
  destroy_batch: {
    from: ['closed'],
    to: 'destroyed',
    counted: false,
    seal: 'none',
    notBy: null,
  },
} as const satisfies Readonly<Record<string, CustodyRule<BatchState>>>;

export type BagMove = keyof typeof BAG_MOVES;
export type BatchMove = keyof typeof BATCH_MOVES;
/** Everything that the chain of custody tells of. */
export type CustodyKind =
  | BagMove
  | BatchMove
  | 'take_in'
  | 'put_in_bag'
  | 'leave'
  | 'open_bag'
  | 'open_batch';

/** A bag or batch as it stands; its row must be locked. */
export interface Container<State> {
  readonly state: State;
  readonly seal: string | null;
  /** How many cards the books have in it. */
  readonly cards: number;
}

/** What whoever signs says. */
export interface Signing {
  /** Who signs, by a name that nobody else has. */
  readonly by: string;
  readonly counted: number | null;
  readonly seal: string | null;
  /** Who signed for the move of which this signer must be somebody else. */
  readonly otherSigner: string | null;
}

/**
 * @throws HandbackError `custody_conflict` at another state, `custody_same_person`, `custody_differs` where the count or the
 *   seal is another
 */
export function moveBag(kind: BagMove, bag: Container<BagState>, signing: Signing): BagState {
  return moved<BagState>(BAG_MOVES[kind], bag, signing);
}

/** @throws HandbackError like `moveBag` */
export function moveBatch(kind: BatchMove, batch: Container<BatchState>, signing: Signing): BatchState {
  return moved<BatchState>(BATCH_MOVES[kind], batch, signing);
}

function moved<State extends string>(
  rule: CustodyRule<State>,
  { state, seal, cards }: Container<State>,
  signing: Signing,
): State {
  if (!rule.from.includes(state)) throw new HandbackError('custody_conflict', { state });
  if (rule.notBy !== null && signing.otherSigner === signing.by)
    throw new HandbackError('custody_same_person');
  // A new seal must be another one, or nobody could tell that the first was broken.
  if (rule.seal === 'new' && signing.seal === seal)
    throw new HandbackError('custody_differs', { of: 'old_seal' });
  if (rule.seal === 'read' && signing.seal !== seal)
    throw new HandbackError('custody_differs', { of: 'seal' });
  if (rule.counted && signing.counted !== cards)
    throw new HandbackError('custody_differs', {
      of: 'count',
      expected: cards,
      counted: signing.counted ?? 0,
    });
  return rule.to;
}
