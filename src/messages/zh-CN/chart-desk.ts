import type { Messages } from '../shape.ts';

export const chartDesk: Messages['chartDesk'] = {
  title: '图表',
};
