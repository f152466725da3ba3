/** With what our lines are compared. */
export const PARTS = ['hlr', 'billing', 'ledger', 'smdp'] as const;
export type Part = (typeof PARTS)[number];

/** What can differ. A further kind is a row here, one of the schema, and its words. */
export const FINDING_KINDS = {
  /** Its line ended here, and the HLR has the subscriber. */
  still_at_hlr: { part: 'hlr', act: 'end_again' },
  /** Its line stands here, and the HLR does not have the subscriber. */
  missing_at_hlr: { part: 'hlr', act: null },
  /** The HLR has another number for the subscriber, or the number of a line at a subscriber who is not of that line. */
  number_differs: { part: 'hlr', act: null },
  /** A number that rests is assigned at the HLR. */
  resting_number_used: { part: 'hlr', act: null },
  /** Its line ended here, and billing goes on charging. */
  still_charged: { part: 'billing', act: null },
  /** Its line stands here, and billing does not charge for it. */
  not_charged: { part: 'billing', act: null },
  /** The number ledger has a number assigned whose line ended or has another. */
  ledger_assigned: { part: 'ledger', act: 'rest_number' },
  /** A line has a number that the number ledger does not have as its own. */
  ledger_free: { part: 'ledger', act: 'assign_number' },
  /** Its line ended, and nobody took the eSIM profile back at the SM-DP+. */
  profile_released: { part: 'smdp', act: 'take_back' },
} as const satisfies Readonly<Record<string, { readonly part: Part; readonly act: string | null }>>;
export type FindingKind = keyof typeof FINDING_KINDS;

/** What a worker can do so that a finding is gone; of the others a person sees to it where it is wrong. */
export type ClearingAct = NonNullable<(typeof FINDING_KINDS)[FindingKind]['act']>;

export const findingKinds = Object.keys(FINDING_KINDS) as readonly FindingKind[];

/** How a finding ended: it was not there any more, a worker cleared it, or a person said why it is right as it is. */
export const RESOLUTIONS = ['gone', 'cleared', 'dismissed'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** One difference, as a comparison proposes it. */
export interface Difference {
  readonly kind: FindingKind;
  /** An IMSI, an ICCID, a number or a line, as the kind says. */
  readonly subject: string;
  readonly lineId: string | null;
  /** What was seen on either side. */
  readonly facts: Readonly<Record<string, string | null>>;
}

/** Before the cut a line must have rested for so long, in minutes: what a transaction began before is committed by then. */
export const SETTLED_MINUTES = 10;
