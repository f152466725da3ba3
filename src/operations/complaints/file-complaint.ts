import { type ComplaintTopic, type ComplaintVia, TAKEN_VIAS } from '../../domain/complaints/complaint.ts';
import { answerDueOn, complaintClock } from '../../domain/complaints/complaint-clock.ts';
import { HandbackError } from '../../domain/errors.ts';
import { base32 } from '../../domain/values/base32.ts';
import { earliestOf, type LocalDate, localDateAt } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import type { CaseRecord } from '../../store/cases/cases.ts';
import {
  type Complaint,
  findComplaint,
  insertComplaint,
  openComplaintsOf,
} from '../../store/complaints/complaints.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findParty, lockParty } from '../../store/people/parties.ts';
import { type Actor, auditName, staffBehind } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { caseFor, type WhichCase } from '../cases/case-for.ts';
import type { Operations } from '../context.ts';
import { type AuthorityLetter, checkedAuthority, checkedText } from './checked-complaint.ts';
import { tellComplainant } from './tell-complainant.ts';

/** Who writes more waits for an answer first. */
const MOST_OPEN = 5;

/**
 * Keeps a complaint about a case, with the clock of the rulebook as of today, and tells its person the reference and the last day for an
 * answer. A holder and whoever has the receipt complain themselves; a person of the operator writes down what came by telephone, at a counter, by
 * letter or from an authority, whose day counts where it is nearer than the rule's.
 *
 * @param request `via` and `authority` are for the operator's people alone
 * @throws HandbackError `case_unknown`, `forbidden`, `role_needed`, `text_missing`, `text_too_long`, `field_missing`, `date_invalid`,
 *   `holder_erased`, `complaints_exhausted`
 */
export async function fileComplaint(
  op: Operations,
  actor: Actor,
  request: WhichCase & {
    readonly topic: ComplaintTopic;
    readonly text: string;
    readonly via?: ComplaintVia;
    readonly authority?: AuthorityLetter;
  },
): Promise<Complaint> {
  requireAccess(actor, 'fileComplaint');
  const record = await caseFor(op.pool, actor, request);
  const text = checkedText(request.text);
  const via = viaOf(actor, request.via);
  const now = op.clock.now();
  const rules = op.rulebooks.current(record.jurisdiction, record.province, now);
  const rule = rules.settings.complaints;
  const authority = authorityOf(via, request.authority, localDateAt(now, rules.timeZone));
  const byRule = answerDueOn(rule.value, now, rules.timeZone);
  const dueOn = authority === null ? byRule : earliestOf(byRule, authority.dueOn);
  const clock = complaintClock(dueOn, rule.value, rules.settings.routes.value.calendar, rules.timeZone);
  const reference = `CP-${base32(op.vault.random(5))}`;
  return inTransaction(op.pool, async (tx) => {
    const partyId = complainantOf(actor, record);
    await lockParty(tx, partyId);
    const party = await findParty(tx, op.vault, partyId);
    if (party === null) throw new HandbackError('holder_erased');
    // What comes from an authority is never refused for what came before.
    if (authority === null && (await openComplaintsOf(tx, partyId)) >= MOST_OPEN)
      throw new HandbackError('complaints_exhausted', { most: MOST_OPEN });
    const { caseId, lineId, confidential, jurisdiction, province } = record;
    await insertComplaint(tx, op.vault, {
      ...{ reference, caseId, lineId, partyId, confidential, via, topic: request.topic, text, clock },
      ...{ receivedAt: now, receivedBy: auditName(actor), jurisdiction, province, dataKey: party.dataKey },
      ...{ ruleId: rule.id, ruleVersion: rule.version },
      ...{ authority: authority?.name ?? null, authorityReference: authority?.reference ?? null },
    });
    await insertAudit(tx, [
      {
        ...{ caseId, lineId, actor: auditName(actor), action: 'complaint_received' },
        facts: { complaint: reference, via, topic: request.topic, due: dueOn },
      },
    ]);
    const made = (await findComplaint(tx, { reference }))!;
    await tellComplainant(op, tx, made, party, { kind: 'complaint_received' });
    return made;
  });
}

/**
 * By which day a complaint about a case that came now would be answered.
 * @throws HandbackError `case_unknown`, `forbidden`, `role_needed`
 */
export async function complaintDueOn(
  op: Operations,
  actor: Actor,
  request: WhichCase,
): Promise<{ readonly dueOn: LocalDate; readonly timeZone: string }> {
  requireAccess(actor, 'fileComplaint');
  const { jurisdiction, province } = await caseFor(op.pool, actor, request);
  const now = op.clock.now();
  const { settings, timeZone } = op.rulebooks.current(jurisdiction, province, now);
  return { dueOn: answerDueOn(settings.complaints.value, now, timeZone), timeZone };
}

/** A customer's own way is told by who they are; the operator's people say how it came. */
function viaOf(actor: Actor, said: ComplaintVia | undefined): ComplaintVia {
  const operators = actor.kind === 'staff' || actor.kind === 'system' || staffBehind(actor) !== null;
  if (!operators) {
    if (said !== undefined && said !== 'portal' && said !== 'api')
      throw new HandbackError('request_invalid', { field: 'via' });
    return said ?? 'api';
  }
  const via = TAKEN_VIAS.find((one) => one === said);
  if (via === undefined) throw new HandbackError('field_missing', { field: 'via' });
  return via;
}

/** A letter comes with what an authority sent, and with nothing else. */
function authorityOf(
  via: ComplaintVia,
  said: AuthorityLetter | undefined,
  today: LocalDate,
): AuthorityLetter | null {
  if (via === 'regulator') {
    if (said === undefined) throw new HandbackError('field_missing', { field: 'authority' });
    return checkedAuthority(said, today);
  }
  if (said !== undefined) throw new HandbackError('request_invalid', { field: 'authority' });
  return null;
}

/** The receipt of a request for somebody else is of whoever asked; in a confidential case they alone know of it. */
function complainantOf(actor: Actor, { holderId, requesterId, confidential }: CaseRecord): string {
  return actor.kind === 'receipt' || confidential ? (requesterId ?? holderId) : holderId;
}
