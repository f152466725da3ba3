import type { Messages } from '../shape.ts';

export const stuckDesk: Messages['stuckDesk'] = {
  title: '停滞办理',
  causes: {
    blocked_at_intent: '停机前出现新的障碍',
    bar_does_not_hold: '停机未生效',
    network_differs: '网络与台账不一致',
    subscriber_reappeared: '用户再次出现',
    commit_failed: '结果未能写入',
    process_died: '处理进程多次中断',
    stage_failed: '我方故障',
    refused: '被拒绝',
    timeout: '未及时应答',
    not_understood: '应答无法识别',
  },
};
