import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkEligibility,
  earlyTermination,
  type Finding,
  recheckAtPivot,
} from '../../../src/domain/cases/eligibility.ts';
import { CHECK_EFFECTS, type CheckName, type Effect, rulesFor } from '../../../src/domain/rules/rulebook.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';
import { factsOf, rulebooks, withCheck, withSetting } from '../fixtures.ts';

const day = parseLocalDate;
const cn = rulesFor(rulebooks.cn, null, day('2026-03-10'));
const gb = rulesFor(rulebooks.gb, null, day('2026-03-10'));
const de = rulesFor(rulebooks.de, null, day('2026-03-10'));
const contract = { endsOn: day('2026-12-31'), earlyTerminationPerMonth: money('CNY', 2000) };
const standing = (balance: number, unbilled: number) => ({
  standing: {
    known: true as const,
    value: { balance: money('CNY', balance), unbilled: money('CNY', unbilled) },
  },
});
const silent = {
  standing: { known: false as const, system: 'billing' as const },
  portOut: { known: false as const, system: 'portability' as const },
};
const named = (findings: readonly Finding[], check: CheckName) =>
  findings.filter((found) => found.check === check);

/** A line that every check has something to say about. */
const everything = factsOf(
  {
    status: 'ended',
    contract,
    lastRoamedOn: day('2026-03-02'),
    holds: (['fraud', 'legal', 'termination_lock'] as const).map((kind) => ({
      kind,
      since: day('2026-01-01'),
      reference: `${kind}-7`,
    })),
    ties: (['family', 'group', 'main_secondary', 'broadband'] as const).map((kind) => ({
      kind,
      role: 'main' as const,
      label: `${kind} 100 **** 0001`,
    })),
  },
  {
    ...standing(-1500, 230),
    portOut: { known: true, value: { requestedOn: day('2026-03-09'), recipient: 'Example Mobile' } },
    channel: 'online',
  },
);
const presence = withCheck(withSetting(cn, 'channels', { presenceRequired: true }), 'notice_period', {
  effect: 'sets_earliest_date',
});

describe('one pass', () => {
  test('a line with nothing in its way is eligible today, free of charge, with no findings', () => {
    expect(checkEligibility(factsOf(), cn)).toMatchObject({
      verdict: 'eligible',
      earliestServiceEnd: '2026-03-10',
      charges: [],
      total: money('CNY', 0),
      findings: [],
      rulebookVersion: '2026.1',
      evaluatedOn: '2026-03-10',
    });
  });

  test('every check that finds something is reported at once, in order, each with its rule', () => {
    const { verdict, findings, checked } = checkEligibility(everything, presence);
    expect(verdict).toBe('blocked');
    expect(findings.map((found) => found.check)).toEqual([...checked]);
    for (const found of findings) {
      expect(found.rule.id).toMatch(/^cn\./);
      expect(found.rule.source.title).not.toBe('');
    }
  });

  test('every finding but the end of the line says what clears it, and where', () => {
    for (const { check, clear } of checkEligibility(everything, presence).findings) {
      if (check === 'line_ended') expect(clear).toBeNull();
      else
        expect(clear).toMatchObject({
          action: expect.any(String),
          where: expect.stringMatching(/portal|store|hotline/),
        });
    }
  });

  test('the effect of a finding is the one in the rulebook, whatever it is', () => {
    const cases = Object.entries(CHECK_EFFECTS).flatMap(([check, effects]) =>
      effects.map((effect): [CheckName, Effect] => [check as CheckName, effect]),
    );
    for (const [check, effect] of cases) {
      const rules = withCheck(presence, check, { effect });
      const found = named(checkEligibility(everything, rules).findings, check).map(
        (finding) => finding.effect,
      );
      expect(found, `${check}: ${effect}`).toEqual(effect === 'not_applied' ? [] : [effect]);
    }
  });

  test('when the phone is stolen, the urgent effect stands in', () => {
    const facts = factsOf({}, { ...standing(-1500, 0), urgent: true });
    const { verdict, charges } = checkEligibility(facts, cn);
    expect(verdict).toBe('eligible');
    expect(charges).toEqual([{ check: 'arrears', amount: money('CNY', 1500) }]);
  });
});

describe('single checks', () => {
  test('arrears block in China, and are only a charge in Britain', () => {
    const facts = factsOf({}, standing(-1500, 0));
    expect(checkEligibility(facts, cn).findings).toMatchObject([
      {
        check: 'arrears',
        effect: 'blocks',
        facts: { amount: money('CNY', 1500) },
        clear: { action: 'pay_balance', where: 'portal', amount: money('CNY', 1500) },
      },
    ]);
    const inPounds = factsOf(
      {},
      { standing: { known: true, value: { balance: money('GBP', -1500), unbilled: money('GBP', 0) } } },
    );
    expect(checkEligibility(inPounds, gb)).toMatchObject({ verdict: 'eligible', total: money('GBP', 1500) });
  });

  test('owing no more than the tolerance, or being in credit, is no arrears', () => {
    const tolerant = withCheck(cn, 'arrears', { tolerance: money('CNY', 500) });
    expect(checkEligibility(factsOf({}, standing(-500, 0)), tolerant).findings).toEqual([]);
    expect(checkEligibility(factsOf({}, standing(-501, 0)), tolerant).findings).toHaveLength(1);
    expect(checkEligibility(factsOf({}, standing(9900, 0)), cn).findings).toEqual([]);
  });

  test('a main line is held by its members, a member only warned', () => {
    const tied = (role: 'main' | 'member') =>
      factsOf({ ties: [{ kind: 'main_secondary', role, label: '100 **** 0001' }] });
    expect(checkEligibility(tied('main'), cn).findings).toMatchObject([
      { effect: 'blocks', clear: { action: 'end_secondary_lines' }, facts: { label: '100 **** 0001' } },
    ]);
    expect(checkEligibility(tied('member'), cn)).toMatchObject({
      verdict: 'eligible',
      findings: [{ effect: 'warns', clear: { action: 'leave_group' } }],
    });
  });

  test('roaming counts in the same month only, and sets the end of the next month', () => {
    expect(checkEligibility(factsOf({ lastRoamedOn: day('2026-02-28') }), cn).findings).toEqual([]);
    expect(checkEligibility(factsOf({ lastRoamedOn: day('2026-03-01') }), cn)).toMatchObject({
      verdict: 'eligible',
      earliestServiceEnd: '2026-04-30',
      findings: [{ check: 'roaming', clear: { action: 'wait_until', until: '2026-04-30' } }],
    });
  });

  test('where the person must be present, the answer names the store and quotes the province', () => {
    const henan = rulesFor(rulebooks.cn, 'CN-HA', day('2026-03-10'));
    expect(checkEligibility(factsOf(), henan).findings).toMatchObject([
      {
        check: 'channel',
        effect: 'blocks',
        clear: { action: 'visit_store', where: 'store' },
        rule: { id: 'cn-ha.channels' },
      },
    ]);
    expect(checkEligibility(factsOf({}, { channel: 'store' }), henan).verdict).toBe('eligible');
  });

  test('a lock is lifted by its owner, a hold by the desk that set it', () => {
    const actions = checkEligibility(everything, cn).findings.map((found) => found.clear?.action);
    expect(actions).toEqual(expect.arrayContaining(['unlock', 'contact_fraud_desk', 'contact_legal_desk']));
  });
});

describe('contract', () => {
  test('leaving early costs each month or part of one that is left, cut to the share and the months of the rulebook', () => {
    const rules = withSetting(cn, 'early_termination', { percent: 30, maxMonths: 6 });
    const { line } = factsOf({ contract });
    expect(earlyTermination(line, day('2026-03-10'), rules)).toEqual(money('CNY', 6 * 600));
    expect(earlyTermination(line, day('2026-10-01'), rules)).toEqual(money('CNY', 3 * 600));
    expect(earlyTermination(line, day('2026-12-31'), rules)).toEqual(money('CNY', 0));
    expect(earlyTermination(factsOf().line, day('2026-03-10'), rules)).toEqual(money('CNY', 0));
  });

  test("on its last day a contract stands in nobody's way", () => {
    expect(
      checkEligibility(factsOf({ contract: { ...contract, endsOn: day('2026-03-10') } }), cn).findings,
    ).toEqual([]);
  });

  test('in Germany a contract sets the earliest day and costs nothing', () => {
    expect(checkEligibility(factsOf({ contract }), de)).toMatchObject({
      verdict: 'eligible',
      earliestServiceEnd: '2026-12-31',
      charges: [],
      findings: [
        { check: 'notice_period' },
        { facts: { date: '2026-12-31' }, clear: { action: 'wait_until', until: '2026-12-31' } },
      ],
    });
  });

  test('months are counted from the day that roaming allows, not from today', () => {
    const guangdong = rulesFor(rulebooks.cn, 'CN-GD', day('2026-03-10'));
    const soon = { ...contract, endsOn: day('2026-05-15') };
    const home = checkEligibility(factsOf({ contract: soon }), guangdong);
    const roamed = checkEligibility(factsOf({ contract: soon, lastRoamedOn: day('2026-03-01') }), guangdong);
    expect(home.charges).toEqual([{ check: 'contract_term', amount: money('CNY', 3 * 400) }]);
    expect(roamed.charges).toEqual([{ check: 'contract_term', amount: money('CNY', 400) }]);
  });

  test('the total is the sum of the charges', () => {
    const rules = withCheck(withCheck(cn, 'arrears', { effect: 'adds_charge' }), 'contract_term', {
      effect: 'adds_charge',
    });
    const { charges, total } = checkEligibility(factsOf({ contract }, standing(-1500, 230)), rules);
    expect(charges.map((charge) => charge.amount.minor)).toEqual([1500, 230, 10 * 600]);
    expect(total).toEqual(money('CNY', 1500 + 230 + 6000));
  });
});

describe('a system that does not answer', () => {
  test('is named, and is never a refusal', () => {
    const { verdict, earliestServiceEnd, findings } = checkEligibility(factsOf({}, silent), cn);
    expect(verdict).toBe('cannot_tell');
    expect(earliestServiceEnd).toBeNull();
    expect(findings.map(({ check, effect, facts }) => [check, effect, facts.system])).toEqual([
      ['port_out', 'cannot_tell', 'portability'],
      ['arrears', 'cannot_tell', 'billing'],
      ['unbilled_usage', 'cannot_tell', 'billing'],
    ]);
  });

  test('does not hide what is known to stand in the way', () => {
    const held = factsOf({ holds: [{ kind: 'fraud', since: day('2026-01-01'), reference: 'f-1' }] }, silent);
    expect(checkEligibility(held, cn).verdict).toBe('blocked');
  });

  test('does not matter where the rulebook would only have warned, or not have asked', () => {
    const lenient = (['port_out', 'arrears', 'unbilled_usage'] as const).reduce(
      (rules, check, i) => withCheck(rules, check, { effect: i === 0 ? 'not_applied' : 'warns' }),
      cn,
    );
    const { verdict, findings } = checkEligibility(factsOf({}, silent), lenient);
    expect(verdict).toBe('eligible');
    expect(findings.map((found) => found.check)).toEqual(['arrears', 'unbilled_usage']);
  });
});

describe('at the pivot', () => {
  test('only the checks that the rulebook marks are asked again', () => {
    const { checked, findings, verdict } = recheckAtPivot(everything, cn);
    expect(checked).toEqual([
      'line_ended',
      'legal_hold',
      'fraud_hold',
      'termination_lock',
      'port_out',
      'main_secondary_tie',
    ]);
    expect(findings.every((found) => checked.includes(found.check))).toBe(true);
    expect(verdict).toBe('blocked');
  });

  test('a bill that came meanwhile does not hold a line that is already barred', () => {
    expect(recheckAtPivot(factsOf({}, standing(-99_900, 0)), cn).verdict).toBe('eligible');
  });

  test('a port that cannot be asked about is not taken for none', () => {
    expect(recheckAtPivot(factsOf({}, silent), cn).verdict).toBe('cannot_tell');
  });
});

test('a verdict always agrees with its findings, its date and its charges', () => {
  const effects = fc.record(
    Object.fromEntries(
      Object.entries(CHECK_EFFECTS).map(([check, list]) => [check, fc.constantFrom(...list)]),
    ),
  );
  fc.assert(
    fc.property(effects, fc.boolean(), fc.boolean(), (chosen, urgent, mute) => {
      const rules = Object.entries(chosen).reduce(
        (so, [check, effect]) =>
          withCheck(so, check as CheckName, { effect: effect as Effect, urgentEffect: null }),
        presence,
      );
      const facts = { ...everything, urgent, ...(mute ? silent : {}) };
      const { verdict, earliestServiceEnd, findings, charges, total } = checkEligibility(facts, rules);
      expect(verdict === 'blocked').toBe(findings.some((found) => found.effect === 'blocks'));
      expect(earliestServiceEnd === null).toBe(verdict !== 'eligible');
      expect(findings.filter((found) => found.effect === 'adds_charge')).toHaveLength(charges.length);
      expect(total.minor).toBe(charges.reduce((so, charge) => so + charge.amount.minor, 0));
    }),
  );
});
