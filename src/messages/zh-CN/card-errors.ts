import type { CardErrorTexts } from '../card-error-texts.ts';

export const cardErrors: CardErrorTexts = {
  card_not_ours: {
    title: '这不是本公司的卡',
    detail: ({ luhn }) =>
      luhn === 'invalid'
        ? '末位校验码不符，请重新扫描或输入卡号。'
        : '请退还，由其所属运营商回收；邮寄来的可另行存放并转寄。',
  },
  card_of_other_line: {
    title: '此卡属于另一个号码',
    detail: '请核对卡面号码。若卡无误，请打开它所属号码的申请。',
  },
  card_is_esim: {
    title: 'eSIM 无需交回',
    detail: 'eSIM 存于设备内的芯片上。请在设备上删除配置文件，设备会签名证明已删除。',
  },
  card_case_missing: {
    title: '此卡的号码没有销号申请',
    detail: '请先提出申请，或退还此卡；邮寄来的可另行存放。',
  },
  card_needs_desk: {
    title: '旧卡须在营业厅交回或邮寄',
    detail: '请携卡到营业厅，或贴上本申请的寄回标签邮寄。',
  },
  card_too_early: { title: '申请尚未确认', detail: '请先保留此卡，确认前号码仍在使用。' },
  card_taken_in: {
    title: '此卡已收回',
    detail: ({ bag }) =>
      typeof bag === 'string' ? `已在 ${bag} 号袋中。` : '尚未装袋，请扫描装入一个袋中。',
  },
  card_unknown: { title: '没有这张卡', detail: '我们这里没有这个卡号的卡。' },
  card_line_goes_on: {
    title: '批次中有号码尚未注销',
    detail: ({ cards }) =>
      `请取出并退还以下卡，或等其号码注销后再交接：${Array.isArray(cards) ? cards.join('、') : ''}`,
  },
  card_label_invalid: {
    title: '寄回标签号有误',
    detail: ({ reason }) =>
      reason === 'check_character' ? '末位校验字符不符，请核对各位字符。' : '标签号为 HBC- 加十位字符。',
  },
  card_label_unknown: { title: '没有对应的申请', detail: '请改用卡号收卡。' },
  bag_unknown: { title: '没有这个袋', detail: '请核对袋上的编号。' },
  batch_unknown: { title: '没有这个批次', detail: '请核对批次编号。' },
  custody_conflict: {
    title: '目前不能这样操作',
    detail: '可能他人已办理，或前一步尚未完成。请重新查看。',
  },
  custody_differs: {
    title: '实物与记录不符',
    detail: (facts) =>
      facts['of'] === 'count'
        ? `记录为 ${facts['expected']} 张，清点为 ${facts['counted']} 张。请重新清点后再签收。`
        : facts['of'] === 'old_seal'
          ? '这是原来的封签号。新封签应有不同的号码。'
          : '封签号不同。请勿打开，并报告主管。',
  },
  custody_same_person: { title: '须由另一人签收', detail: '交出人与接收人须为两人。' },
};
