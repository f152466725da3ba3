import type { Messages } from '../shape.ts';

/** The frame of the operations desk; each section has a file of its own. */
export const operations: Messages['operations'] = {
  sections: '运营台的各部分',
  names: {
    queue: '待办队列',
    search: '查找',
    stuck: '停滞办理',
    campaigns: '批量销号',
    esim: 'eSIM',
    complaints: '投诉',
    charges: '拦下的扣费',
    reconciliation: '对账核对',
    numbers: '号码',
    charts: '图表',
    rules: '规则',
    texts: '收到的短信',
    reports: '被举报的短信',
    agents: '异常坐席',
  },
};
