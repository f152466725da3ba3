import { effectiveDates } from '../../domain/cases/effective-dates.ts';
import { checkEligibility } from '../../domain/cases/eligibility.ts';
import { PLAN_VERSION, planFor } from '../../domain/cases/plan.ts';
import { LANES } from '../../domain/cases/termination.ts';
import { waitForDevicesUntil } from '../../domain/esim/unbinding.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { openUnbindings } from '../../store/esim/unbindings.ts';
import { linesWithProfiles } from '../../store/lines/esim-profiles.ts';
import { findLines, type LineRecord } from '../../store/lines/lines.ts';
import { wakeWorkers } from '../../store/wake.ts';
import { earlyTerminationOf } from '../cases/confirm.ts';
import { hashReceipt, newReceiptSecret, newReference } from '../cases/receipt.ts';
import { type Actor, auditName, type Operations, requireStaff } from '../context.ts';

/** What became of one line of a campaign's list. */
export interface CampaignRow {
  readonly lineId: string;
  readonly result: 'started' | 'open_already' | 'ended_already' | 'unknown' | 'blocked' | 'cannot_tell';
  /** The checks that stand in the way. */
  readonly checks: readonly string[];
  readonly reference: string | null;
}

const CHUNK = 500;

/**
 * Ends many lines at once: a network that is switched off, an MVNO that closes. Each line is decided by the rulebook
 * like any other, and a report says what became of each. Lists of any length are taken in parts; sent again, a list
 * starts only the lines that are not under way yet.
 *
 * @param name the campaign, as it stands in the audit log
 */
export async function* startCampaign(
  op: Operations,
  actor: Actor,
  name: string,
  lineIds: AsyncIterable<string>,
  options: { readonly dryRun?: boolean } = {},
): AsyncGenerator<readonly CampaignRow[]> {
  requireStaff(actor);
  let chunk: string[] = [];
  for await (const lineId of lineIds) {
    chunk.push(lineId);
    if (chunk.length === CHUNK) {
      yield await startChunk(op, actor, name, chunk, options.dryRun ?? false);
      chunk = [];
    }
  }
  if (chunk.length > 0) yield await startChunk(op, actor, name, chunk, options.dryRun ?? false);
}

interface Draft {
  readonly record: LineRecord;
  readonly reference: string;
  readonly receiptHash: Buffer;
  readonly rulebookVersion: string;
  readonly dueAt: Date;
  readonly billingEndOn: string;
  readonly earlyTermination: number | null;
  /** Until when the line waits for its eSIM devices; null for one without. */
  readonly unbindUntil: Date | null;
}

async function startChunk(
  op: Operations,
  actor: Actor,
  name: string,
  lineIds: readonly string[],
  dryRun: boolean,
): Promise<CampaignRow[]> {
  const unique = [...new Set(lineIds)];
  const records = await findLines(op.pool, unique);
  const now = op.clock.now();
  const known = unique.flatMap((id) => records.get(id) ?? []);
  const standings = await op.billing.standing(known.map((record) => record.accountId));
  const rows = new Map<string, CampaignRow>();
  const esim = await linesWithProfiles(op.pool, unique);
  const drafts: Draft[] = [];
  const say = (
    lineId: string,
    result: CampaignRow['result'],
    checks: readonly string[] = [],
    reference: string | null = null,
  ): void => {
    rows.set(lineId, { lineId, result, checks, reference });
  };
  for (const id of unique) if (!records.has(id)) say(id, 'unknown');
  for (const [i, record] of known.entries()) {
    const { line } = record;
    if (line.status === 'ended') say(line.lineId, 'ended_already');
    else if (record.openCase !== null) say(line.lineId, 'open_already');
    else {
      const rules = op.rulebooks.current(line.jurisdiction, line.province, now);
      const today = localDateAt(now, rules.timeZone);
      const facts = {
        line,
        standing: standings[i]!,
        portOut: { known: true, value: record.portOut } as const,
        channel: 'online' as const,
        urgent: false,
        today,
      };
      const eligibility = checkEligibility(facts, rules);
      const { verdict, findings, earliestServiceEnd } = eligibility;
      if (earliestServiceEnd === null) {
        const checks = findings
          .filter((f) => f.effect === 'blocks' || f.effect === 'cannot_tell')
          .map((f) => f.check);
        say(line.lineId, verdict === 'blocked' ? 'blocked' : 'cannot_tell', checks);
      } else {
        const dates = effectiveDates({ confirmedAt: now, urgent: false, earliestServiceEnd, line }, rules);
        drafts.push({
          record,
          reference: newReference(op.vault),
          receiptHash: hashReceipt(newReceiptSecret(op.vault)),
          rulebookVersion: rules.version,
          unbindUntil: esim.has(line.lineId) ? waitForDevicesUntil(now, dates.serviceEndAt, rules) : null,
          dueAt: dates.serviceEndAt,
          billingEndOn: dates.billingEndOn,
          earlyTermination: earlyTerminationOf(eligibility)?.minor ?? null,
        });
      }
    }
  }
  if (dryRun) for (const { record } of drafts) say(record.line.lineId, 'started');
  else for (const row of await open(op, actor, name, drafts, now)) rows.set(row.lineId, row);
  return unique.map((id) => rows.get(id)!);
}

async function open(
  op: Operations,
  actor: Actor,
  name: string,
  drafts: readonly Draft[],
  now: Date,
): Promise<CampaignRow[]> {
  if (drafts.length === 0) return [];
  return inTransaction(op.pool, async (tx) => {
    const { rows } = await tx.query<{ line_id: string; case_id: string; reference: string }>(
      `insert into termination (reference, line_id, holder_id, lane, stage, due_at, plan, plan_version, jurisdiction, province, rulebook_version,
         channel, declared_at, identified_at, confirmed_at, billing_end_on, early_termination, currency, receipt_hash, waiting_for)
       select o.reference, o.line_id, o.holder_id, ${LANES.campaign}, 'cool_off', o.due_at, case when o.esim then $14::text[] else $1 end, ${PLAN_VERSION}, o.jurisdiction, o.province, o.version,
         'campaign', $2, $2, $2, o.billing_end_on, o.early_termination, o.currency, o.receipt_hash, 'cooling_off'
       from unnest($3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::date[], $11::bigint[], $12::text[], $13::bytea[], $15::boolean[])
         as o(reference, line_id, holder_id, due_at, jurisdiction, province, version, billing_end_on, early_termination, currency, receipt_hash, esim)
       on conflict (line_id) do nothing
       returning line_id, case_id, reference`,
      [
        ...[
          planFor({ identified: true, urgent: false, esim: false }),
          now,
          drafts.map((d) => d.reference),
          drafts.map((d) => d.record.line.lineId),
        ],
        ...[
          drafts.map((d) => d.record.holderId),
          drafts.map((d) => d.dueAt),
          drafts.map((d) => d.record.line.jurisdiction),
        ],
        ...[
          drafts.map((d) => d.record.line.province),
          drafts.map((d) => d.rulebookVersion),
          drafts.map((d) => d.billingEndOn),
        ],
        ...[
          drafts.map((d) => d.earlyTermination),
          drafts.map((d) => d.record.currency),
          drafts.map((d) => d.receiptHash),
          planFor({ identified: true, urgent: false, esim: true }),
          drafts.map((d) => d.unbindUntil !== null),
        ],
      ],
    );
    const made = new Map(rows.map((row) => [row.line_id, row]));
    await openUnbindings(
      tx,
      drafts.flatMap(({ record, unbindUntil }) => {
        const row = made.get(record.line.lineId);
        if (row === undefined || unbindUntil === null) return [];
        return [
          { caseId: row.case_id, lineId: row.line_id, holderId: record.holderId, waitUntil: unbindUntil },
        ];
      }),
    );
    await insertAudit(
      tx,
      rows.map((row) => ({
        caseId: row.case_id,
        lineId: row.line_id,
        actor: auditName(actor),
        action: 'declared',
        facts: { campaign: name.slice(0, 100) },
      })),
    );
    await wakeWorkers(tx);
    return drafts.map(({ record: { line } }) => {
      const row = made.get(line.lineId);
      return {
        lineId: line.lineId,
        result: row === undefined ? 'open_already' : 'started',
        checks: [],
        reference: row?.reference ?? null,
      };
    });
  });
}
