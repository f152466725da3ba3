import { asksToPay, type Route } from '../../../domain/rules/route.ts';
import type { Visit } from '../../kit/visit.ts';

/** In which words a bill is told to whoever reads a case. */
export interface MoneyWords {
  readonly owed: (amount: string) => string;
  readonly back: (amount: string) => string;
  /** Beside what is open, where it is asked of nobody who reads it. */
  readonly told: string | undefined;
}

/**
 * The words of a case that began on `route`, which is null where its holder began it.
 * @param own the words of the page for a holder
 */
export function moneyWords(
  { t }: Visit,
  route: Route | null,
  own: Pick<MoneyWords, 'owed' | 'back'>,
): MoneyWords {
  const { others } = t.special;
  if (route === null) return { owed: own.owed, back: own.back, told: undefined };
  return { owed: others.owed, back: others.back, told: asksToPay(route) ? undefined : others.told[route] };
}
