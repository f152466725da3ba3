import { MM_CAUSES } from './causes.ts';

/** Why: the number of the standard's table, and the same in words. */
export interface Cause {
  readonly cause: number;
  readonly reason: string;
}

/** What the network says to a phone that asks for something. */
export type Outcome = { readonly accepted: true } | ({ readonly accepted: false } & Cause);

export const ACCEPTED = { accepted: true } as const;

export const causeOf = (cause: number, reasons: Readonly<Record<number, string>> = MM_CAUSES): Cause => ({
  cause,
  reason: reasons[cause] ?? 'unknown cause',
});

/** A refusal, with a cause of mobility management if not said otherwise. */
export const refused = (cause: number, reasons: Readonly<Record<number, string>> = MM_CAUSES): Outcome => ({
  accepted: false,
  ...causeOf(cause, reasons),
});
