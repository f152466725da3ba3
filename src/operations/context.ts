import { HandbackError } from '../domain/errors.ts';
import type { IdentityFactor } from '../domain/rules/rulebook.ts';
import type { Language } from '../domain/values/language.ts';
import type { Billing } from '../ports/billing.ts';
import type { CertificateIssuer } from '../ports/certificate-issuer.ts';
import type { Clock } from '../ports/clock.ts';
import type { NotificationVerifier } from '../rsp/verify-notification.ts';
import type { Pool } from '../store/database/database.ts';
import type { Vault } from '../store/database/vault.ts';
import type { Rulebooks } from '../store/rulebooks.ts';

/** What every operation may use. */
export interface Operations {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly rulebooks: Rulebooks;
  readonly billing: Billing;
  readonly issuer: CertificateIssuer;
  /** For numbers given in national form. */
  readonly defaultCallingCode: string;
  readonly certificateUrl: (certificateId: string) => string;
  /** Where the holder of a line finds it in the portal. */
  readonly lineUrl: (lineId: string) => string;
  /** Verifies what eUICCs signed, against the CIs that are trusted here. */
  readonly notifications: NotificationVerifier;
}

/** Who asks, as the page, route or command established it; operations decide what that permits. */
export type Actor =
  | { readonly kind: 'public'; readonly language: Language }
  | Subscriber
  /** Holds the receipt of one case; proves nothing else. */
  | { readonly kind: 'receipt'; readonly reference: string; readonly secret: string }
  | { readonly kind: 'staff'; readonly name: string }
  | { readonly kind: 'system'; readonly name: string };

export interface Subscriber {
  readonly kind: 'subscriber';
  readonly partyId: string;
  /** The line whose number or contact was proven. */
  readonly lineId: string;
  readonly factors: readonly IdentityFactor[];
}

/** The actor's name in audit rows: never a person's. */
export function auditName(actor: Actor): string {
  return actor.kind === 'staff' || actor.kind === 'system' ? `${actor.kind}:${actor.name}` : actor.kind;
}

export function requireStaff(actor: Actor): void {
  if (actor.kind !== 'staff' && actor.kind !== 'system') throw new HandbackError('forbidden');
}
