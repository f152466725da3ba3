import type { Messages } from '../shape.ts';

export const ruleDesk: Messages['ruleDesk'] = {
  title: '规则',
};
