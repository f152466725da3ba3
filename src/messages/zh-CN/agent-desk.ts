import type { Messages } from '../shape.ts';

export const agentDesk: Messages['agentDesk'] = {
  title: '异常坐席',
};
