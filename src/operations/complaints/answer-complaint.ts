import {
  type ComplaintOutcome,
  type ComplaintState,
  complaintState,
} from '../../domain/complaints/complaint.ts';
import { answerDueOn, complaintClock } from '../../domain/complaints/complaint-clock.ts';
import { HandbackError } from '../../domain/errors.ts';
import { earliestOf, localDateAt } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import { findCase } from '../../store/cases/cases.ts';
import {
  type Complaint,
  complaintTexts,
  findComplaint,
  listComplaints as listed,
  noteAnswer,
  noteAuthority,
  type SealedComplaint,
} from '../../store/complaints/complaints.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { findParty, lockParty } from '../../store/people/parties.ts';
import { namesOfStaff } from '../../store/special/requests.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isUuid } from '../is-uuid.ts';
import { type AuthorityLetter, checkedAuthority, checkedText } from './checked-complaint.ts';
import { type OpenedComplaint, openedComplaint } from './opened-complaint.ts';
import { tellComplainant } from './tell-complainant.ts';

export type { Complaint } from '../../store/complaints/complaints.ts';

/** A complaint as the operator's people see it. */
export interface WholeComplaint extends OpenedComplaint {
  readonly state: ComplaintState;
  /** Of its case. */
  readonly caseReference: string | null;
  readonly answeredByName: string | null;
  readonly timeZone: string;
}

interface Named {
  /** Its reference, or its identity in the work queue. */
  readonly complaint: string;
}

/**
 * Complaints, those that wait for an answer first, the nearest to its end before the others.
 * @throws HandbackError `forbidden`, `role_needed`
 */
export async function listComplaints(
  op: Operations,
  actor: Actor,
  query: { readonly openOnly: boolean; readonly limit: number },
): Promise<readonly Complaint[]> {
  requireAccess(actor, 'listComplaints');
  return listed(op.pool, { ...query, confidential: seesConfidential(actor) });
}

/**
 * One complaint with what was said, which is personal: the look is audited.
 * @throws HandbackError `forbidden`, `role_needed`, `complaint_unknown`
 */
export async function viewComplaint(op: Operations, actor: Actor, request: Named): Promise<WholeComplaint> {
  requireAccess(actor, 'viewComplaint');
  const found = await known(op.pool, actor, request.complaint);
  const { caseId, lineId, reference, answeredBy, jurisdiction, province } = found;
  const [opened, of, names] = await Promise.all([
    openedComplaint(op, found),
    findCase(op.pool, { caseId }),
    namesOfStaff(op.pool, answeredBy === null ? [] : [answeredBy]),
  ]);
  await insertAudit(op.pool, [
    { caseId, lineId, actor: auditName(actor), action: 'complaint_viewed', facts: { complaint: reference } },
  ]);
  return {
    ...opened,
    state: complaintState(found),
    caseReference: of?.reference ?? null,
    answeredByName: answeredBy === null ? null : (names.get(answeredBy) ?? answeredBy),
    timeZone: op.rulebooks.current(jurisdiction, province, op.clock.now()).timeZone,
  };
}

/**
 * Answers a complaint: what was found, in words for its person, who is told that there is an answer and where to turn if it will not do.
 * It is answered once; an authority can open it again.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `complaint_unknown`, `complaint_answered`, `text_missing`, `text_too_long`,
 *   `holder_erased`
 */
export async function answerComplaint(
  op: Operations,
  actor: Actor,
  request: Named & { readonly outcome: ComplaintOutcome; readonly text: string },
): Promise<void> {
  requireAccess(actor, 'answerComplaint');
  const text = checkedText(request.text);
  await inTransaction(op.pool, async (tx) => {
    const found = await known(tx, actor, request.complaint, 'lock');
    if (found.answeredAt !== null) throw new HandbackError('complaint_answered');
    const party = await findParty(tx, op.vault, found.partyId);
    if (party === null) throw new HandbackError('holder_erased');
    const { complaintId, caseId, lineId, reference } = found;
    const { outcome } = request;
    const by = auditName(actor);
    await noteAnswer(tx, op.vault, complaintId, {
      ...{ outcome, text, dataKey: party.dataKey, by, at: op.clock.now() },
    });
    await insertAudit(tx, [
      { caseId, lineId, actor: by, action: 'complaint_answered', facts: { complaint: reference, outcome } },
    ]);
    await tellComplainant(op, tx, found, party, { kind: 'complaint_answered' });
  });
}

/**
 * Notes that an authority has a complaint by now, and what was answered waits for an answer again. Its day counts where it is nearer than the
 * rule's, and never gives more time than the person was told: a year that somebody mistyped is no way to be late without being it.
 *
 * @throws HandbackError `forbidden`, `role_needed`, `complaint_unknown`, `field_missing`, `field_invalid`, `date_invalid`
 */
export async function noteRegulator(
  op: Operations,
  actor: Actor,
  request: Named & AuthorityLetter,
): Promise<void> {
  requireAccess(actor, 'noteRegulator');
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const { partyId } = await known(tx, actor, request.complaint);
    // What opens again holds an erasure back: the erasure sees it, or whoever complained is gone.
    await lockParty(tx, partyId);
    const found = await known(tx, actor, request.complaint, 'lock');
    const { settings, timeZone } = op.rulebooks.current(found.jurisdiction, found.province, now);
    const today = localDateAt(now, timeZone);
    const { name, reference, dueOn: theirs } = checkedAuthority(request, today);
    const byRule = answerDueOn(settings.complaints.value, now, timeZone);
    const told = found.answeredAt === null && found.dueOn >= today ? found.dueOn : byRule;
    const dueOn = earliestOf(theirs, byRule, told);
    const clock = complaintClock(dueOn, settings.complaints.value, settings.routes.value.calendar, timeZone);
    const { complaintId, caseId, lineId } = found;
    const answered = await answerOf(op, tx, found);
    await noteAuthority(tx, op.vault, complaintId, { name, reference, clock, answered });
    await insertAudit(tx, [
      {
        ...{ caseId, lineId, actor: auditName(actor), action: 'complaint_at_authority' },
        facts: { complaint: found.reference, due: dueOn },
      },
    ]);
  });
}

async function answerOf(
  op: Operations,
  tx: Db,
  found: SealedComplaint,
): Promise<Parameters<typeof noteAuthority>[3]['answered']> {
  const { outcome, answeredAt: at, answeredBy: by } = found;
  const party = await findParty(tx, op.vault, found.partyId);
  if (party === null) throw new HandbackError('complaint_unknown');
  if (outcome === null || at === null || by === null) return null;
  const { dataKey } = party;
  return { outcome, at, by, text: complaintTexts(op.vault, dataKey, found).answer ?? '', dataKey };
}

async function known(
  db: Db,
  actor: Actor,
  named: string,
  lock: 'lock' | 'look' = 'look',
): Promise<SealedComplaint> {
  const name = named.trim();
  // What holds a character that no text of ours has is the name of none.
  const found = name.includes('\0')
    ? null
    : await findComplaint(db, isUuid(name) ? { complaintId: name } : { reference: name }, lock);
  if (found === null || (found.confidential && !seesConfidential(actor)))
    throw new HandbackError('complaint_unknown');
  return found;
}
