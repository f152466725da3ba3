import type { Messages } from '../shape.ts';

export const queueDesk: Messages['queueDesk'] = {
  title: '待办队列',
};
