/**
 * `at_once`: started from a list at the machine, without a file that is kept. `draft`: rows are awaited, or an upload is not complete.
 * `validated`: every row was looked at. Then it waits for a second person, runs, and ends: `finished` with its last row, or `stopped`.
 */
export const CAMPAIGN_STATES = [
  'at_once',
  'draft',
  'validated',
  'running',
  'paused',
  'finished',
  'stopped',
] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** A campaign as people see it: with whether a second person is asked. */
export const SHOWN_STATES = [...CAMPAIGN_STATES, 'awaiting_approval'] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

/** Why a row of a file is none that could be started. */
export const ROW_FAULTS = [
  'columns',
  'empty',
  'too_long',
  'control_characters',
  'number_damaged',
  'number_ambiguous',
  'number_invalid',
  'number_of_nobody',
  'unknown_line',
  'duplicate',
  'ended_already',
  'open_already',
] as const;
export type RowFault = (typeof ROW_FAULTS)[number];

/** What a preview says of a row. */
export const OUTCOMES = [
  'would_start',
  'blocked',
  'cannot_tell',
  'open_already',
  'ended_already',
  'unknown',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What became of a row. */
export const RESULTS = [
  'started',
  'blocked',
  'cannot_tell',
  'open_already',
  'ended_already',
  'unknown',
] as const;
export type Result = (typeof RESULTS)[number];

/** How many of each; what there is none of may be absent. */
export type Counts<Word extends string> = Readonly<Partial<Record<Word, number>>>;

export const LONGEST_NAME = 100;
/** What is longer is no line of anybody, and fits no index. */
export const LONGEST_GIVEN = 200;
export const MOST_ROWS = 2_000_000;
export const MOST_FILE_MB = 256;

/** Where a campaign still takes rows. */
export const TAKES_ROWS: readonly CampaignState[] = ['draft', 'validated'];
/** Where it is over, and nothing of it can be changed. */
export const OVER: readonly CampaignState[] = ['at_once', 'finished', 'stopped'];

/** Counts of two lists together. */
export function added<Word extends string>(one: Counts<Word>, other: Counts<Word>): Counts<Word> {
  const sum: Partial<Record<Word, number>> = { ...one };
  for (const [word, n] of Object.entries(other) as [Word, number][]) sum[word] = (sum[word] ?? 0) + n;
  return sum;
}

export function counted<Word extends string>(words: readonly Word[]): Counts<Word> {
  const counts: Partial<Record<Word, number>> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
