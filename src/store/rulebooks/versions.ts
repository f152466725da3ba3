import type { Rulebook } from '../../domain/rules/rulebook.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Db } from '../database/database.ts';
import type { RulebookState } from '../rulebook-start.ts';

/** A version as the database has it. */
export interface KeptVersion {
  readonly jurisdiction: string;
  readonly version: string;
  readonly state: RulebookState;
  readonly effectiveFrom: LocalDate;
  readonly loadedAt: Date;
  /** Null where it came from the folder at a start. */
  readonly proposedBy: string | null;
  /** As colleagues know them; null where nobody had to agree. */
  readonly askedBy: string | null;
  readonly approvedBy: string | null;
  readonly inForceSince: Date | null;
  readonly supersededAt: Date | null;
  /** Since when the file of a proposed version is gone from the folder. */
  readonly absentSince: Date | null;
  /** Of its text: another text has another one. */
  readonly fingerprint: string;
}

const FINGERPRINT = `encode(sha256(convert_to(r.body::text, 'UTF8')), 'hex')`;
const COLUMNS = `r.jurisdiction, r.version, r.state, r.body ->> 'effectiveFrom' as "effectiveFrom", r.loaded_at as "loadedAt",
  r.proposed_by as "proposedBy", coalesce(a.name, r.asked_by) as "askedBy", coalesce(b.name, r.approved_by) as "approvedBy",
  r.in_force_since as "inForceSince", r.superseded_at as "supersededAt", r.absent_since as "absentSince",
  ${FINGERPRINT} as fingerprint`;
const FROM = `rulebook r left join staff_member a on a.subject = r.asked_by left join staff_member b on b.subject = r.approved_by`;

/** What is in force first, then what is proposed, then what was; the newest of each first. */
export async function keptVersions(db: Db): Promise<readonly KeptVersion[]> {
  const { rows } = await db.query<KeptVersion>(
    `select ${COLUMNS} from ${FROM}
     order by r.jurisdiction, array_position(array['in_force', 'proposed', 'superseded'], r.state),
       coalesce(r.in_force_since, r.loaded_at) desc, r.version desc`,
  );
  return rows;
}

/** One version with its text; null where there is none. */
export async function findVersion(
  db: Db,
  { jurisdiction, version }: { readonly jurisdiction: string; readonly version: string },
): Promise<(KeptVersion & { readonly body: Rulebook }) | null> {
  const { rows } = await db.query<KeptVersion & { body: Rulebook }>(
    `select ${COLUMNS}, r.body from ${FROM} where r.jurisdiction = $1 and r.version = $2`,
    [jurisdiction, version],
  );
  return rows[0] ?? null;
}

/**
 * Puts a version in the place of the one in force.
 * @param replaces the version in force, as whoever decided saw it
 * @returns false where its text, its state or the version in force is another by now
 */
export async function putInForce(
  tx: Db,
  put: {
    readonly jurisdiction: string;
    readonly version: string;
    readonly fingerprint: string;
    readonly replaces: string;
    readonly askedBy: string;
    readonly approvedBy: string | null;
  },
): Promise<boolean> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('rulebook'))`);
  const { jurisdiction, version } = put;
  const gone = await tx.query(
    `update rulebook set state = 'superseded', superseded_at = now()
     where jurisdiction = $1 and version = $2 and state = 'in_force'`,
    [jurisdiction, put.replaces],
  );
  if (gone.rowCount !== 1) return false;
  const { rowCount } = await tx.query(
    `update rulebook r set state = 'in_force', in_force_since = now(), superseded_at = null, absent_since = null,
       asked_by = $4, approved_by = $5
     where jurisdiction = $1 and version = $2 and state <> 'in_force' and ${FINGERPRINT} = $3`,
    [jurisdiction, version, put.fingerprint, put.askedBy, put.approvedBy],
  );
  return rowCount === 1;
}

/**
 * Keeps a version that somebody brings. One that only waits may change.
 * @returns what it is now; null where the version is there with another text, and cases may have pinned it
 */
export async function propose(
  tx: Db,
  book: Rulebook,
  { by, same }: { readonly by: string; same(kept: Rulebook): boolean },
): Promise<RulebookState | null> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('rulebook'))`);
  const { jurisdiction, version } = book;
  const known = await findVersion(tx, { jurisdiction, version });
  if (known !== null && known.state !== 'proposed') return same(known.body) ? known.state : null;
  await tx.query(
    `insert into rulebook (jurisdiction, version, body, proposed_by) values ($1, $2, $3, $4)
     on conflict (jurisdiction, version) do update set body = excluded.body, proposed_by = excluded.proposed_by,
       loaded_at = now(), absent_since = null`,
    [jurisdiction, version, JSON.stringify(book), by],
  );
  return 'proposed';
}
