import type { Messages } from '../shape.ts';

export const scamCheck: Messages['scamCheck'] = {
  title: '这是我们发的吗？',
};
