import type { Messages } from '../shape.ts';

export const stuckDesk: Messages['stuckDesk'] = {
  title: '停滞办理',
};
