import { expect, it } from 'vitest';
import { type RestFacts, restOf } from '../../../src/domain/numbers/quarantine.ts';
import type { ResolvedRules } from '../../../src/domain/rules/rulebook.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';

const day = parseLocalDate;
const rules = {
  settings: {
    quarantine: { id: 'cn.quarantine', version: 2, value: { ownDays: 90, rangeHolderDays: 30 } },
    quarantine_longer: {
      id: 'cn.quarantine_longer',
      version: 1,
      value: {
        harassmentDays: 365,
        fraudDays: 180,
        codes: { moreThan: 3, withinDays: 14, extendDays: 30, mostDays: 365 },
      },
    },
  },
} as unknown as Pick<ResolvedRules, 'settings'>;
const facts = (changes: Partial<RestFacts> = {}): RestFacts => ({
  ...{ endedOn: day('2026-01-31'), portedIn: false, flags: new Set(), texts: 0 },
  ...{ today: day('2026-02-10'), before: null, byPerson: null },
  ...changes,
});

it('rests for the days of the rule, own numbers and those that were ported in', () => {
  expect(restOf(facts(), rules)).toEqual({
    until: '2026-05-01',
    reasons: [{ because: 'minimum', until: '2026-05-01', rule: { id: 'cn.quarantine', version: 2 } }],
  });
  expect(restOf(facts({ portedIn: true }), rules).until).toBe('2026-03-02');
});

it('rests longer after harassment and fraud, by the longest of all reasons', () => {
  const both = restOf(facts({ flags: new Set(['fraud', 'harassment'] as const) }), rules);
  expect(both.until).toBe('2027-01-31');
  expect(both.reasons.map(({ because, until }) => [because, until])).toEqual([
    ['minimum', '2026-05-01'],
    ['harassment', '2027-01-31'],
    ['fraud', '2026-07-30'],
  ]);
});

it('rests on while codes come for it, and not for ever', () => {
  const late = { today: day('2026-04-30') };
  expect(restOf(facts({ ...late, texts: 3 }), rules).until).toBe('2026-05-01');
  expect(restOf(facts({ ...late, texts: 4 }), rules).until).toBe('2026-05-30');
  expect(restOf(facts({ today: day('2027-01-20'), texts: 900 }), rules).until).toBe('2027-01-31');
});

it('never rests for less than was decided before, nor than a person said', () => {
  expect(restOf(facts({ before: day('2026-06-01') }), rules).until).toBe('2026-06-01');
  const told = restOf(facts({ byPerson: day('2026-08-01') }), rules);
  expect(told.until).toBe('2026-08-01');
  expect(told.reasons.at(-1)).toEqual({ because: 'person', until: '2026-08-01', rule: null });
});
