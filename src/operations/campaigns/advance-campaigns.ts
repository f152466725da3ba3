import { added, counted, type Outcome, type Result } from '../../domain/campaigns/campaign.ts';
import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { keepPreviewed, type ValidRow, validRows } from '../../store/campaigns/campaign-rows.ts';
import {
  advancePreview,
  advanceRun,
  type Campaign,
  findCampaign,
  leaseCampaign,
  notePortionFault,
  releaseCampaign,
  setState,
} from '../../store/campaigns/staged-campaigns.ts';
import { inTransaction } from '../../store/database/database.ts';
import { announceCases } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { beginCasesOf } from './begin-cases.ts';
import { type DecidedPart, decidePart, PART } from './decide-part.ts';
import { type CampaignRow, rowOf, wouldBe } from './decided-line.ts';
import { numberOf } from './validate-rows.ts';

/**
 * Does one portion of the campaign that waited longest: previews it, or begins its cases. What a portion did, how far the campaign
 * has come and what it counted commit together, under a lock of the campaign's row and only where that still stands where the
 * portion began: a process that is killed leaves nothing half done, and two workers do nothing twice. Decisions are made before
 * that, so that no lock waits for billing. Why a portion could not be done is kept with the campaign, and it is tried again.
 *
 * @returns how many rows it did; 0 where nothing is to be done
 * @throws HandbackError `forbidden`
 */
export async function advanceCampaigns(op: Operations, actor: Actor): Promise<number> {
  requireAccess(actor, 'advanceCampaigns');
  const campaign = await leaseCampaign(op.pool);
  if (campaign === null) return 0;
  try {
    // Also where the last portion is done, or somebody was faster: there may be another campaign.
    return Math.max(1, await advance(op, campaign));
  } catch (error) {
    const code = error instanceof HandbackError ? error.code : 'unavailable';
    const news = await notePortionFault(op.pool, campaign.campaignId, code).catch(() => false);
    if (news) await announceCases(op.pool, [campaign.campaignId]).catch(() => undefined);
    throw error;
  } finally {
    await releaseCampaign(op.pool, campaign.campaignId);
  }
}

async function advance(op: Operations, campaign: Campaign): Promise<number> {
  const { campaignId, upload, state } = campaign;
  const running = state === 'running';
  const after = running ? campaign.runTo : campaign.previewedTo;
  const rows = await validRows(op.pool, { campaignId, upload, after, limit: PART });
  const last = rows.length < PART;
  const part = await decidePart(
    op,
    rows.map(({ lineId }) => lineId),
    {
      channel: campaign.runChannel ?? 'online',
      now: op.clock.now(),
      // What becomes of the rows is kept for everybody who may look at campaigns.
      confidential: false,
      numbers: new Map(
        rows.flatMap(({ byNumber, lineId, given }) => (byNumber ? [[lineId, numberOf(op, given)]] : [])),
      ),
    },
  );
  return running
    ? runPortion(op, campaign, { rows, last, part })
    : previewPortion(op, campaign, { rows, last, part });
}

interface Portion {
  readonly rows: readonly ValidRow[];
  /** No row is left behind it. */
  readonly last: boolean;
  readonly part: DecidedPart;
}

const numbersOf = (rows: readonly ValidRow[]): ReadonlyMap<string, number> =>
  new Map(rows.map(({ lineId, rowNumber }) => [lineId, rowNumber]));

async function runPortion(op: Operations, then: Campaign, { rows, last, part }: Portion): Promise<number> {
  const { campaignId, name } = then;
  return inTransaction(op.pool, async (tx) => {
    const now = await findCampaign(tx, { campaignId }, { lock: true });
    // Paused, stopped, or done by another worker meanwhile: nothing of it is begun.
    if (now === null || now.state !== 'running' || now.runTo !== then.runTo) return 0;
    const by = now.runBy!;
    const done = await beginCasesOf(
      op,
      tx,
      {
        ...{ campaignId, name, by, rowNumbers: numbersOf(rows) },
        ...(now.approvedBy === null ? {} : { facts: { approvedBy: now.approvedBy } }),
      },
      part.decided,
      part.undecided,
    );
    const results = counted<Result>([...part.undecided, ...done].map(({ result }) => result));
    await advanceRun(tx, campaignId, {
      runTo: rows.at(-1)?.rowNumber ?? now.runTo,
      runRows: now.runRows + rows.length,
      results: added(now.results, results),
    });
    if (last) {
      await setState(tx, campaignId, { state: 'finished', by: 'engine', now: op.clock.now() });
      await insertAudit(tx, [
        {
          ...{
            caseId: null,
            lineId: null,
            actor: auditName({ kind: 'engine' }),
            action: 'campaign_finished',
          },
          facts: { campaign: name, ...added(now.results, results) },
        },
      ]);
    }
    await announceCases(tx, [campaignId]);
    return rows.length;
  });
}

async function previewPortion(
  op: Operations,
  then: Campaign,
  { rows, last, part }: Portion,
): Promise<number> {
  const { campaignId } = then;
  const numbers = numbersOf(rows);
  const nobody = { caseId: null, reference: null };
  const tried: readonly CampaignRow[] = [
    ...part.undecided,
    ...part.decided.map((line) => wouldBe(rowOf(line, nobody))),
  ];
  const previewed = tried.map(({ lineId, result, checks }) => ({
    ...{ rowNumber: numbers.get(lineId)!, checks },
    outcome: result as Outcome,
  }));
  return inTransaction(op.pool, async (tx) => {
    const now = await findCampaign(tx, { campaignId }, { lock: true });
    const stands =
      now !== null &&
      now.previewState === 'running' &&
      now.preview === then.preview &&
      now.previewedTo === then.previewedTo;
    if (!stands) return 0;
    await keepPreviewed(tx, { campaignId, preview: now.preview }, previewed);
    await advancePreview(tx, campaignId, {
      previewedTo: rows.at(-1)?.rowNumber ?? now.previewedTo,
      previewedRows: now.previewedRows + rows.length,
      outcomes: added(now.outcomes, counted(previewed.map(({ outcome }) => outcome))),
      blockers: added(
        now.blockers,
        counted(previewed.flatMap(({ outcome, checks }) => (outcome === 'blocked' ? checks : []))),
      ),
      doneAt: last ? op.clock.now() : null,
    });
    await announceCases(tx, [campaignId]);
    return rows.length;
  });
}
