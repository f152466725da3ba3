import type { CodesAsked } from '../../domain/people/code-budget.ts';
import type { Db } from '../database/database.ts';

/** Everybody together; a client's own name is a keyed hash of 32 bytes. */
const ALL = Buffer.alloc(0);
const CLIENT = 'client';
const SPANS = ['minute', 'hour'] as const;

interface Row {
  readonly of: string;
  readonly span: (typeof SPANS)[number];
  readonly asked: number;
}

const PLACES = `(values ('client', $1::bytea, 'minute'), ('client', $1, 'hour'), ('all', $2::bytea, 'minute'), ('all', $2, 'hour'))
  as place (of, client, span)`;
/** Whole minutes and hours of UTC. */
const STARTS = `date_trunc(place.span, $3::timestamptz, 'UTC')`;

/** What was asked for in this minute and hour, one more included. */
export async function codesAsked(db: Db, client: Buffer, now: Date): Promise<CodesAsked> {
  const { rows } = await db.query<Row>(
    `select place.of, place.span, coalesce(b.asked, 0) + 1 as asked from ${PLACES}
     left join code_budget b on b.client = place.client and b.span = place.span and b.starts_at = ${STARTS}`,
    [client, ALL, now],
  );
  return countsOf(rows);
}

/** Counts one more, and answers the counts. The client's rows are locked before everybody's, always in this order. */
export async function countCode(db: Db, client: Buffer, now: Date): Promise<CodesAsked> {
  const { rows } = await db.query<Row>(
    `insert into code_budget as b (client, span, starts_at, asked)
     select place.client, place.span, ${STARTS}, 1 from ${PLACES}
     on conflict (client, span, starts_at) do update set asked = b.asked + 1
     returning case when client = $2 then 'all' else 'client' end as of, span, asked`,
    [client, ALL, now],
  );
  return countsOf(rows);
}

/** It was asked for at this time, and nothing was sent. */
export async function uncountCode(db: Db, client: Buffer, at: Date): Promise<void> {
  await db.query(
    `update code_budget b set asked = b.asked - 1 from ${PLACES}
     where b.client = place.client and b.span = place.span and b.starts_at = ${STARTS}`,
    [client, ALL, at],
  );
}

function countsOf(rows: readonly Row[]): CodesAsked {
  const asked = (of: string, span: Row['span']): number =>
    rows.find((row) => row.of === of && row.span === span)?.asked ?? 0;
  const both = (of: string) => ({ inMinute: asked(of, 'minute'), inHour: asked(of, 'hour') });
  return { byAll: both('all'), byClient: both(CLIENT) };
}
