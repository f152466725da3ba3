import type { Messages } from '../shape.ts';

export const voiceMenu: Messages['voiceMenu'] = {
  title: '语音菜单',
};
