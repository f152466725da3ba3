import type { Scope } from '../../domain/people/scope.ts';
import type { Capacity } from '../../domain/rules/capacity.ts';
import type { Role } from '../../domain/rules/role.ts';
import { ROUTE_OF_CAPACITY, type Route } from '../../domain/rules/route.ts';
import type { Channel, IdentityFactor } from '../../domain/rules/rulebook.ts';
import type { Language } from '../../domain/values/language.ts';
import type { Platform } from '../../domain/voice/platform.ts';

/** Who asks, as the page, route or command established it. What that permits is in `table.ts`. */
export type Actor =
  | Visitor
  | Subscriber
  | ReceiptHolder
  | Staff
  | OtherSystem
  | Phone
  | SmdpServer
  | VoicePlatform
  | Engine;

/** Has proven nothing. */
export interface Visitor {
  readonly kind: 'public';
  readonly language: Language;
  readonly channel: Channel;
  /** As `clientOf` names it: tries are counted for each. */
  readonly client: string;
}

/** A person of the operator who signed in at the operator's issuer (OpenID Connect). */
export interface StaffPerson {
  /** Issuer and subject: nobody else has both. */
  readonly subject: string;
  /** As colleagues know them. */
  readonly name: string;
  /** The session, by a name that opens nothing. */
  readonly sessionId: string;
  readonly roles: readonly Role[];
  /** Where they sit; null where the issuer does not say. */
  readonly shop: string | null;
  /** When they last showed who they are, and whether by what the settings call strong. */
  readonly authenticatedAt: Date;
  readonly strong: boolean;
}

/** What a second person agreed to. Only `decideApproval` makes one. */
export interface Approval {
  readonly requestId: string;
  readonly act: string;
  readonly about: string;
  /** The subject of whoever agreed. */
  readonly by: string;
}

/** Has a session, or is attended to by somebody at a desk: then what they have proven there counts, and nothing else. */
export interface Subscriber {
  readonly kind: 'subscriber';
  readonly partyId: string;
  /** The line whose number or contact was proven. */
  readonly lineId: string;
  readonly factors: readonly IdentityFactor[];
  readonly channel: Channel;
  /** The session to which a proof is added; absent where there is none, and nothing can be added. */
  readonly sessionToken?: string;
  /** On the voice menu: how far what was keyed in goes by the rules of the line. */
  readonly caller?: { readonly reach: 'nothing' | 'bar' | 'everything' };
  /** Who acts in their place, by their proof: every row of the table asks for the role of that person too. */
  readonly attended?: {
    readonly attendanceId: string;
    readonly person: StaffPerson;
    /** How far what they have proven goes by the rules of their line: `bar` is enough for an urgent bar, and for nothing else. */
    readonly reach: 'nothing' | 'bar' | 'everything';
    /** As whom they came to a counter; absent on the telephone, and before they said so. */
    readonly capacity?: Capacity;
    readonly approval?: Approval | undefined;
  };
}

/** Holds the receipt of one case; proves nothing else. */
export interface ReceiptHolder {
  readonly kind: 'receipt';
  readonly reference: string;
  readonly secret: string;
  readonly channel: Channel;
}

export interface Staff {
  readonly kind: 'staff';
  readonly name: string;
  /** Of a token. Of a person who signed in the roles count, and no scope does. */
  readonly scopes: readonly Scope[];
  readonly channel: Channel;
  /** Who signed in; absent for a token and at the machine itself. */
  readonly person?: StaffPerson;
  /** At the command line of the machine that holds the keys and the database. */
  readonly atMachine?: true;
  readonly approval?: Approval | undefined;
}

/** A customer to whom somebody who signed in attends. */
export type AttendedSubscriber = Subscriber & Required<Pick<Subscriber, 'attended'>>;

/** Staff who signed in. */
export type StaffInPerson = Staff & { readonly person: StaffPerson };

export interface OtherSystem {
  readonly kind: 'system';
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly channel: Channel;
  readonly approval?: Approval | undefined;
}

/** A phone at the ES9+ endpoint. It proves nothing about itself; what counts is what its eUICC signed. */
export interface Phone {
  readonly kind: 'phone';
}

/** An SM-DP+ that showed its certificate at the ES2+ endpoint. */
export interface SmdpServer {
  readonly kind: 'smdp';
}

/** Who answers the telephone for us, and signed what it told: the call is its word, and proves nothing of who calls. */
export interface VoicePlatform {
  readonly kind: 'voice';
  readonly platform: Platform;
}

/** Our own worker, for what is done without a request. */
export interface Engine {
  readonly kind: 'engine';
}

export const PHONE: Phone = { kind: 'phone' };
export const SMDP: SmdpServer = { kind: 'smdp' };
export const voicePlatform = (platform: Platform): VoicePlatform => ({ kind: 'voice', platform });
export const ENGINE: Engine = { kind: 'engine' };

/**
 * On which route a step is taken: at a counter, by whom the customer came as; else that of the request from which the case came.
 * Whoever acts for themselves takes none, though somebody else began the case for them.
 * @param found the case; null before there is one
 */
export function routeOf(
  actor: Actor,
  found: { readonly route: Route | null; readonly requesterId: string | null } | null,
): Route | null {
  const capacity = actor.kind === 'subscriber' ? actor.attended?.capacity : undefined;
  if (capacity !== undefined) return ROUTE_OF_CAPACITY[capacity];
  return found?.requesterId == null ? null : found.route;
}

/** The person of the operator behind the actor; null where none signed in. */
export function staffBehind(actor: Actor): StaffPerson | null {
  if (actor.kind === 'staff') return actor.person ?? null;
  return actor.kind === 'subscriber' ? (actor.attended?.person ?? null) : null;
}

/** The actor's name in audit rows: never a customer's. */
export function auditName(actor: Actor): string {
  const person = staffBehind(actor);
  if (person !== null)
    return `staff:${person.subject}${actor.kind === 'subscriber' ? ' for subscriber' : ''}`;
  return actor.kind === 'staff' || actor.kind === 'system' ? `${actor.kind}:${actor.name}` : actor.kind;
}
