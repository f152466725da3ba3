import { HandbackError } from '../../domain/errors.ts';
import { SETTLED } from '../../domain/special/special-request.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { findParty } from '../../store/people/parties.ts';
import {
  linesOfRequest,
  noteLines,
  type RequestLine,
  readBody,
  type SpecialRequest,
} from '../../store/special/requests.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { approvalFacts, requireSecondPerson } from '../access/second-person.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { candidatesOf } from './candidates.ts';
import { decide } from './decide.ts';
import { prepareEnds } from './end-lines.ts';
import { requestFor } from './request-for.ts';
import { splitLine } from './split-line.ts';
import { requesterContact, tellRequester } from './tell.ts';

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
  const chosen = await chosenLines(op, op.pool, found, request.lineIds);
  const home = rulesOfLine(op, null, now);
  requireSecondPerson(actor, 'accept_special_request', requestId, home);
  const party = await findParty(op.pool, op.vault, requesterId);
  if (party === null) throw new HandbackError('special_request_unknown');
  const settled = new Set(
    (await linesOfRequest(op.pool, requestId)).flatMap(({ lineId, outcome }) =>
      SETTLED.includes(outcome) ? [lineId] : [],
    ),
  );
  // What an earlier try did stays as it is.
  const open = chosen.filter(({ line }) => !settled.has(line.lineId));
  const lock = async (tx: Db): Promise<void> => {
    const { state } = await requestFor(tx, actor, request, true);
    if (state !== 'received') throw new HandbackError('special_request_decided', { state });
  };
  // Each line that is split off is moved at billing too: it commits by itself, so that one that fails takes none with it.
  for (const record of found.wish === 'split_off' ? open : [])
    await inTransaction(op.pool, async (tx) => {
      await lock(tx);
      await noteLines(tx, requestId, [await splitLine(op, tx, actor, found, record)]);
    });
  const end = await prepareEnds(op, found, found.wish === 'end' ? open : [], now);
  const accepted = await inTransaction(op.pool, async (tx) => {
    await lock(tx);
    await noteLines(tx, requestId, await end(tx, actor));
    // Cases that begin tell of their end there, also where others of the request must wait.
    await requesterContact(op, tx, found, party, now);
    const all = await linesOfRequest(tx, requestId);
    const done = all.every(({ outcome }) => SETTLED.includes(outcome));
    const tried = new Map(all.map((line) => [line.lineId, line]));
    const lines = chosen.map(({ line }) => tried.get(line.lineId)!);
    if (done) {
      await decide(op, tx, { requestId, state: 'accepted', by: auditName(actor), now });
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
): Promise<readonly LineRecord[]> {
  if (found.state !== 'received') throw new HandbackError('special_request_decided', { state: found.state });
  if (lineIds.length === 0) throw new HandbackError('field_missing', { field: 'lines' });
  const party = await findParty(db, op.vault, found.requesterId);
  const said = party === null ? null : await readBody(db, op.vault, { ...found, dataKey: party.dataKey });
  if (said === null) throw new HandbackError('special_request_unknown');
  const candidates = await candidatesOf(op, db, found, said.body);
  return [...new Set(lineIds)].map((lineId) => {
    const candidate = candidates.find(({ record }) => record?.line.lineId === lineId);
    const reason = candidate === undefined ? 'not_asked_for' : candidate.fault;
    if (reason !== null && reason !== 'ended') throw new HandbackError('special_line_unfit', { reason });
    return candidate!.record!;
  });
}
