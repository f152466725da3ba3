import type { ErrorCode } from '../../domain/errors.ts';
import type { Scope } from '../../domain/people/scope.ts';
import { ROLES, type Role } from '../../domain/rules/role.ts';
import type { Actor } from './actor.ts';

export type ActorKind = Actor['kind'];

/** Who may ask for one operation, and with which proof. A further condition is a further column. */
export interface AccessRule {
  readonly actors: readonly ActorKind[];
  /** What the token of staff or of a system must hold; null where it needs nothing. */
  readonly scope: Scope | null;
  /** Which people of the operator may ask for it in their own name, once they signed in. */
  readonly roles: readonly Role[];
  /** Only for people who signed in: no token will do, and neither will the command line. */
  readonly inPerson?: true;
  /** Which of them may ask for it in the place of a customer to whom they attend, by that customer's proof. */
  readonly desks: readonly Role[];
  /**
   * How far the actor's own proof must reach. `line`: the line's number, or the document of its holder, was proven
   * (`lineFor`). `case`: the case is of such a line, or the receipt is of this case (`caseFor`). Staff and systems reach
   * everything.
   */
  readonly reach: 'nothing' | 'session' | 'line' | 'case' | 'declaration' | 'request';
  /**
   * Which rule of the rulebook (`identity_factors`) the factors of a subscriber must satisfy, or those that staff or a system
   * asserts of the customer for whom it acts. `channel`: the one of the
   * actor's channel. `urgent_bar`: only where the line is barred at once. `of_the_step`: those of the step that is undone,
   * for undoing, blocking or outliving a step needs at least the proof that the step had: of the urgent bar, or of the
   * confirmation; none before. A receipt needs no factors: it is given for a proof, and a stronger one replaces it.
   */
  readonly factors: 'none' | 'channel' | 'urgent_bar' | 'of_the_step';
  /** What an actor of another kind is told. */
  readonly refusal: Extract<ErrorCode, 'forbidden' | 'not_signed_in' | 'case_unknown'>;
}

export const ANYONE = ['public', 'subscriber', 'receipt', 'staff', 'system'] as const;
export const FOLLOWERS = ['subscriber', 'receipt', 'staff', 'system'] as const;
export const OPERATOR = ['staff', 'system'] as const;

/** Who attends to customers. */
export const DESKS = ['agent', 'clerk', 'supervisor'] as const satisfies readonly Role[];
/** Who may look at any case and line, with a reason of their own. */
export const SEEING = ['supervisor', 'fraud', 'operations', 'auditor'] as const satisfies readonly Role[];
/** Who may look at pictures of documents, with a reason of their own. */
export const VIEWING = ['supervisor', 'fraud', 'auditor'] as const satisfies readonly Role[];
/** Who looks after cases that do not go on by themselves. */
export const STEERING = ['supervisor', 'operations'] as const satisfies readonly Role[];
/** Who sits at the hotline. */
export const HOTLINE = ['agent', 'supervisor'] as const satisfies readonly Role[];
/** Who takes old cards in and fills bags; and who moves bags and batches on. */
export const CARD_TAKERS = ['clerk', 'supervisor', 'operations'] as const satisfies readonly Role[];
export const CARD_MOVERS = ['supervisor', 'operations'] as const satisfies readonly Role[];
export const NOBODY = [] as const satisfies readonly Role[];

/** No proof is asked for. */
export const open = {
  actors: ANYONE,
  scope: null,
  roles: ROLES,
  desks: DESKS,
  reach: 'nothing',
  factors: 'none',
  refusal: 'forbidden',
} as const;
/** For who has signed in, and nobody in their place. */
export const signedIn = {
  actors: ['subscriber'],
  scope: null,
  roles: NOBODY,
  desks: DESKS,
  reach: 'session',
  factors: 'none',
  refusal: 'not_signed_in',
} as const;
/** For who has signed in; and for the operator's own, with the scope, in the place of a customer whom they identified. */
export const forCustomer = {
  ...signedIn,
  actors: ['subscriber', 'staff', 'system'],
  scope: 'cases:declare',
} as const;
/** For whoever may follow a case. To everybody else it does not exist. */
export const followers = {
  actors: FOLLOWERS,
  scope: 'cases:read',
  roles: SEEING,
  desks: DESKS,
  reach: 'case',
  factors: 'none',
  refusal: 'case_unknown',
} as const;
/** For the operator's own people and systems. */
export const operator = {
  actors: OPERATOR,
  roles: NOBODY,
  desks: NOBODY,
  reach: 'nothing',
  factors: 'none',
  refusal: 'forbidden',
} as const;
/** For staff whose token holds the scope, and at the machine itself: never for systems. */
export const tokens = { ...operator, actors: ['staff'], scope: 'tokens:write' } as const;
/** For whoever handles old cards, in their own name: custody is signed for by persons. */
export const custody = { ...operator, actors: ['staff'], scope: 'cards:write' } as const;
export const custodySeen = {
  ...operator,
  scope: 'cases:read',
  roles: ['clerk', 'supervisor', 'operations', 'auditor'],
} as const;
/** For people of the operator who signed in, in their own name. */
export const person = { ...operator, actors: ['staff'], inPerson: true, scope: null } as const;
/** For a person at a desk in the place of a customer to whom they attend. */
export const atDesk = {
  actors: ['subscriber'],
  scope: null,
  roles: NOBODY,
  desks: DESKS,
  reach: 'session',
  factors: 'none',
  refusal: 'not_signed_in',
} as const;
/** At the counter, for the customer who stands there. */
export const counter = {
  ...signedIn,
  inPerson: true,
  desks: ['clerk', 'supervisor'],
  refusal: 'forbidden',
} as const satisfies AccessRule;
/** For machines that are no system of the operator. */
export const machine = {
  scope: null,
  roles: NOBODY,
  desks: NOBODY,
  reach: 'nothing',
  factors: 'none',
  refusal: 'forbidden',
} as const;
