import { createHash, type Hash } from 'node:crypto';
import { copyOf } from '../../certificate/credential/choice.ts';
import { jsonOf } from '../../certificate/credential/sd-jwt.ts';
import type { AccountCertificate, AccountContent } from '../../domain/accounts/account-content.ts';
import { OWN_TABLES } from '../../domain/accounts/account-content.ts';
import { RECORD_KINDS } from '../../domain/accounts/customer-records.ts';
import type { CertificateCopy } from '../../domain/certificates/certificate.ts';
import type { Language } from '../../domain/values/language.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { smsText } from '../../messages/sms.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { CustomerRecords } from '../../ports/customer-records.ts';
import { nodeVerifyCrypto } from '../../ports/node-verify-crypto.ts';
import {
  finishExport,
  keepExportPart,
  leaveExport,
  noteExportProgress,
  passphraseOf,
  type TakenExport,
  takeExport,
} from '../../store/accounts/account-exports.ts';
import { requestRows } from '../../store/accounts/account-rows.ts';
import { insertAudit } from '../../store/audit.ts';
import { certificateOfCase } from '../../store/certificates/certificates.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findLines } from '../../store/lines/lines.ts';
import { findParty, type Party } from '../../store/people/parties.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { withoutConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import { disclosuresOf } from '../certificates/kept-disclosures.ts';
import { proofOfCertificate } from '../certificates/log-proof.ts';
import type { Operations } from '../context.ts';
import { homeTimeZone } from '../home-time-zone.ts';
import { tellEverybody } from '../people/contacts/to-everybody.ts';
import { accountTable } from './account-tables.ts';
import { exportPath } from './view-exports.ts';

/** Whoever makes one and dies gives it back after so long. */
const LEASE_SECONDS = 60;
const TRIES = 5;
const AGAIN_SECONDS = 60;
const KEEP_DAYS = 7;
const PART_BYTES = 256 * 1024;
/** How often it is said how far it is. */
const ROWS_A_NOTE = 10_000;

/** What makes archives, beside the database. */
export interface ExportParts {
  /** Null where the operator's systems were not connected. */
  readonly records: CustomerRecords | null;
  readonly pdf: (copy: CertificateCopy, language: Language) => Promise<Uint8Array>;
  readonly archive: (
    content: AccountContent,
    passphrase: string,
    wrote: (rows: number) => Promise<void>,
  ) => AsyncIterable<Uint8Array>;
}

/** It is no longer ours to make: somebody else took it up, or its person was erased. */
class Lost extends Error {}

/**
 * Makes one archive that waits. It is kept part by part as it comes, so that it takes little memory; whoever was killed over it leaves
 * nothing behind but parts, which the next one throws away. When it is whole the person gets its address, on every way that we know.
 *
 * @returns how many were taken up: one, or none
 * @throws HandbackError `forbidden`
 */
export async function makeExports(op: Operations, actor: Actor, parts: ExportParts): Promise<number> {
  requireAccess(actor, 'makeExports');
  const taken = await takeExport(op.pool, LEASE_SECONDS);
  if (taken === null) return 0;
  try {
    const party = await findParty(op.pool, op.vault, taken.partyId);
    if (party === null) await leaveExport(op.pool, taken, 'person_erased', null);
    else await make(op, actor, parts, { ...taken, lineIds: await stillTheirs(op, taken) }, party);
  } catch (error) {
    if (error instanceof Lost) return 1;
    const last = taken.attempts >= TRIES;
    const why = error instanceof ConnectorError ? error.detail : 'fault';
    await leaveExport(op.pool, taken, why.slice(0, 100), last ? null : { inSeconds: AGAIN_SECONDS });
    op.fault(error, 'an archive of an account was not made');
  }
  return 1;
}

/** A line can become somebody else's between the asking and the making, and what is of it then is nobody's here to tell of. */
async function stillTheirs(op: Operations, { partyId, lineIds }: TakenExport): Promise<readonly string[]> {
  const found = await findLines(op.pool, lineIds);
  return lineIds.filter((lineId) => {
    const record = found.get(lineId);
    return record?.holderId === partyId && withoutConfidential(record) !== null;
  });
}

async function make(
  op: Operations,
  actor: Actor,
  parts: ExportParts,
  taken: TakenExport,
  party: Party,
): Promise<void> {
  const content = await contentOf(op, parts, taken, party);
  const total = await rowsOf(parts, taken, party);
  let done = 0;
  let noted = 0;
  const note = async (some = 0): Promise<void> => {
    done += some;
    if (some > 0 && done - noted < ROWS_A_NOTE) return;
    noted = done;
    const ours = await noteExportProgress(op.pool, taken, { done, total, leaseSeconds: LEASE_SECONDS });
    if (!ours) throw new Lost();
  };
  await note();
  const hash = createHash('sha256');
  const bytes = await keep(
    op,
    taken,
    hash,
    parts.archive(content, passphraseOf(op.vault, party.dataKey, taken), note),
  );
  await inTransaction(op.pool, async (tx) => {
    const archive = { bytes, sha256: hash.digest(), done, keepDays: KEEP_DAYS };
    if (!(await finishExport(tx, taken, archive))) throw new Lost();
    const { reference } = taken;
    const facts = { reference, bytes, rows: done };
    await insertAudit(tx, [
      { caseId: null, lineId: null, actor: auditName(actor), action: 'export_made', facts },
    ]);
    const url = `${op.sender.portal}${exportPath(op, reference)}`;
    const text = smsText(
      op.sender,
      party.language,
      'export_ready',
      { reference, url, days: KEEP_DAYS },
      null,
    );
    const lines = await findLines(tx, taken.lineIds);
    // To one number of theirs, as long as one serves; an ended one may be somebody else's soon.
    const number = [...lines.values()].find(
      ({ line, holderId }) => line.status !== 'ended' && line.msisdn !== null && holderId === party.partyId,
    );
    const notice = { caseId: null, kind: 'export_ready', text } as const;
    await tellEverybody(op, tx, party, notice, number?.line.msisdn ?? null);
  });
}

/** @returns how many bytes there were */
async function keep(
  op: Operations,
  taken: TakenExport,
  hash: Hash,
  archive: AsyncIterable<Uint8Array>,
): Promise<number> {
  let waiting: Uint8Array[] = [];
  let held = 0;
  let bytes = 0;
  let part = 0;
  const put = async (): Promise<void> => {
    const whole = Buffer.concat(waiting);
    if (!(await keepExportPart(op.pool, taken, part, whole))) throw new Lost();
    part += 1;
    waiting = [];
    held = 0;
  };
  for await (const chunk of archive) {
    hash.update(chunk);
    waiting.push(chunk);
    held += chunk.length;
    bytes += chunk.length;
    if (held >= PART_BYTES) await put();
  }
  if (held > 0) await put();
  return bytes;
}

async function contentOf(
  op: Operations,
  { records, pdf }: ExportParts,
  { reference, language, lineIds }: TakenExport,
  party: Party,
): Promise<AccountContent> {
  const now = op.clock.now();
  return {
    ...{ reference, language, madeAt: now, madeOn: localDateAt(now, homeTimeZone(op)) },
    operatorName: op.house.name[language],
    hotline: op.house.hotline?.number ?? null,
    portal: op.sender.portal,
    tables: records === null ? OWN_TABLES : [...OWN_TABLES, ...RECORD_KINDS],
    table: (name) => accountTable(op, { party, lineIds }, records, name),
    certificates: certificatesOf(op, party, lineIds, (copy) => pdf(copy, language)),
  };
}

/** The rows that will be written, each twice; of our own few it is not worth counting ahead. */
async function rowsOf(
  { records }: ExportParts,
  { lineIds }: TakenExport,
  { partyId }: Party,
): Promise<number> {
  if (records === null) return 0;
  let rows = 0;
  for (const kind of RECORD_KINDS) rows += await records.count({ holderId: partyId, lineIds }, kind);
  return rows * 2;
}

async function* certificatesOf(
  op: Operations,
  party: Party,
  lineIds: readonly string[],
  pdf: (copy: CertificateCopy) => Promise<Uint8Array>,
): AsyncGenerator<AccountCertificate> {
  for (const { caseId, reference } of await requestRows(op.pool, party.partyId, lineIds)) {
    const stored = await certificateOfCase(op.pool, caseId);
    if (stored === null) continue;
    const disclosures = await disclosuresOf(op, stored, party);
    const logged = await proofOfCertificate(op, stored.certificateId);
    const copy = await copyOf(stored.jwt, disclosures, logged?.proof ?? null, nodeVerifyCrypto);
    yield { reference, json: JSON.stringify(jsonOf(copy)), pdf: await pdf(copy) };
  }
}
