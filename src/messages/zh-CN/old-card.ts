import type { Messages } from '../shape.ts';

/** Where the old card of an ending line is, for its holder. */
export const oldCard: Messages['oldCard'] = {
  title: '您的旧卡',
  ending: (digits) => `尾号 ${digits} 的卡`,
  places: {
    with_holder: '在您手中',
    missing: '您表示已没有',
    taken_in: '已收回',
    in_bag: '已收回，装袋待销毁',
    on_the_way: '正送往销毁途中',
    at_depot: '在库房等待销毁',
    at_destroyer: '在销毁单位',
    destroyed: '已销毁',
    given_back: '已退还给您',
    sent_on: '已转寄',
    lost: '在我方保管期间遗失',
  },
  takenIn: (on) => `${on} 收回。`,
  said: (on) => `您于 ${on} 告知。`,
  destroyed: (on) => `${on} 销毁，方式见证明。`,
  lost: '销毁前清点时未找到此卡。号码注销后，此卡无法联网。',
  handIn: '请将旧卡交到营业厅或寄给我们，以便销毁回收。不交也不影响销号。',
  doNotCut: '请勿自行剪卡：剪开后芯片仍可读取，我们也无法辨认是哪张卡。已剪的卡同样收回。',
  untilOff: '停机之前，通话和短信仍要用到此卡。',
  shops: '查找营业厅',
  makeLabel: '邮寄旧卡',
  label: '信封上的标签号',
  labelHow: '请将它写在信封上，信封内只放卡。它代替您的姓名，凭它看不到任何信息。',
  missing: '我已没有这张卡',
  missingWhich: (digits) => `我已没有尾号 ${digits} 的卡`,
  esim: 'eSIM 无需交回：芯片留在您的设备里。请在设备上删除配置文件，设备会签名证明已删除。',
};
