import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { parseRulebook } from '../../src/config/rulebook-file.ts';
import type { EligibilityFacts } from '../../src/domain/cases/finding.ts';
import type { HandbackError } from '../../src/domain/errors.ts';
import type { Line } from '../../src/domain/lines/line.ts';
import type {
  CheckName,
  Checks,
  ResolvedRules,
  Rulebook,
  SettingName,
  Settings,
} from '../../src/domain/rules/rulebook.ts';
import { parseIccid } from '../../src/domain/values/iccid.ts';
import { parseImsi } from '../../src/domain/values/imsi.ts';
import { parseLocalDate } from '../../src/domain/values/local-date.ts';
import { money } from '../../src/domain/values/money.ts';
import { parseMsisdn } from '../../src/domain/values/msisdn.ts';

export const rulebookText = (name: string) =>
  readFileSync(new URL(`../../rulebook/${name}`, import.meta.url), 'utf8');

export const rulebooks: Readonly<Record<'cn' | 'gb' | 'de' | 'ph', Rulebook>> = {
  cn: parseRulebook({ name: 'cn.yaml', text: rulebookText('cn.yaml') }),
  gb: parseRulebook({ name: 'gb.yaml', text: rulebookText('gb.yaml') }),
  de: parseRulebook({ name: 'de.yaml', text: rulebookText('de.yaml') }),
  ph: parseRulebook({ name: 'ph.yaml', text: rulebookText('ph.yaml') }),
};

/** A postpaid line of the demo operator with nothing in its way. */
export const clearLine: Line = {
  lineId: 'line-1',
  msisdn: parseMsisdn('+8610000001234'),
  accesses: [
    {
      accessId: 'access-1',
      kind: 'sim',
      imsi: parseImsi('001010123456789'),
      iccid: parseIccid('8944100000000000000'),
      eid: null,
    },
  ],
  status: 'active',
  jurisdiction: 'cn',
  province: null,
  openedOn: parseLocalDate('2020-05-01'),
  openedChannel: 'store',
  payment: 'postpaid',
  plan: { name: '8 元保号', monthlyFee: money('CNY', 800) },
  contract: null,
  ties: [],
  holds: [],
  lastRoamedOn: null,
  origin: { kind: 'own' },
};

/** Everything known, nothing owed, asked online on a day in the middle of a month. */
export function factsOf(line: Partial<Line> = {}, facts: Partial<EligibilityFacts> = {}): EligibilityFacts {
  return {
    line: { ...clearLine, ...line },
    standing: { known: true, value: { balance: money('CNY', 0), unbilled: money('CNY', 0) } },
    portOut: { known: true, value: null },
    channel: 'online',
    urgent: false,
    today: parseLocalDate('2026-03-10'),
    ...facts,
  };
}

/** `rules` with some parameters of one check replaced. */
export function withCheck<K extends CheckName>(
  rules: ResolvedRules,
  name: K,
  value: Partial<Checks[K]>,
): ResolvedRules {
  const rule = rules.checks[name];
  return { ...rules, checks: { ...rules.checks, [name]: { ...rule, value: { ...rule.value, ...value } } } };
}

export function withSetting<K extends SettingName>(
  rules: ResolvedRules,
  name: K,
  value: Partial<Settings[K]>,
): ResolvedRules {
  const rule = rules.settings[name];
  return {
    ...rules,
    settings: { ...rules.settings, [name]: { ...rule, value: { ...rule.value, ...value } } },
  };
}

/** The problems of a rulebook that must not load; none if it did. */
export function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    expect(error).toMatchObject({ code: 'rulebook_invalid' });
    return (error as HandbackError).facts['problems'] as readonly string[];
  }
  return [];
}
