import type { FeedKind, Period } from '../../domain/numbers/feed-calendar.ts';
import type { FeedRow } from '../../domain/numbers/feed-file.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { dates, texts } from '../database/array-parameters.ts';
import type { Db, Pool } from '../database/database.ts';

export interface Feed {
  readonly feedId: string;
  readonly kind: FeedKind;
  /** Empty where a kind has one recipient. */
  readonly recipient: string;
  readonly period: Period;
  readonly dueOn: LocalDate;
  readonly madeAt: Date | null;
  readonly madeBy: string | null;
  readonly throughOn: LocalDate | null;
  /** 0: a nil report. */
  readonly rows: number | null;
  /** Numbers that its recipient takes in no list, and that are not in it. */
  readonly omitted: number | null;
  /** Hexadecimal. */
  readonly sha256: string | null;
  readonly sentAt: Date | null;
}

const SELECT = `select feed_id as "feedId", kind, recipient, period, due_on as "dueOn", made_at as "madeAt", made_by as "madeBy",
    through_on as "throughOn", rows, omitted, encode(sha256, 'hex') as sha256, sent_at as "sentAt" from number_feed`;

/** Plans a list, once. */
export async function planFeed(
  tx: Db,
  { kind, recipient, period, dueOn }: Pick<Feed, 'kind' | 'recipient' | 'period' | 'dueOn'>,
): Promise<void> {
  await tx.query(
    'insert into number_feed (kind, recipient, period, due_on) values ($1, $2, $3, $4) on conflict do nothing',
    [kind, recipient, period, dueOn],
  );
}

export async function lockFeed(
  tx: Db,
  of: { readonly kind: FeedKind; readonly recipient: string; readonly period: string },
): Promise<Feed | null> {
  const { rows } = await tx.query<Feed>(
    `${SELECT} where kind = $1 and recipient = $2 and period = $3 for update`,
    [of.kind, of.recipient, of.period],
  );
  return rows[0] ?? null;
}

export async function findFeed(db: Db, feedId: string): Promise<Feed | null> {
  const { rows } = await db.query<Feed>(`${SELECT} where feed_id = $1`, [feedId]);
  return rows[0] ?? null;
}

export async function listedFeeds(db: Db, limit: number): Promise<readonly Feed[]> {
  const { rows } = await db.query<Feed>(`${SELECT} order by due_on desc, kind, recipient limit $1`, [limit]);
  return rows;
}

/** Range holders that have a number with us, and those that were not yet told of one that went back. */
export async function rangeHoldersToTell(db: Db): Promise<readonly string[]> {
  const { rows } = await db.query<{ range_holder: string }>(
    `select range_holder from number_ledger
       where range_holder is not null and (state in ('ported_in', 'quarantined') or (state = 'returned' and released_at is null))
     union select b.range_holder from number_batch_item i join number_batch b using (batch_id)
       where i.outcome = 'released' and i.fed_in is null and b.kind = 'return'
     order by 1`,
  );
  return rows.map((row) => row.range_holder);
}

/** Whether any number of ours is, or was, of a range holder of that name. */
export async function isRangeHolder(db: Db, name: string): Promise<boolean> {
  const { rows } = await db.query<{ known: boolean }>(
    `select exists (select from number_batch where range_holder = $1) or exists (select from number_ledger where range_holder = $1) as known`,
    [name],
  );
  return rows[0]!.known;
}

/** Names of them, for whoever mistyped one. */
export async function rangeHolders(db: Db, limit: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select range_holder as name from number_batch where range_holder is not null
     union select range_holder from number_ledger where range_holder is not null order by 1 limit $1`,
    [limit],
  );
  return rows.map(({ name }) => name);
}

const MARK = { rnd: 'fed_rnd', mnrl: 'fed_mnrl' } as const;
/** As the indexes of what is not reported yet say it. */
const BEGINS = { rnd: '+1%', mnrl: '+91%' } as const;

/** How many rows a list will have. */
export async function countUnfed(tx: Db, feed: Feed, through: LocalDate, zone: string): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from (${unfed(feed, 'null')}) r`,
    feed.kind === 'range_holder' ? [null, through, feed.recipient, zone] : [null, through],
  );
  return rows[0]!.n;
}

/** What no earlier list has. `$1` the last number of the page before, `$2` through. */
function unfed({ kind }: Feed, after: '$1::text' | 'null'): string {
  const behind = after === 'null' ? '$1::text is null' : `msisdn > coalesce($1::text, '')`;
  if (kind === 'range_holder')
    return `select i.msisdn, max((b.released_at at time zone $4)::date) as on_day from number_batch_item i join number_batch b using (batch_id)
      where i.outcome = 'released' and i.fed_in is null and b.kind = 'return' and b.range_holder = $3
        and (b.released_at at time zone $4)::date <= $2 and ${behind} group by 1`;
  return `select msisdn, disconnected_on as on_day from number_disconnect
    where ${MARK[kind]} is null and msisdn like '${BEGINS[kind]}' and disconnected_on <= $2 and ${behind}`;
}

/** Rows of a list page by page, sorted by number; all rows of a number are on one page. */
export async function* unfedRows(
  tx: Db,
  feed: Feed,
  { through, page, zone }: { readonly through: LocalDate; readonly page: number; readonly zone: string },
): AsyncIterable<readonly FeedRow[]> {
  let after: string | null = null;
  for (;;) {
    const { rows }: { rows: { msisdn: string; on: LocalDate }[] } = await tx.query<{
      msisdn: string;
      on: LocalDate;
    }>({
      text: `select msisdn, on_day as "on" from (${unfed(feed, '$1::text')}) r order by msisdn fetch first ${page} rows with ties`,
      values: feed.kind === 'range_holder' ? [after, through, feed.recipient, zone] : [after, through],
    });
    if (rows.length === 0) return;
    after = rows.at(-1)!.msisdn;
    yield rows.toSorted((a, b) =>
      a.msisdn === b.msisdn ? (a.on < b.on ? -1 : 1) : a.msisdn < b.msisdn ? -1 : 1,
    );
    if (rows.length < page) return;
  }
}

/** What is in a list is in no later one. */
export async function markFed(
  tx: Db,
  { kind, feedId, recipient }: Feed,
  rows: readonly FeedRow[],
): Promise<void> {
  if (kind === 'range_holder')
    await tx.query(
      `update number_batch_item i set fed_in = $1 from number_batch b
       where b.batch_id = i.batch_id and b.range_holder = $3 and i.msisdn = any($2::text[]) and i.outcome = 'released' and i.fed_in is null`,
      [feedId, texts(rows, ({ msisdn }) => msisdn), recipient],
    );
  else
    await tx.query(
      `update number_disconnect d set ${MARK[kind]} = $1 from unnest($2::text[], $3::date[]) as o(msisdn, on_day)
       where d.msisdn = o.msisdn and d.disconnected_on = o.on_day`,
      [feedId, texts(rows, ({ msisdn }) => msisdn), dates(rows, ({ on }) => on)],
    );
}

export async function insertPart(tx: Db, feedId: string, n: number, body: Buffer): Promise<void> {
  await tx.query('insert into number_feed_part (feed_id, n, body) values ($1, $2, $3)', [feedId, n, body]);
}

/** Whether the file of a list is still there: one that was made has a header at least. */
export async function keepsFile(db: Db, feedId: string): Promise<boolean> {
  const { rowCount } = await db.query('select from number_feed_part where feed_id = $1 limit 1', [feedId]);
  return rowCount === 1;
}

/** The file as it was made, part by part. */
export async function* partsOfFeed(db: Db, feedId: string): AsyncIterable<Buffer> {
  for (let n = 0; ; n++) {
    const { rows } = await db.query<{ body: Buffer }>({
      name: 'part-of-feed',
      text: 'select body from number_feed_part where feed_id = $1 and n = $2',
      values: [feedId, n],
    });
    if (rows[0] === undefined) return;
    yield rows[0].body;
  }
}

export async function noteMade(
  tx: Db,
  feedId: string,
  made: Pick<Feed, 'omitted'> & {
    readonly by: string;
    readonly through: LocalDate;
    readonly rows: number;
    readonly sha256: Buffer;
  },
): Promise<void> {
  await tx.query(
    `update number_feed set made_at = now(), made_by = $2, through_on = $3, rows = $4, sha256 = $5, omitted = $6 where feed_id = $1`,
    [feedId, made.by, made.through, made.rows, made.sha256, made.omitted],
  );
}

/** @returns false where it was noted before */
export async function noteSent(tx: Db, feedId: string, by: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update number_feed set sent_at = now(), sent_by = $2 where feed_id = $1 and made_at is not null and sent_at is null',
    [feedId, by],
  );
  return rowCount === 1;
}

/** Files are kept for two years; that each was made stays. */
export async function forgetFeedParts(pool: Pool): Promise<void> {
  await pool.query(
    `delete from number_feed_part p using number_feed f where f.feed_id = p.feed_id and f.made_at < now() - interval '2 years'`,
  );
}

/** Done once a day. */
export const PLAN_FEEDS_TASK = 'plan-feeds';
