import type { Messages } from '../shape.ts';

export const campaignDesk: Messages['campaignDesk'] = {
  title: '批量销号',
};
