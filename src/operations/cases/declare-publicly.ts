import { takeUp } from '../../domain/cases/moves.ts';
import { planFor } from '../../domain/cases/plan.ts';
import { LANES } from '../../domain/cases/termination.ts';
import { HandbackError } from '../../domain/errors.ts';
import { daysBetween, localDateAt, parseLocalDate } from '../../domain/values/local-date.ts';
import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { addPeriod } from '../../domain/values/period.ts';
import { insertAudit } from '../../store/audit.ts';
import { findCase, lockOpenCase } from '../../store/cases/cases.ts';
import { findDeclaration, insertDeclaration } from '../../store/cases/declarations.ts';
import { moveCase } from '../../store/cases/move-cases.ts';
import { inTransaction } from '../../store/database/database.ts';
import { linesWithProfiles } from '../../store/lines/esim-profiles.ts';
import { findLineByMsisdn } from '../../store/lines/lines.ts';
import { wakeOutbox } from '../../store/wake.ts';
import type { Operations, Subscriber } from '../context.ts';
import { rulesOfLine } from '../people/request-code.ts';
import { caseFor } from './case-for.ts';
import { openCase, type Reason, tellEveryContact } from './declare.ts';
import {
  hashReceipt,
  newReceiptSecret,
  newReference,
  normaliseReference,
  receiptMatches,
} from './receipt.ts';

/** No contract binds for longer; what lies further is a slip, or somebody's joke on the holder. */
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
 * @throws HandbackError `msisdn_invalid`, `request_invalid`, `date_invalid`
 */
export async function declarePublicly(
  op: Operations,
  form: PublicDeclaration,
  options: { readonly validateOnly?: boolean } = {},
): Promise<Receipt | null> {
  const msisdn = parseMsisdn(form.number, op.defaultCallingCode);
  if (form.name.trim() === '' || form.name.length > 200)
    throw new HandbackError('request_invalid', { field: 'name' });
  if (form.contact.length > 200) throw new HandbackError('request_invalid', { field: 'contact' });
  const endOn = form.endOn === null ? null : parseLocalDate(form.endOn);
  if (endOn !== null && daysBetween(localDateAt(op.clock.now(), 'UTC'), endOn) > FURTHEST_DAYS)
    throw new HandbackError('date_invalid', { reason: 'too_far' });
  if (options.validateOnly) return null;
  const now = op.clock.now();
  const receiptSecret = newReceiptSecret(op.vault);
  return inTransaction(op.pool, async (tx) => {
    const record = await findLineByMsisdn(tx, msisdn);
    const rules = rulesOfLine(op, record, now);
    const expiresAt = addPeriod(now, rules.settings.declaration_expiry.value.period, rules.timeZone);
    let reference = newReference(op.vault);
    let caseId: string | null = null;
    if (record !== null && record.openCase === null && record.line.status !== 'ended') {
      const esim = (await linesWithProfiles(tx, [record.line.lineId])).size > 0;
      const plan = planFor({ identified: false, urgent: false, esim });
      const opened = await openUnlessOpen(op, tx, {
        lineId: record.line.lineId,
        holderId: record.holderId,
        lane: LANES.person,
        stage: plan[0]!,
        dueAt: expiresAt,
        plan,
        jurisdiction: record.line.jurisdiction,
        province: record.line.province,
        rulebookVersion: rules.version,
        channel: 'online',
        urgent: false,
        reason: form.reason,
        declaredAt: now,
        identifiedAt: null,
        currency: record.currency,
        // The receipt opens the declaration, never the case: whoever sent the form need not be the holder. The holder gets
        // a receipt of their own on taking it up.
        receiptHash: hashReceipt(newReceiptSecret(op.vault)),
        wantedEndOn: endOn,
        confirmed: null,
      });
      if (opened !== null) {
        ({ reference, caseId } = opened);
        await insertAudit(tx, [
          {
            caseId,
            lineId: record.line.lineId,
            actor: 'public',
            action: 'declared',
            facts: { by: 'form' },
          },
        ]);
        await tellEveryContact(op, tx, record, opened, 'declared');
      }
    }
    await insertDeclaration(tx, {
      reference,
      caseId,
      receivedAt: now,
      expiresAt,
      receiptHash: hashReceipt(receiptSecret),
      bodyEnc: op.vault.encrypt(op.vault.operatorKey, 'declaration', JSON.stringify(form)),
    });
    await wakeOutbox(tx);
    return { reference, receiptSecret, receivedAt: now, expiresAt };
  });
}

/** Null if another declaration was faster: this one is received all the same, as for a line that has a case already. */
async function openUnlessOpen(...draft: Parameters<typeof openCase>) {
  try {
    return await openCase(...draft);
  } catch (error) {
    if (error instanceof HandbackError && error.code === 'case_open') return null;
    throw error;
  }
}

export type DeclarationState = 'waits_for_proof' | 'taken_up' | 'expired';

/**
 * What a receipt of the public form shows: the same for a declaration about a number that nobody has as for one that
 * waits for its holder. Of the case that came of it, only that the holder took it up.
 */
export async function viewDeclaration(
  op: Operations,
  reference: string,
  secret: string,
): Promise<{
  readonly state: DeclarationState;
  readonly receivedAt: Date;
  readonly expiresAt: Date;
}> {
  const declaration = await findDeclaration(op.pool, normaliseReference(reference));
  if (declaration === null || !receiptMatches(secret, declaration.receiptHash))
    throw new HandbackError('case_unknown');
  const { caseId, receivedAt, expiresAt } = declaration;
  const found = caseId === null ? null : await findCase(op.pool, { caseId });
  const waits =
    found === null ? expiresAt > op.clock.now() : found.stage === 'identify' && found.closedAt === null;
  const state = waits
    ? 'waits_for_proof'
    : found === null || found.outcome === 'expired'
      ? 'expired'
      : 'taken_up';
  return { state, receivedAt, expiresAt };
}

/**
 * The holder, signed in, takes up a declaration that came through the public form: its time stays the legal one.
 * @returns the holder's own receipt, shown once; null if the declaration was taken up before
 * @throws HandbackError `case_unknown`, `stage_conflict`
 */
export async function identify(
  op: Operations,
  subscriber: Subscriber,
  caseId: string,
): Promise<{ readonly caseId: string; readonly reference: string; readonly receiptSecret: string } | null> {
  const found = await caseFor(op.pool, subscriber, { caseId });
  if (found.stage !== 'identify') return null;
  const receiptSecret = newReceiptSecret(op.vault);
  const now = op.clock.now();
  const rules = op.rulebooks.forCase(found, now);
  const expiresAt = addPeriod(now, rules.settings.declaration_expiry.value.period, rules.timeZone);
  return inTransaction(op.pool, async (tx) => {
    const open = await lockOpenCase(tx, caseId);
    // Another copy of the same request was faster.
    if (open !== null && !open.leased && open.stage !== 'identify') return null;
    const move = takeUp(open, expiresAt);
    const { lineId, reference } = open!;
    await moveCase(tx, {
      ...move,
      caseId,
      lineId,
      lease: null,
      watched: true,
      patch: { identifiedAt: now, receiptHash: hashReceipt(receiptSecret) },
      audit: [{ actor: 'subscriber', action: 'identified', facts: { factors: subscriber.factors } }],
    });
    return { caseId, reference, receiptSecret };
  });
}
