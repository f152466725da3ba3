import { HandbackError } from '../../../domain/errors.ts';
import { writtenText } from '../../../domain/values/pasted-text.ts';
import { insertAudit } from '../../../store/audit.ts';
import { findCase } from '../../../store/cases/cases.ts';
import { type DisputeMark, disputesOfLine, insertDispute } from '../../../store/cases/disputes.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { findParty } from '../../../store/people/parties.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { eligibilityOf } from '../../lines/eligibility-of.ts';
import { lineFor } from '../../lines/line-for.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { newDisputeReference } from '../receipt.ts';
import { findingKey } from './finding-key.ts';

export type { DisputeMark } from '../../../store/cases/disputes.ts';

/** Longest text, in characters. */
export const LONGEST_DISPUTE = 1_000;

/**
 * "This is wrong": keeps what the holder of a line says against something that was found on it, for a person of the operator
 * to look at. It changes no decision. Said twice about the same finding it is kept once, and the first receipt number is
 * answered again.
 *
 * @param request `finding` as `findingKey` names it; `text` of 1 to `LONGEST_DISPUTE` characters
 * @throws HandbackError `not_signed_in`, `line_unknown`, `field_missing`, `field_invalid` for a text that is too long,
 *   `finding_unknown` for what is not found any more
 */
export async function disputeFinding(
  op: Operations,
  actor: Actor,
  request: { readonly lineId: string; readonly finding: string; readonly text: string },
): Promise<DisputeMark> {
  requireAccess(actor, 'disputeFinding');
  const now = op.clock.now();
  const record = await lineFor(op.pool, actor, request.lineId);
  const { lineId } = record.line;
  const text = writtenText(request.text);
  if (text === '') throw new HandbackError('field_missing', { field: 'text' });
  if ([...text].length > LONGEST_DISPUTE) throw new HandbackError('field_invalid', { field: 'text' });
  const open = record.openCase === null ? null : await findCase(op.pool, { caseId: record.openCase });
  const rules = open === null ? rulesOfLine(op, record, now) : op.rulebooks.forCase(open, now);
  const urgent = open?.urgent ?? false;
  const { findings } = await eligibilityOf(op, record, { channel: actor.channel, urgent, rules, now });
  const found = findings.find((one) => findingKey(op.vault, lineId, one) === request.finding);
  if (found === undefined) throw new HandbackError('finding_unknown');
  const party = await findParty(op.pool, op.vault, actor.partyId);
  if (party === null) throw new HandbackError('line_unknown');
  const { partyId, dataKey } = party;
  return inTransaction(op.pool, async (tx) => {
    const { check, effect, rule } = found;
    const made = await insertDispute(tx, op.vault, {
      reference: newDisputeReference(op.vault),
      finding: request.finding,
      lineId,
      caseId: record.openCase,
      partyId,
      dataKey,
      check,
      effect,
      rule,
      now,
      text,
    });
    if (made === null) {
      const earlier = await disputesOfLine(tx, { lineId, partyId });
      return earlier.find(({ finding }) => finding === request.finding)!;
    }
    await insertAudit(tx, [
      {
        caseId: record.openCase,
        lineId,
        actor: auditName(actor),
        action: 'disputed',
        facts: { dispute: made.reference, check, rule: rule.id, version: rule.version },
      },
    ]);
    return made;
  });
}
