import type { Stage } from '../../domain/cases/termination.ts';
import type { AccessStatement, Statement } from '../../domain/certificates/certificate.ts';
import { decimalText, type Money } from '../../domain/values/money.ts';
import type { AnswerMeaning } from '../../ports/hlr.ts';

/** A text in both languages of the certificate. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

const both = (text: string): Words => ({ zh: text, en: text });

export const TITLE: Words = { zh: '销号证明', en: 'Certificate of termination' };

export const CODE_POINT_NOTE: Words = {
  zh: '〔U+…〕为本页字体未收录之字符的 Unicode 码位。',
  en: '〔U+…〕 is the Unicode code point of a character that the font of this page lacks.',
};

export const EVIDENCE_NOTE: Words = {
  zh: '每条应答的原文都以加盐 SHA-256 哈希封存在证明中；原文与盐只在持有人副本里。',
  en: 'Each answer is sealed in the certificate as a salted SHA-256 hash; the answers and their salts are only in the copy of the holder.',
};

export const LABEL = {
  number: { zh: '号码', en: 'Number' },
  holder: { zh: '机主', en: 'Holder' },
  reference: { zh: '业务单号', en: 'Reference' },
  certificate: { zh: '证明编号', en: 'Certificate' },
  replaces: { zh: '替代此前证明', en: 'Replaces certificate' },
  declared: { zh: '申请', en: 'Requested' },
  confirmed: { zh: '确认', en: 'Confirmed' },
  issued: { zh: '出具', en: 'Issued' },
  rules: { zh: '适用规则', en: 'Rules applied' },
  dates: { zh: '三个日期', en: 'The three dates' },
  serviceEnd: { zh: '服务终止', en: 'Service ended' },
  billingEnd: { zh: '计费截止', en: 'Billing ended' },
  release: { zh: '号码释放', en: 'Number release' },
  signed: { zh: '签名时间', en: 'Signed' },
  command: { zh: '离线核验命令', en: 'Offline command' },
  accesses: { zh: '网络断开结果', en: 'Disconnection from the network' },
  profiles: { zh: 'eSIM 配置文件', en: 'eSIM profiles' },
  evidence: { zh: '附：网络应答', en: 'Annex: answers of the network' },
  bill: { zh: '末次账单', en: 'Final bill' },
  invoice: { zh: '账单号', en: 'Invoice' },
  refund: { zh: '退款', en: 'Refund' },
  verify: { zh: '如何核验', en: 'How to verify' },
  scan: { zh: '扫码核验', en: 'Scan to verify' },
  key: { zh: '签名密钥', en: 'Signing key' },
  stage: { zh: '环节', en: 'Step' },
  meaning: { zh: '应答含义', en: 'What it means' },
  element: { zh: '网元', en: 'Element' },
  time: { zh: '时间', en: 'Time' },
  hash: { zh: '哈希前 16 位', en: 'Hash prefix' },
  noNumber: { zh: '无号码（数据线路）', en: 'None (data line)' },
  notApplicable: { zh: '不适用', en: 'Not applicable' },
  noEvidence: { zh: '没有网络应答记录。', en: 'No answer of the network is on record.' },
} as const satisfies Record<string, Words>;

export const DATE_NOTE = {
  serviceEnd: { zh: '自此刻起线路不再提供服务', en: 'No service from this moment' },
  billingEnd: { zh: '计费的最后一日', en: 'The last day that is billed' },
  release: { zh: '自此日起号码可再分配', en: 'May be reassigned from this day' },
  returned: {
    zh: '自此日起号码归还原持有运营商',
    en: 'Back with its range holder from this day',
  },
} as const satisfies Record<string, Words>;

export const NUMBER_FATE: Readonly<Record<Statement['number'], Words>> = {
  quarantined: { zh: '号码现处冷冻期', en: 'The number is in quarantine' },
  returned_to_range_holder: { zh: '号码归还原持有运营商', en: 'The number goes back to its range holder' },
  none: { zh: '', en: '' },
};

export const ACCESS_KIND: Readonly<Record<AccessStatement['kind'], Words>> = {
  sim: { zh: 'SIM 卡', en: 'SIM card' },
  esim: { zh: 'eSIM 配置文件', en: 'eSIM profile' },
  companion: { zh: '副设备', en: 'Companion device' },
};

export const DETACH: Readonly<
  Record<AccessStatement['detach'], { readonly short: Words; readonly plain: Words }>
> = {
  confirmed: {
    short: { zh: '已确认断开', en: 'Disconnected' },
    plain: {
      zh: '每个服务节点都应答确认已断开。',
      en: 'Every serving node acknowledged that it dropped the line.',
    },
  },
  not_attached: {
    short: { zh: '未在网', en: 'Not connected' },
    plain: { zh: '当时没有任何节点在为它提供服务。', en: 'No node was serving it at the time.' },
  },
  unconfirmed: {
    short: { zh: '断开未获确认', en: 'Not confirmed' },
    plain: {
      zh: '有服务节点没有应答，无法确认它已断开。',
      en: 'A serving node did not answer: whether it dropped the line is not known.',
    },
  },
};

/** The network let go of it, but it was not shown to be gone from the register. */
export const NOT_PROVEN_ABSENT: Words = {
  zh: '已断开，但未证实已移除',
  en: 'Disconnected, removal not proven',
};

export const ABSENT: Readonly<Record<'true' | 'false', Words>> = {
  true: { zh: '最后复查：网络中已无此用户。', en: 'Asked again at the end: the network no longer knows it.' },
  false: {
    zh: '最后复查：未能证明网络中已无此用户。',
    en: 'Asked again at the end: its absence is not proven.',
  },
};

const STAGE: Partial<Readonly<Record<Stage, Words>>> = {
  save_subscriber: { zh: '记录原状', en: 'Record' },
  bar: { zh: '停止接入', en: 'Bar' },
  detach: { zh: '断开', en: 'Detach' },
  remove: { zh: '删除', en: 'Remove' },
  cancel_profiles: { zh: '收回 eSIM', en: 'Take back eSIM' },
  prove_absent: { zh: '复查', en: 'Check again' },
  undo_bar: { zh: '恢复接入', en: 'Restore' },
};

const MEANING: Readonly<Record<AnswerMeaning, Words>> = {
  subscriber_found: { zh: '查到此用户', en: 'Subscriber found' },
  subscriber_absent: { zh: '网络中无此用户', en: 'No such subscriber' },
  access_refused: { zh: '已拒绝接入', en: 'Access refused' },
  access_restored: { zh: '已恢复接入', en: 'Access restored' },
  location_cancelled: { zh: '服务节点确认断开', en: 'Serving node acknowledged' },
  location_unconfirmed: { zh: '服务节点未确认', en: 'Serving node did not acknowledge' },
  keys_removed: { zh: '鉴权密钥已删除', en: 'Authentication keys removed' },
  subscriber_deleted: { zh: '用户已删除', en: 'Subscriber deleted' },
  order_cancelled: { zh: 'eSIM 配置文件已收回', en: 'eSIM profile taken back' },
  profile_on_device: { zh: '配置文件已下载到设备', en: 'Profile already on a device' },
  profile_unknown: { zh: '无此配置文件', en: 'No such profile' },
  order_refused: { zh: '配置文件未收回', en: 'Profile not taken back' },
  not_understood: { zh: '应答无法识别', en: 'Answer not understood' },
};

/** A connector may say a word that is not in the tables yet: it is shown as it is, never left out. */
export const stageWords = (stage: string): Words => (STAGE as Record<string, Words>)[stage] ?? both(stage);
export const meaningWords = (meaning: string): Words =>
  (MEANING as Record<string, Words>)[meaning] ?? both(meaning);

export function certifies(issuerName: string, timeZone: string): Words {
  // Chinese is set apart from Latin letters, not from itself.
  const space = /[ -~]$/.test(issuerName) ? ' ' : '';
  return {
    zh: `${issuerName}${space}兹证明：下列线路的服务已经终止。各日期、网络断开结果与末次账单如下，时间均为当地时间（${timeZone}）。`,
    en: `${issuerName} certifies that service on the line below has ended. The dates, the disconnection from the network and the final bill follow; times are local (${timeZone}).`,
  };
}

/** What the balance means for the person: owed by them, owed to them, or settled. */
export function balance(total: Money): Words {
  const amount = moneyText({ ...total, minor: Math.abs(total.minor) });
  if (total.minor > 0) return { zh: `客户应付 ${amount}`, en: `${amount} owed by the customer` };
  if (total.minor < 0) return { zh: `应退客户 ${amount}`, en: `${amount} owed to the customer` };
  return { zh: `已结清，余额 ${amount}`, en: `Settled, balance ${amount}` };
}

/** Currency code, then the amount with grouped thousands, e.g. `CNY 1,234.50`: read alike in both languages. */
export function moneyText(amount: Money): string {
  const [whole = '', fraction] = decimalText(amount).split('.');
  const grouped = whole.replace(/\B(?=(?:[0-9]{3})+$)/g, ',');
  return `${amount.currency} ${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** @param proven the certificate has signed deletions of eSIM profiles. */
export function verifySteps(verifyUrl: string, proven: boolean): readonly Words[] {
  const evidence: Words = {
    zh: 'eSIM 的删除：命令后加 --evidence，还会重新验证 eUICC 的签名。',
    en: 'eSIM deletions: --evidence after the command verifies the signatures of the eUICCs again.',
  };
  return [
    {
      zh: `联网：扫描首页二维码，或打开 ${verifyUrl}，并核对页面所示密钥与本页一致。`,
      en: `Online: scan the code on page 1, or open ${verifyUrl}, and compare the key shown there with the one on this page.`,
    },
    {
      zh: '离线：对本 PDF 运行下列命令。它检查 PDF 签名与内附的 certificate.json，无需联网。',
      en: 'Offline: run the command below on this PDF. It checks the PDF signature and the attached certificate.json without a network.',
    },
    ...(proven ? [evidence] : []),
    {
      zh: '打印件本身不能证明真伪，请以上述方式核验。内附数据可还原完整号码，转发前请留意。',
      en: 'A print proves nothing by itself: verify as above. The attached data can reveal the full number; share it with care.',
    },
  ];
}

export const VERIFY_COMMAND = 'handback verify certificate.pdf --trust trust.json';

/** A UTC instant as local date and time with its offset. @throws RangeError for an unknown zone. */
export function localTime(instant: string, timeZone: string): { date: string; time: string; offset: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(new Date(instant));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  const offset = of('timeZoneName').replace('GMT', 'UTC');
  return {
    date: `${of('year')}-${of('month')}-${of('day')}`,
    time: `${of('hour')}:${of('minute')}:${of('second')}`,
    offset: offset === 'UTC' ? 'UTC+00:00' : offset,
  };
}
