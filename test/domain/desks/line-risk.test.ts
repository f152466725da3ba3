import { describe, expect, it } from 'vitest';
import { type LineSigns, risksOf, spokenMissing } from '../../../src/domain/lines/line-risk.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';

const today = parseLocalDate('2026-11-29');
const quiet: LineSigns = {
  openedOn: parseLocalDate('2020-05-17'),
  contactChangedOn: null,
  lockouts: 0,
  disputedOn: null,
};
const riskyIf = { contactChangedDays: 30, openedDays: 90, lockouts: 1, disputedDays: 30 };

describe('what makes a line risky', () => {
  it.each([
    [{}, []],
    [{ contactChangedOn: parseLocalDate('2026-10-31') }, ['contact_changed']],
    [{ contactChangedOn: parseLocalDate('2026-10-30') }, []],
    [{ openedOn: parseLocalDate('2026-11-29') }, ['opened_lately']],
    [{ lockouts: 1 }, ['locked_out']],
    [{ disputedOn: today, lockouts: 4 }, ['locked_out', 'disputed']],
  ])('%j', (signs, risks) => {
    expect(risksOf({ ...quiet, ...signs }, { riskyIf }, today)).toEqual(risks);
  });

  it('is switched off by a 0', () => {
    const signs = { ...quiet, contactChangedOn: today, openedOn: today, disputedOn: today, lockouts: 9 };
    const off = { contactChangedDays: 0, openedDays: 0, lockouts: 0, disputedDays: 0 };
    expect(risksOf(signs, { riskyIf: off }, today)).toEqual([]);
  });
});

describe('what a caller has still to prove', () => {
  const tier = {
    needed: 2,
    of: ['document_number', 'opening_date', 'plan_name'],
    always: ['document_number'],
  } as const;

  it('is what is asked of everybody first', () => {
    expect(spokenMissing(tier, [])).toEqual({ count: 2, accepted: tier.of });
    expect(spokenMissing(tier, ['opening_date', 'plan_name'])).toEqual({
      count: 1,
      accepted: ['document_number'],
    });
    expect(spokenMissing(tier, ['sms_code', 'document_number'])).toEqual({
      count: 1,
      accepted: ['opening_date', 'plan_name'],
    });
  });

  it('is nothing once enough is proven', () => {
    expect(spokenMissing(tier, ['document_number', 'plan_name'])).toEqual({ count: 0, accepted: [] });
  });
});
