import type { ExportState } from '../../domain/accounts/export-state.ts';
import type { Language } from '../../domain/values/language.ts';
import type { Db, Pool } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';
import { wakeExports } from '../wake.ts';

const PASSPHRASE = 'export passphrase';

export interface AccountExport {
  readonly exportId: string;
  readonly reference: string;
  readonly partyId: string;
  readonly lineIds: readonly string[];
  readonly language: Language;
  readonly state: ExportState;
  readonly askedAt: Date;
  readonly rowsDone: number;
  /** Null until they were counted. */
  readonly rowsTotal: number | null;
  readonly readyAt: Date | null;
  readonly expiresAt: Date | null;
  readonly bytes: number | null;
  /** SHA-256 of the archive. */
  readonly sha256: Buffer | null;
  readonly downloads: number;
  readonly failed: string | null;
}

const COLUMNS = `export_id as "exportId", reference, party_id as "partyId", line_ids as "lineIds", language, state, asked_at as "askedAt",
  rows_done as "rowsDone", rows_total as "rowsTotal", ready_at as "readyAt", expires_at as "expiresAt", bytes, sha256, downloads, failed`;

/** Keeps that an export is wanted. @returns false where one of the person is being made */
export async function insertExport(
  tx: Db,
  vault: Vault,
  wanted: Pick<AccountExport, 'reference' | 'partyId' | 'lineIds' | 'language'> & {
    readonly passphrase: string;
    readonly dataKey: DataKey;
  },
): Promise<boolean> {
  const { reference, partyId, lineIds, language, passphrase, dataKey } = wanted;
  const { rowCount } = await tx.query(
    `insert into account_export (reference, party_id, line_ids, language, passphrase_enc) values ($1, $2, $3, $4, $5)
     on conflict (party_id) where state in ('waiting', 'making') do nothing`,
    [reference, partyId, lineIds, language, vault.encrypt(dataKey, PASSPHRASE, passphrase)],
  );
  if (rowCount === 1) await wakeExports(tx);
  return rowCount === 1;
}

/** The newest first. */
export async function exportsOfParty(db: Db, partyId: string, limit = 10): Promise<readonly AccountExport[]> {
  const { rows } = await db.query<AccountExport>(
    `select ${COLUMNS} from account_export where party_id = $1 order by asked_at desc, export_id desc limit $2`,
    [partyId, limit],
  );
  return rows;
}

/** How many were asked for within so many hours. */
export async function exportsSince(db: Db, partyId: string, hours: number): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from account_export where party_id = $1 and asked_at > now() - $2 * interval '1 hour'`,
    [partyId, hours],
  );
  return rows[0]!.n;
}

export async function findExport(db: Db, reference: string): Promise<AccountExport | null> {
  const { rows } = await db.query<AccountExport>(
    `select ${COLUMNS} from account_export where reference = $1`,
    [reference],
  );
  return rows[0] ?? null;
}

/** An export that whoever took it makes, until the lease is over. */
export interface TakenExport extends AccountExport {
  readonly lease: string;
  /** Under the person's key. */
  readonly passphraseEnc: Buffer;
  /** With this one. */
  readonly attempts: number;
}

/** Takes up the oldest export that waits, or whose maker died; null where there is none. What a maker left half done is thrown away. */
export async function takeExport(pool: Pool, leaseSeconds: number): Promise<TakenExport | null> {
  const { rows } = await pool.query<TakenExport>(
    `with taken as (
       update account_export set state = 'making', lease = gen_random_uuid(), lease_until = now() + $1 * interval '1 second',
         attempts = attempts + 1, rows_done = 0, rows_total = null
       where export_id = (select export_id from account_export
         where state = 'waiting' or (state = 'making' and lease_until < now()) order by asked_at limit 1 for update skip locked)
       returning *),
     gone as (delete from account_export_part where export_id in (select export_id from taken))
     select ${COLUMNS}, lease, passphrase_enc as "passphraseEnc", attempts from taken`,
    [leaseSeconds],
  );
  return rows[0] ?? null;
}

export function passphraseOf(
  vault: Vault,
  dataKey: DataKey,
  { passphraseEnc }: Pick<TakenExport, 'passphraseEnc'>,
): string {
  return vault.decryptText(dataKey, PASSPHRASE, passphraseEnc);
}

type Held = Pick<TakenExport, 'exportId' | 'lease'>;

/**
 * Says how far it is, and holds it for longer.
 * @returns false where somebody else has it by now, or the person was erased
 */
export async function noteExportProgress(
  db: Db,
  { exportId, lease }: Held,
  progress: { readonly done: number; readonly total?: number; readonly leaseSeconds: number },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'note-export-progress',
    text: `update account_export set rows_done = $3, rows_total = coalesce($4, rows_total), lease_until = now() + $5 * interval '1 second'
      where export_id = $1 and lease = $2 and state = 'making'`,
    values: [exportId, lease, progress.done, progress.total ?? null, progress.leaseSeconds],
  });
  return rowCount === 1;
}

/** Keeps one part of the archive. @returns false as of `noteExportProgress` */
export async function keepExportPart(
  db: Db,
  { exportId, lease }: Held,
  part: number,
  bytes: Uint8Array,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'keep-export-part',
    text: `insert into account_export_part (export_id, part, bytes)
      select export_id, $3, $4 from account_export where export_id = $1 and lease = $2 and state = 'making' for share`,
    values: [exportId, lease, part, bytes],
  });
  return rowCount === 1;
}

/** The archive is whole. @returns false as of `noteExportProgress` */
export async function finishExport(
  tx: Db,
  { exportId, lease }: Held,
  archive: {
    readonly bytes: number;
    readonly sha256: Buffer;
    readonly done: number;
    readonly keepDays: number;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update account_export set state = 'ready', passphrase_enc = null, lease = null, lease_until = null, ready_at = now(),
       expires_at = now() + $3 * interval '1 day', bytes = $4, sha256 = $5, rows_done = $6, rows_total = $6
     where export_id = $1 and lease = $2 and state = 'making'`,
    [exportId, lease, archive.keepDays, archive.bytes, archive.sha256, archive.done],
  );
  return rowCount === 1;
}

/** Gives it up for a reason, or until the next try. */
export async function leaveExport(
  db: Db,
  { exportId, lease }: Held,
  failed: string,
  again: { readonly inSeconds: number } | null,
): Promise<void> {
  await db.query(
    `with gone as (delete from account_export_part where export_id = $1
       and exists (select from account_export where export_id = $1 and lease = $2))
     update account_export set failed = $3, state = case when $4::float8 is null then 'failed' else state end,
       passphrase_enc = case when $4::float8 is null then null else passphrase_enc end,
       lease_until = case when $4::float8 is null then null else now() + $4 * interval '1 second' end
     where export_id = $1 and lease = $2 and state = 'making'`,
    [exportId, lease, failed, again?.inSeconds ?? null],
  );
}

/** The bytes of an archive, part by part; nothing of one that is not there any more. */
export async function* exportBytes(pool: Pool, exportId: string): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part++) {
    const { rows } = await pool.query<{ bytes: Buffer }>({
      name: 'export-part',
      text: 'select bytes from account_export_part where export_id = $1 and part = $2',
      values: [exportId, part],
    });
    if (rows[0] === undefined) return;
    yield rows[0].bytes;
  }
}

export async function countDownload(db: Db, exportId: string): Promise<void> {
  await db.query('update account_export set downloads = downloads + 1 where export_id = $1', [exportId]);
}

/** Archives whose week is over, and what was asked for and came to nothing; after a year also that they were. */
export async function forgetExports(pool: Pool): Promise<void> {
  await pool.query(
    `with over as (update account_export set state = 'expired' where state = 'ready' and expires_at < now() returning export_id),
       stale as (update account_export set state = 'failed', failed = 'too_old', passphrase_enc = null, lease = null, lease_until = null
         where state in ('waiting', 'making') and asked_at < now() - interval '2 days' returning export_id),
       parts as (delete from account_export_part where export_id in (select export_id from over union all select export_id from stale))
     delete from account_export where asked_at < now() - interval '1 year' and state in ('expired', 'failed')`,
  );
}
