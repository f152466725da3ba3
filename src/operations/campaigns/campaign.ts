import { type Decision, decide } from '../../domain/cases/decision.ts';
import { effectiveDates } from '../../domain/cases/effective-dates.ts';
import { planFor } from '../../domain/cases/plan.ts';
import { LANES } from '../../domain/cases/termination.ts';
import { waitForDevicesUntil } from '../../domain/esim/unbinding.ts';
import type { Known, Standing } from '../../domain/lines/line.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import {
  type CampaignLine,
  findOrBeginCampaign,
  recordCampaignLines,
} from '../../store/campaigns/campaigns.ts';
import { insertDecisions } from '../../store/cases/decisions.ts';
import { type NewCase, openCases } from '../../store/cases/open-cases.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { openUnbindings } from '../../store/esim/unbindings.ts';
import { linesWithProfiles } from '../../store/lines/esim-profiles.ts';
import { findLines, type LineRecord } from '../../store/lines/lines.ts';
import { dataKeysOf } from '../../store/people/parties.ts';
import { wakeWorkers } from '../../store/wake.ts';
import { earlyTerminationOf } from '../cases/confirm.ts';
import { hashReceipt, newReceiptSecret, newReference } from '../cases/receipt.ts';
import { type Actor, auditName, type Operations, requireStaff } from '../context.ts';

/** What became of one line of a campaign's list. */
export interface CampaignRow extends CampaignLine {
  readonly reference: string | null;
}

const CHUNK = 500;
const LONGEST_NAME = 100;

/**
 * Ends many lines at once: a network that is switched off, an MVNO that closes. Each line is decided by the rulebook
 * like any other, and a report says what became of each. Lists of any length are taken in parts; sent again, a list
 * starts only the lines that are not under way yet.
 *
 * @param name the campaign; a list sent again under the same name belongs to the same campaign
 */
export async function* startCampaign(
  op: Operations,
  actor: Actor,
  name: string,
  lineIds: AsyncIterable<string>,
  options: { readonly dryRun?: boolean } = {},
): AsyncGenerator<readonly CampaignRow[]> {
  requireStaff(actor);
  const part = (ids: readonly string[]) =>
    startChunk(op, actor, name.slice(0, LONGEST_NAME), ids, options.dryRun ?? false);
  let chunk: string[] = [];
  for await (const lineId of lineIds) {
    chunk.push(lineId);
    if (chunk.length === CHUNK) {
      yield await part(chunk);
      chunk = [];
    }
  }
  if (chunk.length > 0) yield await part(chunk);
}

/** A line that the rulebook was asked about. */
interface Decided {
  readonly record: LineRecord;
  readonly decision: Decision;
  /** Null where something stands in the way. */
  readonly opening: NewCase | null;
  /** Until when the line waits for its eSIM devices; null for one without. */
  readonly unbindUntil: Date | null;
}

async function startChunk(
  op: Operations,
  actor: Actor,
  name: string,
  lineIds: readonly string[],
  dryRun: boolean,
): Promise<readonly CampaignRow[]> {
  const unique = [...new Set(lineIds)];
  const records = await findLines(op.pool, unique);
  const now = op.clock.now();
  const known = unique.flatMap((id) => records.get(id) ?? []);
  const standings = await op.billing.standing(known.map((record) => record.accountId));
  const esim = await linesWithProfiles(op.pool, unique);
  const decided = known.flatMap((record, i) =>
    record.line.status === 'ended' || record.openCase !== null
      ? []
      : [decideLine(op, record, standings[i]!, esim.has(record.line.lineId), now)],
  );
  const undecided = unique.flatMap((lineId): CampaignRow[] => {
    const record = records.get(lineId);
    const nothing = { lineId, checks: [], caseId: null, reference: null };
    if (record === undefined) return [{ ...nothing, result: 'unknown' }];
    if (record.line.status === 'ended') return [{ ...nothing, result: 'ended_already' }];
    return record.openCase === null ? [] : [{ ...nothing, result: 'open_already' }];
  });
  const found = dryRun
    ? decided.map((line) => rowOf(line, { caseId: null, reference: null }))
    : await inTransaction(op.pool, (tx) => begin(op, tx, actor, name, decided, undecided));
  const rows = new Map([...undecided, ...found].map((row) => [row.lineId, row]));
  return unique.map((id) => rows.get(id)!);
}

function decideLine(
  op: Operations,
  record: LineRecord,
  standing: Known<Standing>,
  esim: boolean,
  now: Date,
): Decided {
  const { line, holderId, currency, portOut } = record;
  const rules = op.rulebooks.current(line.jurisdiction, line.province, now);
  const decision = decide(
    'campaign',
    now,
    {
      line,
      standing,
      portOut: { known: true, value: portOut },
      channel: 'online',
      urgent: false,
      today: localDateAt(now, rules.timeZone),
    },
    rules,
  );
  const { earliestServiceEnd } = decision.eligibility;
  if (earliestServiceEnd === null) return { record, decision, opening: null, unbindUntil: null };
  const dates = effectiveDates({ confirmedAt: now, urgent: false, earliestServiceEnd, line }, rules);
  return {
    record,
    decision,
    unbindUntil: esim ? waitForDevicesUntil(now, dates.serviceEndAt, rules) : null,
    opening: {
      reference: newReference(op.vault),
      lineId: line.lineId,
      holderId,
      lane: LANES.campaign,
      stage: 'cool_off',
      dueAt: dates.serviceEndAt,
      plan: planFor({ identified: true, urgent: false, esim }),
      jurisdiction: line.jurisdiction,
      province: line.province,
      rulebookVersion: rules.version,
      channel: 'campaign',
      urgent: false,
      reason: null,
      declaredAt: now,
      identifiedAt: now,
      currency,
      receiptHash: hashReceipt(newReceiptSecret(op.vault)),
      wantedEndOn: null,
      confirmed: {
        at: now,
        billingEndOn: dates.billingEndOn,
        earlyTermination: earlyTerminationOf(decision.eligibility)?.minor ?? null,
      },
    },
  };
}

/** What became of a decided line, with the case that was opened for it. */
function rowOf(
  { record: { line }, decision: { eligibility }, opening }: Decided,
  opened: { readonly caseId: string | null; readonly reference: string | null } | undefined,
): CampaignRow {
  const row = { lineId: line.lineId, checks: [], caseId: null, reference: null };
  if (opening !== null) {
    return opened === undefined
      ? { ...row, result: 'open_already' }
      : { ...row, ...opened, result: 'started' };
  }
  const checks = eligibility.findings
    .filter(({ effect }) => effect === 'blocks' || effect === 'cannot_tell')
    .map(({ check }) => check);
  return { ...row, checks, result: eligibility.verdict === 'blocked' ? 'blocked' : 'cannot_tell' };
}

/** Opens the cases of a part of the list, and records what became of every line of it. */
async function begin(
  op: Operations,
  tx: Db,
  actor: Actor,
  name: string,
  decided: readonly Decided[],
  undecided: readonly CampaignRow[],
): Promise<readonly CampaignRow[]> {
  const campaignId = await findOrBeginCampaign(tx, name, auditName(actor));
  const opened = await openCases(
    tx,
    decided.flatMap(({ opening }) => opening ?? []),
  );
  const made = new Map(opened.map((row) => [row.lineId, row]));
  const rows = decided.map((line) => rowOf(line, made.get(line.record.line.lineId)));
  await openUnbindings(
    tx,
    decided.flatMap(({ record: { line, holderId }, unbindUntil }) => {
      const row = made.get(line.lineId);
      if (row === undefined || unbindUntil === null) return [];
      return [{ caseId: row.caseId, lineId: line.lineId, holderId, waitUntil: unbindUntil }];
    }),
  );
  await keepDecisions(op, tx, decided, made);
  await recordCampaignLines(tx, campaignId, [...undecided, ...rows]);
  await insertAudit(
    tx,
    opened.map(({ caseId, lineId }) => ({
      caseId,
      lineId,
      actor: auditName(actor),
      action: 'declared',
      facts: { campaign: name },
    })),
  );
  if (opened.length > 0) await wakeWorkers(tx);
  return rows;
}

async function keepDecisions(
  op: Operations,
  tx: Db,
  decided: readonly Decided[],
  made: ReadonlyMap<string, { readonly caseId: string }>,
): Promise<void> {
  const keys = await dataKeysOf(
    tx,
    op.vault,
    decided.map(({ record }) => record.holderId),
  );
  await insertDecisions(
    tx,
    op.vault,
    decided.flatMap(({ record: { line, holderId }, decision }) => {
      const dataKey = keys.get(holderId);
      if (dataKey === undefined) return [];
      const caseId = made.get(line.lineId)?.caseId ?? null;
      return [{ caseId, lineId: line.lineId, partyId: holderId, dataKey, decision }];
    }),
  );
}
