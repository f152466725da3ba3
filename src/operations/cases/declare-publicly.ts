import type { Reason } from '../../domain/cases/reason.ts';
import { HandbackError } from '../../domain/errors.ts';
import { daysBetween, type LocalDate, localDateAt, parseLocalDate } from '../../domain/values/local-date.ts';
import { type Msisdn, parseMsisdn } from '../../domain/values/msisdn.ts';
import { insertAudit } from '../../store/audit.ts';
import { insertDeclaration } from '../../store/cases/declarations.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { findLineByMsisdn } from '../../store/lines/lines.ts';
import { wakeOutbox } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { type CaseDraft, declarationExpiry, type OpenedCase, openCase } from './open-case.ts';
import { hashReceipt, newReceiptSecret, newReference } from './receipt.ts';
import { tellEveryContact } from './tell-contacts.ts';

/** No contract binds for longer, so a later date is a mistake or abuse. */
const FURTHEST_DAYS = 2 * 366;

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
 * Receives a declaration from anyone and gives a receipt with its time. The answer is the same for numbers that nobody
 * has. Nothing happens to the line but a notice to its holder, until the holder proves who they are.
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
  },
): Promise<Receipt | null> {
  requireAccess(actor, 'declarePublicly');
  const now = op.clock.now();
  const { validateOnly = false, ...form } = request;
  const { msisdn, endOn } = checkForm(op, form, now);
  if (validateOnly) return null;
  const receiptSecret = newReceiptSecret(op.vault);
  return inTransaction(op.pool, async (tx) => {
    const record = await findLineByMsisdn(tx, msisdn);
    const rules = rulesOfLine(op, record, now);
    const expiresAt = declarationExpiry(rules, now);
    const draft = { rules, channel: actor.channel, reason: form.reason, wantedEndOn: endOn, now };
    const opened = record === null ? null : await openUnidentified(op, tx, actor, { ...draft, record });
    const reference = opened?.reference ?? newReference(op.vault);
    await insertDeclaration(tx, {
      reference,
      caseId: opened?.caseId ?? null,
      receivedAt: now,
      expiresAt,
      receiptHash: hashReceipt(receiptSecret),
      bodyEnc: op.vault.encrypt(op.vault.operatorKey, 'declaration', JSON.stringify(form)),
    });
    await wakeOutbox(tx);
    return { reference, receiptSecret, receivedAt: now, expiresAt };
  });
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
  const endOn = form.endOn === null ? null : parseLocalDate(form.endOn);
  if (endOn !== null) checkEndOn(endOn, now);
  return { msisdn, endOn };
}

/** The day is looked at without knowing whose it is: it is still that day, or the one before, somewhere on Earth. */
function checkEndOn(endOn: LocalDate, now: Date): void {
  const days = daysBetween(localDateAt(now, 'UTC'), endOn);
  if (days > FURTHEST_DAYS) throw new HandbackError('date_invalid', { reason: 'too_far' });
  if (days < -1) throw new HandbackError('date_invalid', { reason: 'past' });
}

/**
 * Opens a case that waits for its holder, and tells them. Null where the line has ended or has a case already: the
 * declaration is received all the same.
 */
async function openUnidentified(
  op: Operations,
  tx: Db,
  actor: Actor,
  draft: Omit<CaseDraft, 'identified' | 'urgent' | 'receiptHash'>,
): Promise<OpenedCase | null> {
  const { record } = draft;
  if (record.openCase !== null || record.line.status === 'ended') return null;
  const opened = await openUnlessOpen(op, tx, {
    ...draft,
    identified: false,
    urgent: false,
    // The receipt opens the declaration, never the case: whoever sent the form need not be the holder. The holder gets
    // a receipt of their own on taking it up.
    receiptHash: hashReceipt(newReceiptSecret(op.vault)),
  });
  if (opened === null) return null;
  await insertAudit(tx, [
    {
      caseId: opened.caseId,
      lineId: record.line.lineId,
      actor: auditName(actor),
      action: 'declared',
      facts: { by: 'form' },
    },
  ]);
  await tellEveryContact(op, tx, record, opened, 'declared');
  return opened;
}

/** Null if another declaration was faster. */
async function openUnlessOpen(...draft: Parameters<typeof openCase>) {
  try {
    return await openCase(...draft);
  } catch (error) {
    if (error instanceof HandbackError && error.code === 'case_open') return null;
    throw error;
  }
}
