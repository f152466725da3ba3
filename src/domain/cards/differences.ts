import { HandbackError } from '../errors.ts';
import { parseIccid } from '../values/iccid.ts';

/** How what was scanned of a batch differs from what the books have in it. */
export const DIFFERENCE_KINDS = [
  'seal',
  'count',
  'missing',
  'extra',
  'scanned_twice',
  'other_bag',
  'other_operator',
  'unreadable',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/**
 * `missing`: in the books and not scanned. `extra`: ours, and in no bag of the batch. `other_bag`: scanned in one bag and
 * in the books in another, of this batch or of none. `other_operator`: no card of ours. `unreadable`: no ICCID at all.
 */
export interface Difference {
  readonly kind: DifferenceKind;
  /** As scanned; of what is missing, as the books have it. Null for the seal and the count. */
  readonly iccid: string | null;
  /** The number of the bag in which it was scanned, or is missing; null where nobody said. */
  readonly bag: string | null;
  /** What the books say: the other bag, or the count. */
  readonly books: string | null;
  /** What was found in place of it: the count, or how often it was scanned. */
  readonly found: string | null;
}

export interface ExpectedCard {
  readonly iccid: string;
  readonly bag: string;
}

export interface Scan {
  /** As the scanner read it. */
  readonly scanned: string;
  /** Null where it was not said of which bag. */
  readonly bag: string | null;
}

/** What the books know of a scanned card that is in no bag of the batch. */
export interface KnownElsewhere {
  /** The number of its bag; null for one that is in none. */
  readonly bag: string | null;
}

/** The ICCID that a scan holds; null where it holds none. */
export function scannedIccid(scanned: string): string | null {
  try {
    return parseIccid(scanned);
  } catch (error) {
    if (error instanceof HandbackError) return null;
    throw error;
  }
}

/**
 * All differences between a batch and what was scanned of it; none where count, seal and every ICCID agree.
 * @param elsewhere cards of ours, by ICCID, that the batch does not hold
 */
export function differencesOf(
  expected: readonly ExpectedCard[],
  scans: readonly Scan[],
  elsewhere: ReadonlyMap<string, KnownElsewhere>,
  said: { readonly counted: number; readonly sealAgrees: boolean },
): readonly Difference[] {
  const none = { iccid: null, bag: null, books: null, found: null };
  const found: Difference[] = [];
  if (!said.sealAgrees) found.push({ ...none, kind: 'seal' });
  if (said.counted !== expected.length)
    found.push({ ...none, kind: 'count', books: String(expected.length), found: String(said.counted) });
  const bagOf = new Map(expected.map(({ iccid, bag }) => [iccid, bag]));
  const times = new Map<string, number>();
  const first = new Map<string, Scan>();
  for (const scan of scans) {
    const iccid = scannedIccid(scan.scanned);
    if (iccid === null) {
      found.push({ ...none, kind: 'unreadable', iccid: scan.scanned, bag: scan.bag });
      continue;
    }
    times.set(iccid, (times.get(iccid) ?? 0) + 1);
    if (!first.has(iccid)) first.set(iccid, scan);
  }
  for (const { iccid, bag } of expected)
    if (!times.has(iccid)) found.push({ ...none, kind: 'missing', iccid, bag });
  for (const [iccid, { bag }] of first) {
    const scan = { ...none, iccid, bag };
    const n = times.get(iccid)!;
    if (n > 1) found.push({ ...scan, kind: 'scanned_twice', found: String(n) });
    const own = bagOf.get(iccid);
    const other = elsewhere.get(iccid);
    if (own !== undefined) {
      if (bag !== null && bag !== own) found.push({ ...scan, kind: 'other_bag', books: own });
    } else if (other === undefined) found.push({ ...scan, kind: 'other_operator' });
    else if (other.bag === null) found.push({ ...scan, kind: 'extra' });
    else found.push({ ...scan, kind: 'other_bag', books: other.bag });
  }
  const order = (one: Difference) => DIFFERENCE_KINDS.indexOf(one.kind);
  return found.toSorted((a, b) => order(a) - order(b));
}

/** How many there are of each kind: for the audit log, which keeps no lists of cards. */
export function countsOf(differences: readonly Difference[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of differences) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
