import type { Messages } from '../shape.ts';

/** What to bring, and as whom: on pages and on paper. */
export const materials: Messages['materials'] = {
  bring: '到营业厅办理，需要带什么',
  atStore: '改到营业厅办理：需要带什么',
  forOthers: '由他人代办，或机主已故？',
  names: {
    identity_document: '机主证件原件',
    identity_document_copy: '机主证件复印件',
    opening_form: '开户时的业务登记单',
    sim_card: 'SIM 卡，保持完整',
    business_licence: '营业执照，或加盖公章的复印件',
    company_seal: '单位公章',
    authorisation_letter: '授权委托书，由机主签名或单位盖章',
    agent_identity_document: '经办人本人证件原件',
    death_certificate: '死亡证明',
    proof_of_kinship: '亲属关系证明（如户口簿），或继承证明',
    heir_identity_document: '继承人本人证件原件',
    guardianship_proof: '监护关系证明',
    guardian_identity_document: '监护人本人证件原件',
    requester_identity_document: '您本人的证件',
    police_report: '报警记录或回执',
    court_order: '法院文书，例如人身安全保护令',
    support_service_letter: '妇联、救助机构、医院、社工或律师出具的说明',
    sworn_statement: '您本人签名的书面说明',
  },
  capacities: {
    owner: '机主本人',
    heir: '机主的继承人',
    guardian: '机主的监护人',
    agent: '机主委托的代办人',
    company: '单位经办人',
  },
};

export const documentTypes: Messages['documentTypes'] = {
  cn_resident_id: '居民身份证',
  hk_mo_tw_residence_permit: '港澳台居民居住证',
  hk_mo_tw_permit: '港澳居民来往内地通行证、台湾居民来往大陆通行证',
  foreign_permanent_resident: '外国人永久居留身份证',
  passport: '护照',
  business_licence: '营业执照',
  other: '其他证件',
};

/** The form on paper with which a line is ended at a counter. */
export const applicationForm: Messages['applicationForm'] = {
  title: '销号申请表',
  label: {
    reference: '业务单号',
    clerk: '经办人员',
    date: '日期',
    holder: '机主',
    document: '证件',
    comer: '办理身份',
    route: '办理途径',
    comerName: '办理人姓名',
    comerDocument: '办理人证件',
    number: '号码',
    plan: '套餐',
    openedOn: '开户日期',
    line: '办理号码',
    person: '申请人',
    dates: '日期与费用',
    serviceEnd: '服务终止',
    billingEnd: '计费截止',
    release: '号码释放',
    bill: '末次账单（截至今日）',
    refund: '退款',
    materials: '已出示',
    declaration: '声明',
    signature: '签名',
    signedOn: '地点与日期',
    noNumber: '无号码（数据线路）',
    noName: '未登记',
    notApplicable: '不适用',
    unknown: '今日无法得知',
  },
  declaration: {
    owner: '本人申请终止上述线路。',
    heir: '本人作为机主的继承人，为其遗产事务申请终止上述线路。',
    other: '本人以上述身份代表机主，申请终止上述线路。',
    common: [
      '本人已阅读上述日期与费用。迟到的话单仍可能使末次账单变动。',
      '本人知悉号码释放后可能分配给他人，届时发往该号码的验证码会由他人收到。',
      '线路从网络移除之前，凭回执可以撤回申请。',
    ],
  },
  signedOnScreen: (at) => `屏幕签名，${at}`,
  signHere: '在此签名',
  balance: {
    owed: (amount) => `应缴 ${amount}`,
    told: (amount) => `账户未结 ${amount}，只告知，不要求缴纳`,
    owing: (amount) => `应退 ${amount}`,
    settled: (amount) => `无欠费，余额 ${amount}`,
  },
  copy: '本表仅证明已提出申请；线路是否已终止，以销号证明为准。',
};

/** The label with which a card is sent back. */
export const mailInLabel: Messages['mailInLabel'] = {
  title: '寄回 SIM 卡',
  to: '收件人',
  noAddress: '请拨打客服热线询问地址，并填写于此。',
  code: '寄件编号',
  reference: '业务单号',
  cut: '沿线剪下，贴在信封上。',
  steps: [
    '把卡放进气泡信封。不要剪卡，不要折弯。',
    '信封里不要放别的东西，尤其不要放证件或复印件。',
    '请保留寄件编号，凭它可查询卡是否收到。',
  ],
  stepsTitle: '怎样寄',
};
