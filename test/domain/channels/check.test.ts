import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/domain/channels/check.ts';
import { checkBook, keysOf, readText } from '../../../src/domain/channels/reading.ts';
import type { LocalDate } from '../../../src/domain/values/local-date.ts';
import { BOOK, checked, REGISTRY } from './book.ts';

const reasonsOf = (text: string) => checked(text).reasons;

/** Each was answered as official: the one thing that a check must never say of a fraud. */
describe('an official name or number lends nothing to what stands beside it', () => {
  it.each([
    // what looks like a port is a password
    ['https://10086.cn:443@evil.top/', 'link_hides_name'],
    ['http://10086.cn:8080@185.1.2.3/', 'link_hides_name'],
    // the name goes on, behind or in front, in letters that are written without spaces, or in none
    ['请登录 https://10086.cn办理.top/x', 'link_imitates'],
    ['请登录10086.cn办理.top', 'link_imitates'],
    ['10086.cn💰.ws/x', 'link_imitates'],
    ['https://掌厅10086.cn/a', 'link_imitates'],
    ['https://10086.公司/x', 'link_imitates'],
    // percent codes are read before a name is looked up
    ['https://10086.cn%2eevil.com/', 'link_imitates'],
    ['https://1%30086.cn/', 'link_odd_spelling'],
    ['https://10086.cn\\@evil.top/', 'link_odd_spelling'],
    ['http://017700000001/', 'link_disguised_address'],
    ['java\nscript:alert(1) 10086.cn', 'link_runs_script'],
    // names that no pattern of Latin letters finds, beside a true number
    ['【中国移动】积分可以兑换，请登录 中国移动.com/jf ，详询10086', 'link_not_of_sender'],
    ['【中国移动】积分可以查询 https://ไทย.com/pay 详询10086', 'link_not_of_sender'],
    ['【中国移动】积分可以查询 ไทย.com 详询10086', 'link_not_of_sender'],
    ['【中国移动】积分可以查询 http://[2001:db8::1]/pay 详询10086', 'link_not_of_sender'],
    ['【中国移动】积分可以查询 http://evil/pay 详询10086', 'link_not_of_sender'],
    ['【中国移动】查询 weixin://dl/business/?t=abc 10086.cn', 'link_not_of_sender'],
    ['【中国移动】详询10086或 ১৩৮০০১৩৮০০০ 谢谢', 'number_not_of_sender'],
  ] as const)('%s: %s', (text, reason) => {
    const { verdict, reasons } = checked(text);
    expect(reasons).toContain(reason);
    expect(verdict).toBe('not_official');
  });

  it('what lies behind fifty official ways is not looked at, and keeps the text from being official', () => {
    for (const text of [
      `${'10086.cn '.repeat(50)} evil.top/pay`,
      `${Array.from({ length: 50 }, (_, i) => `+86101000${1000 + i}`).join('、')}、10086`,
      // One character that becomes eighteen: the end is cut off.
      `10086.cn ${'\ufdfa'.repeat(600)} evil.top`,
    ]) {
      const { verdict, reasons } = checked(text);
      expect(reasons).toContain('more_than_compared');
      expect(verdict).not.toBe('official');
    }
  });

  it.each([
    '10086.cn和10010.com',
    '请登录10086.cn登录10010.com/x',
    '【中国移动】详询10086或 1380O138OOO 谢谢',
  ])('%s: nobody can tell', (text) => {
    expect(checked(text).verdict).toBe('cannot_tell');
  });

  it.each([
    '请点https://10086.cn查询余额。',
    '登录10086.cn查询.Tel 10086',
    '登录www.10086.cn和shop.10086.cn办理',
    'https://10086.cn:443/a@b',
  ])('%s stays official', (text) => {
    expect(checked(text).verdict).toBe('official');
  });
});

describe('a link', () => {
  it.each([
    ['请点击10086.cn.evil-top.top/a兑换', 'link_imitates'],
    ['https://www.10086.cn.evil.top', 'link_imitates'],
    ['1OO86.cn', 'link_imitates'],
    ['l0086.cn', 'link_imitates'],
    ['10086.сn', 'link_imitates'], // Cyrillic
    ['10086-cn.com', 'link_imitates'],
    ['m10086.cn', 'link_imitates'],
    ['10068.cn', 'link_imitates'],
    ['chinamobile-vip.com', 'link_imitates'],
    ['10０86.cn', 'link_odd_spelling'],
    ['1\u200b0\u200b086.cn', 'link_odd_spelling'],
    ['10086[.]cn', 'link_odd_spelling'],
    ['hxxps://www.10086.cn', 'link_odd_spelling'],
    ['10086。cn', 'link_odd_spelling'],
    ['www.10086点cn', 'link_odd_spelling'],
    ['http://10086.cn@evil.top/', 'link_hides_name'],
    ['https://www.10086.cn:pass@evil.top/', 'link_hides_name'],
    ['http://0300.0250.0.1/', 'link_disguised_address'],
    ['http://0xC0A80001/a', 'link_disguised_address'],
    ['http://3232235521', 'link_disguised_address'],
    ['javascript:alert(1)', 'link_runs_script'],
    ['data:text/html;base64,PHNjcmlwdD4=', 'link_runs_script'],
    ['https://раура1.com', 'link_mixed_letters'],
    ['https://t.me/s/nobody_1', 'account_alone'],
    ['请访问 \u202enc.68001', 'turned_letters'],
  ] as const)('%s is not official: %s', (text, reason) => {
    const { verdict, reasons } = checked(text);
    expect(reasons).toContain(reason);
    expect(verdict).toBe('not_official');
  });

  it.each([
    'https://www.10086.cn/index.html?a=1',
    '请登录10086.cn查询',
    'HTTPS://WWW.10010.COM',
    '10099.com.cn',
    '详情：https://end.guiyi.example/check。谢谢',
  ])('%s is official', (text) => {
    expect(checked(text).verdict).toBe('official');
  });

  it.each([
    'https://例子.中国/路径?x=1，好',
    'https://www.baidu.com',
    'bit.ly/abc',
    'http://192.168.1.1/',
    'ok.So what',
  ])('%s is neither', (text) => {
    expect(checked(text).verdict).toBe('cannot_tell');
  });

  it('ends where Chinese words begin, and is told without what follows it', () => {
    expect(checked('点击：gy-jf.top/A6xyz领取').ways[0]?.shown).toBe('gy-jf.top/A6xyz');
    expect(checked('见 https://a.guiyi.example/x，谢谢').ways[0]?.shown).toBe('a.guiyi.example/x');
  });
});

describe('a number', () => {
  it.each(['10086', '+86 16400000001', '客服 164 0000 0001', '请拨打10010咨询', 'call 12300'])(
    '%s is official',
    (text) => expect(checked(text).verdict).toBe('official'),
  );
  it.each(['100861', '拨打 10086-1', '+8610086', '008610086', '电话 1OO86', 'call 4010010', '请拨 10068'])(
    '%s imitates an official one',
    (text) => {
      expect(checked(text)).toMatchObject({ verdict: 'not_official' });
      expect(reasonsOf(text)).toContain('number_imitates');
    },
  );
  it.each(['余额10086元', '尾号10010的卡', '订单号 100861', '138****1234'])('%s names no number', (text) => {
    expect(checked(text).ways).toEqual([]);
  });
  it('is called foreign, or costly, by where it is', () => {
    expect(reasonsOf('call +44 7700 900123')).toContain('number_foreign');
    expect(reasonsOf('call +44 909 879 0000')).toContain('number_premium');
  });
});

describe('a text', () => {
  it('with an advertisement of an agent at a messenger is not official, as a title of an article', () => {
    const { verdict, reasons } = checked(
      'Smart卡怎么注销？[[TG💪+ @closecard99](https://t.me/s/closecard99)]',
    );
    expect(verdict).toBe('not_official');
    expect(reasons).toContain('account_for_lines');
  });

  it('that asks for a code is not official; one that says to keep it is nothing of the kind', () => {
    expect(reasonsOf('把收到的验证码告诉客服')).toContain('asks_code');
    expect(reasonsOf('验证码 482913，请勿告诉他人，工作人员不会索要')).not.toContain('asks_code');
    expect(
      reasonsOf('Never share your code with anyone, even if they ask you to read it to them.'),
    ).not.toContain('asks_code');
  });

  it.each([
    ['請將收到嘅驗證碼話我知', 'asks_code'],
    ['先把同等金额存入做流水，验证完一并退还', 'safe_account'],
    ['Draw out the cash and our courier will collect it by hand', 'asks_transfer'],
    ['Tell nobody at the branch why you need it', 'asks_secrecy'],
    ['銷戶易：我哋代辦過戶、銷戶，唔使出門，收費三百', 'ends_lines_for_others'],
  ] as const)('%s', (text, reason) => expect(reasonsOf(text)).toContain(reason));

  it('is read with a number that is read out', () => {
    const shown = (text: string) => checked(text).ways.map((way) => way.shown);
    expect(shown('Ring one seven zero, four zeros, double six, five one two')).toEqual(['17000006651' + '2']);
  });

  it('that tells of frauds and names official numbers is not one, and asking for a code is', () => {
    const told = '骗子冒充客服，让您打开屏幕共享。如有疑问请拨96110。';
    expect(checked(told).verdict).toBe('cannot_tell');
    expect(checked('骗子冒充客服。请把验证码告诉我，如有疑问请拨96110').verdict).toBe('not_official');
  });

  it('is not official because an official number sent it', () => {
    const { verdict, reasons } = checked('您的号码将停机，请缴费', '10086');
    expect(verdict).toBe('cannot_tell');
    expect(reasons).toContain('sender_proves_nothing');
  });

  it('is not official where a stranger’s way stands beside an official one', () => {
    expect(checked('【归一移动】积分即将清零，点 gy-jf.top 兑换，详询16400000001').verdict).toBe(
      'not_official',
    );
  });

  it('is not official once one of its ways is blocked', () => {
    const read = readText('周末团购 http://sale.harmless-shop.com/a', null, BOOK);
    expect(judge(read, BOOK).verdict).toBe('cannot_tell');
    const keys = keysOf(read, BOOK);
    expect(keys).toContain('domain:harmless-shop.com');
    expect(judge(read, BOOK, new Set(['domain:harmless-shop.com']))).toMatchObject({
      verdict: 'not_official',
      reasons: expect.arrayContaining(['blocked']),
    });
  });
});

it('takes an entry for official only within its days', () => {
  const [owner] = REGISTRY.owners;
  const until = { ...owner!.channels[0]!, value: 'old.example', until: '2026-11-28' as LocalDate };
  const registry = { owners: [{ ...owner!, channels: [until] }] };
  const on = (day: string) => {
    const book = checkBook(registry, BOOK.words, BOOK.tables, '86', day as LocalDate);
    return judge(readText('https://old.example', null, book), book);
  };
  expect(on('2026-11-28').verdict).toBe('official');
  expect(on('2026-11-29').verdict).toBe('cannot_tell');
  expect(on('2026-11-29').reasons).toContain('channel_not_in_force');
});

describe('hostile input of 5,000 characters takes no time', () => {
  const fill = (part: string): string => part.repeat(Math.ceil(5_000 / part.length)).slice(0, 5_000);
  it.each([
    'a',
    'a.',
    '1',
    '1 ',
    '1-',
    '+1(',
    'O0',
    'a@',
    '://',
    'http://',
    '@a.cn',
    'a.cn/',
    '\u200b',
    '\u202e',
    '一',
    '点',
    '。a',
    '(',
    '[.]',
    ' dot ',
    '微信',
    'tg @',
    '验证码',
    '【',
    'データ.',
    'а.',
    'xn--',
    '10086',
    '\u0301',
    'javascript ',
    '💪',
  ])('%j', (part) => {
    checked('warm up 10086');
    const best = Math.min(
      ...[1, 2, 3].map(() => {
        const begun = performance.now();
        checked(fill(part));
        return performance.now() - begun;
      }),
    );
    // Tenths of a millisecond to some milliseconds; what goes back over its input takes minutes.
    expect(best).toBeLessThan(500);
  });
});

it.each(['1 0 0 8 6', '1-0-0-8-6', '一零零八六', 'one zero zero eight six', '1️⃣0️⃣0️⃣8️⃣6️⃣ 官方客服'])(
  '%s is an official number that is not to be recognised',
  (text) => expect(checked(text).verdict).not.toBe('official'),
);

it('judges the part of an e-mail address behind the @ as it does a link', () => {
  expect(checked('service@10086-kf.com').verdict).toBe('not_official');
  expect(checked('help@guiyi.example').verdict).toBe('official');
});

/** Each took hundreds of milliseconds: a pattern went back over what it had read. */
it.each([
  ['dots behind a Chinese letter', `中${'.'.repeat(7_990)}a`],
  ['lines and dots between Chinese letters', `中${'-.'.repeat(3_990)}中`],
])('%s are read in a time that grows with their length alone', (_, text) => {
  const timed = (given: string): number => {
    const runs = [0, 1, 2, 3, 4].map(() => {
      const start = performance.now();
      checked(given);
      return performance.now() - start;
    });
    return Math.min(...runs);
  };
  const short = timed(text.slice(0, text.length / 16));
  // Sixteen times as long; 256 times the time is what going back costs.
  expect(timed(text)).toBeLessThan(128 * Math.max(short, 1));
});

describe('the name of an app or an account of the registry', () => {
  it.each(['归一掌厅', '归一掌厅 app', '歸一掌廳', '@归一移动客服'])('%s alone is official', (text) => {
    const { verdict, ways } = checked(text);
    expect(verdict).toBe('official');
    expect(ways).toMatchObject([{ standing: 'official', owner: { id: 'guiyi' } }]);
  });

  it.each([
    '请打开归一掌厅查看本月账单',
    '归一移动提醒您：可在归一掌厅APP办理业务',
    '关注我们的微博“归一移动客服”了解更多',
  ])('in a sentence it is told, and proves nothing: %s', (text) => {
    const { verdict, reasons, ways } = checked(text);
    expect(verdict).toBe('cannot_tell');
    expect(reasons).toEqual(expect.arrayContaining([expect.stringMatching(/^(?:app|account)_official$/)]));
    expect(reasons).not.toContain('nothing_to_compare');
    expect(ways).toMatchObject([{ standing: 'official' }]);
  });

  it.each([
    '【归一移动】请打开归一掌厅，把验证码发给客服',
    '请在归一掌厅办理，或点击 https://guiyi-jf.top/a 领取话费，逾期作废',
    '关注微博@归一移动客服，先付手续费代办注销',
  ])('makes no fraud look better: %s', (text) => {
    const { verdict, reasons } = checked(text);
    expect(verdict).toBe('not_official');
    expect(reasons.filter((one) => one.endsWith('_official'))).toEqual([]);
  });

  it.each([
    ['归壹掌厅', 'app_imitates'],
    ['归1掌厅', 'app_imitates'],
    ['请下载归一掌听APP', 'app_imitates'],
    ['请安装“归一掌上厅”客户端', 'app_imitates'],
    ['关注微博 @归壹移动客服', 'account_imitates'],
    ['关注微博：归一移动客报', 'account_imitates'],
    ['加微信 guiyi-mobi1e', 'account_imitates'],
    ['加微信 guiyi_mobile', 'account_imitates'],
  ] as const)('%s imitates one', (text, reason) => {
    const { verdict, reasons, ways } = checked(text);
    expect(verdict).toBe('not_official');
    expect(reasons).toContain(reason);
    expect(ways).toMatchObject([{ standing: 'imitates', owner: { id: 'guiyi' } }]);
  });

  it.each([
    '归一移动客服中心祝您春节快乐',
    '我在归一移动，客服说明天给我回电',
    '归一大厅三号窗口办理',
    '我在微博上看到归一移动的新闻',
    '他的微博叫归一',
  ])('is not found where none is named: %s', (text) => expect(checked(text).ways).toEqual([]));

  it('is blocked as what it is, and not as of whom it imitates', () => {
    const read = readText('关注微博 @归壹移动客服', null, BOOK);
    const [key] = keysOf(read, BOOK).filter((one) => one.startsWith('account:'));
    const { verdict, ways, reasons } = judge(read, BOOK, new Set([key!]));
    expect(verdict).toBe('not_official');
    expect(reasons[0]).toBe('blocked');
    expect(ways).toMatchObject([{ standing: 'blocked', owner: null }]);
  });
});
