import { describe, expect, test } from 'vitest';
import { checkEligibility, recheckAtPivot } from '../../../src/domain/cases/eligibility.ts';
import { CHECK_FUNCTIONS } from '../../../src/domain/cases/eligibility-checks.ts';
import { explain } from '../../../src/domain/cases/explain.ts';
import { materialsFor } from '../../../src/domain/cases/materials.ts';
import { type ResolvedRules, rulesFor, rulesForDecision } from '../../../src/domain/rules/rulebook.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';
import { clearLine, factsOf, rulebooks } from '../fixtures.ts';

const day = parseLocalDate;
const on = day('2026-03-10');
const provinces = ['CN-GD', 'CN-SH', 'CN-HA', 'CN-SC'];

describe('rules in force', () => {
  test('a province has its own rules, and the rest from the jurisdiction', () => {
    const shanghai = rulesFor(rulebooks.cn, 'CN-SH', on);
    expect(shanghai.settings.quarantine).toMatchObject({
      id: 'cn-sh.quarantine',
      province: 'CN-SH',
      value: { ownDays: 180 },
    });
    expect(shanghai.settings.cooling_off).toMatchObject({ id: 'cn.cooling_off', province: null });
    expect(rulesFor(rulebooks.cn, 'CN-BJ', on).settings).toEqual(rulesFor(rulebooks.cn, null, on).settings);
  });

  test('a dated rule changes on its day, neither before nor after', () => {
    const permitted = (date: string) => rulesFor(rulebooks.cn, 'CN-SC', day(date)).settings.channels;
    expect(permitted('2026-06-30')).toMatchObject({
      version: 1,
      effectiveTo: '2026-06-30',
      value: { permitted: ['hotline', 'store'] },
    });
    expect(permitted('2026-07-01')).toMatchObject({
      version: 2,
      value: { permitted: ['online', 'hotline', 'store'] },
    });
  });

  test('before the first day of a rulebook there are no rules, and none are made up', () => {
    expect(() => rulesFor(rulebooks.cn, null, day('2024-12-31'))).toThrow('rulebook_missing');
  });

  test('the four provinces each answer the same facts differently', () => {
    const facts = factsOf(
      {
        contract: { endsOn: day('2026-12-31'), earlyTerminationPerMonth: money('CNY', 2000) },
        lastRoamedOn: day('2026-03-01'),
      },
      { standing: { known: true, value: { balance: money('CNY', -300), unbilled: money('CNY', 0) } } },
    );
    const answers = provinces.map((province) => {
      const { verdict, findings } = checkEligibility(facts, rulesFor(rulebooks.cn, province, on));
      return JSON.stringify([verdict, findings.map(({ check, effect }) => [check, effect])]);
    });
    expect(new Set(answers).size).toBe(provinces.length);
  });

  test('a case keeps the rules of its declaration, save those marked running', () => {
    const pinned = rulesFor(rulebooks.cn, null, on);
    const changed: ResolvedRules = {
      ...pinned,
      version: '2027.1',
      checks: {
        ...pinned.checks,
        fraud_hold: { ...pinned.checks.fraud_hold, version: 2 },
        arrears: { ...pinned.checks.arrears, version: 2 },
      },
    };
    const decided = rulesForDecision(pinned, changed);
    expect(decided.checks.fraud_hold.version).toBe(2);
    expect(decided.checks.arrears.version).toBe(1);
    expect(decided.version).toBe('2026.1');
  });

  test('resolved rules survive being stored as JSON', () => {
    const rules = rulesFor(rulebooks.cn, 'CN-GD', on);
    const stored = JSON.parse(JSON.stringify(rules)) as ResolvedRules;
    expect(stored).toEqual(rules);
    expect(checkEligibility(factsOf(), stored)).toEqual(checkEligibility(factsOf(), rules));
  });
});

describe('what to bring', () => {
  const materials = (province: string | null, asked: Partial<Parameters<typeof materialsFor>[1]> = {}) =>
    materialsFor(rulesFor(rulebooks.cn, province, on), {
      line: clearLine,
      channel: 'store',
      capacity: 'owner',
      urgent: false,
      ...asked,
    });

  test('to a store, for a line opened in a store: the document, its copy and the card', () => {
    expect(materials(null)).toEqual(['identity_document', 'identity_document_copy', 'sim_card']);
  });

  test('online: nothing', () => {
    expect(materials(null, { channel: 'online' })).toEqual([]);
  });

  test('a stolen card cannot be brought', () => {
    expect(materials(null, { urgent: true })).not.toContain('sim_card');
  });

  test('a line with only an eSIM has no card to bring', () => {
    const line = { ...clearLine, accesses: [{ ...clearLine.accesses[0]!, kind: 'esim' as const }] };
    expect(materials(null, { line })).toEqual(['identity_document', 'identity_document_copy']);
  });

  test('a business brings its licence and a letter of authority', () => {
    const line = { ...clearLine, openedChannel: 'business' as const };
    expect(materials(null, { line, channel: 'online' })).toEqual([
      'business_licence',
      'authorisation_letter',
    ]);
  });

  test.each([
    ['heir', ['death_certificate', 'proof_of_kinship', 'heir_identity_document']],
    ['guardian', ['identity_document', 'guardianship_proof', 'guardian_identity_document', 'sim_card']],
    [
      'agent',
      [
        'identity_document',
        'identity_document_copy',
        'authorisation_letter',
        'agent_identity_document',
        'sim_card',
      ],
    ],
    [
      'company',
      ['business_licence', 'company_seal', 'authorisation_letter', 'agent_identity_document', 'sim_card'],
    ],
  ] as const)('%s: what shows that they may, and each thing once', (capacity, expected) => {
    expect(materials(null, { capacity })).toEqual(expected);
  });

  test('a business line and who acts for the company ask for nothing twice', () => {
    const line = { ...clearLine, openedChannel: 'business' as const };
    const asked = materials(null, { line, capacity: 'company' });
    expect(asked).toEqual([...new Set(asked)]);
  });

  test.each(['gb', 'de'] as const)('%s: in a store the document, online nothing', (jurisdiction) => {
    const rules = rulesFor(rulebooks[jurisdiction], null, on);
    const asked = { line: clearLine, capacity: 'owner', urgent: false } as const;
    expect(materialsFor(rules, { ...asked, channel: 'store' })).toEqual(['identity_document']);
    expect(materialsFor(rules, { ...asked, channel: 'online' })).toEqual([]);
  });

  test('a province can ask for more', () => {
    expect(materials('CN-HA')).toContain('opening_form');
  });
});

describe('explain', () => {
  const rules = rulesFor(rulebooks.cn, 'CN-GD', on);
  const facts = factsOf({
    contract: { endsOn: day('2026-12-31'), earlyTerminationPerMonth: money('CNY', 2000) },
  });

  test('lists every rule that was consulted, with its source, its province and what came of it', () => {
    const { rules: explained, verdict } = explain(rules, checkEligibility(facts, rules));
    expect(verdict).toBe('eligible');
    expect(explained).toHaveLength(Object.keys(rules.checks).length + Object.keys(rules.settings).length);
    expect(explained.find(({ name }) => name === 'contract_term')).toMatchObject({
      kind: 'check',
      id: 'cn-gd.contract_term',
      overriddenBy: 'CN-GD',
      source: { title: 'operator default' },
      outcome: ['adds_charge'],
    });
    expect(explained.find(({ name }) => name === 'arrears')).toMatchObject({
      overriddenBy: null,
      outcome: 'nothing_found',
    });
    expect(explained.find(({ name }) => name === 'quarantine')).toMatchObject({
      kind: 'setting',
      outcome: null,
    });
  });

  test('says nothing of the outcome of a check that was not asked', () => {
    const { rules: explained } = explain(rules, recheckAtPivot(facts, rules));
    expect(explained.find(({ name }) => name === 'contract_term')?.outcome).toBeNull();
    expect(explained.find(({ name }) => name === 'port_out')?.outcome).toBe('nothing_found');
  });

  test('without facts, tells what the rules say', () => {
    expect(explain(rules).rules.every(({ outcome }) => outcome === null)).toBe(true);
  });
});

describe('the rulebooks that come with Handback', () => {
  test.each(Object.entries(rulebooks))(
    '%s has a rule for every check and setting, each with a source',
    (_, rulebook) => {
      const rules = rulesFor(rulebook, null, on);
      expect(Object.keys(rules.checks).sort()).toEqual(Object.keys(CHECK_FUNCTIONS).sort());
      for (const rule of [...Object.values(rules.checks), ...Object.values(rules.settings)]) {
        expect(rule.source.title.length).toBeGreaterThan(5);
      }
    },
  );

  test.each(Object.entries(rulebooks))(
    '%s gives a factor that works without the phone for a stolen one',
    (_, rulebook) => {
      const { urgent_bar } = rulesFor(rulebook, null, on).settings.identity_factors.value;
      expect(urgent_bar.accepted).not.toContain('sms_code');
      expect(urgent_bar.needed).toBe(1);
    },
  );
});
