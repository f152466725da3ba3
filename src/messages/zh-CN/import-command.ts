import type { Messages } from '../shape.ts';

export const importCommand: Messages['importCommand'] = {
  badRow: (title, detail) => `${title}：${detail}`,
};
