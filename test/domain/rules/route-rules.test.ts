import { describe, expect, test } from 'vitest';
import { checkEligibility } from '../../../src/domain/cases/eligibility.ts';
import { ROUTES } from '../../../src/domain/rules/route.ts';
import { ROUTE_CHECKS, routeEffects, rulesOfRoute } from '../../../src/domain/rules/route-rules.ts';
import { type CheckName, rulesFor } from '../../../src/domain/rules/rulebook.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';
import { factsOf, rulebooks } from '../fixtures.ts';

const rules = rulesFor(rulebooks.cn, null, parseLocalDate('2026-09-15'));
const effectOf = (name: CheckName, route: (typeof ROUTES)[number] | null) =>
  rulesOfRoute(rules, route).checks[name].value.effect;
const owing = factsOf(
  {},
  { standing: { known: true, value: { balance: money('CNY', -5_000), unbilled: money('CNY', 0) } } },
);
const findingsOf = (route: (typeof ROUTES)[number] | null) =>
  checkEligibility(owing, rulesOfRoute(rules, route)).findings.map(({ check, effect }) => [check, effect]);

describe('the rules of a route', () => {
  test('are those of everybody for the holder', () => {
    expect(rulesOfRoute(rules, null)).toBe(rules);
  });

  test('are made once, however often they are asked for', () => {
    const heirs = rulesOfRoute(rules, 'bereavement');
    expect(heirs.route).toBe('bereavement');
    expect(rulesOfRoute(heirs, 'bereavement')).toBe(heirs);
  });

  test('tell heirs of a debt, demand it of guardians, and say nothing of it to survivors', () => {
    expect(findingsOf(null)).toEqual([['arrears', 'blocks']]);
    expect(findingsOf('bereavement')).toEqual([['arrears', 'warns']]);
    expect(findingsOf('guardian')).toEqual([['arrears', 'blocks']]);
    expect(findingsOf('survivor')).toEqual([]);
  });

  test('have one effect of a tie, whichever end of it the line is, and whatever the hurry', () => {
    const { value } = rulesOfRoute(rules, 'survivor').checks.main_secondary_tie;
    expect(value).toMatchObject({ effect: 'warns', urgentEffect: null, memberEffect: 'warns' });
  });

  test('leave alone what they do not name: where the rule comes from, and its other parameters', () => {
    const before = rules.checks.arrears;
    const after = rulesOfRoute(rules, 'bereavement').checks.arrears;
    expect({ ...after, value: null }).toEqual({ ...before, value: null });
    expect(rulesOfRoute(rules, 'guardian').checks.arrears).toBe(before);
  });

  test('skip the cooling-off for survivors alone', () => {
    for (const route of ROUTES) {
      const { cooling_off } = rulesOfRoute(rules, route).settings;
      if (route === 'survivor') expect(cooling_off.value.period).toEqual({ unit: 'minutes', amount: 0 });
      else expect(cooling_off).toBe(rules.settings.cooling_off);
    }
  });
});

describe('what stands for the right of somebody else', () => {
  const theirs: readonly CheckName[] = ['legal_hold', 'fraud_hold', 'port_out', 'line_ended'];

  test.each(theirs)('%s is the same on every route, in every jurisdiction', (name) => {
    expect(ROUTE_CHECKS as readonly CheckName[]).not.toContain(name);
    for (const book of Object.values(rulebooks)) {
      const home = rulesFor(book, null, parseLocalDate('2026-09-15'));
      for (const route of ROUTES) expect(rulesOfRoute(home, route).checks[name]).toBe(home.checks[name]);
    }
  });

  test('can be made no stricter for whoever asks in the place of a holder', () => {
    for (const name of ROUTE_CHECKS)
      for (const effect of routeEffects(name)) expect(['warns', 'not_applied']).toContain(effect);
    expect(routeEffects('termination_lock')).toEqual(['warns']);
    expect(effectOf('channel', 'agent')).toBe('not_applied');
  });
});
