import { simplified } from '../chinese-letters.ts';
import { numeralsAlike } from '../plain-text.ts';
import type { OwnedChannel, Owner } from '../registry.ts';
import type { Messenger } from '../words.ts';
import { nearly } from './look-alikes.ts';
import type { NameTables } from './name-tables.ts';

/** An app or an account of the registry that has a name of words, prepared for being looked for in texts. */
export interface NamedChannel {
  readonly channel: OwnedChannel & { readonly kind: 'app' | 'account' };
  /** In small and simplified letters, as texts are read. */
  readonly name: string;
  /** What all have in common that look the same. */
  readonly looks: string;
  /** Of an account: what people call its messenger. */
  readonly messenger: readonly string[];
}

/** Where a text names one. */
export interface NamedIn {
  readonly named: NamedChannel;
  /** As it stands in the text. */
  readonly raw: string;
  /** Not its name, and made to be taken for it. */
  readonly imitates: boolean;
}

/** Shorter names are words. */
const SHORTEST = 3;
/** From this length on a name that differs by one letter is no other word. */
const LONG_ENOUGH = 4;
const QUOTED_LAST = /[“"「『《'‘]([^”"」』》'’\s]{2,24})[”"」』》'’]$/u;
/** A name behind an @, or behind the name of a messenger. */
const HANDLE = /@([\p{L}\p{N}_-]{2,24})/gu;
const AFTER_MESSENGER = /^[^\p{L}\p{N}\n。！？；!?;]{0,4}[：:“"「『《\s]{1,3}([\p{L}\p{N}_-]{2,24})/u;

/**
 * Names that no messenger's word announces as an account of Latin letters. One by which its owner is called anyway says nothing: the
 * app of an operator that has the operator's own name.
 */
export function namedChannels(
  channels: readonly OwnedChannel[],
  owners: readonly Owner[],
  messengers: readonly Messenger[],
  tables: NameTables,
): readonly NamedChannel[] {
  const called = new Set(owners.flatMap((owner) => owner.called.map((one) => asRead(one))));
  return channels.flatMap((channel) => {
    const { kind, value, at } = channel;
    const name = asRead(value);
    if ((kind !== 'app' && kind !== 'account') || name.length < SHORTEST || called.has(name)) return [];
    // Names of Latin letters alone are accounts that `accountsIn` finds, or apps that are called like a word.
    if (/^[\x00-\x7f]*$/u.test(name)) return [];
    const messenger = messengers.find((one) => one.at === at)?.words ?? (at === null ? [] : [at]);
    return [{ channel: { ...channel, kind }, name, looks: lookOf(name, tables), messenger }];
  });
}

/**
 * Which of them a text names, and which it only seems to name: letters that look like those of a name, one that is read as another
 * (壹 for 一), and one letter more, less or other where the text says itself that it is an app or an account.
 *
 * @param low plain, in small and simplified letters
 * @param apps what stands right behind the name of an app
 */
export function namedIn(
  low: string,
  names: readonly NamedChannel[],
  tables: NameTables,
  apps: readonly string[],
): readonly NamedIn[] {
  if (names.length === 0) return [];
  const looks = lookOf(low, tables);
  return names.flatMap((named): readonly NamedIn[] => {
    const exact = isNamed(low, named, named.name);
    if (exact) return [{ named, raw: named.name, imitates: false }];
    if (low.includes(named.name)) return [];
    if (isNamed(looks, named, named.looks)) return [{ named, raw: named.name, imitates: true }];
    if (named.name.length < LONG_ENOUGH) return [];
    const near = candidatesIn(low, named, apps).find((one) => nearly(one, named.name));
    return near === undefined || names.some(({ name }) => name === near)
      ? []
      : [{ named, raw: near, imitates: true }];
  });
}

/** An app by its name alone; an account only where it is said to be one: its name may be a phrase. */
function isNamed(text: string, { channel, messenger }: NamedChannel, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (channel.kind === 'app') return true;
    const before = text.slice(Math.max(0, at - 16), at);
    if (before.endsWith('@')) return true;
    const said = messenger.some((word) => {
      const from = before.lastIndexOf(word);
      return from >= 0 && /^[^。！？；!?;\n]{0,8}$/u.test(before.slice(from + word.length));
    });
    if (said) return true;
  }
  return false;
}

/** What a text calls an app, or an account of this messenger. @param apps what stands behind the name of an app */
function candidatesIn(
  low: string,
  { channel, name, messenger }: NamedChannel,
  apps: readonly string[],
): readonly string[] {
  if (channel.kind === 'account')
    return [
      ...[...low.matchAll(HANDLE)].map(([, handle]) => handle!),
      ...messenger.flatMap((word) =>
        placesOf(low, word).flatMap((at) => {
          const after = AFTER_MESSENGER.exec(low.slice(at + word.length, at + word.length + 40));
          return after === null ? [] : [after[1]!];
        }),
      ),
    ];
  return apps.flatMap((word) =>
    placesOf(low, word).flatMap((at) => {
      const before = low.slice(Math.max(0, at - 40), at).trimEnd();
      const quoted = QUOTED_LAST.exec(before)?.[1];
      return quoted === undefined ? [0, 1, -1].map((more) => before.slice(-(name.length + more))) : [quoted];
    }),
  );
}

const MOST_PLACES = 20;

function placesOf(text: string, word: string): readonly number[] {
  const found: number[] = [];
  if (word === '') return found;
  for (let at = text.indexOf(word); at >= 0 && found.length < MOST_PLACES; at = text.indexOf(word, at + 1))
    found.push(at);
  return found;
}

const asRead = (text: string): string => simplified(text.normalize('NFKC').toLowerCase());

/** Letters that look alike as one; and the numerals that are read alike. */
const lookOf = (text: string, tables: NameTables): string =>
  numeralsAlike(tables.skeleton(numeralsAlike(text)).toLowerCase());
