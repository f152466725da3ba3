import type { Messages } from '../shape.ts';

export const guidance: Messages['guidance'] = {
  title: '我需要准备什么？',
};
