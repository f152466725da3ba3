import type { FoundAccount } from './accounts.ts';
import { judgedLink, type LinkStanding } from './judge-links.ts';
import { judgedNumber } from './judge-numbers.ts';
import type { FoundMail } from './links.ts';
import { nearly } from './names/look-alikes.ts';
import { looksLike } from './names/name-tables.ts';
import type { NamedIn } from './names/named-channels.ts';
import type { FoundNumber } from './numbers.ts';
import {
  accountKey,
  accountReason,
  type CheckBook,
  isPrivate,
  namedKey,
  numberKey,
  type ReadText,
  type Standing,
  type Way,
} from './reading.ts';
import { ENOUGH, FOR_IT, REASON_CODES, REASONS, type ReasonCode, type Verdict } from './reason.ts';
import type { OwnedChannel, Owner } from './registry.ts';
import { holdsAny, type ScamWords, type Sentence, sentencesOf, signalsOf } from './words.ts';

export interface CheckAnswer {
  readonly verdict: Verdict;
  /** What decided first. */
  readonly reasons: readonly ReasonCode[];
  readonly ways: readonly Way[];
}

/**
 * What is to be said of a text: official only where it names ways and each of them is in the registry, not official where
 * enough speaks against it, and else that nobody can tell.
 *
 * @param blocked which of its `keysOf` the operator blocked, and `text` for the whole of it
 */
export function judge(
  read: ReadText,
  book: CheckBook,
  blocked: ReadonlySet<string> = new Set(),
): CheckAnswer {
  const { words } = book;
  const reasons = new Set<ReasonCode>();
  const sentences = sentencesOf(read.low);
  for (const signal of signalsOf(sentences, words)) reasons.add(signal);
  for (const claim of read.spoken.claims) reasons.add(`speaks_as_${claim}`);
  if (read.plain.hidden) reasons.add('hidden_letters');
  if (read.plain.turned) reasons.add('turned_letters');
  if (read.script) reasons.add('link_runs_script');
  const ways = [
    ...read.links.map((link) => linkWay(judgedLink(link, read, book), blocked, reasons)),
    ...read.mails.map((mail) => mailWay(mail, read, book, blocked, reasons)),
    ...read.numbers.flatMap((number) => numberWays(number, read, book, blocked, reasons)),
    ...read.accounts.map((account) => accountWay(account, read, book, blocked, reasons)),
    ...read.named.filter(counts(read)).map((named) => namedWay(named, blocked, reasons)),
  ];
  const named = read.named.filter((one) => !counts(read)(one)).map((one) => namedWay(one, blocked, reasons));
  if (blocked.has('text')) reasons.add('blocked');
  const telling = inContext(reasons, ways, read, book);
  if (read.sender !== null && isRegistered(read.sender, book)) reasons.add('sender_proves_nothing');
  if (ways.length + named.length === 0) reasons.add('nothing_to_compare');
  if (read.more) reasons.add('more_than_compared');
  const judged = verdictOf(reasons, ways, read);
  const verdict =
    judged === 'official' && (read.more || telling || asksForAnything(sentences, words))
      ? 'cannot_tell'
      : judged;
  // An official number in a fraud is there to be believed; the list of ways still says what it is.
  if (verdict === 'not_official') for (const reason of FOR_IT) reasons.delete(reason);
  return { verdict, reasons: inOrder(reasons), ways: [...ways, ...named] };
}

/**
 * Takes away what means nothing where it stands, and adds what only the whole says.
 * @returns whether the text tells of frauds, and is none
 */
function inContext(reasons: Set<ReasonCode>, ways: readonly Way[], read: ReadText, book: CheckBook): boolean {
  const { claims, owners, signed } = read.spoken;
  const all = allOfficial(ways);
  const has = (reason: ReasonCode): boolean => reasons.has(reason);
  const forget = (those: readonly ReasonCode[]): void => {
    for (const reason of those) reasons.delete(reason);
  };
  const unknown = (kind: Way['kind']): boolean =>
    ways.some((way) => way.kind === kind && way.standing === 'unknown');

  // Whoever speaks as nobody may well have a page.
  if (claims.size === 0 || read.links.length === 0) forget(['asks_click']);
  // In a family a code is asked for as anything else is.
  if (ways.length === 0 && isFamily(read, book)) forget(AMONG_PEOPLE);
  // Who only speaks to a customer may be anybody: that alone says nothing of a link.
  if (onlySomebody(read) && (isOwnName(read, book) || !STRONG.some(has)))
    forget(['link_of_stranger', 'number_of_stranger']);
  // A courier's driver has a number of their own; whoever pays or is paid there has not.
  if (claims.has('courier') && PAID.some(has) && unknown('number')) reasons.add('number_of_stranger');
  // Who threatens speaks as somebody, and the link is nobody's.
  if (claims.size === 0 && has('threatens') && unknown('link') && !isOwnName(read, book))
    reasons.add('link_of_stranger');
  // Who tells of frauds and names nobody else says what those do.
  const telling = all && tellsOfFraud(reasons, read, book);
  if (telling) forget(TOLD);
  // Owners end lines, and have accounts.
  const silent = ways.length === 0 && signed && owners.length > 0 && !has('asks_contact');
  if (silent || (all && (owners.length > 0 || claims.size === 0))) forget(OWNERS_MAY);
  // An account that has no name to compare is still one that nobody knows.
  const names = read.accounts.length > 0 || read.named.some(({ named }) => named.channel.kind === 'account');
  if (has('asks_contact') && !all && !names && !isPrivate(read, book)) reasons.add(accountReason(read, book));
  return telling;
}

const allOfficial = (ways: readonly Way[]): boolean =>
  ways.length > 0 && ways.every(({ standing }) => standing === 'official');

const PAID: readonly ReasonCode[] = ['asks_fee', 'asks_money', 'promises'];

function verdictOf(reasons: ReadonlySet<ReasonCode>, ways: readonly Way[], read: ReadText): Verdict {
  const against = [...reasons].reduce((sum, reason) => sum + REASONS[reason], 0);
  const all = allOfficial(ways);
  // Threats, haste and promises are also in honest messages; they count where the way is not of the registry, or a thing is asked.
  const mild = [...reasons].filter((reason) => MILD.includes(reason));
  const milder = mild.reduce((sum, reason) => sum + REASONS[reason], 0);
  const nowhere =
    all ||
    (ways.length === 0 &&
      (read.spoken.claims.size === 0 || !DEMANDS.some((reason) => reasons.has(reason)))) ||
    (ways.length > 0 &&
      ways.every(({ standing }) => standing === 'known_elsewhere' || standing === 'official'));
  if (against - (nowhere ? milder : 0) >= ENOUGH) return 'not_official';
  if (!all) return 'cannot_tell';
  const { claims, owners } = read.spoken;
  // Somebody else speaks, and names an official way.
  if (claims.size > 0 && owners.length === 0) return 'cannot_tell';
  return against - milder > 0 ? 'cannot_tell' : 'official';
}

/** Signed with the very name that the link has: `O'Neill's Gym: … oneillsgym.co.uk`. */
function isOwnName({ low, links }: ReadText, { tables }: CheckBook): boolean {
  const signed = low.slice(0, Math.max(0, low.indexOf(':'))).replace(/[^a-z0-9]/gu, '');
  return links.length > 0 && links.every(({ host }) => tables.registrable(host)?.split('.')[0] === signed);
}

const onlySomebody = ({ spoken }: ReadText): boolean =>
  spoken.claims.size === 1 && spoken.claims.has('somebody');

function tellsOfFraud(reasons: ReadonlySet<ReasonCode>, read: ReadText, { words }: CheckBook): boolean {
  const asked = reasons.has('asks_code') || reasons.has('asks_forwarding') || reasons.has('accuses');
  return !asked && TOLD.some((reason) => reasons.has(reason)) && holdsAny(read.low, words.concepts.tells);
}

const TOLD: readonly ReasonCode[] = [
  'asks_secret',
  'asks_remote',
  'asks_install',
  'asks_money',
  'asks_fee',
  'asks_transfer',
  'asks_secrecy',
  'asks_contact',
  'safe_account',
  'ends_lines_for_others',
];

/** Whether anything is asked for that nobody official asks for, be it in a sentence that warns. */
function asksForAnything(sentences: readonly Sentence[], words: ScamWords): boolean {
  const found = signalsOf(sentences, words, true);
  return HANDED_OVER.some((reason) => found.has(reason));
}

/** What makes a text less than official, even in a sentence that warns. */
const HANDED_OVER: readonly ReasonCode[] = [
  'asks_code',
  'asks_secret',
  'asks_remote',
  'asks_forwarding',
  'asks_transfer',
  'asks_money',
  'asks_fee',
  'asks_secrecy',
  'asks_install',
  'asks_contact',
  'ends_lines_for_others',
];

/** What leads to whoever wrote, also where no way is named. */
const DEMANDS: readonly ReasonCode[] = [...TOLD, 'asks_reply'];

const OWNERS_MAY: readonly ReasonCode[] = ['ends_lines_for_others', 'asks_contact'];

/** Between people who are close, and not about somebody who called. */
const isFamily = ({ low, spoken }: ReadText, { words: { concepts } }: CheckBook): boolean =>
  !spoken.signed && low.length < 200 && holdsAny(low, concepts.family) && !holdsAny(low, concepts.told_by);

const AMONG_PEOPLE: readonly ReasonCode[] = ['asks_code', 'asks_secret', 'asks_money', 'asks_transfer'];

const STRONG: readonly ReasonCode[] = [
  'threatens',
  'asks_money',
  'asks_fee',
  'asks_secret',
  'asks_contact',
  'hurries',
  'promises',
  'link_abused_ending',
  'link_download',
];

const MILD: readonly ReasonCode[] = [
  'asks_click',
  'threatens',
  'hurries',
  'promises',
  'asks_contact',
  'asks_reply',
  'speaks_as_operator',
  'speaks_as_authority',
  'speaks_as_bank',
  'speaks_as_courier',
  'speaks_as_platform',
];

/** What decided first; then what speaks for it, then what only explains. */
function inOrder(reasons: ReadonlySet<ReasonCode>): readonly ReasonCode[] {
  const rank = (code: ReasonCode): number => REASONS[code] * 100 + (FOR_IT.includes(code) ? 50 : 0);
  return REASON_CODES.filter((code) => reasons.has(code)).sort((a, b) => rank(b) - rank(a));
}

/**
 * A channel of the registry is never blocked: not by a list of others that names it, a domain above it or a page below it, nor by a
 * campaign of before it was one.
 */
const blocks = (standing: Way['standing']): boolean => standing !== 'official';

function linkWay(
  { link, standing, owner, key, reasons: own }: LinkStanding,
  blocked: ReadonlySet<string>,
  reasons: Set<ReasonCode>,
): Way {
  const isBlocked = blocks(standing) && (blocked.has(key) || blocked.has(`domain:${link.host}`));
  for (const reason of isBlocked ? (['blocked'] as const) : own) reasons.add(reason);
  return {
    kind: 'link',
    shown: link.shown + link.path,
    standing: isBlocked ? 'blocked' : standing,
    owner: ownerOf(isBlocked, standing, owner),
    key,
  };
}

/** What is blocked is not of whom it imitates. */
const ownerOf = (isBlocked: boolean, standing: Standing, owner: Owner | null): Owner | null =>
  isBlocked && standing === 'imitates' ? null : owner;

/** The part behind the @ is judged as a link is. */
function mailWay(
  { address, host }: FoundMail,
  read: ReadText,
  book: CheckBook,
  blocked: ReadonlySet<string>,
  reasons: Set<ReasonCode>,
): Way {
  const key = `mail:${address.toLowerCase()}`;
  const link = {
    raw: host,
    host,
    shown: book.tables.toUnicode(host),
    path: '',
    userinfo: null,
    scheme: null,
    runsOn: null,
    coded: false,
  };
  const judged = judgedLink({ ...link, address: null }, read, book);
  const isBlocked = blocks(judged.standing) && (blocked.has(key) || blocked.has(judged.key));
  for (const reason of isBlocked ? (['blocked'] as const) : judged.reasons) reasons.add(reason);
  return {
    kind: 'mail',
    shown: address,
    standing: isBlocked ? 'blocked' : judged.standing,
    owner: ownerOf(isBlocked, judged.standing, judged.owner),
    key,
  };
}

function numberWays(
  number: FoundNumber,
  read: ReadText,
  book: CheckBook,
  blocked: ReadonlySet<string>,
  reasons: Set<ReasonCode>,
): readonly Way[] {
  const judged = judgedNumber(number, read, book);
  if (judged === null) return [];
  const key = numberKey(number);
  const isBlocked = blocks(judged.standing) && blocked.has(key);
  for (const reason of isBlocked ? (['blocked'] as const) : judged.reasons) reasons.add(reason);
  const standing = isBlocked ? 'blocked' : judged.standing;
  const owner = ownerOf(isBlocked, judged.standing, judged.owner);
  return [{ kind: 'number', shown: number.digits, standing, owner, key }];
}

function accountWay(
  account: FoundAccount,
  read: ReadText,
  book: CheckBook,
  blocked: ReadonlySet<string>,
  reasons: Set<ReasonCode>,
): Way {
  const key = accountKey(account);
  const owned = book.index.get('account', account.value, account.at);
  const isBlocked = owned === null && blocked.has(key);
  if (isBlocked) reasons.add('blocked');
  else reasons.add(owned === null ? accountReason(read, book) : 'account_official');
  const like = owned === null ? imitatedAccount(account, book) : null;
  if (like !== null && !isBlocked) {
    reasons.add('account_imitates');
    return { kind: 'account', shown: account.raw, standing: 'imitates', owner: like.owner, key };
  }
  if (book.index.notToday('account', account.value, account.at)) reasons.add('channel_not_in_force');
  const standing = isBlocked ? 'blocked' : owned === null ? 'unknown' : 'official';
  return { kind: 'account', shown: account.raw, standing, owner: owned?.owner ?? null, key };
}

/** Long enough that one letter more, less or other is no other word. */
const LONG_ACCOUNT = 6;

/** The account of the registry for which one of the same messenger is to be taken; null for one that is like none. */
function imitatedAccount({ at, value }: FoundAccount, { index, tables }: CheckBook): OwnedChannel | null {
  const looks = looksLike(tables, value);
  return (
    index.all.find(
      (own) =>
        own.kind === 'account' &&
        own.at === at &&
        (looksLike(tables, own.value).some((look) => looks.includes(look)) ||
          (own.value.length >= LONG_ACCOUNT && nearly(value, own.value.toLowerCase()))),
    ) ?? null
  );
}

/**
 * Who writes the name of an official app or account into a sentence has proven nothing by it, for it leads nowhere by itself: it is told,
 * and decides only where it is all that was asked about. One that imitates it counts everywhere.
 */
const counts =
  ({ bare }: ReadText) =>
  ({ imitates }: NamedIn): boolean =>
    imitates || bare;

function namedWay(one: NamedIn, blocked: ReadonlySet<string>, reasons: Set<ReasonCode>): Way {
  const { raw, imitates } = one;
  const { kind, owner } = one.named.channel;
  const key = namedKey(one);
  if (!imitates) {
    reasons.add(`${kind}_official`);
    return { kind, shown: one.named.channel.value, standing: 'official', owner, key };
  }
  const isBlocked = blocked.has(key);
  reasons.add(isBlocked ? 'blocked' : `${kind}_imitates`);
  const standing = isBlocked ? 'blocked' : 'imitates';
  return { kind, shown: raw, standing, owner: ownerOf(isBlocked, 'imitates', owner), key };
}

function isRegistered(sender: string, { index }: CheckBook): boolean {
  const plain = sender.trim().replace(/\s/gu, '');
  return index.get('number', plain) !== null || index.get('sender', plain) !== null;
}
