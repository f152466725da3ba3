import { describe, expect, it } from 'vitest';
import { type CoolingSigns, coolingOffEnd, coolingRisksOf } from '../../../src/domain/cases/cooling-off.ts';
import { COOLING_RISKS, type RiskCoolingOff } from '../../../src/domain/rules/cooling-risk.ts';
import { rulesOfRoute } from '../../../src/domain/rules/route-rules.ts';
import { rulesFor } from '../../../src/domain/rules/rulebook.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { rulebooks, withSetting } from '../fixtures.ts';

const day = parseLocalDate;
const today = day('2026-03-10');
const de = rulesFor(rulebooks.de, null, today);
const cn = rulesFor(rulebooks.cn, null, today);
const rule: RiskCoolingOff = {
  simChanged: { withinDays: 14, longer: { unit: 'hours', amount: 48 } },
  contactChanged: { withinDays: 14, longer: { unit: 'hours', amount: 24 } },
  newDevice: { withinDays: 7, longer: { unit: 'days', amount: 1 } },
  startedByAgent: { longer: { unit: 'hours', amount: 12 } },
  manyByAgent: { moreThan: 30, withinDays: 1, longer: { unit: 'hours', amount: 24 } },
  most: { unit: 'hours', amount: 96 },
};
const quiet: CoolingSigns = {
  simChangedOn: null,
  contactChangedOn: null,
  newDeviceOn: null,
  byAgent: false,
  endingsByAgent: 0,
};
const risks = (signs: Partial<CoolingSigns>, urgent = false, by = rule) =>
  coolingRisksOf({ ...quiet, ...signs }, { rule: by, today, urgent });

describe('the risks of an ending', () => {
  it.each([
    [{}, []],
    [{ simChangedOn: day('2026-02-25') }, ['sim_changed']],
    [{ simChangedOn: day('2026-02-24') }, []],
    [{ contactChangedOn: today }, ['contact_changed']],
    [{ newDeviceOn: day('2026-03-04') }, ['new_device']],
    [{ newDeviceOn: day('2026-03-03') }, []],
    [{ byAgent: true }, ['started_by_agent']],
    [{ byAgent: true, endingsByAgent: 30 }, ['started_by_agent']],
    [{ byAgent: true, endingsByAgent: 31 }, ['started_by_agent', 'many_by_agent']],
    [{ endingsByAgent: 31 }, []],
  ] as const)('of %j are %j', (signs, expected) => {
    expect(risks(signs)).toEqual(expected);
  });

  it('of a reported loss are only those of the line: whoever reports one calls an agent', () => {
    const all = {
      simChangedOn: today,
      contactChangedOn: today,
      newDeviceOn: today,
      byAgent: true,
      endingsByAgent: 99,
    };
    expect(risks(all, true)).toEqual(['sim_changed', 'contact_changed', 'new_device']);
    expect(risks(all)).toEqual(COOLING_RISKS);
  });

  it('are none where the rulebook names none', () => {
    const none = cn.settings.risk_cooling_off.value;
    expect(none.simChanged).not.toBeNull();
    const silent = { ...rule, simChanged: null, startedByAgent: null, manyByAgent: null };
    expect(risks({ simChangedOn: today, byAgent: true, endingsByAgent: 99 }, false, silent)).toEqual([]);
  });
});

describe('the cooling-off', () => {
  const rules = withSetting(de, 'risk_cooling_off', rule);
  const at = new Date('2026-03-10T09:00:00Z');
  const hours = (risky: Parameters<typeof coolingOffEnd>[1]) =>
    (coolingOffEnd(at, risky, rules).getTime() -
      coolingOffEnd(at, { urgent: risky.urgent, risks: [] }, rules).getTime()) /
    3_600_000;

  it('is longer for each risk, and never by more than the most', () => {
    expect(hours({ urgent: false, risks: [] })).toBe(0);
    expect(hours({ urgent: false, risks: ['contact_changed'] })).toBe(24);
    expect(hours({ urgent: false, risks: ['contact_changed', 'started_by_agent'] })).toBe(36);
    expect(hours({ urgent: false, risks: COOLING_RISKS })).toBe(96);
    expect(hours({ urgent: true, risks: ['sim_changed'] })).toBe(48);
  });

  it('is none, whatever changed, for those whom waiting would harm', () => {
    const survivor = rulesOfRoute(withSetting(cn, 'risk_cooling_off', rule), 'survivor');
    expect(coolingOffEnd(at, { urgent: false, risks: COOLING_RISKS }, survivor)).toEqual(at);
    const heir = rulesOfRoute(withSetting(cn, 'risk_cooling_off', rule), 'bereavement');
    expect(coolingOffEnd(at, { urgent: false, risks: ['sim_changed'] }, heir).getTime()).toBeGreaterThan(
      at.getTime(),
    );
  });
});
