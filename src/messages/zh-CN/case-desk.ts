import type { Messages } from '../shape.ts';

export const caseDesk: Messages['caseDesk'] = {
  title: '查找',
};
