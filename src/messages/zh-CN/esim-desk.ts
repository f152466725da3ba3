import type { Messages } from '../shape.ts';

export const esimDesk: Messages['esimDesk'] = {
  title: 'eSIM',
};
