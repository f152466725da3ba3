import { int4s, texts, uuids } from './database/array-parameters.ts';
import type { Db, Pool } from './database/database.ts';
import { rowsAs } from './database/named-columns.ts';
import type { SendResult } from './outbox.ts';

/** A part that a message centre took, and how it calls it. */
export interface TakenPart {
  readonly centreId: string;
  readonly messageId: string;
  /** From 1. */
  readonly part: number;
  readonly parts: number;
}

/** The parts that a message centre took with these tries, where it named them. */
export const takenPartsOf = (results: readonly SendResult[]): readonly TakenPart[] =>
  results.flatMap(({ messageId, partIds }) =>
    (partIds ?? []).flatMap((centreId, at, all) =>
      centreId === null ? [] : [{ centreId, messageId, part: at + 1, parts: all.length }],
    ),
  );

/** A receipt may overtake the note of what it is about, by as long as that note waits for the database. */
const OVERTAKES = `interval '10 minutes'`;

/**
 * Notes how a centre calls what it took. Centres begin to count anew: a name that was another message's is this one's from now on, and
 * what was said of that is not said of this.
 */
export async function noteTakenParts(pool: Pool, parts: readonly TakenPart[]): Promise<void> {
  if (parts.length === 0) return;
  // Of one name twice the last counts, and one statement may write each row once.
  const each = inOneOrder([...new Map(parts.map((one) => [one.centreId, one])).values()]);
  const list = rowsAs<TakenPart>(
    'p',
    [
      { name: 'centre_id', type: 'text', values: (all) => texts(all, (p) => p.centreId) },
      { name: 'message_id', type: 'uuid', values: (all) => uuids(all, (p) => p.messageId) },
      { name: 'part', type: 'int4', values: (all) => int4s(all, (p) => p.part) },
      { name: 'parts', type: 'int4', values: (all) => int4s(all, (p) => p.parts) },
    ],
    each,
  );
  const kept = (column: string): string =>
    `${column} = case when d.message_id is null and d.said_at > now() - ${OVERTAKES} then d.${column} end`;
  await pool.query({
    name: 'note-taken-parts',
    text: `insert into delivery_part as d (centre_id, message_id, part, parts)
      select p.centre_id, p.message_id, p.part, p.parts from ${list.from}
      on conflict (centre_id) do update set message_id = excluded.message_id, part = excluded.part, parts = excluded.parts, at = now(),
        ${kept('state')}, ${kept('said')}, ${kept('said_at')}`,
    values: list.values,
  });
}

export interface SaidOfPart {
  readonly centreId: string;
  readonly state: 'delivered' | 'undeliverable';
  readonly said: string;
}

/**
 * Notes what a centre says became of parts, in the order in which it came. That one arrived is not taken back by what comes later.
 */
export async function noteReceipts(db: Db, receipts: readonly SaidOfPart[]): Promise<void> {
  if (receipts.length === 0) return;
  // One statement may write each row once: of one name twice what arrived counts, else the last.
  const each = new Map<string, SaidOfPart>();
  for (const one of receipts) if (each.get(one.centreId)?.state !== 'delivered') each.set(one.centreId, one);
  const list = rowsAs<SaidOfPart>(
    'r',
    [
      { name: 'centre_id', type: 'text', values: (all) => texts(all, (r) => r.centreId) },
      { name: 'state', type: 'text', values: (all) => texts(all, (r) => r.state) },
      { name: 'said', type: 'text', values: (all) => texts(all, (r) => r.said) },
    ],
    inOneOrder([...each.values()]),
  );
  await db.query({
    name: 'note-receipts',
    text: `insert into delivery_part as d (centre_id, state, said, said_at) select r.centre_id, r.state, r.said, now() from ${list.from}
      on conflict (centre_id) do update set state = excluded.state, said = excluded.said, said_at = excluded.said_at
      where d.state is distinct from 'delivered' or (d.message_id is null and d.said_at <= now() - ${OVERTAKES})`,
    values: list.values,
  });
}

/** In which all who write lock the rows, so that no two wait for each other. */
const inOneOrder = <One extends { readonly centreId: string }>(all: readonly One[]): readonly One[] =>
  all.toSorted((a, b) => (a.centreId < b.centreId ? -1 : 1));

/**
 * What is known of the message `o` of the outbox: `delivered` once each of its parts is, `undeliverable` once one of them is as often as
 * it was sent. Told when it is asked for: two receipts that come together would each miss the other.
 */
export const DELIVERY = `lateral (
    select case when count(*) filter (where p.delivered) >= max(p.parts) then 'delivered' when bool_or(p.lost) then 'undeliverable' end as state,
      max(p.said_at) as said_at, min(p.said) filter (where p.lost) as said
    from (select part, max(parts) as parts, bool_or(state is not distinct from 'delivered') as delivered,
        bool_and(state is not distinct from 'undeliverable') as lost, max(said_at) as said_at, max(said) as said
      from delivery_part where message_id = o.message_id group by part) p) d`;
