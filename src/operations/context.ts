import type { ChannelParts } from '../domain/channels/reading.ts';
import type { ReportLimits } from '../domain/channels/report.ts';
import type { FeedKind } from '../domain/numbers/feed-calendar.ts';
import type { RndForm } from '../domain/numbers/feed-file.ts';
import type { House } from '../domain/operator/house.ts';
import type { CodeLimits } from '../domain/people/code-budget.ts';
import type { StaffRules } from '../domain/staff/claims.ts';
import type { SmsSender } from '../messages/sms.ts';
import type { AccountFacts } from '../ports/account-facts.ts';
import type { Billing } from '../ports/billing.ts';
import type { CertificateIssuer } from '../ports/certificate-issuer.ts';
import type { ChargeControl } from '../ports/charge-control.ts';
import type { Clock } from '../ports/clock.ts';
import type { ErasureJournal } from '../ports/erasure-journal.ts';
import type { StaffIssuer } from '../ports/staff-issuer.ts';
import type { SwitchingCodes } from '../ports/switching-codes.ts';
import type { TextCounts } from '../ports/text-counts.ts';
import type { NotificationVerifier } from '../rsp/verify-notification.ts';
import type { StatusPlaces } from '../store/certificates/status-places.ts';
import type { Pool } from '../store/database/database.ts';
import type { Vault } from '../store/database/vault.ts';
import type { Rulebooks } from '../store/rulebooks.ts';

/** What every operation may use. */
export interface Operations {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly rulebooks: Rulebooks;
  /** Remembers outside of the database who was erased. */
  readonly erasures: ErasureJournal;
  readonly billing: Billing;
  /** The billing system, asked for what it charges. */
  readonly chargeControl: ChargeControl;
  /** The message centre, asked how many texts came for numbers; null where none is. */
  readonly textCounts: TextCounts | null;
  /** The operator's account system, for questions that only a holder can answer. */
  readonly accountFacts: AccountFacts;
  readonly issuer: CertificateIssuer;
  /** Hands out the places of certificates in status lists. */
  readonly statusPlaces: StatusPlaces;
  /** Where the operator's people sign in, and what its claims mean; null where there are no desks. */
  readonly staff: { readonly issuer: StaffIssuer; readonly rules: StaffRules } | null;
  /** How many codes by text message may be asked for. */
  readonly codeLimits: CodeLimits;
  /** How many appointments one client can make in 24 hours without signing in. */
  readonly appointmentsPerClient: number;
  /** How many texts may be reported as fraud, and for how long each is kept. */
  readonly scamReports: ReportLimits;
  /** Who runs this Handback, as its subscribers know it. */
  readonly house: House;
  /** Who can be reached by what, and what the scam check compares with. */
  readonly channels: ChannelParts;
  /** As text messages name the operator. */
  readonly sender: SmsSender;
  /** Which lists of numbers are handed in, and how one of them is written. */
  readonly feeds: { readonly kinds: readonly FeedKind[]; readonly rnd: RndForm };
  /** The system between operators that registers codes for leaving; null where there is none. */
  readonly switchingCodes: SwitchingCodes | null;
  /** With which texts are signed that a gateway hands over; none where it may not. */
  readonly textWebhook: readonly string[];
  /** Whether an e-mail address can be another contact: there is a mail server. */
  readonly takesMail: boolean;
  /** For numbers given in national form. */
  readonly defaultCallingCode: string;
  readonly certificateUrl: (certificateId: string) => string;
  /** Where the holder of a line finds it in the portal. */
  readonly lineUrl: (lineId: string) => string;
  /** Is told of what fails where nobody waits for the answer. */
  readonly fault: (error: unknown, what: string) => void;
  /** Verifies what eUICCs signed, against the CIs that are trusted here. */
  readonly notifications: NotificationVerifier;
}
