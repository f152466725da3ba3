/** What stands between words and sentences. */
export const punctuation = {
  /** Between two sentences. */
  gap: ' ',
  /** Ends a sentence that another follows. */
  stop: '. ',
  dot: ' · ',
  /** Between two pieces of news that are read out. */
  pause: '; ',
  colon: ': ',
  /** Some texts end in a full stop themselves. */
  titled: (title: string, detail: string) => {
    if (detail === '') return title;
    return title.endsWith('.') ? `${title} ${detail}` : `${title}. ${detail}`;
  },
  labelled: (label: string, value: string) => `${label}: ${value}`,
  numbered: (name: string, n: number) => `${name} ${n}`,
  aside: (text: string) => ` (${text})`,
  listed: (items: readonly string[]) => items.join(', '),
  /** Names of columns and codes, which are written in Latin letters in every language. */
  listedCodes: (codes: readonly string[]) => codes.join(', '),
  pageTitle: (page: string, service: string) => `${page} – ${service}`,
  /** The name of a menu or button. Curly quotes are wide in Chinese fonts: English does without them. */
  menu: (name: string) => name,
};
