import type { SituationName } from './demo-situations.ts';
import type { Label } from './label.ts';

/** Under which heading a situation stands, in the order of the page. */
export const GUIDE_GROUPS = ['clear', 'blocked', 'esim', 'holders'] as const;
export type GuideGroup = (typeof GUIDE_GROUPS)[number];

interface Guide {
  readonly group: GuideGroup;
  /** What to try with it, and what one sees. */
  readonly tryThis: Label;
}

const clear = (en: string, zh: string): Guide => ({ group: 'clear', tryThis: { en, 'zh-CN': zh } });
const blocked = (en: string, zh: string): Guide => ({ group: 'blocked', tryThis: { en, 'zh-CN': zh } });
const esim = (en: string, zh: string): Guide => ({ group: 'esim', tryThis: { en, 'zh-CN': zh } });
const holders = (en: string, zh: string): Guide => ({ group: 'holders', tryThis: { en, 'zh-CN': zh } });

/** What a newcomer may do with each line of the showcase. */
export const GUIDE: Readonly<Record<SituationName, Guide>> = {
  eligible: clear(
    'Close it from the first page to the certificate. Withdraw within the minute of cooling-off, if you like.',
    '从首页一直办到拿到证明；冷静期一分钟内可随时撤回。',
  ),
  arrears: blocked(
    'See the debt and its rule, pay it here, check again and go on.',
    '先看欠费及其依据，在此缴清后重新检查，继续办理。',
  ),
  credit: clear('The review names what is paid back, and by when.', '确认页列明应退金额及退还期限。'),
  esim: esim(
    "Confirm, then delete the eSIM on its phone within three minutes: the certificate names the chip's signature.",
    '确认后三分钟内在手机上删除 eSIM，证明会载明芯片签名。',
  ),
  contract: blocked(
    'In Beijing a contract must end first. Buy it out here, then go on.',
    '北京规定合约期内不得销号。可在此付费提前解约，再继续。',
  ),
  family_main: blocked(
    'Two members depend on it. Move them to another line here, then go on.',
    '名下有两个成员。在此将成员移出后即可继续。',
  ),
  port_out: blocked(
    'It is on its way to another operator. Take the move back here, then go on.',
    '号码正在携出。在此撤回携转后即可继续。',
  ),
  contract_bought_off: clear(
    'The same contract in Guangdong: nothing blocks, the fee stands on the final bill.',
    '同样的合约在广东：不拦，违约金列入末期账单。',
  ),
  family_member: blocked(
    'In Beijing a member must leave the family group first. Leave it here, then go on.',
    '北京要求成员先退出家庭网。可在此退出，再继续。',
  ),
  group_member: blocked(
    "A member of a company's group. Leave the group here, then go on.",
    '集团网成员。可在此退出集团网，再继续。',
  ),
  main_card: blocked(
    'A secondary card hangs on it. End that one here, then go on.',
    '名下有副卡。在此先处理副卡，再继续。',
  ),
  secondary_card: clear(
    'A secondary card can leave its main card: see what the notes say.',
    '副卡可脱离主卡，请看页面提示。',
  ),
  broadband: blocked(
    'Bundled with broadband. Take the bundle off here, then go on.',
    '与宽带捆绑。在此解除捆绑后即可继续。',
  ),
  fraud_hold: blocked(
    'Only the fraud desk can let it go. Be the fraud desk here.',
    '只有反诈部门能解除。在此代为解除。',
  ),
  legal_hold: blocked(
    'Held by a court. Be the legal desk here and lift it.',
    '司法保全中。在此代法务部门解除。',
  ),
  termination_lock: blocked(
    'Its holder locked it against termination. Take the lock off here.',
    '机主设置了防销户锁。在此解除。',
  ),
  roamed: blocked(
    'Used abroad this month: service ends at the end of the month. Let the records arrive here, and it may end today.',
    '本月境外漫游过，最早月底终止服务。可在此让漫游话单到齐，当天即可办结。',
  ),
  ported_in: clear(
    'Came from another operator: the certificate says that the number goes back to it.',
    '携入号码：证明载明号码归还原号段运营商。',
  ),
  unbilled: clear('What was used and not billed goes on the final bill.', '未出账费用列入末期账单。'),
  watch: esim(
    'One number on a phone and on a watch: two chips, two signatures.',
    '手机与手表一号双终端：两个芯片，两个签名。',
  ),
  several_accesses: esim(
    'Three cards on one number: all of them are cut off, each with its own proof.',
    '一号三卡：全部停用，逐一取证。',
  ),
  foreigner: clear(
    'Everything in English, and a passport in place of an ID card.',
    '以护照代替身份证，短信为英文。',
  ),
  company: clear(
    'Held by a company: its licence number takes the place of the ID number.',
    '企业用户：以统一社会信用代码代替身份证号。',
  ),
  store_only: blocked(
    'Henan asks for a visit to a store. Move the line to Beijing here, where the portal may be used.',
    '河南须到营业厅办理。可在此将归属地改为北京，改为线上办理。',
  ),
  tolerated_arrears: clear(
    'Sichuan lets a small debt pass: it goes on the final bill.',
    '四川对小额欠费不设限，列入末期账单。',
  ),
  roaming_warns: clear(
    'In Shanghai roaming only warns: compare with the same in Beijing.',
    '上海对漫游仅作提示，可与北京对比。',
  ),
  opened_by_agent: clear(
    'Opened by an agent: the rules ask for more papers, and say which.',
    '代理商开户：规则要求更多材料，并逐一列明。',
  ),
  everything: blocked(
    'Three things at once, all named in one pass. Clear them one by one.',
    '三重障碍一次列全，逐项处理。',
  ),
  no_contact: clear(
    'Nobody can be told after the end: the review asks for another number.',
    '没有其他联系方式：确认页会请您留一个。',
  ),
  several_lines: holders(
    'Prove the ID number under “My lines”: two more lines appear.',
    '在“我的号码”中核对证件号，会多出两条线路。',
  ),
  data_only: holders(
    'Has no number: sign in with the line before it, prove the ID number.',
    '没有号码：用上一条号码登录，再核对证件号。',
  ),
  ended: holders(
    'Ended before the demo began: its number rests, and signing in with it tells nobody so.',
    '演示开始前已销户：号码冷冻中，用它登录不会透露任何信息。',
  ),
  two_devices: esim(
    'One eSIM in use, one forgotten on an old tablet. Delete only one: the certificate says which is proven.',
    '一个在用，一个留在旧平板上。只删一个，证明会写清哪个已证实。',
  ),
  sim_and_watch: esim(
    'The phone has a card, only the watch holds an eSIM.',
    '手机用 SIM 卡，只有手表上有 eSIM。',
  ),
  ordered_esim: esim(
    'An eSIM that nobody has downloaded: it is taken back at the SM-DP+, with nothing to do on a phone.',
    '已订未下载的 eSIM 由 SM-DP+ 收回，手机上无需操作。',
  ),
  silent_esim: esim(
    'Its deletion cannot be proven, and the certificate says so. Ends after three minutes all the same.',
    '删除无法证实，证明如实写明；三分钟后照常终止。',
  ),
  two_numbers: esim(
    'Two numbers on one phone: end one, the other stays in service.',
    '一部手机两个号码：注销一个，另一个照常使用。',
  ),
  second_number: esim(
    'The other number of that phone, of the same holder.',
    '同一部手机上、同一机主的另一个号码。',
  ),
};
