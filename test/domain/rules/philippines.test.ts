import { describe, expect, it } from 'vitest';
import { parseRulebook } from '../../../src/config/rulebook-file.ts';
import { checkEligibility } from '../../../src/domain/cases/eligibility.ts';
import { decideByOf } from '../../../src/domain/rules/route-rules.ts';
import { rulesFor, STRENGTHS } from '../../../src/domain/rules/rulebook.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';
import { factsOf, problemsOf, rulebooks, rulebookText } from '../fixtures.ts';

const ph = rulesFor(rulebooks.ph, null, parseLocalDate('2026-03-10'));
const everyRule = (book = rulebooks.ph) =>
  [...Object.values(book.settings), ...Object.values(book.checks)].flat();

describe('the Philippine rulebook', () => {
  it('decides on a death within 24 hours of the report, on a Friday evening too', () => {
    const { routes, calendar } = ph.settings.routes.value;
    const friday = new Date('2026-03-06T19:30:00+08:00');
    expect(decideByOf(routes.bereavement, friday, calendar, ph.timeZone)).toEqual(
      new Date('2026-03-07T19:30:00+08:00'),
    );
    // Without such a limit the working days count.
    expect(decideByOf(routes.survivor, friday, calendar, ph.timeZone)).toEqual(
      new Date('2026-03-11T00:00:00+08:00'),
    );
  });

  it('keeps a postpaid line for a month after its notice, and lets a prepaid one go', () => {
    const pesos = { known: true as const, value: { balance: money('PHP', 0), unbilled: money('PHP', 0) } };
    const asked = (payment: 'prepaid' | 'postpaid') =>
      checkEligibility(factsOf({ payment }, { standing: pesos }), ph).earliestServiceEnd;
    expect(asked('postpaid')).toBe('2026-04-10');
    expect(asked('prepaid')).toBe('2026-03-10');
  });

  it('keeps records for ten years, and ends idle prepaid lines after 270 days', () => {
    expect(ph.settings.records_kept.value.years).toBe(10);
    expect(ph.settings.idle_end.value).toEqual({ days: 270, payments: ['prepaid'] });
  });

  it('passes nothing off as law that was seen in summaries only', () => {
    for (const { id, source } of everyRule()) expect([id, source.strength]).not.toEqual([id, 'statute']);
  });
});

describe('the strength of a source', () => {
  it('is stated of every rule, and a statute with where it stands', () => {
    for (const book of Object.values(rulebooks))
      for (const { id, source } of everyRule(book)) {
        expect(STRENGTHS, id).toContain(source.strength);
        if (source.strength === 'statute') expect(source.citation, id).toBeTruthy();
      }
  });

  it.each([
    ['no', ''],
    ['an invisible', '    citation: "\\u200b"\n'],
    ['an empty', '    citation: "§"\n'],
  ])('of a statute with %s citation is refused, with the line of the rule', (_, citation) => {
    const text = rulebookText('de.yaml').replaceAll("    citation: '§ 312k'\n", citation);
    const problems = problemsOf(() => parseRulebook({ name: 'de.yaml', text }));
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^de\.yaml:\d+: channels\.citation must say where in the statute it stands$/),
      ]),
    );
    expect(problems).toHaveLength(3);
  });

  it('must be one that is known', () => {
    const text = rulebookText('gb.yaml').replace('strength: official', 'strength: certain');
    expect(problemsOf(() => parseRulebook({ name: 'gb.yaml', text }))).toEqual([
      expect.stringMatching(/strength must be one of statute, official, weak, operator/),
    ]);
  });
});
