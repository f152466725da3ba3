import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { findOrBeginCampaign, recordCampaignLines } from '../../store/campaigns/campaigns.ts';
import { insertDecisions } from '../../store/cases/decisions.ts';
import { openCases } from '../../store/cases/open-cases.ts';
import type { Db } from '../../store/database/database.ts';
import { openUnbindings } from '../../store/esim/unbindings.ts';
import { dataKeysOf } from '../../store/people/parties.ts';
import { wakeWorkers } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import type { Operations } from '../context.ts';
import { type Decided, type DoneRow, rowOf } from './decided-line.ts';
import { tellHoldersOfCampaign } from './tell-holders.ts';

/** Opens the cases of a part of the list, and records what became of every line of it. */
export async function beginCases(
  op: Operations,
  tx: Db,
  actor: Actor,
  name: string,
  decided: readonly Decided[],
  undecided: readonly DoneRow[],
): Promise<readonly DoneRow[]> {
  const campaignId = await findOrBeginCampaign(tx, name, auditName(actor));
  // Its rows, and who agreed to them, are known: no list is started beside them.
  if (campaignId === null) throw new HandbackError('campaign_conflict', { reason: 'name_taken' });
  return beginCasesOf(op, tx, { campaignId, name, by: auditName(actor) }, decided, undecided);
}

/** The same for a campaign that is there. */
export async function beginCasesOf(
  op: Operations,
  tx: Db,
  of: {
    readonly campaignId: string;
    readonly name: string;
    /** The actor as audit rows name them. */
    readonly by: string;
    /** Beside the campaign's name in the audit log. */
    readonly facts?: Readonly<Record<string, unknown>>;
    /** In which row of a file each line stood. */
    readonly rowNumbers?: ReadonlyMap<string, number>;
  },
  decided: readonly Decided[],
  undecided: readonly DoneRow[],
): Promise<readonly DoneRow[]> {
  const { campaignId, name, by } = of;
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
  await recordCampaignLines(
    tx,
    campaignId,
    [...undecided, ...rows].map((row) => ({ ...row, rowNumber: of.rowNumbers?.get(row.lineId) ?? null })),
  );
  await insertAudit(
    tx,
    opened.map(({ caseId, lineId }) => ({
      caseId,
      lineId,
      actor: by,
      action: 'declared',
      facts: { campaign: name, ...of.facts },
    })),
  );
  await tellHoldersOfCampaign(op, tx, decided, made);
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
