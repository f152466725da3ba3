import { type FoundNumber, standingOf } from './numbers.ts';
import type { CheckBook, ReadText, Standing } from './reading.ts';
import type { ReasonCode } from './reason.ts';
import type { Owner } from './registry.ts';

export interface NumberJudged {
  readonly standing: Standing;
  readonly owner: Owner | null;
  readonly reasons: readonly ReasonCode[];
}

/** Long numbers that people are called on; shorter ones are only looked at where a word says that they are called. */
const PHONE = /^(?:\+|00)?\d{7,15}$/u;

/** What is to be said of one number; null for one that is no way to anybody, such as an amount. */
export function judgedNumber(number: FoundNumber, read: ReadText, book: CheckBook): NumberJudged | null {
  const { digits } = number;
  const { index, home } = book;
  const national = digits.startsWith(`+${home}`) ? digits.slice(home.length + 1) : digits;
  const owned =
    index.get('number', digits) ??
    index.get('sender', digits) ??
    (national.length >= 7 ? index.get('number', national) : null);
  // Nobody writes a short number in pieces, unless it is not to be recognised.
  if (owned !== null && digits.length <= 6 && /\D/u.test(number.raw))
    return { standing: 'imitates', owner: owned.owner, reasons: ['number_imitates'] };
  if (owned !== null && !number.disguised)
    return { standing: 'official', owner: owned.owner, reasons: ['number_official'] };
  const standing = standingOf(number, read.bare, book.numbers, home, book.words.premium);
  const spokenNumbers = read.spoken.known.flatMap(({ numbers }) => numbers);
  if (spokenNumbers.includes(national))
    return { standing: 'known_elsewhere', owner: null, reasons: ['known_elsewhere'] };
  if (standing === 'imitates') {
    if (!read.bare && !number.called && !number.disguised) return null;
    return { standing: 'imitates', owner: imitatedOwner(number, book), reasons: ['number_imitates'] };
  }
  if (number.lettered && !isTelephone(national)) return null;
  const isWay = number.called || read.bare || (PHONE.test(digits) && isTelephone(national));
  if (!isWay) return null;
  const lapsed: readonly ReasonCode[] = index.notToday('number', national) ? ['channel_not_in_force'] : [];
  if (standing === 'service')
    return { standing: 'known_elsewhere', owner: null, reasons: ['number_unknown', ...lapsed] };
  const kind: readonly ReasonCode[] =
    standing === 'premium'
      ? ['number_premium']
      : standing === 'foreign'
        ? ['number_foreign']
        : ['number_unknown'];
  const { claims, owners } = read.spoken;
  const own = claims.has('operator') || owners.length > 0;
  // A courier's driver has a number of their own.
  const claimed = !own && [...claims].some((claim) => claim !== 'courier');
  return {
    standing: 'unknown',
    owner: null,
    reasons: [
      ...(own ? (['number_not_of_sender'] as const) : []),
      ...(claimed ? (['number_of_stranger'] as const) : []),
      ...kind,
      ...lapsed,
    ],
  };
}

/** Numbers that look like telephone numbers where nothing says so: mobile, geographic, 400 and 800, or with a country. */
function isTelephone(national: string): boolean {
  return /^(?:1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}|(?:\+|00)\d{8,15})$/u.test(national);
}

function imitatedOwner({ digits }: FoundNumber, { index }: CheckBook): Owner | null {
  const bare = digits.replace(/^\+/u, '');
  const found = index.all.find(
    ({ kind, value }) => kind === 'number' && value.length >= 5 && (bare.includes(value) || value === bare),
  );
  return found?.owner ?? null;
}
