import type { LineInput } from '../domain/lines/line-input.ts';
import { addDays, addMonths, type LocalDate } from '../domain/values/local-date.ts';
import { money } from '../domain/values/money.ts';
import { maskMsisdn } from '../domain/values/msisdn.ts';
import { companionAccess, esimAccess, esimPhone, orderedProfile, profileOn } from './demo-esim.ts';
import {
  type DemoProvince,
  demoIccid,
  demoImsi,
  demoLicence,
  demoPassport,
  otherMsisdn,
  pick,
  type Random,
} from './fictional.ts';
import type { Label } from './label.ts';

/** What a situation may look at: the plain line that it changes, and those before it. */
export interface Setting {
  readonly n: number;
  readonly line: LineInput;
  /** The line before, whose holder a further line may share. */
  readonly previous: LineInput | null;
  readonly today: LocalDate;
  readonly random: Random;
}

export interface Situation {
  readonly label: Label;
  /** Where the rules of one province matter. */
  readonly province?: DemoProvince;
  /** Needs the line before it, or a hand of the seed's: not strewn among the other lines. */
  readonly onlyInShowcase?: true;
  readonly change: (setting: Setting) => Partial<LineInput>;
}

const cny = (minor: number) => money('CNY', minor);
const contract = (today: LocalDate, months: number) => ({
  endsOn: addMonths(today, months),
  earlyTerminationPerMonth: cny(2_000),
});
/** Whom the n-th line is tied to, as its holder sees it. */
const tiedTo = (n: number, kind: 'group' | 'second' = 'group') => maskMsisdn(otherMsisdn(n, kind));
const since = ({ today, random }: Setting) => addDays(today, -1 - Math.floor(random() * 60));

const COMPANIES = [
  '示例科技',
  '样本物流',
  '演示餐饮',
  '虚构文化',
  '范例制造',
  '假想教育',
  '测试商贸',
  '模拟建设',
];

/** Everything that the rules know of a line, one situation each. The first is trivially eligible. */
export const SITUATIONS = {
  eligible: {
    label: { 'zh-CN': '无任何障碍，可直接办理', en: 'Nothing in the way' },
    province: 'CN-BJ',
    change: () => ({}),
  },
  arrears: {
    label: { 'zh-CN': '欠费 86.50 元', en: 'Owes 86.50 yuan' },
    province: 'CN-BJ',
    change: () => ({ balance: cny(-8_650) }),
  },
  credit: {
    label: { 'zh-CN': '预付费，余额 128.40 元可退', en: 'Prepaid, 128.40 yuan to give back' },
    province: 'CN-BJ',
    change: () => ({ payment: 'prepaid', balance: cny(12_840) }),
  },
  esim: {
    label: { 'zh-CN': 'eSIM 手机', en: 'eSIM phone' },
    province: 'CN-BJ',
    change: ({ n, line }) => esimPhone(n, line.holder),
  },
  contract: {
    label: { 'zh-CN': '合约未到期', en: 'In a fixed-term contract' },
    province: 'CN-BJ',
    change: ({ today }) => ({ contract: contract(today, 9) }),
  },
  family_main: {
    label: { 'zh-CN': '家庭网主卡，名下有成员', en: 'Head of a family group' },
    province: 'CN-BJ',
    change: ({ n }) => ({
      ties: (['group', 'second'] as const).map((kind) => ({
        kind: 'family',
        role: 'main',
        label: tiedTo(n, kind),
      })),
    }),
  },
  port_out: {
    label: { 'zh-CN': '携号转网进行中', en: 'Port-out under way' },
    province: 'CN-BJ',
    change: ({ today }) => ({ portOut: { requestedOn: addDays(today, -2), recipient: '彼岸移动' } }),
  },
  contract_bought_off: {
    label: { 'zh-CN': '广东：合约可付费提前解除', en: 'Guangdong: a contract that can be bought off' },
    province: 'CN-GD',
    change: ({ today }) => ({ contract: contract(today, 5) }),
  },
  family_member: {
    label: { 'zh-CN': '家庭网成员', en: 'Member of a family group' },
    province: 'CN-BJ',
    change: ({ n }) => ({ ties: [{ kind: 'family', role: 'member', label: tiedTo(n) }] }),
  },
  group_member: {
    label: { 'zh-CN': '集团网成员', en: 'Member of a company group' },
    province: 'CN-ZJ',
    change: () => ({ ties: [{ kind: 'group', role: 'member', label: '示例集团短号网' }] }),
  },
  main_card: {
    label: { 'zh-CN': '主卡，带副卡', en: 'Main card with a secondary card' },
    province: 'CN-JS',
    change: ({ n }) => ({ ties: [{ kind: 'main_secondary', role: 'main', label: tiedTo(n) }] }),
  },
  secondary_card: {
    label: { 'zh-CN': '副卡', en: 'Secondary card' },
    province: 'CN-JS',
    change: ({ n }) => ({ ties: [{ kind: 'main_secondary', role: 'member', label: tiedTo(n) }] }),
  },
  broadband: {
    label: { 'zh-CN': '与宽带捆绑', en: 'Bundled with broadband' },
    province: 'CN-LN',
    change: () => ({ ties: [{ kind: 'broadband', role: 'main', label: '家庭宽带 300M' }] }),
  },
  fraud_hold: {
    label: { 'zh-CN': '涉诈核查中', en: 'Held by the fraud desk' },
    change: (s) => ({ holds: [{ kind: 'fraud', since: since(s), reference: `F-${s.n}` }] }),
  },
  legal_hold: {
    label: { 'zh-CN': '司法保全中', en: 'Held by law' },
    change: (s) => ({ holds: [{ kind: 'legal', since: since(s), reference: `L-${s.n}` }] }),
  },
  termination_lock: {
    label: { 'zh-CN': '本人设置了防销户锁', en: 'Locked against termination by its holder' },
    change: (s) => ({ holds: [{ kind: 'termination_lock', since: since(s), reference: `T-${s.n}` }] }),
  },
  roamed: {
    label: { 'zh-CN': '本月境外漫游过', en: 'Roamed abroad this month' },
    province: 'CN-BJ',
    change: ({ today }) => ({ lastRoamedOn: today }),
  },
  ported_in: {
    label: { 'zh-CN': '携入号码，须归还原号段', en: 'Ported in: the number goes back' },
    change: () => ({ rangeHolder: '彼岸移动' }),
  },
  unbilled: {
    label: { 'zh-CN': '有未出账费用', en: 'Usage not yet billed' },
    change: () => ({ unbilled: cny(1_260) }),
  },
  watch: {
    label: { 'zh-CN': 'eSIM 手机和手表', en: 'eSIM phone and watch' },
    change: ({ n, line: { holder } }) => {
      const phone = profileOn(n, { holder, kind: 'phone' });
      const watch = profileOn(n, { holder, kind: 'watch', card: 1 });
      return { accesses: [esimAccess(n, 0, phone), companionAccess(n, 1, watch)], profiles: [phone, watch] };
    },
  },
  several_accesses: {
    label: { 'zh-CN': '一号三卡', en: 'One number on three cards' },
    change: ({ n, line }) => {
      const third = profileOn(n, { holder: line.holder, kind: 'phone', card: 2 });
      return {
        accesses: [
          ...line.accesses,
          { kind: 'sim', imsi: demoImsi(n, 1), iccid: demoIccid(n, 1), eid: null },
          esimAccess(n, 2, third),
        ],
        profiles: [third],
      };
    },
  },
  foreigner: {
    label: { 'zh-CN': '外国人，护照开户', en: 'Foreigner with a passport' },
    change: ({ n, line, random }) => ({
      holder: {
        ...line.holder,
        name: `${pick(random, ['Alex', 'Robin', 'Kim', 'Sasha', 'Noor', 'Maria'])} ${pick(random, ['Sample', 'Example', 'Muster', 'Placeholder'])}`,
        language: 'en',
        document: demoPassport(n, pick(random, ['GB', 'DE', 'FR', 'US', 'JP'])),
      },
    }),
  },
  company: {
    label: { 'zh-CN': '企业用户', en: 'Line of a company' },
    change: ({ n, line }) => {
      const i = n % COMPANIES.length;
      return {
        openedChannel: 'business',
        holder: {
          ...line.holder,
          holderId: `DC${i}`,
          kind: 'legal',
          name: `${COMPANIES[i]}有限公司`,
          document: demoLicence(i),
          contactPhone: otherMsisdn(i, 'company'),
        },
      };
    },
  },
  store_only: {
    label: { 'zh-CN': '河南：须到营业厅办理', en: 'Henan: only in a store' },
    province: 'CN-HA',
    change: () => ({ openedChannel: 'store' }),
  },
  tolerated_arrears: {
    label: { 'zh-CN': '四川：小额欠费不影响办理', en: 'Sichuan: a small debt is let pass' },
    province: 'CN-SC',
    change: () => ({ balance: cny(-300) }),
  },
  roaming_warns: {
    label: { 'zh-CN': '上海：漫游仅提示', en: 'Shanghai: roaming only warns' },
    province: 'CN-SH',
    change: ({ today }) => ({ lastRoamedOn: today }),
  },
  opened_by_agent: {
    label: { 'zh-CN': '代理商开户，材料较多', en: 'Opened by an agent: more papers' },
    change: () => ({ openedChannel: 'agent' }),
  },
  everything: {
    label: { 'zh-CN': '多重障碍：欠费、合约、家庭网', en: 'Debt, contract and family group at once' },
    province: 'CN-BJ',
    change: ({ n, today }) => ({
      balance: cny(-4_200),
      contract: contract(today, 14),
      ties: [{ kind: 'family', role: 'member', label: tiedTo(n) }],
    }),
  },
  no_contact: {
    label: { 'zh-CN': '没有其他联系方式', en: 'No other way to reach the holder' },
    change: ({ line }) => ({ holder: { ...line.holder, contactPhone: null } }),
  },
  several_lines: { label: { 'zh-CN': '名下有多个号码', en: 'Holder of several lines' }, change: () => ({}) },
  data_only: {
    label: { 'zh-CN': '同一机主的纯流量卡（无号码）', en: 'Data-only line of the same holder' },
    onlyInShowcase: true,
    change: ({ previous }) => ({ msisdn: null, ...sharedWith(previous) }),
  },
  ended: {
    label: { 'zh-CN': '同一机主已销户的号码', en: 'Ended line of the same holder' },
    onlyInShowcase: true,
    change: ({ previous }) => sharedWith(previous),
  },
  two_devices: {
    label: {
      'zh-CN': 'eSIM 手机，换下的平板上还有一个',
      en: 'eSIM phone, another eSIM left on a replaced tablet',
    },
    province: 'CN-BJ',
    change: ({ n, line: { holder } }) => {
      const phone = profileOn(n, { holder, kind: 'phone' });
      return {
        accesses: [esimAccess(n, 0, phone)],
        profiles: [phone, profileOn(n, { holder, kind: 'tablet', card: 1 })],
      };
    },
  },
  sim_and_watch: {
    label: { 'zh-CN': 'SIM 卡手机，eSIM 手表', en: 'SIM card, and a watch with an eSIM' },
    province: 'CN-BJ',
    change: ({ n, line: { accesses, holder } }) => {
      const watch = profileOn(n, { holder, kind: 'watch', card: 1 });
      return { accesses: [...accesses, companionAccess(n, 1, watch)], profiles: [watch] };
    },
  },
  ordered_esim: {
    label: {
      'zh-CN': 'SIM 卡，已订 eSIM 尚未下载',
      en: 'SIM card, and an eSIM ordered but not yet downloaded',
    },
    province: 'CN-BJ',
    change: ({ n }) => ({ profiles: [orderedProfile(n, 'released', 1)] }),
  },
  silent_esim: {
    label: {
      'zh-CN': 'eSIM 手机，删除时不通知（无法证明）',
      en: 'eSIM that tells nobody of its deletion: no proof',
    },
    province: 'CN-BJ',
    change: ({ n, line }) => esimPhone(n, line.holder, { notifiesDeletion: false }),
  },
  two_numbers: {
    label: { 'zh-CN': '一部手机，两个号码的 eSIM', en: 'One phone with the eSIMs of two numbers' },
    province: 'CN-BJ',
    onlyInShowcase: true,
    change: ({ n, line }) => esimPhone(n, line.holder),
  },
  second_number: {
    label: { 'zh-CN': '同一部手机上的第二个号码', en: 'The other number on that phone' },
    onlyInShowcase: true,
    change: ({ n, previous }) => {
      const { eid, label, imei } = previous!.profiles[0]!;
      return {
        ...sharedWith(previous),
        ...esimPhone(n, previous!.holder, { eid, label, imei }),
      };
    },
  },
} as const satisfies Readonly<Record<string, Situation>>;

export type SituationName = keyof typeof SITUATIONS;
export const SITUATION_NAMES = Object.keys(SITUATIONS) as readonly SituationName[];

/** A further line of the same person on the same account. */
export function sharedWith(previous: LineInput | null): Partial<LineInput> {
  if (previous === null) return {};
  const { holder, accountId, balance, unbilled, payment, jurisdiction, province } = previous;
  return { holder, accountId, balance, unbilled, payment, jurisdiction, province };
}
