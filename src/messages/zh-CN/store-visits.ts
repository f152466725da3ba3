import type { Messages } from '../shape.ts';

export const storeVisits: Messages['storeVisits'] = {
  title: '营业厅',
};
