import type { FoundLink } from '../links.ts';
import type { OwnedChannel } from '../registry.ts';
import { looksLike, type NameTables } from './name-tables.ts';

/** A domain of the registry, prepared for being compared. */
export interface ComparedDomain {
  readonly channel: OwnedChannel;
  readonly domain: string;
  /** The first part: `10086` of 10086.cn. */
  readonly label: string;
  readonly looks: readonly string[];
  readonly labelLooks: readonly string[];
  /** Names of the owner as they stand in addresses: `chinamobile`. */
  readonly names: readonly string[];
}

const SHORTEST_LABEL = 5;

export function comparedDomains(
  channels: readonly OwnedChannel[],
  tables: NameTables,
): readonly ComparedDomain[] {
  return channels
    .filter(({ kind }) => kind === 'domain')
    .map((channel) => {
      const domain = channel.value.toLowerCase();
      const label = domain.split('.')[0]!;
      return {
        channel,
        domain,
        label,
        looks: looksLike(tables, domain),
        labelLooks: looksLike(tables, label),
        names: channel.owner.called
          .filter((name) => /^[\x20-\x7e]+$/u.test(name))
          .map((name) => name.toLowerCase().replace(/[^a-z0-9]/gu, ''))
          .filter((name) => name.length >= SHORTEST_LABEL),
      };
    });
}

/** The domain of the registry that a link is made to look like; null for none. @param link not of the registry */
export function imitatedBy(
  link: FoundLink,
  compared: readonly ComparedDomain[],
  tables: NameTables,
): ComparedDomain | null {
  const registered = tables.registrable(link.host) ?? link.host;
  const shown = tables.toUnicode(registered);
  const looks = looksLike(tables, shown);
  const labels = tables
    .toUnicode(link.host)
    .split('.')
    .map((part) => looksLike(tables, part));
  const label = shown.split('.')[0]!;
  const labelLooks = looksLike(tables, label);
  for (const one of compared) {
    if (looks.some((look) => one.looks.includes(look))) return one;
    // An official name in front of a stranger's: www.10086.cn.evil.top
    if (`.${link.host}`.includes(`.${one.domain}.`)) return one;
    if (`.${link.host}`.includes(`.${one.domain.replaceAll('.', '-')}.`)) return one;
    if (labelLooks.some((look) => one.labelLooks.includes(look))) return one;
    if (one.label.length >= SHORTEST_LABEL) {
      if (labels.some((seen) => seen.some((look) => one.labelLooks.some((its) => look.includes(its)))))
        return one;
      if (nearly(label, one.label)) return one;
    } else if (tokensOf(link.host).includes(one.label)) return one;
    const flat = link.host.replace(/[^a-z0-9]/gu, '');
    if (one.names.some((name) => flat.includes(name))) return one;
  }
  return null;
}

/** Digits and letters of a host apart: `my189-pay.top` -> my, 189, pay, top. */
const tokensOf = (host: string): readonly string[] => host.match(/\d+|[a-z]+/gu) ?? [];

/** Whether one is the other with one letter more, less, other, or two neighbours exchanged. */
export function nearly(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const a = one.slice(start);
  const b = other.slice(start);
  if (a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1)) return true;
  return a.length >= 2 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
}

/** Whether letters of several scripts, or of one that only looks Latin, are mixed into a name. */
export function mixesLetters(shown: string, tables: NameTables): boolean {
  return shown.split('.').some((label) => {
    if (/^[\x00-\x7f]*$/u.test(label)) return false;
    const latin = /\p{Script=Latin}/u.test(label);
    const other = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(label);
    if (latin && other) return true;
    if (/\p{Nd}/u.test(label) && other) return true;
    // All of another script, and each letter passes for a Latin one.
    return other && /^[\x00-\x7f]*$/u.test(tables.skeleton(label));
  });
}
