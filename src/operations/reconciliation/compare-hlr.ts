import type { Difference } from '../../domain/reconciliation/finding.ts';
import type { Imsi } from '../../domain/values/imsi.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { HlrSubscriber, SubscriberPage } from '../../ports/hlr.ts';
import type { Pool } from '../../store/database/database.ts';
import {
  accessesOf,
  endedAccesses,
  endOfPage,
  linesWithNumbers,
  noteSeen,
  type OurAccess,
  restingAmong,
  restingNumbers,
  standingAccesses,
} from '../../store/reconciliation/our-side.ts';
import type { PartAhead, Place } from '../../store/reconciliation/runs.ts';
import type { ReconciliationPeers, Step } from './peers.ts';

/** Subscribers of a bulk list a step, and look-ups a step. */
const LIST_PAGE = 5_000;
const LOOK_UP_PAGE = 10_000;
/** A page takes no longer than so many seconds at the pace that is allowed: its part is taken for some minutes only. */
const PAGE_SECONDS = 60;
/** Look-ups on their way at once. */
const WINDOW = 512;

const pageOf = ({ pace }: ReconciliationPeers): number => Math.min(LOOK_UP_PAGE, pace.within(PAGE_SECONDS));

/**
 * Compares our lines with the home location register. One that can be listed is listed whole, which proposes what differs; then what it
 * did not name of ours is looked for. One that cannot is asked for each card and each resting number. Nothing is found without having been
 * looked up.
 */
export async function compareHlr(pool: Pool, ahead: PartAhead, peers: ReconciliationPeers): Promise<Step> {
  const asking: Asking = { ...peers, unread: [] };
  return { ...(await stepOf(pool, ahead, asking)), unread: asking.unread };
}

/** Whom one step asks, and what of it could not be read: IMSIs and numbers. */
interface Asking extends ReconciliationPeers {
  readonly unread: string[];
}

async function stepOf(pool: Pool, ahead: PartAhead, peers: Asking): Promise<Step> {
  const { list } = peers.hlr;
  const { phase, after } = ahead.place ?? { phase: list === undefined ? 'standing' : 'list', after: null };
  switch (phase) {
    case 'list':
      // The peer was exchanged for one that cannot be listed: it is asked from the beginning.
      if (list === undefined) return { differences: [], looked: 0, to: { phase: 'standing', after: null } };
      return listed(
        pool,
        ahead,
        peers,
        await list.call(peers.hlr, after, Math.min(LIST_PAGE, pageOf(peers))),
      );
    case 'missing':
    case 'standing':
      return standing(pool, ahead, peers, { phase, after });
    case 'ended':
      return ended(pool, ahead, peers, after);
    default:
      return resting(pool, ahead, peers, after);
  }
}

async function listed(
  pool: Pool,
  ahead: PartAhead,
  peers: Asking,
  { subscribers, next }: SubscriberPage,
): Promise<Step> {
  const imsis = subscribers.map(({ imsi }) => imsi);
  const numbers = subscribers.flatMap(({ msisdn }) => msisdn ?? []);
  const [ours, resting, holders] = await Promise.all([
    accessesOf(pool, imsis),
    restingAmong(pool, numbers, ahead.cutAt),
    linesWithNumbers(pool, numbers),
  ]);
  const differences: Difference[] = [];
  await eachOf(subscribers, async ({ imsi, msisdn }) => {
    const our = ours.get(imsi);
    if (our !== undefined && !our.stands) differences.push(...(await stillThere(peers, our)));
    else if (our?.msisdn != null && msisdn !== null && our.msisdn !== msisdn)
      differences.push(...(await otherNumber(peers, our)));
    const holder = msisdn === null || our?.stands ? undefined : holders.get(msisdn);
    // The number of a line at a card that is none of the line's.
    if (holder !== undefined && !holder.imsis.includes(imsi))
      differences.push(...(await numberElsewhere(peers, msisdn!, holder)));
    if (msisdn !== null && resting.has(msisdn) && our?.stands !== false)
      differences.push(...(await numberUsed(peers, msisdn)));
  });
  return {
    differences,
    looked: subscribers.length,
    to: next === null ? { phase: 'missing', after: null } : { phase: 'list', after: next },
    also: (tx) => noteSeen(tx, ahead.runId, imsis),
  };
}

/** Cards of standing lines: those that no list named, or all where there is none. */
async function standing(
  pool: Pool,
  { cutAt, runId }: PartAhead,
  peers: Asking,
  { phase, after }: Place,
): Promise<Step> {
  const upTo = await endOfPage(pool, 'standing', { after, limit: pageOf(peers) }, cutAt);
  const page = await standingAccesses(pool, { after, upTo, cutAt, runId });
  const asked = phase === 'missing' ? page.filter(({ seen }) => !seen) : page;
  const differences: Difference[] = [];
  await eachOf(asked, async ({ imsi, lineId, msisdn }) => {
    const found = await lookUp(peers, imsi);
    if (found === null) {
      const facts = { imsi, number: msisdn, hlr: null };
      differences.push({ kind: 'missing_at_hlr', subject: imsi, lineId, facts });
    } else if (found !== 'unreadable') differences.push(...numberOf(found, { imsi, lineId, msisdn }));
  });
  const last = phase === 'missing' ? null : { phase: 'ended', after: null };
  return { differences, looked: asked.length, to: upTo === null ? last : { phase, after: upTo } };
}

async function ended(pool: Pool, { cutAt }: PartAhead, peers: Asking, after: string | null): Promise<Step> {
  const upTo = await endOfPage(pool, 'ended', { after, limit: pageOf(peers) }, cutAt);
  const page = await endedAccesses(pool, { after, upTo, cutAt });
  const differences: Difference[] = [];
  await eachOf(page, async (one) => {
    differences.push(...(await stillThere(peers, one)));
  });
  const to = upTo === null ? { phase: 'resting', after: null } : { phase: 'ended', after: upTo };
  return { differences, looked: page.length, to };
}

async function resting(pool: Pool, { cutAt }: PartAhead, peers: Asking, after: string | null): Promise<Step> {
  const upTo = await endOfPage(pool, 'resting', { after, limit: pageOf(peers) }, cutAt);
  const page = await restingNumbers(pool, { after, upTo, cutAt });
  const differences: Difference[] = [];
  await eachOf(page, async (number) => {
    differences.push(...(await numberUsed(peers, number)));
  });
  // The subscriber of an ended line that is still there has its number with it: that was found already.
  const owners = await accessesOf(
    pool,
    differences.flatMap(({ facts }) => facts['imsi'] ?? []),
  );
  const strange = differences.filter(({ facts }) => owners.get(facts['imsi'] ?? '')?.stands !== false);
  return {
    differences: strange,
    looked: page.length,
    to: upTo === null ? null : { phase: 'resting', after: upTo },
  };
}

async function stillThere(
  peers: Asking,
  { imsi, lineId }: Pick<OurAccess, 'imsi' | 'lineId'>,
): Promise<readonly Difference[]> {
  const found = await lookUp(peers, imsi);
  if (found === null || found === 'unreadable') return [];
  return [{ kind: 'still_at_hlr', subject: imsi, lineId, facts: { imsi, number: found.msisdn } }];
}

async function otherNumber(
  peers: Asking,
  our: Pick<OurAccess, 'imsi' | 'lineId' | 'msisdn'>,
): Promise<readonly Difference[]> {
  const found = await lookUp(peers, our.imsi);
  return found === null || found === 'unreadable' ? [] : numberOf(found, our);
}

function numberOf(
  found: HlrSubscriber,
  { imsi, lineId, msisdn }: Pick<OurAccess, 'imsi' | 'lineId' | 'msisdn'>,
): readonly Difference[] {
  if (msisdn === null || found.msisdn === null || found.msisdn === msisdn) return [];
  const facts = { imsi, number: msisdn, hlr: found.msisdn };
  return [{ kind: 'number_differs', subject: imsi, lineId, facts }];
}

async function numberElsewhere(
  peers: Asking,
  number: Msisdn,
  { lineId, imsis }: { readonly lineId: string; readonly imsis: readonly string[] },
): Promise<readonly Difference[]> {
  const found = await lookUpNumber(peers, number);
  if (found === null || found === 'unreadable' || imsis.includes(found.imsi)) return [];
  const facts = { imsi: imsis[0] ?? null, number, hlr: found.imsi };
  return [{ kind: 'number_differs', subject: found.imsi, lineId, facts }];
}

async function numberUsed(peers: Asking, number: Msisdn): Promise<readonly Difference[]> {
  const found = await lookUpNumber(peers, number);
  if (found === null || found === 'unreadable') return [];
  const facts = { number, imsi: found.imsi };
  return [{ kind: 'resting_number_used', subject: number, lineId: null, facts }];
}

const lookUp = ({ hlr, pace, unread }: Asking, imsi: Imsi) =>
  orUnreadable(unread, imsi, async () => {
    await pace.take();
    return (await hlr.lookup(imsi)).value;
  });
const lookUpNumber = ({ hlr, pace, unread }: Asking, number: Msisdn) =>
  orUnreadable(unread, number, async () => {
    await pace.take();
    return (await hlr.lookupByNumber(number)).value;
  });

/** One subscriber with odd data must not keep all others from being compared; a peer that is away is another matter. */
async function orUnreadable<T>(
  unread: string[],
  subject: string,
  ask: () => Promise<T>,
): Promise<T | 'unreadable'> {
  try {
    return await ask();
  } catch (error) {
    const odd =
      error instanceof ConnectorError && (error.fault === 'refused' || error.detail === 'malformed_answer');
    if (!odd) throw error;
    unread.push(subject);
    return 'unreadable';
  }
}

/** Some at once. Whoever fails ends it, once those that are on their way have come back. */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  let failed: { readonly error: unknown } | null = null;
  const one = async (): Promise<void> => {
    while (failed === null && next < items.length) {
      const item = items[next++]!;
      await work(item).catch((error: unknown) => {
        failed ??= { error };
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(WINDOW, items.length) }, one));
  if (failed !== null) throw (failed as { readonly error: unknown }).error;
}
