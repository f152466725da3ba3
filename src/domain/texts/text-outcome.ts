/**
 * What became of a text.
 * - `answered`: with what was asked for; `helped`: with what can be asked for
 * - `checked`: a forwarded text, with whether it is official
 * - `stranger`: the number is none of ours, and was told so; `over_strangers`: it was not, for enough of them were
 * - `told_bound`: the last answer of the day, which says so; `over_bound`: one more after that
 * - `nobody`: from an address that cannot be answered
 * - `too_late`: nobody got to it in time
 */
export const TEXT_OUTCOMES = [
  'answered',
  'helped',
  'checked',
  'stranger',
  'over_strangers',
  'told_bound',
  'over_bound',
  'nobody',
  'too_late',
] as const;
export type TextOutcome = (typeof TEXT_OUTCOMES)[number];

export const TEXT_SOURCES = ['smpp', 'webhook'] as const;
export type TextSource = (typeof TEXT_SOURCES)[number];
