import type { Messages } from '../shape.ts';

/** What became of an old card, in plain words: the same on paper and on every page. */
export const cardResults: Messages['cardResults'] = {
  title: '旧卡',
  short: { missing: '未交回', taken_in: '已收回', destroyed: '已销毁' },
  missing: (on) => `机主于 ${on} 表示已没有此卡。`,
  takenIn: {
    whole: (on) => `${on} 收回，卡完好。`,
    cut_by_holder: (on) => `${on} 收回，卡已被持卡人剪开。`,
    damaged: (on) => `${on} 收回，卡已损坏。`,
  },
  waits: '出具本证明时尚未销毁。',
  destroyed: {
    shredded: (on) => `${on} 粉碎销毁。`,
    pulverised: (on) => `${on} 研磨销毁。`,
    incinerated: (on) => `${on} 焚烧销毁。`,
    melted: (on) => `${on} 熔毁。`,
  },
  particles: (name) => `颗粒等级 ${name}（ISO/IEC 21964）。`,
};
