import type { IdentityDocument } from '../people/document.ts';
import type { Route } from '../rules/route.ts';
import type { Material, RouteRule } from '../rules/rulebook.ts';
import type { Msisdn } from '../values/msisdn.ts';

export const REQUEST_STATES = ['received', 'accepted', 'refused', 'withdrawn'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** What became of one line of a request that was accepted. */
export const LINE_OUTCOMES = [
  'started',
  'split_off',
  'blocked',
  'cannot_tell',
  'ended_already',
  'open_already',
] as const;
export type LineOutcome = (typeof LINE_OUTCOMES)[number];

/** With these a line is done with; the others can be tried again. */
export const SETTLED: readonly LineOutcome[] = ['started', 'split_off', 'ended_already'];

/** Somebody whom a request names. */
export interface NamedPerson {
  readonly name: string;
  readonly document: IdentityDocument;
}

/** A request as it was sent, in the keys under which it is kept. */
export interface RequestBody {
  readonly numbers: readonly Msisdn[];
  /**
   * The line that had each number when the request came, or null: a number that is given out again later is not asked for.
   */
  readonly lines: readonly (string | null)[];
  /** All lines under the requester's own document, whatever their numbers, but those in `numbers`, which are theirs. */
  readonly everything: boolean;
  readonly requester: NamedPerson;
  /** Whose lines they are; null where the route does not ask: a survivor may not know, and one's own name is one's own. */
  readonly holder: NamedPerson | null;
  /** Where its decision is told; empty where the receipt is enough. */
  readonly contact: string;
  readonly note: string;
  /** What was laid on the counter, or of which there are pictures. */
  readonly materials: readonly Material[];
  /** The numbers whose phone the requester has shown to have in hand, by a code. */
  readonly inHand: readonly Msisdn[];
}

/** Routes on which somebody acts for a holder whom they must name. */
export const NAMES_HOLDER: readonly Route[] = ['bereavement', 'guardian', 'agent', 'company'];

/** How many numbers one request may name. */
export const MOST_NUMBERS: Readonly<Record<Route, number>> = {
  bereavement: 20,
  guardian: 20,
  agent: 5,
  survivor: 20,
  not_mine: 20,
  company: 500,
};

/** Of what the rulebook asks for, what was not shown; of a choice, all of it where nothing was. */
export function missingMaterials(rule: RouteRule, shown: readonly Material[]): readonly Material[] {
  const missing = rule.materials.filter((material) => !shown.includes(material));
  const chosen = rule.oneOf.length === 0 || rule.oneOf.some((material) => shown.includes(material));
  return chosen ? missing : [...missing, ...rule.oneOf];
}

/** Why a line is not to be chosen; one that was tried and has ended since can be, to be done with. */
export type LineFault = 'other_holder' | 'own_line' | 'split_before' | 'ended';

/** A line that a request may be about, as far as its rows can be compared. */
export interface CandidateFacts {
  readonly route: Route;
  /** Whether it was split off in confidence before: from somebody, who may ask for it back by the same way. */
  readonly splitBefore: boolean;
  /** Whether the document that was given is its holder's; of a survivor, whether their own is. Null where the operator has none. */
  readonly holderMatches: boolean | null;
  readonly ended: boolean;
}

/**
 * Whether a line may be chosen. On every route but the survivor's, a line whose holder has another document than the one that was
 * given may not: who shows the right papers for one person gets no line of another. Where the operator has none of the holder,
 * whoever decides compares.
 */
export function faultOf({ route, holderMatches, splitBefore, ended }: CandidateFacts): LineFault | null {
  if (ended) return 'ended';
  // Who holds a line needs no protection from its holder, and gets no way out of a contract by it.
  if (route === 'survivor') return holderMatches === true ? 'own_line' : splitBefore ? 'split_before' : null;
  return holderMatches === false ? 'other_holder' : null;
}
