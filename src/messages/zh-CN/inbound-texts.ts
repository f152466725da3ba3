import type { Messages } from '../shape.ts';

export const inboundTexts: Messages['inboundTexts'] = {
  title: '收到的短信',
};
