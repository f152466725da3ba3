import type { Decision } from '../../domain/cases/decision.ts';
import { effectiveDates } from '../../domain/cases/effective-dates.ts';
import { planFor } from '../../domain/cases/plan.ts';
import { LANES } from '../../domain/cases/termination.ts';
import { HandbackError } from '../../domain/errors.ts';
import { waitForDevicesUntil } from '../../domain/esim/unbinding.ts';
import { rulesOfRoute } from '../../domain/rules/route-rules.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import { SETTLED } from '../../domain/special/special-request.ts';
import { base32 } from '../../domain/values/base32.ts';
import { addPeriod } from '../../domain/values/period.ts';
import { insertAudit } from '../../store/audit.ts';
import { orderEndOfFormerCases } from '../../store/cases/former-holders.ts';
import { type NewCase, openCases } from '../../store/cases/open-cases.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { openUnbindings } from '../../store/esim/unbindings.ts';
import { linesWithProfiles } from '../../store/lines/esim-profiles.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { findParty } from '../../store/people/parties.ts';
import { keepPhotosUntil } from '../../store/special/request-photos.ts';
import {
  decideRequest,
  linesOfRequest,
  noteLines,
  type RequestLine,
  readBody,
  type SpecialRequest,
} from '../../store/special/requests.ts';
import { splitOffLine } from '../../store/special/split-off.ts';
import { announceCases, wakeWorkers } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { approvalFacts, requireSecondPerson } from '../access/second-person.ts';
import { newReference } from '../cases/receipt.ts';
import { earlyTerminationOf } from '../cases/review-of.ts';
import type { Operations } from '../context.ts';
import { decideOn } from '../lines/eligibility-of.ts';
import { keepDecision } from '../lines/keep-decision.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { candidatesOf } from './candidates.ts';
import { requestFor } from './request-for.ts';
import { tellHolderOfRequest, tellRequester } from './tell.ts';

/** What became of an acceptance. */
export interface AcceptedRequest {
  readonly state: SpecialRequest['state'];
  readonly lines: readonly RequestLine[];
}

/**
 * Accepts a special request for the lines that were chosen: each is ended by a case that is confirmed, or split off as the
 * requester's own. Two people agree to it, where the rulebook says so. A line that something stands in the way of keeps the
 * request open, and can be tried again.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `special_request_unknown`, `special_request_decided`, `approval_needed`,
 *   `field_missing` without a line, `special_line_unfit` with the reason
 */
export async function acceptSpecialRequest(
  op: Operations,
  actor: Actor,
  request: { readonly requestId: string; readonly lineIds: readonly string[] },
): Promise<AcceptedRequest> {
  requireAccess(actor, 'acceptSpecialRequest');
  const now = op.clock.now();
  const found = await requestFor(op.pool, actor, request);
  const { requestId, requesterId } = found;
  // Done already, by the approval that was asked for and carried out twice.
  if (found.state === 'accepted')
    return { state: 'accepted', lines: await linesOfRequest(op.pool, requestId) };
  const { chosen } = await chosenLines(op, op.pool, found, request.lineIds);
  const home = rulesOfLine(op, null, now);
  requireSecondPerson(actor, 'accept_special_request', requestId, home);
  const party = await findParty(op.pool, op.vault, requesterId);
  if (party === null) throw new HandbackError('special_request_unknown');
  const act =
    found.wish === 'split_off'
      ? await prepareSplits(op, found, chosen)
      : await prepareEnds(op, found, chosen, now);
  const accepted = await inTransaction(op.pool, async (tx) => {
    const locked = await requestFor(tx, actor, request, true);
    if (locked.state !== 'received')
      throw new HandbackError('special_request_decided', { state: locked.state });
    const lines = await act(tx, actor);
    await noteLines(tx, requestId, lines);
    const all = await linesOfRequest(tx, requestId);
    const done = all.every(({ outcome }) => SETTLED.includes(outcome));
    if (done) {
      await decideRequest(tx, op.vault, {
        ...{ requestId, state: 'accepted' as const, by: auditName(actor), now, refusal: null },
      });
      const keep = home.settings.document_photos.value.keep;
      await keepPhotosUntil(tx, requestId, addPeriod(now, keep, home.timeZone));
      await tellRequester(op, tx, found, party, now);
    }
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'special_request_accepted' },
        facts: {
          ...{ requestId, reference: found.reference, state: done ? 'accepted' : 'received' },
          outcomes: lines.map(({ outcome }) => outcome),
          ...approvalFacts(actor),
        },
      },
    ]);
    return { state: done ? ('accepted' as const) : ('received' as const), lines };
  });
  return accepted;
}

/**
 * The lines that were chosen, each one that may be.
 * @throws HandbackError `special_request_decided`, `field_missing`, `special_line_unfit`
 */
export async function chosenLines(
  op: Operations,
  db: Db,
  found: SpecialRequest,
  lineIds: readonly string[],
): Promise<{ readonly chosen: readonly LineRecord[] }> {
  if (found.state !== 'received') throw new HandbackError('special_request_decided', { state: found.state });
  if (lineIds.length === 0) throw new HandbackError('field_missing', { field: 'lines' });
  const party = await findParty(db, op.vault, found.requesterId);
  const said = party === null ? null : await readBody(db, op.vault, { ...found, dataKey: party.dataKey });
  if (said === null) throw new HandbackError('special_request_unknown');
  const candidates = await candidatesOf(op, db, found, said.body);
  const chosen = [...new Set(lineIds)].map((lineId) => {
    const candidate = candidates.find(({ record }) => record?.line.lineId === lineId);
    const reason = candidate === undefined ? 'not_asked_for' : candidate.fault;
    if (reason !== null && reason !== 'ended') throw new HandbackError('special_line_unfit', { reason });
    return candidate!.record!;
  });
  return { chosen };
}

/** What is done in the transaction that decides. */
type Act = (tx: Db, actor: Actor) => Promise<readonly RequestLine[]>;

const nothing = { checks: [], caseId: null } as const;

/** Billing moves each line first: its effect is keyed, and without it nothing of ours changes. */
async function prepareSplits(
  op: Operations,
  { requestId, requesterId }: SpecialRequest,
  chosen: readonly LineRecord[],
): Promise<Act> {
  // The same at each try, and nothing in it tells that the line was split off.
  const accountOf = (lineId: string): string =>
    base32(op.vault.index('account of a line that is split off', `${requestId} ${lineId}`).subarray(0, 15));
  const going = chosen.filter(({ line }) => line.status !== 'ended');
  for (const { line, accountId, currency } of going)
    await op.billing.moveLine({
      ...{ key: `${requestId}:${line.lineId}:split`, lineId: line.lineId, currency, payerId: requesterId },
      ...{ fromAccountId: accountId, toAccountId: accountOf(line.lineId) },
    });
  return async (tx, actor) => {
    const lines: RequestLine[] = [];
    for (const { line, holderId, currency } of chosen) {
      const { lineId } = line;
      const accountId = accountOf(lineId);
      const split =
        line.status !== 'ended' &&
        (await splitOffLine(tx, {
          lineId,
          fromHolder: holderId,
          toHolder: requesterId,
          accountId,
          currency,
        }));
      lines.push({ lineId, outcome: split ? 'split_off' : 'ended_already', ...nothing });
    }
    const split = lines.filter(({ outcome }) => outcome === 'split_off').map(({ lineId }) => lineId);
    // What its holder of before had begun ends with the change, and tells them nothing.
    await orderEndOfFormerCases(tx, split);
    await insertAudit(
      tx,
      split.map((lineId) => ({
        ...{ caseId: null, lineId, actor: auditName(actor), action: 'split_off' },
        facts: { requestId, ...approvalFacts(actor) },
      })),
    );
    return lines;
  };
}

interface Prepared {
  readonly record: LineRecord;
  readonly rules: ResolvedRules;
  readonly decision: Decision;
  /** Null where something stands in the way. */
  readonly opening: NewCase | null;
  readonly unbindUntil: Date | null;
}

async function prepareEnds(
  op: Operations,
  found: SpecialRequest,
  chosen: readonly LineRecord[],
  now: Date,
): Promise<Act> {
  const esim = await linesWithProfiles(
    op.pool,
    chosen.map(({ line }) => line.lineId),
  );
  const going = chosen.filter(({ line, openCase }) => line.status !== 'ended' && openCase === null);
  const prepared: Prepared[] = [];
  for (const record of going)
    prepared.push(await prepareEnd(op, found, record, { esim: esim.has(record.line.lineId), now }));
  return async (tx, actor) => {
    const opened = await openCases(
      tx,
      prepared.flatMap(({ opening }) => opening ?? []),
    );
    const made = new Map(opened.map((row) => [row.lineId, row]));
    const lines = chosen.map((record): RequestLine => {
      const { lineId, status } = record.line;
      if (status === 'ended') return { lineId, outcome: 'ended_already', ...nothing };
      const one = prepared.find((p) => p.record === record);
      if (one?.opening === null) return refusedLine(one);
      const row = made.get(lineId);
      if (row === undefined) return { lineId, outcome: 'open_already', ...nothing };
      return { lineId, outcome: 'started', checks: [], caseId: row.caseId };
    });
    for (const one of prepared) {
      const { lineId } = one.record.line;
      const row = made.get(lineId);
      await keepDecision(op, tx, one.record, row?.caseId ?? null, one.decision);
      if (row === undefined) continue;
      if (one.unbindUntil !== null)
        await openUnbindings(tx, [
          { caseId: row.caseId, lineId, holderId: one.record.holderId, waitUntil: one.unbindUntil },
        ]);
      await tellHolderOfRequest(op, tx, {
        ...row,
        record: one.record,
        rules: one.rules,
        until: one.opening!.dueAt!,
      });
    }
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
    if (opened.length > 0) {
      await wakeWorkers(tx);
      await announceCases(
        tx,
        opened.map(({ caseId }) => caseId),
      );
    }
    return lines;
  };
}

async function prepareEnd(
  op: Operations,
  found: SpecialRequest,
  record: LineRecord,
  { esim, now }: { readonly esim: boolean; readonly now: Date },
): Promise<Prepared> {
  const { line, holderId, currency } = record;
  const { route, channel, requesterId, receiptHash, receiptFactors, confidential, receivedAt } = found;
  const rules = rulesOfRoute(rulesOfLine(op, record, now), route);
  const decision = await decideOn(op, 'confirmation', record, { channel, urgent: false, rules, now });
  const { earliestServiceEnd } = decision.eligibility;
  if (earliestServiceEnd === null) return { record, rules, decision, opening: null, unbindUntil: null };
  const dates = effectiveDates({ confirmedAt: now, urgent: false, earliestServiceEnd, line }, rules);
  return {
    ...{ record, rules, decision },
    unbindUntil: esim ? waitForDevicesUntil(now, dates.serviceEndAt, rules) : null,
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

function refusedLine({ record: { line }, decision: { eligibility } }: Prepared): RequestLine {
  const checks = eligibility.findings
    .filter(({ effect }) => effect === 'blocks' || effect === 'cannot_tell')
    .map(({ check }) => check);
  const outcome = eligibility.verdict === 'blocked' ? 'blocked' : 'cannot_tell';
  return { lineId: line.lineId, outcome, checks, caseId: null };
}
