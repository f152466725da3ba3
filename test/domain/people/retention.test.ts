import { describe, expect, it } from 'vitest';
import {
  HOLDING_BACK,
  type KeepingRules,
  type PersonFacts,
  retentionOf,
} from '../../../src/domain/people/retention.ts';
import type { RecordsKept } from '../../../src/domain/rules/records-kept.ts';
import type { LocalDate } from '../../../src/domain/values/local-date.ts';

const day = (text: string) => text as LocalDate;

const keeping = (value: RecordsKept, timeZone = 'Asia/Shanghai'): KeepingRules => ({
  timeZone,
  rule: {
    ...{ id: `x.records_kept.${value.years}`, version: 3, running: false, province: null, value },
    ...{
      source: { title: 'a law', strength: 'statute' as const },
      effectiveFrom: day('2020-01-01'),
      effectiveTo: null,
    },
  },
});

const ENDED: PersonFacts = {
  ...{
    partyId: 'P1',
    erasedAt: null,
    erasedClasses: [],
    withoutLineSince: null,
    onlyAsked: false,
    back: [],
    holds: [],
  },
  ties: [{ jurisdiction: 'x', province: null, endedAt: new Date('2020-03-10T15:59:00Z') }],
};

const judged = (facts: Partial<PersonFacts>, at: string, kept: RecordsKept = { years: 5 }) =>
  retentionOf({ ...ENDED, ...facts }, () => keeping(kept), keeping({ years: 10 }), new Date(at));

const untilOf = (retention: ReturnType<typeof judged>, name = 'identity') =>
  retention.classes.find((one) => one.class === name)?.until;

describe('how long a person is kept', () => {
  it('counts whole years from the local day of the end, and the last day still counts', () => {
    // 23:59 on the 10th in Shanghai.
    expect(untilOf(judged({}, '2025-01-01T00:00:00Z'))).toBe('2025-03-10');
    expect(judged({}, '2025-03-10T15:59:59Z').due).toBe(false);
    expect(judged({}, '2025-03-10T16:00:00Z').due).toBe(true);
  });

  it('counts a minute later from the next day', () => {
    const ties = [{ ...ENDED.ties[0]!, endedAt: new Date('2020-03-10T16:00:00Z') }];
    expect(untilOf(judged({ ties }, '2025-01-01T00:00:00Z'))).toBe('2025-03-11');
  });

  it('ends a period that began on 29 February on the 28th', () => {
    const ties = [{ ...ENDED.ties[0]!, endedAt: new Date('2024-02-29T04:00:00Z') }];
    expect(untilOf(judged({ ties }, '2025-01-01T00:00:00Z'))).toBe('2029-02-28');
    expect(judged({ ties }, '2029-02-28T16:00:00Z').due).toBe(true);
  });

  it('counts from the last of several lines, by the rule that keeps longest', () => {
    const ties = [
      ...ENDED.ties,
      { jurisdiction: 'y', province: null, endedAt: new Date('2019-01-01T00:00:00Z') },
    ];
    const rules = ({ jurisdiction }: { jurisdiction: string }) =>
      keeping({ years: jurisdiction === 'y' ? 10 : 5 });
    const found = retentionOf({ ...ENDED, ties }, rules, keeping({ years: 10 }), new Date('2026-01-01'));
    expect(untilOf(found)).toBe('2029-01-01');
    expect(found.rule).toMatchObject({
      id: 'x.records_kept.10',
      version: 3,
      source: { strength: 'statute' },
    });
    expect(found.due).toBe(false);
  });

  it('erases nobody in the first month, also where the rule says nothing: what cannot be found by them is gone by then', () => {
    expect(judged({}, '2020-04-09T12:00:00Z', { years: 0 }).due).toBe(false);
    expect(judged({}, '2020-04-10T12:00:00Z', { years: 0 }).due).toBe(true);
  });

  it('lets a class go before the person, and never keeps one longer', () => {
    const kept = { years: 5, contactsYears: 1, decisionsYears: 9 };
    const found = judged({}, '2021-03-11T00:00:00Z', kept);
    expect(found.dueClasses).toEqual(['contacts']);
    expect(untilOf(found, 'decisions')).toBe('2025-03-10');
    expect(judged({ erasedClasses: ['contacts'] }, '2021-03-11T00:00:00Z', kept).dueClasses).toEqual([]);
    expect(judged({}, '2025-03-11T00:00:00Z', kept)).toMatchObject({ due: true, dueClasses: [] });
  });

  it.each(HOLDING_BACK.filter((one) => one !== 'legal_hold'))('keeps all while there is: %s', (back) => {
    const found = judged({ back: [back] }, '2031-01-01T00:00:00Z', { years: 5, contactsYears: 1 });
    expect(found).toMatchObject({ due: false, dueClasses: [], back: [back] });
    expect(found.lookOn).toBe('2031-01-02');
  });

  it('keeps all through the last day of a legal hold, and without one until it is released', () => {
    const hold = (until: string | null) => ({ holds: [until === null ? null : day(until)] });
    expect(judged(hold('2025-06-30'), '2025-06-30T15:00:00Z').back).toEqual(['legal_hold']);
    expect(judged(hold('2025-06-30'), '2025-06-30T16:00:00Z').due).toBe(true);
    expect(judged(hold(null), '2090-01-01T00:00:00Z').due).toBe(false);
  });

  it('keeps whom nothing ties to a line by the longest rule, from when that was seen first', () => {
    expect(judged({ ties: [] }, '2031-01-01T00:00:00Z')).toMatchObject({ due: false });
    const withoutLineSince = new Date('2020-05-01T00:00:00Z');
    expect(untilOf(judged({ ties: [], withoutLineSince }, '2021-01-01T00:00:00Z'))).toBe('2030-05-01');
    expect(judged({ ties: [], withoutLineSince }, '2030-05-02T00:00:00Z').due).toBe(true);
  });

  it('lets whoever only asked for somebody else go when what they asked was forgotten', () => {
    expect(judged({ ties: [], onlyAsked: true }, '2026-01-01T00:00:00Z')).toMatchObject({
      due: true,
      rule: null,
    });
    expect(judged({ ties: [], onlyAsked: true, back: ['open_request'] }, '2026-01-01T00:00:00Z').due).toBe(
      false,
    );
  });

  it('says by which rule the years are counted while a line is in service, and no day', () => {
    const ties = [{ jurisdiction: 'x', province: null, endedAt: null }, ...ENDED.ties];
    const found = judged({ ties, back: ['standing_line'] }, '2031-01-01T00:00:00Z');
    expect(found).toMatchObject({ due: false, years: 5, rule: { id: 'x.records_kept.5' } });
    expect(untilOf(found)).toBeNull();
  });

  it('looks again when something is over, and within a month at the latest: a rule can change', () => {
    expect(judged({}, '2025-03-01T00:00:00Z').lookOn).toBe('2025-03-11');
    expect(judged({}, '2021-01-01T00:00:00Z').lookOn).toBe('2021-02-01');
  });
});
