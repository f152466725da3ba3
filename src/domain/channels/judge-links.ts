import type { FoundLink } from './links.ts';
import { imitatedBy, mixesLetters } from './names/look-alikes.ts';
import { accountReason, type CheckBook, linkKey, type ReadText, type Standing } from './reading.ts';
import type { ReasonCode } from './reason.ts';
import type { Owner } from './registry.ts';

export interface LinkStanding {
  readonly link: FoundLink;
  readonly key: string;
  readonly standing: Standing;
  readonly owner: Owner | null;
  readonly reasons: readonly ReasonCode[];
}

/** What is to be said of one link, in a text that speaks as somebody. */
export function judgedLink(link: FoundLink, read: ReadText, book: CheckBook): LinkStanding {
  const { tables, words } = book;
  const key = linkKey(link, book);
  const answer = (
    standing: Standing,
    reasons: readonly ReasonCode[],
    owner: Owner | null = null,
  ): LinkStanding => ({ link, key, standing, owner, reasons });

  // A name before an @ is there to be taken for where the link leads.
  if (link.userinfo !== null) return answer('imitates', ['link_hides_name']);
  if (link.address === 'disguised') return answer('unknown', ['link_disguised_address']);
  if (link.address === 'plain') return answer('unknown', ofSpeaker(['link_address_only'], read));

  const owned = book.index.domain(link.host);
  // What reads like the official name and is not written like it was written so for a reason. Not every program takes a backslash
  // for the end of a host.
  const odd =
    link.coded ||
    link.path.startsWith('\\') ||
    !read.plain.original.toLowerCase().includes(link.raw.toLowerCase());
  if (owned !== null && link.runsOn !== null && book.index.domain(link.runsOn) === null)
    return answer('unknown', ['link_unknown']);
  if (owned !== null) {
    const reasons: readonly ReasonCode[] = odd ? ['link_odd_spelling'] : ['link_official'];
    return answer(odd ? 'imitates' : 'official', reasons, owned.owner);
  }
  const imitated = imitatedBy(link, book.compared, tables);
  if (imitated !== null) return answer('imitates', ['link_imitates'], imitated.channel.owner);
  const messenger = words.messengers.find(({ hosts }) => hosts.some((host) => isBelow(link.host, host)));
  if (messenger !== undefined) return answer('unknown', [accountReason(read, book)]);
  const lapsed: readonly ReasonCode[] = book.index.notToday(
    'domain',
    tables.registrable(link.host) ?? link.host,
  )
    ? ['channel_not_in_force']
    : [];
  const shortened = words.shorteners.some((host) => isBelow(link.host, host));
  if (shortened) return answer('unknown', ofSpeaker(['link_shortened', ...lapsed], read));
  if (knownElsewhere(link.host, read, book)) return answer('known_elsewhere', ['known_elsewhere']);
  const path = link.path.toLowerCase();
  return answer('unknown', [
    ...ofSpeaker(['link_unknown', ...lapsed], read),
    ...(odd ? (['link_odd_spelling'] as const) : []),
    ...(mixesLetters(link.shown, tables) ? (['link_mixed_letters'] as const) : []),
    ...(words.abused.some((ending) => link.host.endsWith(`.${ending}`))
      ? (['link_abused_ending'] as const)
      : []),
    ...(words.downloads.some((ending) => path.endsWith(ending)) ? (['link_download'] as const) : []),
    ...(imitatesKnown(link.host, book) ? (['link_imitates'] as const) : []),
  ]);
}

/** An operator has its own addresses, and so has everybody whose addresses are known; of others it is only told. */
function ofSpeaker(reasons: readonly ReasonCode[], { spoken }: ReadText): readonly ReasonCode[] {
  const { claims, owners, known } = spoken;
  const own = claims.has('operator') || owners.length > 0 || known.some(({ domains }) => domains.length > 0);
  if (own) return ['link_not_of_sender', ...reasons];
  return claims.size > 0 ? ['link_of_stranger', ...reasons] : reasons;
}

/** A name that is known to be somebody's; where the text speaks as somebody who is known, it must be theirs. */
function knownElsewhere(host: string, { spoken }: ReadText, { words }: CheckBook): boolean {
  if (words.government.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))) return true;
  const whose = words.known.filter(({ domains }) => domains.some((domain) => isBelow(host, domain)));
  if (whose.length === 0) return false;
  return !spoken.claims.has('operator') || spoken.owners.length === 0 || spoken.known.length > 0;
}

/** A known name in front of a stranger's, or with something added: `cmbchina.com.top1.cn`, `cmbchina-vip.com`. */
function imitatesKnown(host: string, { words, tables }: CheckBook): boolean {
  const registered = (tables.registrable(host) ?? host).split('.')[0]!;
  return words.known.some(({ domains }) =>
    domains.some((domain) => {
      const label = domain.split('.')[0]!;
      if (`.${host}`.includes(`.${domain}.`)) return true;
      return label.length >= 5 && registered !== label && registered.split('-').includes(label);
    }),
  );
}

const isBelow = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);
