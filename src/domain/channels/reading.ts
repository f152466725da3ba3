import type { LocalDate } from '../values/local-date.ts';
import { accountsIn, type FoundAccount } from './accounts.ts';
import { simplified } from './chinese-letters.ts';
import { type Speaker, spokenBy } from './claims.ts';
import { type FoundLink, type FoundMail, linksIn } from './links.ts';
import { type ComparedDomain, comparedDomains } from './names/look-alikes.ts';
import type { NameTables } from './names/name-tables.ts';
import { type NamedChannel, type NamedIn, namedChannels, namedIn } from './names/named-channels.ts';
import { type FoundNumber, numbersIn } from './numbers.ts';
import { type PlainText, plainTextOf } from './plain-text.ts';
import type { ReasonCode } from './reason.ts';
import { ChannelIndex, type ChannelRegistry, type Owner } from './registry.ts';
import { holdsAny, type ScamWords } from './words.ts';

/** What the scam check compares with. */
export interface ChannelParts {
  readonly registry: ChannelRegistry;
  readonly words: ScamWords;
  readonly tables: NameTables;
}

/** The same, prepared for one day. */
export interface CheckBook {
  readonly index: ChannelIndex;
  readonly owners: readonly Owner[];
  readonly words: ScamWords;
  readonly tables: NameTables;
  readonly compared: readonly ComparedDomain[];
  readonly numbers: readonly string[];
  /** Apps and accounts whose names are words. */
  readonly names: readonly NamedChannel[];
  /** Country calling code of the operator. */
  readonly home: string;
}

export function checkBook(
  registry: ChannelRegistry,
  words: ScamWords,
  tables: NameTables,
  home: string,
  on: LocalDate,
): CheckBook {
  const index = new ChannelIndex(registry, on);
  return {
    index,
    owners: registry.owners,
    words,
    tables,
    compared: comparedDomains(index.all, tables),
    numbers: index.all
      .filter(({ kind, value }) => kind === 'number' || (kind === 'sender' && /^\d+$/u.test(value)))
      .map(({ value }) => value),
    names: namedChannels(index.all, registry.owners, words.messengers, tables),
    home,
  };
}

/** How a way that a text names stands. */
export type Standing = 'official' | 'imitates' | 'blocked' | 'known_elsewhere' | 'unknown';

/** One way by which the reader would reach somebody. */
export interface Way {
  readonly kind: 'link' | 'mail' | 'number' | 'account' | 'app';
  /** To be shown, never to be followed. */
  readonly shown: string;
  readonly standing: Standing;
  /** Whose it is, or whom it imitates; null where neither is known. */
  readonly owner: Owner | null;
  /** What a list of blocked ways names it by. */
  readonly key: string;
}

/** A text taken apart, before anybody judges it. */
export interface ReadText {
  readonly plain: PlainText;
  /** In small and simplified letters, as the word lists are written. */
  readonly low: string;
  readonly links: readonly FoundLink[];
  readonly mails: readonly FoundMail[];
  readonly numbers: readonly FoundNumber[];
  readonly accounts: readonly FoundAccount[];
  readonly named: readonly NamedIn[];
  readonly script: boolean;
  /** It holds more than was looked at: then nobody says that all of it is official. */
  readonly more: boolean;
  /** Nothing but ways. */
  readonly bare: boolean;
  readonly sender: string | null;
  readonly spoken: Speaker;
}

/** @param text at most some thousand characters: its length is the caller's to bound */
export function readText(text: string, sender: string | null, book: CheckBook): ReadText {
  const plain = plainTextOf(text);
  const { links, mails, script, rest: left, ...linked } = linksIn(plain.text, book.tables);
  const rest = simplified(left);
  const low = simplified(plain.text.toLowerCase());
  const { found: numbers, ...numbered } = numbersIn(rest, book.words.numbers);
  const { found: accounts, ...told } = accountsIn(rest.toLowerCase(), book.words.messengers);
  const named = namedIn(low, book.names, book.tables, book.words.apps);
  const ways = [
    ...numbers.map(({ raw }) => raw),
    ...accounts.flatMap(({ raw }) => raw.split(' ')),
    ...named.map(({ raw }) => raw),
  ];
  const letters = ways
    .reduce((others, raw) => others.replace(raw, ' '), rest.toLowerCase())
    .replace(/[^\p{L}]/gu, '');
  return {
    ...{ plain, low, links, mails, numbers, accounts, named, script, sender },
    more: plain.cut || linked.more || numbered.more || told.more,
    bare: letters.length < 6,
    spoken: spokenBy(low, book.owners, book.words),
  };
}

/** By what a list of blocked ways could name what a text holds. */
export function keysOf(read: ReadText, book: CheckBook): readonly string[] {
  return [
    ...new Set([
      ...read.links.flatMap((link) => [`domain:${link.host}`, linkKey(link, book)]),
      ...read.numbers.map(numberKey),
      ...read.accounts.map(accountKey),
      ...read.named.filter(({ imitates }) => imitates).map(namedKey),
      ...read.mails.map(({ address }) => `mail:${address.toLowerCase()}`),
    ]),
  ];
}

/** Whose host is shared by strangers is named with its path: to block all of it would block everybody. */
export function linkKey({ host, path }: FoundLink, { tables, words }: CheckBook): string {
  const shared = [
    ...words.shorteners,
    ...words.messengers.flatMap(({ hosts }) => hosts),
    ...words.known.flatMap(({ domains }) => domains),
  ];
  const isShared = shared.some((one) => host === one || host.endsWith(`.${one}`));
  if (isShared) return `link:${(host + path).toLowerCase().slice(0, 200)}`;
  return `domain:${tables.registrable(host) ?? host}`;
}
export const numberKey = ({ digits }: FoundNumber): string => `number:${digits.replace(/^00/u, '+')}`;
export const accountKey = ({ at, value }: FoundAccount): string => `account:${at}/${value}`;

export const namedKey = ({ named: { channel }, raw }: NamedIn): string =>
  channel.kind === 'app' ? `app:${raw}` : `account:${channel.at}/${raw}`;

/** What an account of a messenger that is not in the registry means, by what stands around it. */
export function accountReason(read: ReadText, { words }: CheckBook): ReasonCode {
  if (read.bare) return 'account_alone';
  if (isPrivate(read, { words })) return 'account_unknown';
  return holdsAny(read.low, words.lines) || read.spoken.claims.size > 0
    ? 'account_for_lines'
    : 'account_unknown';
}

/** A message among people who know each other; in an article such words mean nothing. */
export function isPrivate({ low }: Pick<ReadText, 'low'>, { words }: Pick<CheckBook, 'words'>): boolean {
  return low.length < 200 && holdsAny(low, words.between);
}
