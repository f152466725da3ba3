import { authorityAt, labelBefore, longestHost, runFrom, schemesIn } from './authorities.ts';
import type { NameTables } from './names/name-tables.ts';

/** A link, or a host that stands in a text like one. */
export interface FoundLink {
  /** As it stands in the plain text. */
  readonly raw: string;
  /** In lower case, ASCII. */
  readonly host: string;
  /** As somebody reads it. */
  readonly shown: string;
  readonly path: string;
  /** What stands before an `@` in front of the host: browsers pass over it. */
  readonly userinfo: string | null;
  readonly scheme: string | null;
  /** A number in place of a name; `disguised` in a form that nobody writes (octal, hexadecimal, one number). */
  readonly address: 'plain' | 'disguised' | null;
  /** In ASCII, the longer name that this host and the one behind it are together, where nothing but letters stands between them. */
  readonly runsOn: string | null;
  /** Letters of the host were written as percent codes. */
  readonly coded: boolean;
}

export interface FoundMail {
  readonly address: string;
  readonly host: string;
}

export interface FoundLinks {
  readonly links: readonly FoundLink[];
  readonly mails: readonly FoundMail[];
  /** A link that runs something instead of leading somewhere. */
  readonly script: boolean;
  /** The text without what was found. */
  readonly rest: string;
  /** There were more than are looked at. */
  readonly more: boolean;
}

const MOST = 50;

/**
 * Runs of what a host may be made of: letters that are written without spaces (Han and its neighbours) end it, since Chinese
 * texts put a link between two words. One class and one quantifier each: nothing to go back over.
 */
const RUN =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Hebrew}\p{Script=Arabic}\p{Nd}\p{M}\p{Pc}.-]+/gu;
const CHINESE_RUN = /[\p{Script=Han}\p{Script=Latin}\p{Nd}.-]+/gu;
const PATH = /[\x21-\x3b\x3d\x3f-\x7e]*/uy;
const SCRIPT = /(?:javascript|vbscript|data)\s{0,3}:/iu;
const DATA_OF_WHAT = /^data\s{0,3}:\s{0,3}(?:text|image|application)\//iu;

/** Every link of a text, with or without `https://`. @param text plain, as of `plainTextOf` */
export function linksIn(text: string, tables: NameTables): FoundLinks {
  const links: FoundLink[] = [];
  const mails: FoundMail[] = [];
  const spans: [number, number][] = [];
  let more = false;
  const isFull = (): boolean => {
    more ||= links.length + mails.length >= MOST;
    return more;
  };
  for (const { start, from } of schemesIn(text)) {
    if (isIn(spans, start)) continue;
    const found = linkBehind(text, start, from, tables);
    if (found === null) continue;
    if (isFull()) break;
    links.push(found.link);
    spans.push([start, found.end]);
  }
  for (const match of [...text.matchAll(RUN), ...chineseHosts(text)]) {
    const start = match.index;
    if (isIn(spans, start)) continue;
    const found = hostIn(match[0]);
    if (found === null) continue;
    const ahead = nameBefore(text, start, match[0], found.host, tables);
    const at = start + found.offset - (ahead === null ? 0 : ahead.length - found.host.length);
    const host = ahead ?? found.host;
    const end = at + host.length;
    // What stands before an @ is no host: it is looked at with what follows it.
    if (text[end] === '@' && text.slice(end + 1, end + 2).trim() !== '') continue;
    const before = beforeOf(text, at);
    const hasScheme = before.scheme !== null;
    const address = addressIn(host, hasScheme);
    if (address === null && !host.includes('.')) continue;
    const ascii = asciiOf(host, tables);
    if (address === null && !isHost(host, ascii, hasScheme, text, end, tables)) continue;
    if (before.mail !== null) {
      if (isFull()) break;
      mails.push({ address: `${before.mail}@${ascii}`, host: ascii });
      spans.push([at - before.length, end]);
      continue;
    }
    const path = pathAt(text, end);
    // `10086.cn:443@evil.top`: what looks like a port is a password.
    if (/^:[^/?#\\]*@/u.test(path)) continue;
    if (isFull()) break;
    const on = address === null && path === '' ? longerName(text, at, host, tables) : null;
    const whole = on !== null && !on.joins ? on : { host, ascii };
    const to = at + whole.host.length;
    const behind = whole.host === host ? path : pathAt(text, to);
    links.push({
      raw: text.slice(at - before.length, to + behind.length),
      host: address === null ? whole.ascii : host.toLowerCase(),
      shown: address === null ? tables.toUnicode(whole.ascii) || whole.ascii : host,
      path: behind,
      userinfo: before.userinfo,
      scheme: before.scheme,
      address,
      runsOn: on?.joins === true ? on.ascii : null,
      coded: false,
    });
    spans.push([at - before.length, to + behind.length]);
  }
  return { links, mails, script: runsScript(text), rest: without(text, spans), more };
}

const isIn = (spans: readonly (readonly [number, number])[], place: number): boolean =>
  spans.some(([from, to]) => place >= from && place < to);

/** What stands behind a scheme is a link, whatever it is: a name that cannot exist leads to nobody who is known. */
function linkBehind(
  text: string,
  start: number,
  from: number,
  tables: NameTables,
): { readonly link: FoundLink; readonly end: number } | null {
  const found = authorityAt(text, from, tables);
  if (found === null) return null;
  const { host, ascii, userinfo, six, coded } = found;
  const path = pathAt(text, found.end);
  const end = found.end + path.length;
  const name = ascii ?? (asciiOf(host, tables) || host.toLowerCase());
  // Whatever comes to an address of four numbers and is not written so: browsers read many forms (WHATWG URL, IPv4 parser).
  const isHidden = /^(?:\d{1,3}\.){3}\d{1,3}$/u.test(name) && name !== host;
  const address = six ? 'plain' : (addressIn(host, true) ?? (isHidden ? 'disguised' : null));
  return {
    link: {
      raw: text.slice(start, end),
      host: address === null ? name : host.toLowerCase(),
      shown: address === null ? tables.toUnicode(name) || name : host,
      path,
      userinfo,
      scheme: text.slice(start, text.indexOf(':', start)).toLowerCase(),
      address,
      runsOn: null,
      coded,
    },
    end,
  };
}

/** A name that cannot be read as one of other letters stands as it is written. */
const asciiOf = (host: string, tables: NameTables): string =>
  (tables.toAscii(host) || (/^[a-z0-9_.-]+$/iu.test(host) ? host.toLowerCase() : '')).replace(/\.$/, '');

/** Endings of names that are believed without `https://` and path behind letters that no pattern knows. */
const COMMON = /^(?:com|cn|net|org|hk|tw|top|vip|xyz|cc|shop|site|online|club|info|icu|ltd|ink|fun|ws)$/u;

/** A name whose first part is of letters that are written without spaces, or no letters at all: `中国移动.com`. */
function nameBefore(
  text: string,
  start: number,
  run: string,
  host: string,
  tables: NameTables,
): string | null {
  if (run[0] !== '.' || run[1] === '.' || run.slice(1, 1 + host.length) !== host || host.includes('.'))
    return null;
  const label = labelBefore(text, start);
  if (label === '' || !(COMMON.test(host) || text[start + 1 + host.length] === '/')) return null;
  const name = `${label}.${host}`;
  const ascii = tables.toAscii(name);
  return ascii !== '' && tables.endsWell(ascii) ? name : null;
}

/**
 * Where a name goes on in letters that are written without spaces, and ends like one: `10086.cn办理.top`.
 * `joins`: what follows would be a host alone, as in `10086.cn和189.cn`, where it may be meant so.
 */
function longerName(
  text: string,
  at: number,
  host: string,
  tables: NameTables,
): { readonly host: string; readonly ascii: string; readonly joins: boolean } | null {
  const run = (runFrom(text, at).split(/[@:]/u, 1)[0] ?? '').slice(0, 200);
  if (run.length <= host.length || !run.includes('.', host.length + 1)) return null;
  const longest = longestHost(run, tables);
  if (longest === null || longest.host.length <= host.length) return null;
  const joins = [...longest.host.slice(host.length).matchAll(RUN)].some(([piece]) => {
    const alone = hostIn(piece)?.host ?? '';
    return alone.includes('.') && tables.endsWell(asciiOf(alone, tables));
  });
  return { ...longest, joins };
}

function runsScript(text: string): boolean {
  // Browsers pass over these wherever they stand in an address (WHATWG URL).
  const read = text.replace(/[\t\n\r]/gu, '');
  const match = SCRIPT.exec(read);
  if (match === null) return false;
  return !/^data/iu.test(match[0]) || DATA_OF_WHAT.test(read.slice(match.index));
}

/** Names of Chinese letters count only where they end like one: `例子.中国`, or after `://`. */
function chineseHosts(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(CHINESE_RUN)].filter(
    (match) =>
      /\p{Script=Han}/u.test(match[0]) &&
      /[^.]\.(?:中国|公司|网络|网址|商城|集团|我爱你|在线|中文网|移动|政务|公益)$/u.test(
        hostIn(match[0].slice(-260))?.host ?? '',
      ),
  );
}

/** A run without the dots and lines at its ends, as far as a name can be long (RFC 1035). */
function hostIn(run: string): { readonly host: string; readonly offset: number } | null {
  let from = 0;
  while (from < run.length && (run[from] === '.' || run[from] === '-' || run[from] === '_')) from += 1;
  let to = run.length;
  while (to > from && (run[to - 1] === '.' || run[to - 1] === '-' || run[to - 1] === '_')) to -= 1;
  const host = run.slice(from, to);
  return host === '' || host.length > 253 ? null : { host, offset: from };
}

interface Before {
  readonly scheme: string | null;
  readonly userinfo: string | null;
  readonly mail: string | null;
  /** How many characters before the host belong to the link. */
  readonly length: number;
}

const NOTHING: Before = { scheme: null, userinfo: null, mail: null, length: 0 };

/** What stands right before a host: a scheme, or a name and an @. Looks back over 200 characters at most. */
function beforeOf(text: string, at: number): Before {
  const window = text.slice(Math.max(0, at - 200), at);
  if (window.endsWith('@')) {
    const local = tail(window.slice(0, -1), /[^\s"<>()]/u);
    const slashes = local.lastIndexOf('://');
    if (slashes >= 0) {
      const scheme = tail(local.slice(0, slashes), /[a-z0-9+.-]/iu);
      const userinfo = local.slice(slashes + 3);
      return { scheme, userinfo, mail: null, length: scheme.length + 3 + userinfo.length + 1 };
    }
    const mail = tail(local, /[a-z0-9._+-]/iu);
    return mail === '' ? NOTHING : { scheme: null, userinfo: null, mail, length: mail.length + 1 };
  }
  const slashes = /[:：][/\\]{1,3}$/u.exec(window.slice(-4));
  if (slashes === null) return NOTHING;
  const scheme = tail(window.slice(0, window.length - slashes[0].length), /[a-z0-9+.-]/iu);
  if (scheme === '') return NOTHING;
  return {
    scheme: scheme.toLowerCase(),
    userinfo: null,
    mail: null,
    length: scheme.length + slashes[0].length,
  };
}

/** The end of a text, as far as its characters are of a kind. */
function tail(text: string, kind: RegExp): string {
  let from = text.length;
  while (from > 0 && kind.test(text[from - 1]!)) from -= 1;
  return text.slice(from);
}

function pathAt(text: string, end: number): string {
  if (!/[/:?#\\]/u.test(text[end] ?? '')) return '';
  if (text[end] === ':' && !/\d/u.test(text[end + 1] ?? '')) return '';
  PATH.lastIndex = end;
  const path = (PATH.exec(text)?.[0] ?? '').slice(0, 2_000);
  let to = path.length;
  while (to > 0 && '.,;:!?)]}\'"*|'.includes(path[to - 1]!)) to -= 1;
  return path.slice(0, to);
}

function isHost(
  host: string,
  ascii: string,
  hasScheme: boolean,
  text: string,
  end: number,
  tables: NameTables,
): boolean {
  if (!host.includes('.') || ascii === '' || ascii.includes('..')) return false;
  if (!tables.endsWell(ascii) && !tables.endsWell(inLatin(host, tables))) return false;
  if (hasScheme || host.toLowerCase().startsWith('www.') || text[end] === '/') return true;
  const labels = host.split('.');
  const suffix = labels.at(-1)!;
  // `done.Is it`: the end of one sentence and the beginning of the next.
  if (suffix !== suffix.toLowerCase() && host !== host.toUpperCase()) return false;
  return labels[0]!.length > 0 && !/^\d{1,2}$/u.test(labels[0]!);
}

/** With what passes for a Latin letter as one: an ending that does not exist can be made to look like one that does. */
const inLatin = (host: string, tables: NameTables): string =>
  [...host]
    .map((one) => (one <= '\x7f' ? one : tables.skeleton(one)))
    .join('')
    .toLowerCase();

/** Numbers in place of a name, as browsers read them (WHATWG URL, IPv4 parser). */
function addressIn(host: string, hasScheme: boolean): FoundLink['address'] {
  const parts = host.split('.');
  if (!parts.every((part) => /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/iu.test(part)) || parts.length > 4) return null;
  const plain =
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/u.test(part) && Number(part) <= 255);
  if (plain) return 'plain';
  if (!hasScheme) return null;
  return 'disguised';
}

function without(text: string, spans: readonly (readonly [number, number])[]): string {
  let rest = '';
  let from = 0;
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (start < from) continue;
    rest += `${text.slice(from, start)} `;
    from = end;
  }
  return rest + text.slice(from);
}
