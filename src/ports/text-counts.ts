import type { LocalDate } from '../domain/values/local-date.ts';
import type { Msisdn } from '../domain/values/msisdn.ts';

/**
 * A message centre, asked how many texts came for numbers on a day. It tells a count: never what they said, nor who sent them. Failures are
 * thrown as `ConnectorError`.
 */
export interface TextCounts {
  readonly callTimeoutMs: number;
  /** @returns a count for each number for which any came; a number that is left out had none */
  countsOf(
    numbers: readonly Msisdn[],
    on: LocalDate,
  ): Promise<readonly { readonly number: Msisdn; readonly texts: number }[]>;
  close(): Promise<void>;
}
