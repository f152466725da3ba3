import type { Progress as VisitProgress } from '../../../domain/desks/counter-step.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { insertAudit } from '../../../store/audit.ts';
import type { Db } from '../../../store/database/database.ts';
import { type CounterVisit, lockVisit } from '../../../store/desks/counter-visits.ts';
import { findLine, type LineRecord } from '../../../store/lines/lines.ts';
import { findParty, type Party } from '../../../store/people/parties.ts';
import type { Session } from '../../../store/people/sessions.ts';
import { type AttendedSubscriber, auditName } from '../../access/actor.ts';
import { withoutConfidential } from '../../access/confidential.ts';
import type { Operations } from '../../context.ts';
import { currentSession } from '../../people/current-session.ts';

/** A visit with all that its operations ask. */
export interface OpenVisit {
  readonly visit: CounterVisit;
  readonly token: string;
  readonly session: Session;
  readonly record: LineRecord;
  readonly party: Party;
}

/**
 * The visit of the customer to whom the actor attends, begun if it was not, and locked until the transaction ends.
 * @throws HandbackError `visit_unknown` on the telephone and where it has ended, `not_signed_in` where the attendance is over
 */
export async function lockedVisit(
  op: Operations,
  tx: Db,
  actor: AttendedSubscriber,
  now: Date,
): Promise<OpenVisit> {
  const { token, session } = await currentSession(tx, actor);
  const { lineId, partyId } = session;
  const { attendanceId } = atTheCounter(actor);
  const visit = await lockVisit(tx, { attendanceId, lineId, partyId, now });
  if (visit.endedAt !== null) throw new HandbackError('visit_unknown');
  const found = await findLine(tx, lineId);
  const record = found === null ? null : withoutConfidential(found);
  const party = await findParty(tx, op.vault, partyId);
  // A line that went to somebody else since is not this person's to end.
  if (record === null || party === null || record.holderId !== partyId)
    throw new HandbackError('line_unknown');
  return { visit, token, session, record, party };
}

/** @throws HandbackError `visit_unknown` for who is attended to by telephone */
export function atTheCounter({ channel, attended }: AttendedSubscriber): { readonly attendanceId: string } {
  if (channel !== 'store') throw new HandbackError('visit_unknown');
  return attended;
}

/** How far a visit has come. A line without a card has nothing to hand in. */
export function progressOf(visit: CounterVisit, { line }: Pick<LineRecord, 'line'>): VisitProgress {
  return {
    documentsDone: visit.documentSeenAt !== null && visit.materialsDoneAt !== null,
    formDone: visit.formDoneAt !== null,
    signed: visit.signedAt !== null,
    cardDone: visit.cardDoneAt !== null || !line.accesses.some(({ kind }) => kind === 'sim'),
  };
}

/** @throws HandbackError `stage_conflict` once it is signed: what was signed stays as it was */
export function refuseSigned({ signedAt }: CounterVisit): void {
  if (signedAt !== null) throw new HandbackError('stage_conflict');
}

/** A row of the audit log about a visit; never what was typed, shown or drawn. */
export async function auditVisit(
  tx: Db,
  actor: AttendedSubscriber,
  { visit }: Pick<OpenVisit, 'visit'>,
  action: string,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { attendanceId, lineId, caseId } = visit;
  await insertAudit(tx, [
    { caseId, lineId, actor: auditName(actor), action, facts: { attendanceId, ...facts } },
  ]);
}
