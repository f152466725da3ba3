import type { Messages } from '../shape.ts';

export const protection: Messages['protection'] = {
  title: '不是我本人',
};
