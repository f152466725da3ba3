import type { NameTables } from './names/name-tables.ts';

/** A host where a text names one, and how far it reaches. */
export interface Authority {
  /** As it stands there, with what is percent-coded read. */
  readonly host: string;
  /** In ASCII where it is a name that can exist; else null. */
  readonly ascii: string | null;
  /** Place in the text behind the host, before a port or path. */
  readonly end: number;
  readonly userinfo: string | null;
  /** An address of version 6, in brackets. */
  readonly six: boolean;
  /** Letters were written as percent codes. */
  readonly coded: boolean;
}

/** `https://`, also with the slashes that browsers make of others, and any other scheme with two. */
const SCHEME = /(?:https?|hxxps?|ftp):[/\\]{1,3}|[a-z][a-z0-9+.-]{1,20}:[/\\]{2,3}/giu;
/** What ends a host for a browser, or is a sign of the sentence around it. Everything else may be a letter of a name. */
const ENDS = /[\s"'<>/\\?#,;!()|`{}^$&*=+~、。·…“”‘’「」『』【】《》〈〉—–]/u;
/** What a name mostly is made of; names of other letters are looked at only where they can be told from the sentence. */
const PLAIN = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}\p{M}_.-]/u;
/** No name is longer (RFC 1035), and user names in front of it are cut. */
const LONGEST = { authority: 400, host: 253, tries: 8 } as const;

/** Each scheme of a text, with the place behind its slashes. */
export function schemesIn(text: string): readonly { readonly start: number; readonly from: number }[] {
  return [...text.matchAll(SCHEME)].map((match) => ({
    start: match.index,
    from: match.index + match[0].length,
  }));
}

/** The characters from a place on that may belong to a host. */
export function runFrom(text: string, from: number, most: number = LONGEST.authority): string {
  let to = from;
  while (to < text.length && to - from < most && !ENDS.test(text[to]!)) to += 1;
  return text.slice(from, to);
}

/** The characters before a place that may belong to the same label of a host. */
export function labelBefore(text: string, to: number): string {
  let from = to;
  while (from > 0 && to - from < 63 && !ENDS.test(text[from - 1]!) && !/[@:.]/u.test(text[from - 1]!))
    from -= 1;
  return text.slice(from, to);
}

/** Where a link leads, as a browser reads what stands behind its scheme (WHATWG URL); null where nothing stands there. */
export function authorityAt(text: string, from: number, tables: NameTables): Authority | null {
  const run = runFrom(text, from);
  const at = run.lastIndexOf('@');
  const userinfo = at < 0 ? null : run.slice(0, at);
  const begin = from + at + 1;
  const rest = run.slice(at + 1);
  const plain = { userinfo, six: false, coded: false };
  if (rest.startsWith('[')) {
    const close = rest.indexOf(']');
    if (close > 1)
      return { ...plain, host: rest.slice(0, close + 1), ascii: null, end: begin + close + 1, six: true };
  }
  const colon = rest.indexOf(':');
  const named = (colon < 0 ? rest : rest.slice(0, colon)).replace(/[.-]{1,400}$/u, '');
  if (named === '') return null;
  const read = decoded(named);
  const coded = read !== named;
  const found = longestHost(read, tables);
  const end = begin + (coded || found === null ? named.length : found.host.length);
  if (found === null) return { ...plain, host: read.slice(0, LONGEST.host), ascii: null, end, coded };
  return { ...plain, ...found, end, coded };
}

/**
 * The longest beginning of some characters that is a name that can exist. A name of Latin letters may go on in others, where a
 * sentence would: `10086.cn办理.top` is a name of its own, and `10086.cn办理` is not.
 */
export function longestHost(
  run: string,
  tables: NameTables,
): { readonly host: string; readonly ascii: string } | null {
  let to = Math.min(run.length, LONGEST.host);
  for (let tries = 0; tries < LONGEST.tries && to > 0; tries += 1) {
    const host = trimmed(run.slice(0, to));
    const ending = host.slice(host.lastIndexOf('.') + 1);
    // `查询.Tel`: a sentence begins.
    if (host.includes('.') && (ending === ending.toLowerCase() || host === host.toUpperCase())) {
      const ascii = tables.toAscii(host);
      if (ascii !== '' && tables.endsWell(ascii)) return { host, ascii };
    }
    to = host.length;
    const kind = PLAIN.test(run[to - 1] ?? '');
    while (to > 0 && PLAIN.test(run[to - 1]!) === kind) to -= 1;
  }
  return null;
}

function trimmed(host: string): string {
  let to = host.length;
  while (to > 0 && (host[to - 1] === '.' || host[to - 1] === '-')) to -= 1;
  return host.slice(0, to);
}

function decoded(host: string): string {
  if (!host.includes('%')) return host;
  try {
    return decodeURIComponent(host).normalize('NFKC');
  } catch {
    return host;
  }
}
