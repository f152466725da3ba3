import { createHash, type Hash } from 'node:crypto';
import { added, type Counts, counted, type RowFault, TAKES_ROWS } from '../../domain/campaigns/campaign.ts';
import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Campaign, type CampaignName, findCampaign } from '../../store/campaigns/staged-campaigns.ts';
import {
  analyseRows,
  beginReceiving,
  dropUpload,
  insertStagedRows,
  noteReceiveFault,
  numberUpload,
  type Receiving,
  type StagedRow,
  takeUpload,
} from '../../store/campaigns/uploads.ts';
import { inTransaction } from '../../store/database/database.ts';
import { announceCases } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { type FileRow, readCampaignFile } from './campaign-file.ts';
import { lockedCampaign, requireState } from './campaign-of.ts';
import { validateRows } from './validate-rows.ts';
import { asShown, type CampaignView } from './view-campaign.ts';

export interface UploadRequest {
  readonly source: AsyncIterable<Uint8Array>;
  /** A label of the WHATWG Encoding standard, e.g. `utf-8`, `gb18030`, `utf-16le`. */
  readonly encoding: string;
  readonly progress?: (rows: number) => void;
}

export interface Uploaded {
  readonly campaign: CampaignView;
  /** The file brought just what was there: nothing changed, and an approval that was asked for still stands. */
  readonly unchanged: boolean;
}

const BATCH_ROWS = 1_000;
/** From so many on the planner is told. */
const MANY_ROWS = 5_000;

/**
 * Takes the rows of a campaign's file, looks at each, and keeps them in the place of what was there. They come in as they are read and
 * are never in memory as a whole; from the first that is kept to the last the campaign is a draft, and one that was stopped in the
 * middle says so and can be sent again. A file that is refused before its first row changes nothing. The newest upload counts: one that
 * it overtakes is refused. So is one in which no row is right, where the campaign has rows that are.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `campaign_unknown`, `campaign_conflict`, `import_file_invalid`,
 *   `upload_broken_off`, `payload_too_large`
 */
export async function uploadCampaignRows(
  op: Operations,
  actor: Actor,
  of: CampaignName,
  request: UploadRequest,
): Promise<Uploaded> {
  requireAccess(actor, 'uploadCampaignRows');
  const receiving = await inTransaction(op.pool, async (tx): Promise<Receiving> => {
    const { campaignId, state } = await lockedCampaign(tx, of);
    requireState({ state }, TAKES_ROWS);
    return { campaignId, receiving: await numberUpload(tx, campaignId) };
  });
  const seen = new Seen();
  try {
    await receive(op, receiving, request, seen);
    return await take(op, actor, receiving, seen);
  } catch (error) {
    const { code, facts } = error instanceof HandbackError ? error : new HandbackError('unavailable');
    await noteReceiveFault(op.pool, receiving, { code, facts }).catch(() => undefined);
    await announceCases(op.pool, [receiving.campaignId]).catch(() => undefined);
    throw error;
  }
}

/** What is found out about an upload while it comes in. */
class Seen {
  rows = 0;
  faults: Counts<RowFault> = {};
  readonly digest: Hash = createHash('sha256');

  add(staged: readonly StagedRow[]): void {
    this.rows += staged.length;
    this.faults = added(this.faults, counted(staged.flatMap(({ fault }) => fault ?? [])));
    for (const { rowNumber, given, lineId, byNumber, fault, detail } of staged)
      this.digest.update(`${JSON.stringify([rowNumber, given, lineId, byNumber, fault, detail])}\n`);
  }
}

/** Reads the next batch while the database keeps the last one. */
async function receive(
  op: Operations,
  receiving: Receiving,
  { source, encoding, progress }: UploadRequest,
  seen: Seen,
): Promise<void> {
  let keeping: Promise<void> = Promise.resolve();
  let batch: FileRow[] = [];
  const flush = async (): Promise<void> => {
    await keeping;
    const rows = batch;
    batch = [];
    keeping = keep(op, receiving, rows, seen).then(() => progress?.(seen.rows));
    // It is awaited before the next one; until then a failure must not count as unhandled.
    keeping.catch(() => undefined);
  };
  try {
    for await (const row of readCampaignFile(comingIn(source), encoding)) {
      batch.push(row);
      if (batch.length === BATCH_ROWS) await flush();
    }
    await flush();
  } finally {
    await keeping;
  }
}

/** @throws HandbackError `upload_broken_off` where whoever sends it stops in the middle */
async function* comingIn(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw error instanceof HandbackError
      ? error
      : new HandbackError('upload_broken_off', {}, { cause: error });
  }
}

async function keep(
  op: Operations,
  receiving: Receiving,
  rows: readonly FileRow[],
  seen: Seen,
): Promise<void> {
  if (rows.length === 0) return;
  const staged = await inTransaction(op.pool, async (tx) => {
    if (seen.rows === 0 && !(await beginReceiving(tx, receiving, op.clock.now())))
      throw overtaken(await findCampaign(tx, receiving));
    const found = await validateRows(op, tx, receiving, rows);
    if (!(await insertStagedRows(tx, receiving, found, op.clock.now())))
      throw overtaken(await findCampaign(tx, receiving));
    await announceCases(tx, [receiving.campaignId]);
    return found;
  });
  seen.add(staged);
}

/** Why nothing of an upload is wanted any more: the campaign was stopped meanwhile, or another upload has taken its place. */
function overtaken(now: Campaign | null): HandbackError {
  return now?.state === 'stopped'
    ? new HandbackError('campaign_conflict', { reason: 'state', state: now.state })
    : new HandbackError('campaign_conflict', { reason: 'overtaken' });
}

async function take(op: Operations, actor: Actor, receiving: Receiving, seen: Seen): Promise<Uploaded> {
  const digest = seen.digest.digest();
  const failed = Object.values(seen.faults).reduce((sum, n) => sum + n, 0);
  if (seen.rows > MANY_ROWS) await analyseRows(op.pool);
  const taken = await inTransaction(op.pool, async (tx) => {
    const { campaignId } = receiving;
    const before = await lockedCampaign(tx, { campaignId });
    if (before.receiving !== receiving.receiving) throw overtaken(before);
    requireState(before, ['draft']);
    // A wrong file, or the wrong column: what was there is good, and stays.
    if (failed === seen.rows && before.validRows > 0) {
      await dropUpload(tx, receiving);
      await announceCases(tx, [campaignId]);
      return null;
    }
    const unchanged = before.digest === digest.toString('hex');
    const by = auditName(actor);
    const counts = { rows: seen.rows, validRows: seen.rows - failed, faults: seen.faults };
    if (unchanged) await dropUpload(tx, receiving);
    else await takeUpload(tx, receiving, { ...counts, digest, by, now: op.clock.now() });
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: by, action: 'campaign_uploaded' },
        facts: {
          ...{ campaign: before.name, rows: seen.rows, failed, digest: digest.toString('hex'), unchanged },
        },
      },
    ]);
    await announceCases(tx, [campaignId]);
    const [campaign] = await asShown(tx, [(await findCampaign(tx, { campaignId }))!]);
    return { campaign: campaign!, unchanged };
  });
  if (taken === null)
    throw new HandbackError('import_file_invalid', {
      ...{ reason: 'no_good_row', rows: seen.rows, faults: Object.keys(seen.faults) },
    });
  return taken;
}
