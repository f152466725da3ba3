import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { signingKeyOf } from '../../certificate/credential/sd-jwt.ts';
import { hasKeyRing, openKeyRing } from '../../certificate/sign/keys.ts';
import { openVault } from '../../config/key-file.ts';
import type { Settings } from '../../config/settings.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/findings.ts';
import { anyCertificate } from '../../store/certificates/certificates.ts';
import { type Db, openDatabase } from '../../store/database/database.ts';
import { OLDEST_POSTGRES, sharesSessions } from '../../store/database/fitness.ts';
import { type ServerFacts, type Standing, schemaFacts, serverFacts, standing } from '../../store/health.ts';
import { differingEpochs, knowsKeys } from '../../store/people/key-epochs.ts';
import { keyRingFolderOf, vaultFileOf } from '../compose.ts';
import { checkErasure } from './check-erasure.ts';
import { checkLog } from './check-log.ts';
import { checkRulebookVersions } from './check-rulebook-versions.ts';
import { finding, PATIENCE_MS, problemsOf } from './finding.ts';

/** How the doctor reaches a database. */
export interface DoctorDatabase {
  /** Null where it could not be reached, for the cause. */
  readonly url: string | null;
  readonly cause?: string;
  readonly embedded: boolean;
  /** A demo runs over it, and brings its own network. */
  readonly demo: boolean;
  readonly rulebookOverlay: string | null;
  /** Where a Handback on this data folder listens, if one runs. */
  readonly address: string | null;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const APART_SECONDS = 2;
const WRONG_SECONDS = 30;
/** A worker seals every second, and takes due work within seconds. */
const SEAL_SECONDS = 60;
const LATE_SECONDS = 300;
const OLD_KEY_DAYS = 730;
const SOON_DAYS = 90;

/** Everything that only the database can tell; keys are among it, for only it knows which ones it needs. */
export async function checkDatabase(
  settings: Settings,
  reached: DoctorDatabase | null,
): Promise<readonly Finding[]> {
  const skipped = finding('not_looked', { omitted: 'clocks, audit, log, erasure, worker, messages' });
  if (reached === null)
    return [
      finding('database_absent', { path: settings.dataFolder }),
      ...(await checkKeys(settings, null)),
      skipped,
    ];
  const away = async (cause: string): Promise<readonly Finding[]> => [
    finding('database_away', { cause }),
    ...(await checkKeys(settings, null)),
    skipped,
  ];
  if (reached.url === null) return away(reached.cause ?? '');
  let database: ReturnType<typeof openDatabase>;
  try {
    database = openDatabase(reached.url, { max: 2, name: 'handback doctor', connectTimeoutMs: PATIENCE_MS });
  } catch (error) {
    return away(problemsOf(error));
  }
  try {
    const { pool } = database;
    const began = Date.now();
    const server = await serverFacts(pool);
    const found = [
      finding(reached.embedded ? 'database_embedded' : 'database_good'),
      finding(server.version >= OLDEST_POSTGRES ? 'postgres_good' : 'postgres_old', {
        version: server.versionText,
      }),
      clock(server, began, Date.now()),
      ...((await sharesSessions(pool)) ? [finding('database_pooled')] : []),
    ];
    const { missing, foreign } = await schemaFacts(pool);
    if (foreign.length > 0)
      return [...found, finding('schema_foreign', { migrations: foreign.join(', ') }), skipped];
    if (missing.length > 0)
      return [
        ...found,
        finding('schema_behind', { migrations: missing.join(', ') }),
        ...(await checkKeys(settings, null)),
        skipped,
      ];
    return [
      ...found,
      finding('schema_good'),
      ...(await checkKeys(settings, pool)),
      ...(await checkRulebookVersions(settings, reached.rulebookOverlay, pool)),
      ...(await checkLog(settings, pool)),
      ...(await checkErasure(settings, pool)),
      ...standingFindings(await standing(pool)),
    ];
  } catch (error) {
    return away(problemsOf(error));
  } finally {
    await database.close();
  }
}

/** The database answered between two looks at our clock: only what lies outside of both is a difference. */
export function clock({ now }: Pick<ServerFacts, 'now'>, before: number, after: number): Finding {
  const at = now.getTime();
  const apart = (at < before ? before - at : at > after ? at - after : 0) / 1000;
  const seconds = Math.round(apart * 10) / 10;
  return finding(
    apart > WRONG_SECONDS ? 'clock_wrong' : apart > APART_SECONDS ? 'clock_apart' : 'clock_good',
    { seconds },
  );
}

/** What waits, and since when. */
export function standingFindings(now: Standing): readonly Finding[] {
  const found: Finding[] = [];
  const minutes = (seconds: number | null): number => Math.floor((seconds ?? 0) / 60);
  if ((now.oldestUnsealed ?? 0) > SEAL_SECONDS)
    found.push(finding('audit_late', { rows: now.unsealed, minutes: minutes(now.oldestUnsealed) }));
  else if (now.lastSealAt === null) found.push(finding('audit_empty'));
  else found.push(finding('audit_good', { rows: now.sealed, at: now.lastSealAt.toISOString() }));

  if (now.workers === 0) found.push(finding('worker_none', { cases: now.dueCases }));
  else found.push(finding('worker_good', { cases: now.dueCases }));
  if ((now.oldestDue ?? 0) > LATE_SECONDS)
    found.push(finding('work_late', { cases: now.dueCases, minutes: minutes(now.oldestDue) }));
  if (now.stuckCases > 0) found.push(finding('cases_stuck', { cases: now.stuckCases }));
  for (const { name, reason } of now.paused)
    found.push(finding('connector_paused', { name, reason: reason ?? '' }));

  found.push(
    (now.oldestMessage ?? 0) > LATE_SECONDS
      ? finding('messages_late', { messages: now.dueMessages, minutes: minutes(now.oldestMessage) })
      : finding('messages_good', { messages: now.dueMessages }),
  );
  return found;
}

async function checkKeys(settings: Settings, db: Db | null): Promise<readonly Finding[]> {
  return [await vaultFinding(settings, db), await ringFinding(settings, db)];
}

async function vaultFinding(settings: Settings, db: Db | null): Promise<Finding> {
  const path = settings.keys === undefined ? vaultFileOf(settings) : 'HANDBACK_KEYS';
  if (settings.keys === undefined && !existsSync(path))
    return finding(db !== null && (await knowsKeys(db)) ? 'vault_missing' : 'vault_absent', { path });
  try {
    const vault = openVault(path, settings.keys, false);
    if (db !== null) {
      const differing = await differingEpochs(db, vault);
      if (differing.length > 0) return finding('vault_differs', { path, epochs: differing.join(', ') });
    }
    return finding('vault_good', { path, epoch: vault.currentEpoch });
  } catch {
    // Its own words could hold a piece of a key.
    return finding('vault_unusable', { path });
  }
}

async function ringFinding(settings: Settings, db: Db | null): Promise<Finding> {
  const path = keyRingFolderOf(settings);
  const some = db === null ? null : await anyCertificate(db);
  const used = some === null ? null : signingKeyOf(some);
  if (!hasKeyRing(path)) return finding(used === null ? 'ring_absent' : 'ring_missing', { path });
  try {
    const now = Date.now();
    const ring = await openKeyRing(path, settings.operator, new Date(now));
    const { keyId, certificate } = ring.signer();
    const known = ring.publicKeys().keys.map((key) => key.kid);
    if (used !== null && !known.includes(used)) return finding('ring_other', { path, key: used });
    const { validFromDate, validToDate } = new X509Certificate(certificate);
    const facts = {
      key: keyId,
      since: validFromDate.toISOString().slice(0, 10),
      until: validToDate.toISOString().slice(0, 10),
    };
    if (validToDate.getTime() - now < SOON_DAYS * DAY_MS) return finding('ring_ends', facts);
    return finding(now - validFromDate.getTime() > OLD_KEY_DAYS * DAY_MS ? 'ring_old' : 'ring_good', facts);
  } catch (error) {
    const cause = error instanceof HandbackError ? problemsOf(error) : 'unreadable';
    return finding('ring_unusable', { path, cause });
  }
}
