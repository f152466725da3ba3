import { expect, it } from 'vitest';
import { LANGUAGES } from '../../../src/domain/values/language.ts';
import { messages } from '../../../src/messages/index.ts';
import { actionText, actorText, factsText } from '../../../src/reports/evidence/audit-words.ts';
import { formatsOf } from '../../../src/web/kit/formats.ts';

const facts = (language: (typeof LANGUAGES)[number], of: Readonly<Record<string, unknown>>): string =>
  factsText(messages(language), formatsOf(language, 'Asia/Shanghai'), of)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
const said = (language: (typeof LANGUAGES)[number], [name, value]: readonly [string, unknown]): string =>
  facts(language, { [name]: value });

it('says what an audit row keeps in the words of its reader', () => {
  const english = (name: string, value: unknown) => said('en', [name, value]);
  expect(english('urgent', true)).toBe('Urgent=yes');
  expect(english('verdict', 'eligible')).toBe('Decided=Nothing in the way');
  expect(english('checks', ['legal_hold', 'arrears'])).toBe(
    `Checks=${['legal_hold', 'arrears'].map((one) => messages('en').eligibility.checks[one as 'arrears'].title).join(', ')}`,
  );
  expect(english('stage', 'cool_off')).toBe(`Step=${messages('en').caseDesk.stages.cool_off}`);
  expect(english('refused', null)).toBe('Refused=none');
  // Half past midnight in Shanghai is the day before in UTC.
  expect(english('redeemedAt', '2026-11-29T16:30:00.000Z')).toMatch(/^Used=.*30 Nov/);
  expect(said('zh-CN', ['urgent', false])).toBe('紧急=否');
});

it('writes a sum as money, and an outcome as what it is an outcome of', () => {
  expect(facts('en', { total: 12_900, currency: 'CNY' })).toBe('Total=CN¥129.00');
  expect(facts('zh-CN', { total: 12_900, currency: 'CNY' })).toBe('合计=¥129.00');
  // Without its currency it is a number, and shown as it is kept.
  expect(facts('en', { total: 12_900 })).toBe('Total=12900');
  expect(facts('en', { complaint: 'CP-1', outcome: 'upheld' })).toBe('Complaint=CP-1; Outcome=Upheld');
  expect(facts('en', { charge: 'C-1', outcome: 'upheld' })).toBe('Charge=C-1; Outcome=Stands');
});

it('says who did it, and what was done, as the language writes it', () => {
  expect(actorText(messages('en'), 'staff:cli:root')).toBe('root, at the machine');
  expect(actorText(messages('zh-CN'), 'system:billing')).toBe('系统 billing');
  expect(actorText(messages('en'), 'engine')).toBe('Handback');
  expect(actionText(messages('zh-CN'), 'cool_off.done')).toBe('冷静期：完成');
  expect(actionText(messages('en'), 'cool_off.done')).toBe('Cooling-off: done');
});

it('leaves out nothing that it has no words for', () => {
  for (const language of LANGUAGES) {
    expect(said(language, ['brandNew', 'odd_value'])).toBe('brandNew=odd_value');
    expect(said(language, ['stage', 'no_such_stage'])).toContain('no_such_stage');
    expect(said(language, ['brandNew', { a: 1 }])).toBe('brandNew={"a":1}');
    expect(said(language, ['checks', []])).toMatch(/=$/);
    // What every object has is no word.
    expect(said(language, ['constructor', 'toString'])).toBe('constructor=toString');
  }
});
