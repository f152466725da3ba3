import type { LineInput, ProfileInput } from '../domain/lines/line-input.ts';
import { addDays, type LocalDate, parseLocalDate } from '../domain/values/local-date.ts';
import { money } from '../domain/values/money.ts';
import type { Msisdn } from '../domain/values/msisdn.ts';
import type { TopUp } from '../ports/account-facts.ts';
import { strewnEsim } from './demo-esim.ts';
import {
  SITUATION_NAMES,
  SITUATIONS,
  type Situation,
  type SituationName,
  sharedWith,
} from './demo-situations.ts';
import {
  type DemoProvince,
  demoCitizen,
  demoIccid,
  demoImsi,
  demoMsisdn,
  otherMsisdn,
  PROVINCE_DIGITS,
  pick,
  type Random,
  randomFrom,
} from './fictional.ts';
import type { Label } from './label.ts';

/** A line to try something with: its number and holder's document are the same in every demo. */
export interface ShowcaseLine {
  readonly situation: SituationName;
  readonly lineId: string;
  /** Null for the data-only line: its holder signs in with the line before it. */
  readonly msisdn: Msisdn | null;
  readonly holderKind: LineInput['holder']['kind'];
  readonly holderName: string;
  readonly documentNumber: string;
  readonly openedOn: LocalDate;
  readonly profiles: readonly ProfileInput[];
  readonly label: Label;
}

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const GIVEN = [
  '晓明',
  '子涵',
  '雨桐',
  '建国',
  '秀英',
  '志强',
  '丽',
  '伟',
  '静',
  '思远',
  '文博',
  '嘉怡',
  '海燕',
  '国华',
  '欣然',
  '𠮷宁',
];
const PROVINCES = Object.keys(PROVINCE_DIGITS) as DemoProvince[];
const PLANS = [
  ['畅享 19', 1_900],
  ['畅享 39', 3_900],
  ['畅享 59', 5_900],
  ['全家 129', 12_900],
  ['银龄 9', 900],
  ['流量王 99', 9_900],
] as const;

const bornOn = addDaysFrom('1945-01-01');

function addDaysFrom(first: string): (days: number) => LocalDate {
  const start = parseLocalDate(first);
  return (days) => addDays(start, days);
}

function plainLine(n: number, random: Random, today: LocalDate, province: DemoProvince): LineInput {
  const [plan, fee] = pick(random, PLANS);
  const id = String(n).padStart(7, '0');
  // Born 1945 to 2005, opened within the last ten years.
  const born = bornOn(Math.floor(random() * 22_000));
  return {
    lineId: `D${id}`,
    msisdn: demoMsisdn(n),
    accesses: [{ kind: 'sim', imsi: demoImsi(n), iccid: demoIccid(n), eid: null }],
    profiles: [],
    holder: {
      holderId: `DP${id}`,
      kind: 'natural',
      name: pick(random, SURNAMES) + pick(random, GIVEN),
      language: 'zh-CN',
      document: demoCitizen(province, born),
      contactPhone: otherMsisdn(n),
    },
    accountId: `DA${id}`,
    currency: 'CNY',
    payment: 'postpaid',
    balance: money('CNY', 0),
    unbilled: money('CNY', 0),
    plan: { name: plan, monthlyFee: money('CNY', fee) },
    jurisdiction: 'cn',
    province,
    openedOn: addDays(today, -40 - Math.floor(random() * 3_650)),
    openedChannel: pick(random, ['store', 'online', 'online', 'agent'] as const),
    contract: null,
    ties: [],
    holds: [],
    portOut: null,
    lastRoamedOn: null,
    rangeHolder: null,
  };
}

/** The n-th line of the showcase, from 1; what a person types for it does not depend on the seed or the day. */
function showcaseLine(n: number, today: LocalDate, previous: LineInput | null): LineInput {
  const random = randomFrom(n);
  const situation: Situation = SITUATIONS[SITUATION_NAMES[n - 1]!];
  const plain = plainLine(n, random, today, situation.province ?? 'CN-BJ');
  const line: LineInput = {
    ...plain,
    holder: { ...plain.holder, name: SURNAMES[n % SURNAMES.length]! + GIVEN[n % GIVEN.length]! },
    openedChannel: 'online',
    openedOn: parseLocalDate('2020-05-17'),
  };
  return { ...line, ...situation.change({ n, line, previous, today, random }) };
}

function* showcase(today: LocalDate): Generator<LineInput> {
  let previous: LineInput | null = null;
  for (let n = 1; n <= SITUATION_NAMES.length; n++) {
    const line: LineInput = showcaseLine(n, today, previous);
    yield line;
    previous = line;
  }
}

/** Numbers to try, one a situation; the first is trivially eligible. */
export const SHOWCASE: readonly ShowcaseLine[] = [...showcase(parseLocalDate('2026-01-01'))].map(
  (line, i) => {
    const situation = SITUATION_NAMES[i]!;
    return {
      situation,
      lineId: line.lineId,
      msisdn: line.msisdn,
      holderKind: line.holder.kind,
      holderName: line.holder.name!,
      documentNumber: line.holder.document!.number,
      openedOn: line.openedOn,
      profiles: line.profiles,
      label: SITUATIONS[situation].label,
    };
  },
);

const STREWN = SITUATION_NAMES.filter((name) => (SITUATIONS[name] as Situation).onlyInShowcase === undefined);

/**
 * The lines of the fictional operator "Guiyi Mobile": first the showcase, then lines like those of any
 * operator, six in ten of them with nothing in the way. The same seed and day give the same lines.
 *
 * @param today what "this month" and "nine months left" are counted from, in China
 */
export async function* demoLines(count: number, seed: number, today: LocalDate): AsyncGenerator<LineInput> {
  let n = 0;
  for (const line of showcase(today)) {
    if (n >= count) return;
    n += 1;
    yield line;
  }
  const random = randomFrom(seed);
  let previous: LineInput | null = null;
  while (n < count) {
    n += 1;
    const line = ordinaryLine(n, random, today, previous);
    yield line;
    previous = line;
  }
}

function ordinaryLine(n: number, random: Random, today: LocalDate, previous: LineInput | null): LineInput {
  const kind = random();
  const name = kind < 0.6 ? null : pick(random, STREWN);
  const situation: Situation | null = name === null ? null : SITUATIONS[name];
  const line = plainLine(n, random, today, situation?.province ?? pick(random, PROVINCES));
  // One in twenty is a further line of the person before; one in forty has no number.
  const shared = name === null && random() < 0.05 ? sharedWith(previous) : {};
  const dataOnly = name === null && random() < 0.025 ? { msisdn: null } : {};
  const changed = {
    ...line,
    ...situation?.change({ n, line, previous, today, random }),
    ...shared,
    ...dataOnly,
  };
  return name === null ? { ...changed, ...strewnEsim(n, changed, random) } : changed;
}

const AMOUNTS = [3_000, 5_000, 10_000, 20_000] as const;

/**
 * What the demo's account system knows of a line: three top-ups within the last 60 days, the same all day long. They
 * follow from the line alone, so that the guide can say what a caller would answer.
 */
export function demoTopUps(lineId: string, today: LocalDate): readonly TopUp[] {
  const random = randomFrom(Number(lineId.replace(/\D/g, '')) || 1);
  return [4, 23, 45].map((days) => ({
    on: addDays(today, -days - Math.floor(random() * 12)),
    amount: money('CNY', pick(random, AMOUNTS)),
  }));
}
