import type { Way } from './reading.ts';

/** Characters of a text that is checked or reported. A form of this length fits, in any letters. */
export const LONGEST_TEXT = 5_000;
export const LONGEST_SENDER = 40;

export interface ReportLimits {
  /** Days for which a reported text is kept. */
  readonly keepDays: number;
  /** Reports of one client in 24 hours. */
  readonly perDay: number;
}

/** What reports are grouped by: the way that is not official, a link before an account before a number; null for none. */
export function commonKey(ways: readonly Way[]): string | null {
  const strange = ways.filter(({ standing }) => standing !== 'official' && standing !== 'known_elsewhere');
  for (const kind of ['link', 'account', 'number', 'mail'] as const) {
    const found = strange.find((way) => way.kind === kind);
    if (found !== undefined) return found.key;
  }
  return null;
}

/** The kinds of ways that a list of blocked ways can name, as they stand in its file. */
export const BLOCK_KINDS = ['domain', 'link', 'number', 'account', 'mail'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

const FORMS: Readonly<Record<BlockKind, RegExp>> = {
  domain: /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){1,8}[a-z0-9-]{2,63}$/u,
  link: /^[a-z0-9.-]{4,253}\/[\x21-\x7e]{1,200}$/u,
  number: /^\+?\d{3,17}$/u,
  account: /^[a-z0-9-]{2,20}\/[a-z0-9_+@.-]{2,64}$/u,
  mail: /^[a-z0-9._+-]{1,64}@[a-z0-9.-]{4,253}$/u,
};

/** The key of a row of such a list; null where it is none. */
export function blockKey(kind: string, value: string): string | null {
  const known = BLOCK_KINDS.find((one) => one === kind);
  const plain = value.trim().toLowerCase();
  return known === undefined || !FORMS[known].test(plain) ? null : `${known}:${plain}`;
}
