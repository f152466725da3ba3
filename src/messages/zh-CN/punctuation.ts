import type { Messages } from '../shape.ts';

export const punctuation: Messages['punctuation'] = {
  gap: '',
  stop: '。',
  dot: ' · ',
  pause: '；',
  colon: '：',
  titled: (title, detail) => {
    if (detail === '') return title;
    return /[.。]$/.test(title) ? `${title} ${detail}` : `${title}。${detail}`;
  },
  labelled: (label, value) => `${label}：${value}`,
  numbered: (name, n) => `${name} ${n}`,
  aside: (text) => `（${text}）`,
  listed: (items) => items.join('、'),
  listedCodes: (codes) => codes.join(', '),
  pageTitle: (page, service) => `${page} – ${service}`,
  menu: (name) => `“${name}”`,
};
