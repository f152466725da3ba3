import { HandbackError } from '../errors.ts';
import type { AccessKind, OpenedChannel, PaymentKind } from '../values/line-terms.ts';
import type { LocalDate } from '../values/local-date.ts';
import type { Money } from '../values/money.ts';
import type { Period } from '../values/period.ts';
import type { Calendar } from '../values/working-days.ts';
import type { AgentWatch } from './agent-watch.ts';
import type { Capacity } from './capacity.ts';
import type { ComplaintRule } from './complaint-rule.ts';
import type { RiskCoolingOff } from './cooling-risk.ts';
import type { RecordsKept } from './records-kept.ts';
import type { Route, Wish } from './route.ts';
import type { SwitchingCodeRules, TextRules } from './text-rules.ts';
import type { TwoPersonRule } from './two-person.ts';

/**
 * How much a rule's source is worth: the law itself, what an authority or the operator published, what nobody has seen in the
 * original, or the operator's own decision.
 */
export const STRENGTHS = ['statute', 'official', 'weak', 'operator'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** Where a rule comes from. */
export interface RuleSource {
  readonly strength: Strength;
  readonly title: string;
  readonly url?: string;
  /** Where in the text it stands, e.g. `section 56(3)`; a statute always has one. */
  readonly citation?: string;
  /** What it says, or how far it goes. */
  readonly clause?: string;
}

/** One dated version of one rule. Its id is `<jurisdiction or province>.<name>`, e.g. `cn.cooling_off` or `cn-gd.channels`. */
export interface Rule<V> {
  readonly id: string;
  readonly version: number;
  readonly source: RuleSource;
  readonly effectiveFrom: LocalDate;
  /** The last day on which it holds; null while nothing follows. */
  readonly effectiveTo: LocalDate | null;
  /** Re-evaluated at each decision of an open case, instead of pinned at its declaration. */
  readonly running: boolean;
  /** The province (ISO 3166-2) whose rule this is; null for the whole jurisdiction. */
  readonly province: string | null;
  readonly value: V;
}

/** What is quoted of a rule beside a finding. */
export type RuleReference = Pick<Rule<unknown>, 'id' | 'version' | 'source'>;

export const CHANNELS = ['online', 'hotline', 'store'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What can prove who asks. `receipt_secret` and `contact_code` work without the phone. */
export const IDENTITY_FACTORS = [
  'sms_code',
  'contact_code',
  'receipt_secret',
  'document_number',
  'opening_date',
  'plan_name',
  'recent_top_up',
  'iccid',
  'document_photo',
  'liveness',
  'document_seen',
] as const;
export type IdentityFactor = (typeof IDENTITY_FACTORS)[number];

export interface FactorRule {
  readonly needed: number;
  readonly accepted: readonly IdentityFactor[];
}

/** What is asked of a caller: so many of these, and of everybody those in `always`, which count. */
export interface SpokenTier {
  readonly needed: number;
  readonly of: readonly IdentityFactor[];
  readonly always: readonly IdentityFactor[];
}

export const MATERIALS = [
  'identity_document',
  'identity_document_copy',
  'opening_form',
  'sim_card',
  'business_licence',
  'company_seal',
  'authorisation_letter',
  'agent_identity_document',
  'death_certificate',
  'proof_of_kinship',
  'heir_identity_document',
  'guardianship_proof',
  'guardian_identity_document',
  'requester_identity_document',
  'police_report',
  'court_order',
  'support_service_letter',
  'sworn_statement',
] as const;
export type Material = (typeof MATERIALS)[number];

/** One thing to bring, and for whom: a condition that is null holds for everyone. */
export interface MaterialRule {
  readonly material: Material;
  readonly opened: readonly OpenedChannel[] | null;
  readonly channels: readonly Channel[] | null;
  readonly accesses: readonly AccessKind[] | null;
  /** As whom somebody comes. */
  readonly capacities: readonly Capacity[] | null;
  /** Not asked of someone whose phone or card is lost or stolen. */
  readonly waivedIfUrgent: boolean;
}

export const NOTICE_CHANNELS = ['sms', 'email', 'postal'] as const;
export const BILLING_END_POLICIES = ['service_end', 'end_of_month', 'next_month_end'] as const;
export type BillingEndPolicy = (typeof BILLING_END_POLICIES)[number];

export interface LongerQuarantine {
  readonly harassmentDays: number;
  readonly fraudDays: number;
  /** More than `moreThan` texts within `withinDays`: it rests `extendDays` from today on, `mostDays` in all. Null: codes extend nothing. */
  readonly codes: {
    readonly moreThan: number;
    readonly withinDays: number;
    readonly extendDays: number;
    readonly mostDays: number;
  } | null;
}

/** What the rulebook says of one route. */
export interface RouteRule {
  /** Working days in which it is decided, the day of receipt not counted. */
  readonly decideWithin: number;
  /** And no later than so many hours after its receipt, whatever day it is; null for no such limit. */
  readonly decideWithinHours: number | null;
  /** Nothing about it reaches the holder. */
  readonly confidential: boolean;
  /** It takes effect at once: who it protects cannot wait. */
  readonly skipsCoolingOff: boolean;
  /** What may be wished for. */
  readonly wishes: readonly Wish[];
  /** Of which pictures are asked, or what is laid on the counter. One of a `oneOf` is enough. */
  readonly materials: readonly Material[];
  readonly oneOf: readonly Material[];
  /** Instead of the effect that a check has for everybody else. */
  readonly effects: Readonly<Partial<Record<CheckName, Effect>>>;
}

export interface RoutesRule {
  readonly routes: Readonly<Record<Route, RouteRule>>;
  /** By which the days of `decideWithin` are counted. */
  readonly calendar: Calendar;
}

/** The parameters of each rule that is not a check. Names are spelled as in the rulebook files. */
export interface Settings {
  /** Between confirming and the bar; withdrawing costs nothing. */
  readonly cooling_off: { readonly period: Period; readonly skippedIfUrgent: boolean };
  /** What makes the cooling-off longer, and by how much. */
  readonly risk_cooling_off: RiskCoolingOff;
  /** What is unusual of who attends to customers. */
  readonly agent_watch: AgentWatch;
  /** How long a case rests, once, when somebody who was told of it says that it was not them. */
  readonly objection: { readonly period: Period };
  /** How long a holder's lock against ending holds after they lifted it. */
  readonly lock_lifting: { readonly period: Period };
  /** When a complaint is answered, and where somebody turns afterwards. */
  readonly complaints: ComplaintRule;
  /** How long a declaration waits for its proof of identity. */
  readonly declaration_expiry: { readonly period: Period };
  readonly channels: { readonly permitted: readonly Channel[]; readonly presenceRequired: boolean };
  readonly materials: { readonly items: readonly MaterialRule[] };
  /** How long pictures of documents that a desk took are kept, from the moment each was taken. */
  readonly document_photos: { readonly keep: Period };
  /** Days between service end and number release: of own numbers, and of numbers ported in. */
  readonly quarantine: { readonly ownDays: number; readonly rangeHolderDays: number };
  /** Days after service end that a number rests instead, after harassment or fraud; and how much longer while codes still come for it. */
  readonly quarantine_longer: LongerQuarantine;
  /** After this the line ends although a serving node has not acknowledged; the record says `unconfirmed`. */
  readonly detach_unconfirmed_after: { readonly period: Period };
  /** How long, from the confirmation, a line waits for its devices to delete their eSIM profiles; then it ends all the same. */
  readonly unbinding: { readonly period: Period };
  readonly billing_end: { readonly policy: BillingEndPolicy };
  /** Of what the contract asks for each month left: this share, for at most so many months. */
  readonly early_termination: { readonly percent: number; readonly maxMonths: number | null };
  /** How long what identifies a former holder is kept after their last line ended, and classes of data that are kept for a shorter time. */
  readonly records_kept: RecordsKept;
  /** Lines that are paid so end by themselves after so many days without use; 0: never. */
  readonly idle_end: { readonly days: number; readonly payments: readonly PaymentKind[] };
  /** A credit of `bankTransferFrom` or more goes to a bank account, a smaller one to another line of the person. */
  readonly refund: { readonly bankTransferFrom: Money; readonly withinDays: number };
  readonly identity_factors: Readonly<Record<Channel | 'urgent_bar', FactorRule>>;
  /** How a caller at the hotline is asked who they are; `risky` where anything of `riskyIf` is so of the line. */
  readonly hotline_verification: {
    readonly base: SpokenTier;
    readonly risky: SpokenTier;
    /** Within so many days (0: never); `lockouts` is how many make a line risky (0: none do). */
    readonly riskyIf: {
      readonly contactChangedDays: number;
      readonly openedDays: number;
      readonly lockouts: number;
      readonly disputedDays: number;
    };
    /** Wrong answers in one call before it is locked; how long, `one_time_code` says. */
    readonly tries: number;
    /** Which top-ups a caller may name: the newest so many of the last so many days. */
    readonly topUps: { readonly newest: number; readonly days: number };
    /** Wrong answers in a day, over all numbers: of one agent, from one calling number, with one document number. */
    readonly wrongADay: { readonly agent: number; readonly caller: number; readonly document: number };
  };
  readonly one_time_code: {
    readonly validMinutes: number;
    readonly attempts: number;
    /** Of the first, second ... lockout; the last one repeats. */
    readonly lockoutMinutes: readonly number[];
    /** Before the second, third ... code; the last one repeats. */
    readonly resendAfterSeconds: readonly number[];
    readonly sendsPerDay: number;
  };
  /** What one person of the operator alone may not do. */
  readonly two_person: TwoPersonRule;
  /** The ways for those who cannot ask as a holder does. */
  readonly routes: RoutesRule;
  /** What texts that come in may ask for, by which words, and how many are answered. */
  readonly text_keywords: TextRules;
  /** Codes by which another operator, to whom a person goes, ends the line here. */
  readonly switching_codes: SwitchingCodeRules;
  /** In order of preference. */
  readonly notice: { readonly channels: readonly (typeof NOTICE_CHANNELS)[number][] };
}
export type SettingName = keyof Settings;

export const EFFECTS = ['blocks', 'sets_earliest_date', 'adds_charge', 'warns', 'not_applied'] as const;
export type Effect = (typeof EFFECTS)[number];

export const CLEARING_PLACES = ['portal', 'hotline', 'store'] as const;
export type ClearingPlace = (typeof CLEARING_PLACES)[number];

export interface CheckParameters {
  readonly effect: Effect;
  /** Instead of `effect`, when the phone or card is lost, stolen or misused; null for the same. */
  readonly urgentEffect: Effect | null;
  readonly recheckAtPivot: boolean;
  /** Where the person can clear it. */
  readonly clearAt: ClearingPlace;
}

/** `effect` is for the line others depend on, `memberEffect` for one that only belongs. */
export interface TieParameters extends CheckParameters {
  readonly memberEffect: Effect;
}

export const NOTICE_UNITS = ['days', 'months'] as const;

/** How long before its end a contract must be given notice of, from the day of receipt. */
export interface NoticeLength {
  readonly unit: (typeof NOTICE_UNITS)[number];
  readonly amount: number;
}

/** The parameters of each eligibility check, in the order of evaluation: whatever sets a date stands before what counts from it. */
export interface Checks {
  readonly line_ended: CheckParameters;
  readonly legal_hold: CheckParameters;
  readonly fraud_hold: CheckParameters;
  readonly termination_lock: CheckParameters;
  readonly port_out: CheckParameters;
  readonly channel: CheckParameters;
  readonly family_tie: TieParameters;
  readonly group_tie: TieParameters;
  readonly main_secondary_tie: TieParameters;
  readonly broadband_tie: TieParameters;
  /** Owing up to `tolerance` does not count. */
  readonly arrears: CheckParameters & { readonly tolerance: Money };
  readonly unbilled_usage: CheckParameters;
  /** `until`: the date that roaming in the current month sets. */
  readonly roaming: CheckParameters & { readonly until: 'end_of_month' | 'end_of_next_month' };
  /** Of lines that are paid so: the others can be ended from one day to the next. */
  readonly notice_period: CheckParameters & {
    readonly length: NoticeLength;
    readonly payments: readonly PaymentKind[];
  };
  readonly contract_term: CheckParameters;
}
export type CheckName = keyof Checks;

const TIE_EFFECTS = ['blocks', 'warns', 'not_applied'] as const;

/** The effects that make sense for each check: only some know a date or an amount. */
export const CHECK_EFFECTS: Readonly<Record<CheckName, readonly Effect[]>> = {
  line_ended: ['blocks'],
  legal_hold: ['blocks', 'warns'],
  fraud_hold: ['blocks', 'warns'],
  termination_lock: ['blocks', 'warns'],
  port_out: ['blocks', 'warns', 'not_applied'],
  channel: ['blocks', 'warns', 'not_applied'],
  family_tie: TIE_EFFECTS,
  group_tie: TIE_EFFECTS,
  main_secondary_tie: TIE_EFFECTS,
  broadband_tie: TIE_EFFECTS,
  arrears: ['blocks', 'adds_charge', 'warns', 'not_applied'],
  unbilled_usage: ['blocks', 'adds_charge', 'warns', 'not_applied'],
  roaming: ['blocks', 'sets_earliest_date', 'warns', 'not_applied'],
  notice_period: ['sets_earliest_date', 'warns', 'not_applied'],
  contract_term: EFFECTS,
};

export type RuleVersions<T> = { readonly [K in keyof T]: readonly Rule<T[K]>[] };
export type RulesInForce<T> = { readonly [K in keyof T]: Rule<T[K]> };

/** All rules of a jurisdiction, of every date and province, as loaded from `rulebook/<jurisdiction>.yaml`. */
export interface Rulebook {
  readonly jurisdiction: string;
  readonly version: string;
  readonly effectiveFrom: LocalDate;
  readonly timeZone: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Without the plus, e.g. `86`. */
  readonly callingCode: string;
  readonly settings: RuleVersions<Settings>;
  readonly checks: RuleVersions<Checks>;
}

/** The one version of each rule that holds in a province on a day. Plain data: a case keeps it as JSON. */
export interface ResolvedRules {
  readonly jurisdiction: string;
  readonly version: string;
  readonly province: string | null;
  readonly on: LocalDate;
  /** Where the rules marked `running` come from, if from another day or version than the others. */
  readonly running: { readonly version: string; readonly on: LocalDate } | null;
  /** Whose effects the checks have; null for a holder's own. */
  readonly route: Route | null;
  readonly timeZone: string;
  readonly currency: string;
  readonly callingCode: string;
  readonly settings: RulesInForce<Settings>;
  readonly checks: RulesInForce<Checks>;
}

/**
 * The rules of a province on a day: its own where it has one in force, else the jurisdiction's.
 * @throws HandbackError `rulebook_missing` if a rule has no version for that day.
 */
export function rulesFor(rulebook: Rulebook, province: string | null, on: LocalDate): ResolvedRules {
  const { settings, checks, effectiveFrom: _, ...head } = rulebook;
  const inForce = (name: string, versions: readonly Rule<unknown>[]): Rule<unknown> => {
    const dated = versions.filter(
      (r) => r.effectiveFrom <= on && (r.effectiveTo === null || on <= r.effectiveTo),
    );
    const rule =
      (province === null ? undefined : dated.find((r) => r.province === province)) ??
      dated.find((r) => r.province === null);
    if (rule === undefined) {
      throw new HandbackError('rulebook_missing', { jurisdiction: rulebook.jurisdiction, rule: name, on });
    }
    return rule;
  };
  return {
    ...head,
    province,
    on,
    running: null,
    route: null,
    settings: mapRules(settings, inForce) as RulesInForce<Settings>,
    checks: mapRules(checks, inForce) as RulesInForce<Checks>,
  };
}

/** The rules for a decision of an open case: as pinned at its declaration, save those marked `running` today. */
export function rulesForDecision(pinned: ResolvedRules, current: ResolvedRules): ResolvedRules {
  const choose = <T extends object>(then: RulesInForce<T>, now: RulesInForce<T>): RulesInForce<T> =>
    mapRules(then, (name, rule) => {
      const today = now[name as keyof T];
      return today.running ? today : rule;
    }) as RulesInForce<T>;
  return {
    ...pinned,
    running: { version: current.version, on: current.on },
    settings: choose(pinned.settings, current.settings),
    checks: choose(pinned.checks, current.checks),
  };
}

function mapRules<V, W>(rules: object, change: (name: string, rule: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, change(name, rule as V)]));
}
