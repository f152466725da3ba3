import type { Decision } from '../../domain/cases/decision.ts';
import { effectiveDates } from '../../domain/cases/effective-dates.ts';
import { planFor } from '../../domain/cases/plan.ts';
import { LANES } from '../../domain/cases/termination.ts';
import { waitForDevicesUntil } from '../../domain/esim/unbinding.ts';
import { rulesOfRoute } from '../../domain/rules/route-rules.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import { insertAudit } from '../../store/audit.ts';
import { openCasesOf } from '../../store/cases/cases.ts';
import { type NewCase, type OpenedCase, openCases } from '../../store/cases/open-cases.ts';
import type { Db } from '../../store/database/database.ts';
import { openUnbindings } from '../../store/esim/unbindings.ts';
import { linesWithProfiles } from '../../store/lines/esim-profiles.ts';
import { type LineRecord, lockHolders } from '../../store/lines/lines.ts';
import type { RequestLine, SpecialRequest } from '../../store/special/requests.ts';
import { announceCases, wakeWorkers } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { approvalFacts } from '../access/second-person.ts';
import { newReference } from '../cases/receipt.ts';
import { earlyTerminationOf } from '../cases/review-of.ts';
import type { Operations } from '../context.ts';
import { decideOnMany } from '../lines/eligibility-of.ts';
import { keepDecisions } from '../lines/keep-decision.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { tellHoldersOfRequest } from './tell.ts';

/** What an acceptance does in the transaction that decides, with what became of each line. */
type Act = (tx: Db, actor: Actor) => Promise<readonly RequestLine[]>;

/** Of a line that no case came of. */
const NOTHING = { checks: [], caseId: null } as const;

/** A line that was decided on. */
interface Prepared {
  readonly record: LineRecord;
  readonly decision: Decision;
  /** Null where something stands in the way. */
  readonly opening: NewCase | null;
  /** Until when it waits for its eSIM devices; null for one without. */
  readonly unbindUntil: Date | null;
}

/** Decides on each line by the rules of the route; a company may have five hundred, so nothing is asked line by line. */
export async function prepareEnds(
  op: Operations,
  found: SpecialRequest,
  chosen: readonly LineRecord[],
  now: Date,
): Promise<Act> {
  const going = chosen.filter(({ line, openCase }) => line.status !== 'ended' && openCase === null);
  const esim = await linesWithProfiles(
    op.pool,
    going.map(({ line }) => line.lineId),
  );
  const asked = going.map((record) => ({
    record,
    rules: rulesOfRoute(rulesOfLine(op, record, now), found.route),
    ...{ channel: found.channel, urgent: false, receivedAt: found.receivedAt, now },
  }));
  const decisions = await decideOnMany(op, 'confirmation', asked);
  const prepared = going.map((record, i) =>
    prepareEnd(op, found, record, { esim: esim.has(record.line.lineId), now, decision: decisions[i]! }),
  );
  return async (tx, actor) => {
    // A line that went to somebody else since is not the one that was decided on.
    const holders = await lockHolders(
      tx,
      prepared.map(({ record }) => record.line.lineId),
    );
    const opened = await openCases(
      tx,
      prepared.flatMap(({ record, opening }) =>
        opening !== null && holders.get(record.line.lineId) === record.holderId ? [opening] : [],
      ),
    );
    const made = new Map(opened.map((row) => [row.lineId, row]));
    await keepDecisions(
      op,
      tx,
      prepared.map(({ record, decision }) => ({
        ...{ record, decision, caseId: made.get(record.line.lineId)?.caseId ?? null },
      })),
    );
    await begin(op, tx, prepared, made);
    await insertAudit(
      tx,
      opened.map(({ caseId, lineId }) => ({
        ...{ caseId, lineId, actor: auditName(actor), action: 'declared' },
        facts: {
          by: 'special_request',
          requestId: found.requestId,
          route: found.route,
          ...approvalFacts(actor),
        },
      })),
    );
    const byLine = new Map(prepared.map((one) => [one.record.line.lineId, one]));
    const beside = await openCasesOf(
      tx,
      chosen.flatMap(({ line: { lineId } }) => (made.has(lineId) ? [] : [lineId])),
    );
    return chosen.map(({ line }) => {
      // Beside a confidential case nothing is known, not even that there is one; its own second request may say so.
      if (!found.confidential && beside.get(line.lineId)?.confidential)
        return { lineId: line.lineId, outcome: 'cannot_tell', ...NOTHING };
      const one = byLine.get(line.lineId);
      if (one !== undefined && holders.get(line.lineId) !== one.record.holderId)
        return { lineId: line.lineId, outcome: 'cannot_tell', ...NOTHING };
      return outcomeOf(line, one, made.get(line.lineId));
    });
  };
}

/** What an opened case begins with: its devices are asked, its holder is told, and the workers are woken. */
async function begin(
  op: Operations,
  tx: Db,
  prepared: readonly Prepared[],
  made: ReadonlyMap<string, OpenedCase>,
): Promise<void> {
  if (made.size === 0) return;
  const begun = prepared.flatMap((one) => {
    const row = made.get(one.record.line.lineId);
    return row === undefined ? [] : [{ ...one, ...row }];
  });
  await openUnbindings(
    tx,
    begun.flatMap(({ caseId, lineId, record: { holderId }, unbindUntil }) =>
      unbindUntil === null ? [] : [{ caseId, lineId, holderId, waitUntil: unbindUntil }],
    ),
  );
  await tellHoldersOfRequest(
    op,
    tx,
    begun.map(({ caseId, reference, record, decision: { rules }, opening }) => ({
      ...{ caseId, reference, record, rules, until: opening!.dueAt! },
    })),
  );
  await wakeWorkers(tx);
  await announceCases(
    tx,
    begun.map(({ caseId }) => caseId),
  );
}

function prepareEnd(
  op: Operations,
  found: SpecialRequest,
  record: LineRecord,
  { esim, now, decision }: { readonly esim: boolean; readonly now: Date; readonly decision: Decision },
): Prepared {
  const { line, holderId, currency } = record;
  const { route, channel, requesterId, receiptHash, receiptFactors, confidential, receivedAt } = found;
  const { rules } = decision;
  const { earliestServiceEnd } = decision.eligibility;
  if (earliestServiceEnd === null) return { record, decision, opening: null, unbindUntil: null };
  const dates = effectiveDates(
    { confirmedAt: now, urgent: false, risks: [], earliestServiceEnd, line },
    rules,
  );
  return {
    ...{ record, decision },
    unbindUntil: esim ? devicesUntil(now, dates.serviceEndAt, rules) : null,
    opening: {
      ...{ reference: newReference(op.vault), lineId: line.lineId, holderId, lane: LANES.person },
      ...{ stage: 'cool_off', dueAt: dates.serviceEndAt, plan: planFor({ urgent: false, esim }) },
      ...{ jurisdiction: line.jurisdiction, province: line.province, rulebookVersion: rules.version },
      ...{ channel, urgent: false, reason: null, declaredAt: receivedAt, identifiedAt: now, currency },
      ...{ receiptHash, receiptFactors, wantedEndOn: null, route, requesterId, confidential },
      confirmed: {
        at: now,
        billingEndOn: dates.billingEndOn,
        earlyTermination: earlyTerminationOf(decision.eligibility)?.minor ?? null,
      },
    },
  };
}

/** Who cannot wait for a cooling-off does not wait for devices either: what they did not delete is unconfirmed. */
function devicesUntil(now: Date, serviceEndAt: Date, rules: ResolvedRules): Date {
  const { route } = rules;
  const hurries = route !== null && rules.settings.routes.value.routes[route].skipsCoolingOff;
  return hurries ? serviceEndAt : waitForDevicesUntil(now, serviceEndAt, rules);
}

function outcomeOf(
  { lineId, status }: LineRecord['line'],
  prepared: Prepared | undefined,
  opened: OpenedCase | undefined,
): RequestLine {
  if (status === 'ended') return { lineId, outcome: 'ended_already', ...NOTHING };
  if (prepared?.opening === null) return refusedLine(prepared);
  if (opened === undefined) return { lineId, outcome: 'open_already', ...NOTHING };
  return { lineId, outcome: 'started', checks: [], caseId: opened.caseId };
}

function refusedLine({ record: { line }, decision: { eligibility } }: Prepared): RequestLine {
  const checks = eligibility.findings
    .filter(({ effect }) => effect === 'blocks' || effect === 'cannot_tell')
    .map(({ check }) => check);
  const outcome = eligibility.verdict === 'blocked' ? 'blocked' : 'cannot_tell';
  return { lineId: line.lineId, outcome, checks, caseId: null };
}
