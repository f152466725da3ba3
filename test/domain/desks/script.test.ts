import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/domain/cases/finding.ts';
import { type CallState, moneySaid, promptsFor } from '../../../src/domain/desks/script.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';

const keys = (state: CallState): string[] => promptsFor(state).map(({ key }) => key);
const rule = { id: 'cn.arrears', version: 1, source: { title: 'x', strength: 'operator' as const } };
const arrears: Finding = {
  ...{ check: 'arrears', effect: 'blocks', clear: null, rule },
  facts: { amount: money('CNY', 8_650) },
};
const term: Finding = { ...arrears, check: 'contract_term', effect: 'adds_charge' };
const dates = {
  coolingOffEndsAt: new Date('2026-12-01T16:00:00Z'),
  serviceEndAt: new Date('2026-12-01T16:00:00Z'),
  serviceEndOn: parseLocalDate('2026-12-01'),
  billingEndOn: parseLocalDate('2026-12-31'),
  numberReleaseOn: parseLocalDate('2027-03-02'),
};
const declared = { at: 'declared', receipt: true, money: { kind: 'even' } } as const;

describe('what an agent reads out', () => {
  it('begins with the greeting, and asks for the number where the telephone shows none', () => {
    expect(keys({ at: 'ringing', line: true })).toEqual(['greet']);
    expect(keys({ at: 'ringing', line: false })).toEqual(['greet', 'which_number']);
  });

  it('asks one question at a time, and none once the call is locked', () => {
    const proving = { at: 'proving', locked: false, question: 'plan_name', first: false } as const;
    expect(promptsFor(proving)).toEqual([{ key: 'ask', question: 'plan_name' }]);
    expect(keys({ ...proving, first: true })).toEqual(['greet', 'ask']);
    expect(keys({ ...proving, question: null })).toEqual(['no_question_left']);
    expect(keys({ ...proving, locked: true })).toEqual(['locked']);
  });

  it('says what stands in the way before what it costs', () => {
    const prompts = promptsFor({ at: 'proven', held: false, findings: [term, arrears] });
    expect(prompts).toEqual([
      { key: 'offer' },
      { key: 'in_the_way', count: 1 },
      { key: 'finding', finding: arrears },
      { key: 'finding', finding: term },
    ]);
    expect(keys({ at: 'proven', held: true, findings: [] })).toEqual(['held']);
  });

  it('never asks for a confirmation before dates and money were said', () => {
    expect(keys({ ...declared, findings: [term], dates })).toEqual([
      ...['clear', 'finding', 'dates', 'money', 'lose', 'confirm'],
    ]);
    expect(keys({ ...declared, findings: [arrears], dates: null })).toEqual([
      ...['in_the_way', 'finding', 'not_yet', 'receipt'],
    ]);
  });

  it('ends with the receipt and what comes next', () => {
    const confirmed = { at: 'confirmed', serviceEndAt: null, mayWithdraw: true } as const;
    expect(keys({ ...confirmed, receipt: true, devices: 2 })).toEqual([
      ...['receipt', 'progress', 'devices', 'goodbye'],
    ]);
    expect(keys({ ...confirmed, receipt: false, devices: 0 })).toEqual(['progress', 'goodbye']);
    expect(keys({ at: 'ended' })).toEqual(['ended', 'goodbye']);
  });

  it('says of the money what the bill says, and that it cannot be told where billing is silent', () => {
    const bill = { total: money('CNY', 900), refund: null };
    expect(moneySaid(bill, 30)).toMatchObject({ kind: 'owed', amount: money('CNY', 900) });
    expect(moneySaid({ total: money('CNY', -900), refund: money('CNY', 900) }, 30)).toMatchObject({
      kind: 'refund',
      refundDays: 30,
    });
    expect(moneySaid({ ...bill, total: money('CNY', 0) }, 30)).toEqual({ kind: 'even' });
    expect(moneySaid(null, 30)).toEqual({ kind: 'unknown' });
  });
});
