import type { Scope } from '../../domain/people/scope.ts';
import type { Channel, IdentityFactor } from '../../domain/rules/rulebook.ts';
import type { Language } from '../../domain/values/language.ts';

/** Who asks, as the page, route or command established it. What that permits is in `table.ts`. */
export type Actor = Visitor | Subscriber | ReceiptHolder | Staff | OtherSystem | Phone | SmdpServer | Engine;

/** Has proven nothing. */
export interface Visitor {
  readonly kind: 'public';
  readonly language: Language;
  readonly channel: Channel;
  /** As `clientOf` names it: tries are counted for each. */
  readonly client: string;
}

/** Has a session. */
export interface Subscriber {
  readonly kind: 'subscriber';
  readonly partyId: string;
  /** The line whose number or contact was proven. */
  readonly lineId: string;
  readonly factors: readonly IdentityFactor[];
  readonly channel: Channel;
  /** The session to which a proof is added; absent where there is none, and nothing can be added. */
  readonly sessionToken?: string;
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
  readonly scopes: readonly Scope[];
  readonly channel: Channel;
}

export interface OtherSystem {
  readonly kind: 'system';
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly channel: Channel;
}

/** A phone at the ES9+ endpoint. It proves nothing about itself; what counts is what its eUICC signed. */
export interface Phone {
  readonly kind: 'phone';
}

/** An SM-DP+ that showed its certificate at the ES2+ endpoint. */
export interface SmdpServer {
  readonly kind: 'smdp';
}

/** Our own worker, for what is done without a request. */
export interface Engine {
  readonly kind: 'engine';
}

export const PHONE: Phone = { kind: 'phone' };
export const SMDP: SmdpServer = { kind: 'smdp' };
export const ENGINE: Engine = { kind: 'engine' };

/** The actor's name in audit rows: never a person's. */
export function auditName(actor: Actor): string {
  return actor.kind === 'staff' || actor.kind === 'system' ? `${actor.kind}:${actor.name}` : actor.kind;
}
