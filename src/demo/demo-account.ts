import { addDays, type LocalDate } from '../domain/values/local-date.ts';
import { money } from '../domain/values/money.ts';
import type { TopUp } from '../ports/account-facts.ts';
import { pick, randomFrom } from './fictional.ts';

const AMOUNTS = [3_000, 5_000, 10_000, 20_000] as const;

/**
 * What the demo's account system knows of a line: three top-ups within the last 60 days, the same all day long. They
 * follow from the line alone, so that the guide can say what a caller would answer.
 */
export function demoTopUps(lineId: string, today: LocalDate): readonly TopUp[] {
  const random = randomFrom(Number(lineId.replace(/\D/g, '')) || 1);
  return [4, 23, 45].map((days) => ({
    on: addDays(today, -days - Math.floor(random() * 12)),
    amount: money('CNY', pick(random, AMOUNTS)),
  }));
}
