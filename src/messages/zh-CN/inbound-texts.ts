import type { TextWish } from '../../domain/rules/text-rules.ts';
import type { Messages } from '../shape.ts';
import type { AskedWords, LineAnswer } from '../sms-ways.ts';

function standing(f: LineAnswer): string {
  const items = f.items.map(({ name, amount }) => `${name} ${amount}`).join('，');
  const credit = f.credit === null ? '' : `账户余额 ${f.credit}。`;
  if (f.total === null) return `暂时查不到费用，请过几分钟再发一次。${credit}`;
  return `现在销户需付 ${f.total}${items === '' ? '' : `（${items}）`}。${credit}`;
}

function way(f: LineAnswer): string {
  if (f.underWay) return '该号码的销户正在办理。';
  if (f.inTheWay.length > 0) return `尚有事项未处理：${f.inTheWay.join('、')}。`;
  if (f.earliest !== null) return `最早可于 ${f.earliest} 停止服务。`;
  return f.total === null ? '' : '没有未处理的事项。';
}

function asked({ words }: AskedWords): string {
  const says: Partial<Readonly<Record<TextWish, string>>> = {
    end_line: '销户须知',
    charges: '查询费用',
    report_loss: '手机丢失',
    leave_code: '离网授权码',
    stop_notices: '不再提醒',
  };
  const listed = words.flatMap(({ wish, word }) =>
    says[wish] === undefined ? [] : `${word}（${says[wish]}）`,
  );
  return `请只发送一个关键词：${listed.join('、')}。`;
}

export const inboundTexts: Messages['inboundTexts'] = {
  title: '收到的短信',
  rule: {
    wishes: {
      end_line: '销户',
      report_loss: '挂失',
      charges: '销户费用',
      leave_code: '离网授权码',
      move_number: '携号转网',
      stop_notices: '退订提醒',
      resume_notices: '恢复提醒',
      help: '帮助',
    },
    words: (wish, listed) => `${wish}：${listed}`,
    within: (seconds) => `${seconds}内答复，过时不再答复`,
    answersADay: (n) => `每个号码每天答复 ${n} 条`,
    strangers: (each, all) => `非本网号码：每个每天 ${each} 条，合计每小时 ${all} 条`,
    parts: (minutes) => `长短信的各段等待 ${minutes}`,
    kept: (days) => `保存 ${days}`,
    noCodes: '无',
    codes: (days) => `授权码 ${days}内有效`,
  },
  answers: {
    end_line: (f, w) => `号码 ${w.line}：${standing(f)}${way(f)}查询不会办理任何业务。继续办理：${f.url}`,
    charges: (f, w) => `号码 ${w.line}：${standing(f)}${way(f)}查询不会办理任何业务。详情：${f.url}`,
    report_loss: (f, w) => `短信任何人都能发，不能凭短信停机。立即挂失号码 ${w.line}：${f.url} 或${w.call}。`,
    leave_code: (f, w) =>
      `号码 ${w.line} 的离网授权码（STAC）：${f.code}，${f.until} 前有效。请交给新运营商；对方使用后本号码停止服务且不再保留。${standing(f)}${way(f)}索取授权码不会办理任何业务。详情：${f.url}`,
    no_code: (f, w) =>
      `号码 ${w.line}：暂时取不到授权码，请过几分钟再发一次。${standing(f)}查询不会办理任何业务。详情：${f.url}`,
    blocked_code: (f, w) =>
      `号码 ${w.line}：目前不能发放授权码。${way(f)}${standing(f)}没有办理任何业务。详情：${f.url}`,
    move_number: (_, w) => `销户后号码不再保留。要携号码 ${w.line} 转网，请不要销户，${w.call}。`,
    stop_notices: (f, w) =>
      `不再向 ${w.line} 发送提醒。与销户有关的必要通知和您索取的验证码仍会发送。${f.start === '' ? '' : `回复 ${f.start} 可恢复。`}`,
    resume_notices: (_, w) => `已恢复向 ${w.line} 发送提醒。`,
    checked: (f, w) =>
      ({
        official: `您发来的内容只含官方渠道。验证码仍请勿告诉任何人。详情：${f.url}`,
        not_official: `您发来的内容不是官方的。请勿点击其中的链接、拨打其中的号码，也不要提供验证码或付款。举报：${f.url}`,
        cannot_tell: `无法确定您发来的内容是否官方。如有疑问，请${w.call}。核对或举报：${f.url}`,
      })[f.verdict],
    help: (f) => `${asked(f)}查询不会办理任何业务。更多：${f.url}`,
    stranger: (f, w) => `没有可告知此号码的内容。若您是我们的用户，请访问 ${f.url} 或${w.call}。`,
    bound: (_, w) => `今天来自 ${w.line} 的短信较多，明天之前不再答复。如有急事，请${w.call}。`,
  },
  outcomes: {
    answered: '已答复',
    helped: '已答复可用的关键词',
    checked: '已答复是否官方',
    stranger: '非本网号码，已告知',
    over_strangers: '非本网号码，未答复',
    told_bound: '已告知今日不再答复',
    over_bound: '未答复：当日条数过多',
    nobody: '未答复：发送方不是可答复的号码',
    too_late: '未答复：已过时限',
  },
  list: {
    none: '没有收到短信。',
    waiting: '等待中',
    more: (command) => `更多：${command}`,
    unknown: '未识别',
    withheld: '（未保存）',
  },
  desk: {
    title: '收到的短信',
    lead: '谁发来、想办什么、结果如何，最新的在前。这里不显示短信内容。',
    number: '发信号码',
    numberHint: '留空则显示全部号码。',
    outcome: '处理结果',
    any: '不限',
    find: '显示',
    clear: '显示全部',
    of: (number) => `只显示 ${number} 的短信。`,
    none: '没有符合条件的短信。',
    received: '收到时间',
    sender: '发信方',
    senders: { short_code: '短号码', alphanumeric: '名称', malformed: '不是号码' },
    wish: '想办理',
    line: '线路',
    noLine: '不是本网号码',
    answer: '答复',
    answers: { waiting: '等待发送', sent: '已发送', given_up: '已放弃' },
    noAnswer: '没有保存',
    parts: (n) => `${n} 段`,
    more: '更多',
  },
};
