import type { Messages } from '../shape.ts';

export const zombieChart: Messages['zombieChart'] = {
  titles: {
    age: '未证实删除的 eSIM 配置文件：按销号后天数',
    maker: '未证实删除的 eSIM 配置文件：按 eUICC 制造商',
    campaign: '未证实删除的 eSIM 配置文件：按批次',
  },
  results: {
    unreachable: '删除未确认',
    unproven: '报称已删除，未证实',
    not_possible: '删除无法证实',
  },
  inAll: (title, sum) => `${title}，共 ${sum} 个`,
  heading: (title, sum) => `${title}（${sum}）`,
  part: (result, count) => `${result}：${count}`,
  days: (range) => `${range} 天`,
  unknownMaker: '设备未知',
  noCampaign: '不属于批次',
  none: '没有。',
};
