import type { Period } from '../values/period.ts';
import { ROLES, type Role } from './role.ts';

/**
 * Acts that one person alone may not do, where the rulebook says so. `end_risky_line`: an ending that was begun at a desk, of a
 * line on which something lately changed. `release_fraud_hold`, `skip_stage`, `revoke_certificate`,
 * `accept_special_request`: whoever asks. `adopt_rulebook`, `start_campaign`, `release_numbers`: whoever asks, whatever the rulebook says.
 */
export const TWO_PERSON_ACTS = [
  'end_risky_line',
  'release_fraud_hold',
  'skip_stage',
  'revoke_certificate',
  'accept_special_request',
  'adopt_rulebook',
  'start_campaign',
  'release_numbers',
] as const;
export type TwoPersonAct = (typeof TWO_PERSON_ACTS)[number];

/** Which roles may agree to each act; an act without any needs no second person. */
export type Approvers = Readonly<Record<TwoPersonAct, readonly Role[]>>;

export interface TwoPersonRule {
  readonly approvers: Approvers;
  /** How long a request waits. */
  readonly expires: Period;
}

/** Roles that may agree to anything at all: agents and clerks ask, auditors look. */
export const APPROVING_ROLES = ROLES.filter((role) => ['supervisor', 'fraud', 'operations'].includes(role));

/** Who may agree where a rulebook names nobody for an act that always needs a second person. */
const ALWAYS_TWO: Partial<Approvers> = {
  adopt_rulebook: APPROVING_ROLES,
  start_campaign: ['supervisor', 'operations'],
  release_numbers: ['supervisor', 'operations'],
};

/** Who may agree to an act, by a rulebook; nobody where it needs no second person. */
export function approversOfAct({ approvers }: TwoPersonRule, act: TwoPersonAct): readonly Role[] {
  // What an older Handback kept has no word of a newer act.
  const named = approvers[act] ?? [];
  return named.length === 0 ? (ALWAYS_TWO[act] ?? []) : named;
}

/** Who sees the requests of others; agents and clerks see their own. */
export const SEES_APPROVALS: readonly Role[] = [...APPROVING_ROLES, 'auditor'];

/** A sign-in is recent enough for an act that asks for one. */
export const FRESH_MS = 5 * 60_000;

export function isFreshSignIn(
  person: { readonly authenticatedAt: Date; readonly strong: boolean },
  now: Date,
): boolean {
  return person.strong && now.getTime() - person.authenticatedAt.getTime() <= FRESH_MS;
}

export const DECISIONS = ['approved', 'refused', 'withdrawn'] as const;
export type Decision = (typeof DECISIONS)[number];
