import type { Reason } from '../../../domain/cases/reason.ts';
import { HandbackError } from '../../../domain/errors.ts';
import type { LocalDate } from '../../../domain/values/local-date.ts';
import { type Msisdn, parseMsisdn } from '../../../domain/values/msisdn.ts';
import { insertAudit } from '../../../store/audit.ts';
import {
  earlierDeclarations,
  insertDeclaration,
  lockDeclarations,
  numberIndex,
} from '../../../store/cases/declarations.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { inSavepoint } from '../../../store/database/savepoint.ts';
import { findLineByMsisdn } from '../../../store/lines/lines.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { withoutConfidential } from '../../access/confidential.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { declarationExpiry } from '../open-case.ts';
import { hashReceipt, newReceiptSecret, newReference } from '../receipt.ts';
import { tellEveryContact } from '../tell-contacts.ts';
import { parseWantedEnd } from './wanted-end.ts';

/** The permitted fields of the public form, and no others (§ 312k BGB): minimum and maximum at once. */
export interface PublicDeclaration {
  /** The number, or what names the contract. */
  readonly number: string;
  readonly name: string;
  /** Where the confirmation goes; may be empty when the receipt on the page is enough. */
  readonly contact: string;
  readonly reason: Reason | null;
  /** The day on which the line shall end; null for as soon as possible. */
  readonly endOn: string | null;
}

export interface Receipt {
  readonly reference: string;
  readonly receiptSecret: string;
  readonly receivedAt: Date;
  /** Until then someone must prove to be the holder, or the declaration expires without effect. */
  readonly expiresAt: Date;
}

/**
 * Receives a declaration from anyone and gives a receipt with its time. Any number may wait for one line, none of them
 * stands in the way of its holder, and none has an effect but a notice a day, until the holder takes one up. What is said
 * and what is done are the same for numbers that nobody has: the same statements run, and the same dates come out.
 *
 * @returns null where nothing was to be changed
 * @throws HandbackError `msisdn_invalid`, `request_invalid`, `date_invalid`
 */
export async function declarePublicly(
  op: Operations,
  actor: Actor,
  request: PublicDeclaration & {
    /** Checks everything and changes nothing. */
    readonly validateOnly?: boolean;
    /** Drawn before, by who must know a repeated request from a new one. */
    readonly reference?: string;
  },
): Promise<Receipt | null> {
  requireAccess(actor, 'declarePublicly');
  const now = op.clock.now();
  const { validateOnly = false, reference = newReference(op.vault), ...form } = request;
  const { msisdn, endOn } = checkForm(op, form, now);
  if (validateOnly) return null;
  const receiptSecret = newReceiptSecret(op.vault);
  // By the rules of the operator's own country, whoever has the number: another date would tell that somebody has it.
  const expiresAt = declarationExpiry(rulesOfLine(op, null, now), now);
  const number = numberIndex(op.vault, msisdn);
  await inTransaction(op.pool, async (tx) => {
    await lockDeclarations(tx, number);
    const found = await findLineByMsisdn(tx, msisdn);
    const record = found === null ? null : withoutConfidential(found);
    const holderId = record?.holderId ?? null;
    const before = await earlierDeclarations(tx, { number, holderId, now });
    const waits = record !== null && record.line.status !== 'ended' && !before.quiet;
    const tells = waits && !before.told && record.openCase === null;
    await insertDeclaration(tx, op.vault, {
      reference,
      number,
      lineId: waits ? record.line.lineId : null,
      // Kept for a line that is left alone too: its quiet is the holder's own.
      holderId,
      receivedAt: now,
      expiresAt,
      receiptHash: hashReceipt(receiptSecret),
      toldAt: tells ? now : null,
      body: { ...form, number: msisdn, endOn },
    });
    await insertAudit(tx, [
      {
        caseId: null,
        lineId: waits ? record.line.lineId : null,
        actor: auditName(actor),
        action: 'declared',
        facts: { by: 'form', reference },
      },
    ]);
    await inSavepoint(tx, async () => ({
      keep: tells,
      result: await tellEveryContact(op, tx, {
        holderId: holderId ?? '',
        msisdn,
        caseId: null,
        reference,
        kind: 'declared',
      }),
    }));
  });
  return { reference, receiptSecret, receivedAt: now, expiresAt };
}

function checkForm(
  op: Operations,
  form: PublicDeclaration,
  now: Date,
): { readonly msisdn: Msisdn; readonly endOn: LocalDate | null } {
  const msisdn = parseMsisdn(form.number, op.defaultCallingCode);
  if (form.name.trim() === '' || form.name.length > 200)
    throw new HandbackError('request_invalid', { field: 'name' });
  if (form.contact.length > 200) throw new HandbackError('request_invalid', { field: 'contact' });
  return { msisdn, endOn: parseWantedEnd(form.endOn, now, null) };
}
