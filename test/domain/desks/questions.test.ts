import { describe, expect, it } from 'vitest';
import {
  joiningAnswers,
  planAnswers,
  type Question,
  readAnswer,
  topUpAnswers,
} from '../../../src/domain/desks/questions.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';

const today = parseLocalDate('2026-11-29');
const read = (question: Question, given: string) => readAnswer(question, given, { today, currency: 'CNY' });
const outcome = (question: Question, given: string, right: readonly string[]): string => {
  try {
    return read(question, given).some((reading) => right.includes(reading)) ? 'right' : 'wrong';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('what a caller says of a document', () => {
  const right = ['11010519491231002X'];
  it.each([
    ['11010519491231002X', 'right'],
    ['110105 19491231 002x', 'right'],
    ['１１０１０５19491231002Ｘ', 'right'],
    ['110105491231002', 'right'],
    ['002X', 'wrong'],
    ['19491231002X', 'wrong'],
    ['11010519491231', 'wrong'],
    ['110105491331002', 'wrong'],
    ['110105194912310021', 'document_invalid'],
    ['', 'document_invalid'],
  ])('takes %s as %s', (given, expected) => {
    expect(outcome('document_number', given, right)).toBe(expected);
  });
});

describe('what a caller says of the day of joining', () => {
  const right = joiningAnswers(parseLocalDate('2020-05-17'));
  it.each([
    ['2020-05-17', 'right'],
    ['2020年5月17日', 'right'],
    ['2020年5月17号', 'right'],
    ['２０２０．５．１７', 'right'],
    ['17 May 2020', 'right'],
    ['17th of May, 2020', 'right'],
    ['May 17, 2020', 'right'],
    ['2020年5月', 'right'],
    ['2020年5月份', 'right'],
    ['May 2020', 'right'],
    ['may, 2020', 'right'],
    ['05-2020', 'right'],
    ['5/2020', 'right'],
    ['202005', 'right'],
    ['2020-05-18', 'wrong'],
    ['2020年6月', 'wrong'],
    ['2021-05', 'wrong'],
    ['2020', 'date_invalid'],
    ['5月', 'date_invalid'],
    ['05/06/2020', 'date_invalid'],
    ['13-2020', 'date_invalid'],
    ['margaret 2020', 'date_invalid'],
    ['2020-02-30', 'date_invalid'],
    ['', 'date_invalid'],
  ])('takes %s as %s', (given, expected) => {
    expect(outcome('opening_date', given, right)).toBe(expected);
  });
});

describe('what a caller says of the plan', () => {
  it.each([
    ['畅享 39', '畅享39', 'right'],
    ['畅享 39', '畅享３９元套餐', 'right'],
    ['畅享 39', '畅享39元', 'right'],
    ['畅享 39', '畅享 59', 'wrong'],
    ['畅享 39', '39', 'wrong'],
    ['畅享 39', ' - ', 'field_missing'],
    ['Unlimited Plus', 'unlimited-PLUS plan', 'right'],
    ['Unlimited Plus', 'unlimited', 'wrong'],
  ])('for %s takes %s as %s', (name, given, expected) => {
    expect(outcome('plan_name', given, planAnswers(name))).toBe(expected);
  });
});

describe('what a caller says of a recent top-up', () => {
  const rule = { newest: 2, days: 60 };
  const topUps = [
    { on: parseLocalDate('2026-11-02'), amount: money('CNY', 5_000) },
    { on: parseLocalDate('2026-10-10'), amount: money('CNY', 100_050) },
    { on: parseLocalDate('2026-10-05'), amount: money('CNY', 3_000) },
  ];
  const right = topUpAnswers(topUps, rule, today)!;
  it.each([
    ['50', 'right'],
    ['50.00', 'right'],
    ['50元', 'right'],
    ['五十', 'money_invalid'],
    ['¥ 50', 'right'],
    ['５０ 块钱', 'right'],
    ['50 yuan', 'right'],
    ['1,000.50', 'right'],
    ['11月2日', 'right'],
    ['11/2', 'right'],
    ['2026-11-02', 'right'],
    ['20261102', 'right'],
    ['2025-11-02', 'wrong'],
    ['5', 'wrong'],
    ['-50', 'wrong'],
    ['30', 'wrong'],
    ['10-05', 'wrong'],
    ['many', 'money_invalid'],
    ['', 'money_invalid'],
  ])('takes %s as %s', (given, expected) => {
    expect(outcome('recent_top_up', given, right)).toBe(expected);
  });

  it('cannot ask where there was none lately', () => {
    expect(topUpAnswers([], rule, today)).toBeNull();
    expect(topUpAnswers(topUps, { newest: 3, days: 20 }, today)).toBeNull();
  });
});
