import { MM_CAUSES } from './causes.ts';

/** What the network says to a phone that asks for something. */
export type Outcome =
  | { readonly accepted: true }
  | {
      readonly accepted: false;
      /** The number of the standard's table. */
      readonly cause: number;
      /** The same in words. */
      readonly reason: string;
    };

export const ACCEPTED: Outcome = { accepted: true };

/** A refusal with a cause of mobility management. */
export const refused = (cause: number, reasons: Readonly<Record<number, string>> = MM_CAUSES): Outcome => ({
  accepted: false,
  cause,
  reason: reasons[cause] ?? 'unknown cause',
});
