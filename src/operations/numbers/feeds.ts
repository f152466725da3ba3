import { createHash } from 'node:crypto';
import { type ErrorFacts, HandbackError } from '../../domain/errors.ts';
import { FEED_KINDS, feedDates, isPeriod, periodOf, throughOn } from '../../domain/numbers/feed-calendar.ts';
import {
  BATCH_ROWS,
  checkFeed,
  type FeedFault,
  type FeedForm,
  faultFacts,
  headerText,
  rowText,
  takesNumber,
} from '../../domain/numbers/feed-file.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import {
  countUnfed,
  type Feed,
  findFeed,
  insertPart,
  isRangeHolder,
  keepsFile,
  listedFeeds,
  lockFeed,
  markFed,
  noteMade,
  noteSent,
  partsOfFeed,
  planFeed,
  rangeHolders,
  rangeHoldersToTell,
  unfedRows,
} from '../../store/numbers/feeds.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { homeTimeZone } from '../home-time-zone.ts';
import { isUuid } from '../is-uuid.ts';

export type { Feed } from '../../store/numbers/feeds.ts';

/** Rows of one stored part: some hundred kilobytes. */
const PAGE = 10_000;
/** Range holders that are named to whoever mistyped one. */
const MOST_NAMED = 20;

/**
 * Plans the lists of this month that the operator hands in: from then on the work queue reminds of them. Each range holder of whom a number
 * serves or rests here gets one, be it nil.
 * @returns how many kinds are handed in at all
 */
export async function planFeeds(op: Operations, actor: Actor): Promise<number> {
  requireAccess(actor, 'planFeeds');
  const period = periodOf(localDateAt(op.clock.now(), homeTimeZone(op)));
  await inTransaction(op.pool, async (tx) => {
    for (const kind of op.feeds.kinds)
      for (const recipient of kind === 'range_holder' ? await rangeHoldersToTell(tx) : [''])
        await planFeed(tx, { kind, recipient, period, dueOn: feedDates(kind, period).dueOn });
  });
  return op.feeds.kinds.length;
}

export interface FeedRequest {
  readonly kind: string;
  /** `YYYY-MM`; null for this month. */
  readonly period: string | null;
  /** Of `range_holder` the range holder; empty for the others. */
  readonly recipient: string;
}

/**
 * Makes a list, once, and keeps it as it is: what it has is in no later one, and what came late is in the next. A month without rows is a nil
 * report, with a header and nothing else. What its recipient would refuse is not kept, and a number of which it takes none is left out.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `field_invalid`, `feed_made`, `feed_too_early`, `feed_refused`
 */
export async function makeFeed(op: Operations, actor: Actor, request: FeedRequest): Promise<Feed> {
  requireAccess(actor, 'makeFeed');
  const kind = FEED_KINDS.find((one) => one === request.kind);
  if (kind === undefined) throw new HandbackError('field_invalid', { field: 'kind', reason: 'not_one_of' });
  const recipient = kind === 'range_holder' ? request.recipient.trim() : '';
  if (kind === 'range_holder' && recipient === '')
    throw new HandbackError('field_missing', { field: 'recipient' });
  const zone = homeTimeZone(op);
  const today = localDateAt(op.clock.now(), zone);
  const period = request.period ?? periodOf(today);
  if (!isPeriod(period)) throw new HandbackError('field_invalid', { field: 'period' });
  const { from, dueOn } = feedDates(kind, period);
  if (today < from) throw new HandbackError('feed_too_early', { from });
  const through = throughOn(kind, period, today);
  const by = auditName(actor);
  return inTransaction(op.pool, async (tx) => {
    if (kind === 'range_holder' && !(await isRangeHolder(tx, recipient)))
      throw new HandbackError('field_invalid', await strangerAmong(tx));
    await planFeed(tx, { kind, recipient, period, dueOn });
    const feed = (await lockFeed(tx, { kind, recipient, period }))!;
    if (feed.madeAt !== null) throw new HandbackError('feed_made');
    const batched = kind === 'rnd' && (await countUnfed(tx, feed, through, zone)) > BATCH_ROWS;
    const form: FeedForm = { kind, rnd: op.feeds.rnd, batched };
    if (kind === 'rnd' && op.feeds.rnd.companyId === null)
      throw new HandbackError('feed_refused', { faults: [], setting: 'HANDBACK_RND_COMPANY_ID' });
    const { rows, omitted, sha256 } = await write(tx, feed, form, { through, zone });
    const checked = await checkFeed(textOf(partsOfFeed(tx, feed.feedId)), form, through);
    if (checked.faults.length > 0)
      throw new HandbackError('feed_refused', { faults: faultFacts(checked.faults) });
    await noteMade(tx, feed.feedId, { by, through, rows, omitted, sha256 });
    const facts = {
      feed: feed.feedId,
      kind,
      recipient,
      period,
      rows,
      omitted,
      sha256: sha256.toString('hex'),
    };
    await insertAudit(tx, [{ caseId: null, lineId: null, actor: by, action: 'feed_made', facts }]);
    return (await findFeed(tx, feed.feedId))!;
  });
}

/** A nil report to a name that somebody mistyped would be none, and the holder who waits for one would get nothing. */
async function strangerAmong(tx: Db): Promise<ErrorFacts> {
  const allowed = await rangeHolders(tx, MOST_NAMED);
  return { field: 'recipient', ...(allowed.length === 0 ? {} : { reason: 'not_one_of', allowed }) };
}

async function write(
  tx: Db,
  feed: Feed,
  form: FeedForm,
  { through, zone }: { readonly through: Parameters<typeof countUnfed>[2]; readonly zone: string },
): Promise<{ readonly rows: number; readonly omitted: number; readonly sha256: Buffer }> {
  const hash = createHash('sha256');
  let rows = 0;
  let omitted = 0;
  let part = 0;
  const keep = async (text: string): Promise<void> => {
    const body = Buffer.from(text, 'latin1');
    hash.update(body);
    await insertPart(tx, feed.feedId, part++, body);
  };
  await keep(headerText(form));
  for await (const page of unfedRows(tx, feed, { through, page: PAGE, zone })) {
    // One number of a wrong form must not keep all others from being reported. It is counted, and waits to be put right.
    const taken = page.filter(({ msisdn }) => takesNumber(feed.kind, msisdn));
    omitted += page.length - taken.length;
    let text = '';
    for (const row of taken) text += rowText(form, row, rows++);
    await keep(text);
    await markFed(tx, feed, taken);
  }
  return { rows, omitted, sha256: hash.digest() };
}

async function* textOf(parts: AsyncIterable<Buffer>): AsyncIterable<string> {
  for await (const part of parts) yield part.toString('latin1');
}

/** The lists of the last months, the newest first. @throws HandbackError `forbidden`, `role_needed` */
export async function listFeeds(
  op: Operations,
  actor: Actor,
  request: { readonly limit: number },
): Promise<readonly Feed[]> {
  requireAccess(actor, 'listFeeds');
  return listedFeeds(op.pool, Math.min(1_000, Math.max(1, request.limit)));
}

/** One of them, whether it was made or not. @throws HandbackError `forbidden`, `role_needed`, `feed_unknown` */
export async function viewFeed(
  op: Operations,
  actor: Actor,
  request: { readonly feedId: string },
): Promise<Feed> {
  requireAccess(actor, 'listFeeds');
  return knownFeed(op, request);
}

/**
 * A list as it was made, byte for byte, however often it is sent.
 * @throws HandbackError `forbidden`, `role_needed`, `feed_unknown`, also when the years are over for which files are kept, `feed_not_made`
 */
export async function readFeed(
  op: Operations,
  actor: Actor,
  request: { readonly feedId: string },
): Promise<{ readonly feed: Feed; readonly body: AsyncIterable<Buffer> }> {
  requireAccess(actor, 'readFeed');
  const feed = await keptFeed(op, request);
  const facts = { feed: feed.feedId, kind: feed.kind, period: feed.period };
  await insertAudit(op.pool, [
    { caseId: null, lineId: null, actor: auditName(actor), action: 'feed_read', facts },
  ]);
  return { feed, body: partsOfFeed(op.pool, feed.feedId) };
}

/** What came of another look at a list. */
export interface FeedCheck {
  readonly feed: Feed;
  readonly faults: readonly FeedFault[];
  /** It is as it was made. */
  readonly sameBytes: boolean;
}

/**
 * Looks at a list once more as its recipient would, and whether it is as it was made.
 * @throws HandbackError `forbidden`, `role_needed`, `feed_unknown`, `feed_not_made`, as of `readFeed`
 */
export async function checkMadeFeed(
  op: Operations,
  actor: Actor,
  request: { readonly feedId: string },
): Promise<FeedCheck> {
  requireAccess(actor, 'listFeeds');
  const feed = await keptFeed(op, request);
  const hash = createHash('sha256');
  async function* hashed(): AsyncIterable<string> {
    for await (const part of partsOfFeed(op.pool, feed.feedId)) {
      hash.update(part);
      yield part.toString('latin1');
    }
  }
  const form: FeedForm = { kind: feed.kind, rnd: op.feeds.rnd, batched: (feed.rows ?? 0) > BATCH_ROWS };
  const { faults } = await checkFeed(hashed(), form, feed.throughOn!);
  return { feed, faults, sameBytes: hash.digest('hex') === feed.sha256 };
}

/**
 * Notes that the recipient has taken a list, or that a nil month was confirmed to it: the work queue reminds of it no more.
 * @throws HandbackError `forbidden`, `role_needed`, `feed_unknown`, `feed_not_made`
 */
export async function noteFeedSent(
  op: Operations,
  actor: Actor,
  request: { readonly feedId: string },
): Promise<void> {
  requireAccess(actor, 'readFeed');
  const { feedId, kind, period } = await madeFeed(op, request);
  const by = auditName(actor);
  await inTransaction(op.pool, async (tx) => {
    if (!(await noteSent(tx, feedId, by))) return;
    const facts = { feed: feedId, kind, period };
    await insertAudit(tx, [{ caseId: null, lineId: null, actor: by, action: 'feed_sent', facts }]);
  });
}

async function keptFeed(op: Operations, of: { readonly feedId: string }): Promise<Feed> {
  const feed = await madeFeed(op, of);
  if (!(await keepsFile(op.pool, feed.feedId))) throw new HandbackError('feed_unknown');
  return feed;
}

async function knownFeed(op: Operations, { feedId }: { readonly feedId: string }): Promise<Feed> {
  const feed = isUuid(feedId) ? await findFeed(op.pool, feedId) : null;
  if (feed === null) throw new HandbackError('feed_unknown');
  return feed;
}

async function madeFeed(op: Operations, request: { readonly feedId: string }): Promise<Feed> {
  const feed = await knownFeed(op, request);
  if (feed.madeAt === null) throw new HandbackError('feed_not_made');
  return feed;
}
