const DAY_MS = 24 * 3_600_000;

export interface NoticeRule {
  /** How long it may wait for a peer that does not take it, in milliseconds; a notice may bring a nearer end. */
  readonly goodForMs: number;
  /** Somebody sits before a page and waits for it: it goes before all others. */
  readonly urgent: boolean;
  /** Whether it still says something after its time, so that staff may have it sent once more. */
  readonly again: boolean;
}

const bulk = { urgent: false, again: true } as const;
/** What asks or warns of something to come: once that has passed it would only confuse. */
const ahead = { urgent: false, again: false } as const;

/**
 * Every kind of message to a person, and until when it is worth anything to its reader. Until then it is tried; then it is
 * given up, and stays in the table with the reason. docs/guides/text-messages.md shows this table.
 */
export const NOTICES = {
  /** Nearer: when the code is over. */
  code: { goodForMs: DAY_MS, urgent: true, again: false },
  /** Four digits that a caller reads out: as long as the call. */
  hotline_code: { goodForMs: DAY_MS, urgent: true, again: false },
  /** Whoever wrote to us waits for it; nearer: the rulebook's minute. */
  text_answer: { goodForMs: 3_600_000, urgent: true, again: false },
  receipt: { goodForMs: 3 * DAY_MS, urgent: true, again: true },
  barred: { goodForMs: 3 * DAY_MS, urgent: true, again: true },
  lock_set: { ...bulk, goodForMs: 3 * DAY_MS },
  /** Nearer: when it is lifted, of which it warns. */
  lock_lifting: { ...ahead, goodForMs: 30 * DAY_MS },
  declared: { ...ahead, goodForMs: 3 * DAY_MS },
  /** Nearer: the end of service, which it warns of. */
  confirmed: { ...ahead, goodForMs: 30 * DAY_MS },
  /** Nearer: the end of service, which it warns of. */
  asked_for_you: { ...ahead, goodForMs: 30 * DAY_MS },
  closing_not_mine: { ...ahead, goodForMs: 30 * DAY_MS },
  /** Nearer: the end of service, which it warns of. */
  closing_by_us: { ...ahead, goodForMs: 30 * DAY_MS },
  /** Of its person's own choice, at a day of theirs; nearer: the end of service. */
  leaving_reminder: { ...ahead, goodForMs: 3 * DAY_MS },
  /** A used code for leaving waits for something that the person can do. */
  switching_waits: { ...ahead, goodForMs: 7 * DAY_MS },
  request_decided: { ...bulk, goodForMs: 7 * DAY_MS },
  withdrawn: { ...bulk, goodForMs: 3 * DAY_MS },
  /** Nearer, for this and the next: when devices are no longer waited for. */
  unbind: { ...ahead, goodForMs: 7 * DAY_MS },
  unbind_reminder: { ...ahead, goodForMs: 7 * DAY_MS },
  esim_removed: { ...bulk, goodForMs: 3 * DAY_MS },
  completed: { ...bulk, goodForMs: 7 * DAY_MS },
  proof_arrived: { ...bulk, goodForMs: 7 * DAY_MS },
  proof_undone: { ...bulk, goodForMs: 7 * DAY_MS },
  card_recorded: { ...bulk, goodForMs: 7 * DAY_MS },
  card_destroyed: { ...bulk, goodForMs: 7 * DAY_MS },
  supplementary: { ...bulk, goodForMs: 7 * DAY_MS },
  complaint_received: { ...bulk, goodForMs: 3 * DAY_MS },
  complaint_answered: { ...bulk, goodForMs: 7 * DAY_MS },
  complaint_late: { ...bulk, goodForMs: 7 * DAY_MS },
  export_asked: { ...bulk, goodForMs: 3 * DAY_MS },
  /** As long as the archive lies there. */
  export_ready: { ...bulk, goodForMs: 7 * DAY_MS },
  charge_held: { ...bulk, goodForMs: 7 * DAY_MS },
  charge_decided: { ...bulk, goodForMs: 7 * DAY_MS },
  /** Nearer, for these three: when it begins. */
  appointment_made: { ...ahead, goodForMs: 3 * DAY_MS },
  appointment_soon: { ...ahead, goodForMs: 3 * DAY_MS },
  appointment_off: { ...ahead, goodForMs: 3 * DAY_MS },
} as const satisfies Readonly<Record<string, NoticeRule>>;

export type NoticeKind = keyof typeof NOTICES;

export const NOTICE_KINDS = Object.keys(NOTICES) as readonly NoticeKind[];

/** What is put into the outbox for a later day: until then it waits for nobody. */
export const FOR_A_LATER_DAY: readonly NoticeKind[] = ['leaving_reminder'];

/** What a message makes worthless that still waits in the same case: it would only confuse. */
export const OUTDATED_BY: Partial<Readonly<Record<NoticeKind, readonly NoticeKind[]>>> = {
  withdrawn: [
    'declared',
    'confirmed',
    'asked_for_you',
    'closing_not_mine',
    'closing_by_us',
    'barred',
    'unbind',
    'unbind_reminder',
    'switching_waits',
    'leaving_reminder',
  ],
};

/** A line may end within seconds: its number is told all the same, as long as a message takes. A code ends when it ends. */
const LEAST_GOOD_FOR_MS = 10 * 60_000;

/** Later than it is good for, it would be about something that is over. */
const WHILE_WAITED_FOR: readonly NoticeKind[] = ['code', 'hotline_code', 'text_answer'];

/** What its reader can do without, and may stop by a text; everything else they must be told. */
export const VOLUNTARY: readonly NoticeKind[] = ['unbind_reminder', 'esim_removed'];

/** @param nearer how long it is worth anything, where that is known of this one notice */
export function goodForMs(kind: NoticeKind, nearer: number | undefined): number {
  const { goodForMs: most } = NOTICES[kind];
  const least = WHILE_WAITED_FOR.includes(kind) ? 0 : LEAST_GOOD_FOR_MS;
  return nearer === undefined ? most : Math.min(most, Math.max(least, nearer));
}

/**
 * Why a message was given up: its time was over, its peer will never take it, its receiver is no longer known, or what it says is
 * no longer so.
 */
export const GIVEN_UP_FOR = ['deadline', 'refused', 'person_erased', 'contact_gone', 'outdated'] as const;
export type GivenUpFor = (typeof GIVEN_UP_FOR)[number];

/**
 * `sent`: its peer took it, and nothing more is known; `delivered`, `undeliverable`: so says the receipt of a message centre, which is
 * no proof of anything.
 */
export const NOTICE_STATES = ['waiting', 'sent', 'delivered', 'undeliverable', 'given_up'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];
/** Those that somebody may want to look through, over all cases. */
export const LISTED_STATES = [
  'waiting',
  'undeliverable',
  'given_up',
] as const satisfies readonly NoticeState[];

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30 * 60_000;
/** What is soon worth nothing is tried more often. */
const TRIES_LEFT = 10;

/**
 * Milliseconds until a message is tried again that its peer did not take: doubled with every try, and spread from half to one
 * and a half times that, so that what failed together does not come back together.
 *
 * @param tries so far
 * @param leftMs until its deadline
 */
export function nextTryMs(tries: number, leftMs: number, random: () => number): number {
  const longest = Math.max(FIRST_WAIT_MS, Math.min(LONGEST_WAIT_MS, leftMs / TRIES_LEFT));
  return Math.min(longest, FIRST_WAIT_MS * 2 ** Math.min(tries - 1, 20)) * (0.5 + random());
}
