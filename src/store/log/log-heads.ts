import type { Db } from '../database/database.ts';

export interface StoredHead {
  readonly size: number;
  readonly root: Buffer;
}

export interface StoredCheckpoint extends StoredHead {
  readonly origin: string;
  /** The signed note. */
  readonly note: string;
  readonly at: Date;
}

/** One process at a time adds to the log or signs it, until the transaction ends. @returns whether it is this one */
export async function lockLog(tx: Db): Promise<boolean> {
  const { rows } = await tx.query<{ mine: boolean }>(
    `select pg_try_advisory_xact_lock(hashtext('handback_log_sequencer')) as mine`,
  );
  return rows[0]!.mine;
}

/** What this transaction commits is on the disk before anything else happens, whatever the server is set to. */
export async function commitDurably(tx: Db): Promise<void> {
  await tx.query('set local synchronous_commit = on');
}

/** The tree as it was committed last. */
export async function committedTree(db: Db): Promise<StoredHead> {
  const { rows } = await db.query<StoredHead>('select size, root from log_tree');
  return rows[0]!;
}

/** Zero rows changed would be a second sequencer. @returns whether the tree was as large as the caller believed */
export async function growTree(
  tx: Db,
  from: number,
  { size, root }: Readonly<{ size: number; root: Uint8Array }>,
): Promise<boolean> {
  const { rowCount } = await tx.query('update log_tree set size = $2, root = $3 where size = $1', [
    from,
    size,
    root,
  ]);
  return rowCount === 1;
}

const CHECKPOINT = 'select origin, size, root, note, at from log_checkpoint';

/** The newest head of a log that was signed. */
export async function signedCheckpoint(db: Db, origin: string): Promise<StoredCheckpoint | null> {
  const { rows } = await db.query<StoredCheckpoint>(`${CHECKPOINT} where state = 'signed' and origin = $1`, [
    origin,
  ]);
  return rows[0] ?? null;
}

/** The newest checkpoint that everybody may see. */
export async function publishedCheckpoint(db: Db): Promise<StoredCheckpoint | null> {
  const { rows } = await db.query<StoredCheckpoint>(`${CHECKPOINT} where state = 'published'`);
  return rows[0] ?? null;
}

type NewCheckpoint = Readonly<{ origin: string; size: number; root: Uint8Array; note: string }>;

/** Keeps a signed head. @returns false where one of this log is as large with another root, or larger */
export async function keepSigned(tx: Db, { origin, size, root, note }: NewCheckpoint): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into log_checkpoint as c (state, origin, size, root, note) values ('signed', $1, $2, $3, $4)
     on conflict (state) do update set origin = excluded.origin, size = excluded.size, root = excluded.root,
       note = excluded.note, at = now()
     where c.origin <> excluded.origin or c.size < excluded.size or (c.size = excluded.size and c.root = excluded.root)`,
    [origin, size, root, note],
  );
  return rowCount === 1;
}

/** Keeps the note of a signed head with a further cosignature. Of a head that was replaced meanwhile nothing is kept. */
export async function keepCosigned(
  db: Db,
  head: Readonly<{ origin: string; size: number; before: string; note: string }>,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update log_checkpoint set note = $4 where state = 'signed' and origin = $1 and size = $2 and note = $3`,
    [head.origin, head.size, head.before, head.note],
  );
  return rowCount === 1;
}

/** Shows the signed head to everybody, with the cosignatures that it has by now. */
export async function publishSigned(db: Db, origin: string, size: number): Promise<void> {
  await db.query(
    `insert into log_checkpoint as c (state, origin, size, root, note)
     select 'published', origin, size, root, note from log_checkpoint
     where state = 'signed' and origin = $1 and size = $2
     on conflict (state) do update set origin = excluded.origin, size = excluded.size, root = excluded.root,
       note = excluded.note, at = case when c.size = excluded.size then c.at else now() end
     where c.origin <> excluded.origin or c.size <= excluded.size`,
    [origin, size],
  );
}

/** The keys of all logs that were kept here: proofs of one that was begun anew under another name stay good. */
export async function keysOfLogs(db: Db): Promise<readonly string[]> {
  const { rows } = await db.query<{ vkey: string }>('select vkey from log_key order by origin');
  return rows.map(({ vkey }) => vkey);
}

/** The key of a log, as the first process that had one named it; with `vkey` null it is only looked up. */
export async function keyOfLog(db: Db, origin: string, vkey: string | null): Promise<string | null> {
  if (vkey !== null)
    await db.query('insert into log_key (origin, vkey) values ($1, $2) on conflict do nothing', [
      origin,
      vkey,
    ]);
  const { rows } = await db.query<{ vkey: string }>('select vkey from log_key where origin = $1', [origin]);
  return rows[0]?.vkey ?? null;
}
