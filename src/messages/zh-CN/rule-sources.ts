import type { Messages } from '../shape.ts';

export const ruleSources: Messages['ruleSources'] = {
  'Public pages: the operator answers a complaint within 15 days, then the regulator':
    '公开页面：运营商 15 日内答复投诉，此后可找监管机构',
  'the operator answers within 15 days; then the regulator decides in 5 working days whether it takes the complaint, and handles it in 30 days':
    '运营商 15 日内答复；此后监管机构 5 个工作日内决定是否受理，30 日内处理',
  'operator default': '运营商自定',
  'demo clocks': '演示用时限',
  'MIIT: cancelling outside the home province must be offered since 2019-01-01 (reprint)':
    '工业和信息化部：自 2019-01-01 起须支持异地销号（转载）',
  'Article on cancelling a SIM or eSIM, for ordinary people (the seed of Handback)':
    '面向大众的 SIM / eSIM 注销文章',
  '电信服务规范: a number may be given out again after 90 days (as reported by xhby.net)':
    '《电信服务规范》：号码 90 天后可重新分配（据 xhby.net 报道）',
  'China Unicom app: conditions of online cancelling (as described by public pages)':
    '中国联通 App：线上销号条件（据公开页面）',
  'Public pages disagree: to a bank account from 10, 50 or 200 yuan':
    '公开页面说法不一：满 10、50 或 200 元退至银行账户',
  '携号转网: bills settled, 120 days between ports, code valid for about an hour (public pages)':
    '携号转网：结清账单、间隔 120 天、授权码约一小时有效（公开页面）',
  '§ 312k BGB: cancel button; no login and no call back may be asked to receive the declaration':
    '德国民法典第 312k 条：解约按钮；受理声明不得要求登录或回电',
  'Directive (EU) 2018/1972 (EECC), article 106': '欧盟指令 2018/1972（EECC）第 106 条',
  '§ 56 TKG: minimum terms, and notice after them': '德国《电信法》第 56 条：最短合约期及之后的提前通知',
  "after its minimum term a contract can be ended at any time with a month's notice; counted by §§ 187 and 188 BGB":
    '最短合约期满后，可随时提前一个月通知解约；按《民法典》第 187、188 条计算',
  'Ofcom text-to-switch: STAC 75075, PAC 65075, INFO 85075':
    '英国 Ofcom 短信转网：STAC 75075、PAC 65075、INFO 85075',
  'Public pages disagree: withdrawal within 3 days, or within the freeze period':
    '公开页面说法不一：3 天内或冻结期内可撤回',
  'some provinces want the person present; that it is this one is invented':
    '有的省要求本人到场；具体为哪个省属虚构',
  'opened in a store - the original documents and copies; the old card is handed in; the rest is an operator default':
    '营业厅开户：证件原件与复印件，交回旧卡；其余为运营商自定',
  'the days of a ported-in number before its return are an operator default':
    '携入号码归还前的天数由运营商自定',
  'takes effect next month': '次月生效',
  'hotline - document number, telephone number, date of joining; online - code by SMS':
    '热线：证件号码、手机号码、入网日期；线上：短信验证码',
  'document number and date of joining; what makes a line risky is an operator default':
    '证件号码与入网日期；何为有风险由运营商自定',
  'family number': '亲情号',
  'group number': '集团号',
  'main and secondary card': '主副卡',
  bundle: '捆绑业务',
  arrears: '欠费',
  'the month after next if the line roamed': '有漫游则隔月生效',
  contract: '合约',
  'in a store only; online nothing may be asked for': '仅限营业厅；线上不得索要任何材料',
  'the number can be ported for a month after the contract has ended; the rest is an operator default':
    '合同终止后一个月内仍可携号；其余由运营商自定',
  'prepaid credit is refunded on request': '预付余额可申请退还',
  'receipt at once in text form': '立即以文本形式给回执',
  'the number moves within a working day, and ending the line would take it away':
    '号码在一个工作日内转走，此时销号会失去号码',
  'a debt does not keep a contract alive': '欠款不使合同延续',
  'Vodafone Australia: a number rests for 6 months, and 12 after harassment (public page)':
    '沃达丰澳大利亚：号码冷冻 6 个月，骚扰之后 12 个月（公开页面）',
  'a year after harassment, by the example of one operator; the rest is an operator default':
    '骚扰之后一年，参照一家运营商；其余为运营商默认值',
  'late records make a supplementary bill': '迟到的话单另出补充账单',
  'ends with its minimum term': '最短期限届满时终止',
  'by text, and online or by telephone too; a number of lines by post, e-mail or telephone':
    '短信、线上或电话均可；多条线路可用邮寄、邮件或电话',
  'no notice charges after the switch': '转网后不收通知期费用',
  'asking for a code cancels nothing, using it does': '索取授权码不算解约，使用才算',
  'what is owed goes on the final bill': '所欠金额计入末次账单',
  'the answer to a request names the charge for leaving early': '答复中会写明提前离开的费用',
  'a code is valid for 30 days': '授权码 30 天内有效',
  'Safe Connections Act of 2022 (USA): a line is separated within two business days, without fees, in confidence':
    '美国《安全连接法》（2022）：两个工作日内单独过户，不收费，并保密',
  "the survivor's two working days, the silence and the waived fees follow the Act, which does not bind here; the rest is an operator default":
    '须避开机主者的两个工作日、保密与免收费用参照该法，该法在此不具约束力；其余由运营商自定',
  'SIM Registration Act (RA 11934) and its rules (NTC MC 001-12-2022), as summarised by law firms':
    '菲律宾《SIM 卡登记法》（RA 11934）及其实施细则（NTC MC 001-12-2022），据律所摘要',
  'Mobile Number Portability Act (RA 11202): porting is free (summary)':
    '菲律宾《携号转网法》（RA 11202）：携号免费（摘要）',
  'Smart: terms of postpaid service, as published': 'Smart 公布的后付费服务条款',
  'Smart: terms of the Smart Freedom plan, as published': 'Smart 公布的 Smart Freedom 套餐条款',
  'Public pages: a number rests for 60 days (the order that they cite was not found)':
    '公开网页：号码冷冻 60 天（未找到所引的命令）',
  'a lost or stolen SIM is deactivated within 24 hours of the report':
    'SIM 卡丢失或被盗，自报告起 24 小时内停用',
  'the monthly fee for each month left of the lock-in': '合约期每剩一个月收一个月月费',
  'registration data is kept for ten years from the deactivation': '登记资料自停用起保存十年',
  'without outgoing use a prepaid line ends, and its number is given out again':
    '预付费号码长期没有主动使用即终止，号码重新放出',
  'a deposit comes back within 60 days; what was paid in advance is an operator default':
    '押金 60 天内退还；预付款由运营商自定',
  "the 24 hours after a death follow the Act and its rules; the survivor's two working days follow the Safe Connections Act of the USA, which does not bind here; the rest is an operator default":
    '死亡后 24 小时依该法及细则；幸存者两个工作日参照美国《安全连接法》，在此不具约束力；其余由运营商自定',
  'all dues are settled first': '须先结清所有费用',
  "a month's written notice": '须提前一个月书面通知',
  'the lock-in': '合约锁定期',
  'an answer within a minute, with charges and credit; words and limits are an operator default':
    '一分钟内答复，载明费用与余额；关键词与限额由运营商自定',
};

/** What a source is worth; of the operator's own its title says so. */
export const ruleStrengths: Messages['ruleStrengths'] = {
  statute: '法律原文',
  official: '官方文本',
  weak: '未见原文',
};
