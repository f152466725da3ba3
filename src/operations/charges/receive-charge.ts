import { createHash } from 'node:crypto';
import {
  CHARGE_KINDS,
  type ChargeKind,
  type ChargeReason,
  type ChargeVerdict,
  judgeCharge,
  PASSES_LINE_STANDS,
} from '../../domain/charges/tripwire.ts';
import { HandbackError } from '../../domain/errors.ts';
import { type LocalDate, localDateAt, parseLocalDate } from '../../domain/values/local-date.ts';
import { type Money, money } from '../../domain/values/money.ts';
import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Charge, findCharge, insertCharge } from '../../store/charges/charges.ts';
import {
  type ChargedLineEnd,
  chargedLine,
  havingNumber,
  linesOfAccount,
} from '../../store/charges/ended-lines.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { tellOfCharge } from './tell-of-charge.ts';

/** A charge as a billing system says it, for one of a line, a number or an account. */
export interface ChargeSaid {
  /** The billing system's own name of it: said twice, it is one charge. */
  readonly chargeId: string;
  readonly lineId?: string | undefined;
  /** In international form. */
  readonly number?: string | undefined;
  readonly accountId?: string | undefined;
  readonly kind: string;
  /** The days that it is for, both included, in the time zone of the line. */
  readonly from: string;
  readonly to: string;
  readonly amount: { readonly currency: string; readonly minor: number };
}

export interface ChargeAnswer {
  readonly chargeId: string;
  readonly verdict: 'pass' | 'held';
  readonly because: ChargeReason;
  /** Of a held one: the first day after the end, and what must not be booked. */
  readonly heldFrom: LocalDate | null;
  readonly held: Money | null;
}

/**
 * Takes a charge before it is booked, and says whether it may be. What lies after the end of its line is held and disputed; the person is
 * told. Said twice it is the same charge, with the same answer.
 *
 * @throws HandbackError `forbidden`, `line_unknown`, `charge_conflict` for another charge of the same name, `money_invalid`,
 *   `date_invalid`, `msisdn_invalid`, `msisdn_not_international`, `field_invalid`, `field_missing`
 */
export async function receiveCharge(op: Operations, actor: Actor, said: ChargeSaid): Promise<ChargeAnswer> {
  requireAccess(actor, 'receiveCharge');
  const charge = readCharge(said);
  const known = await findCharge(op.pool, charge.chargeId);
  if (known !== null) return sameAgain(known, charge.digest);
  const line = await lineCharged(op, charge);
  const judged = judge(op, line, charge);
  const kept = {
    ...{ chargeId: charge.chargeId, digest: charge.digest, receivedFrom: auditName(actor) },
    ...{ kind: charge.kind, from: charge.from, to: charge.to, amount: charge.amount },
    ...{ lineId: line.lineId, caseId: judged.verdict === 'held' ? line.caseId : null },
    ...{ verdict: judged.verdict, because: judged.because },
    heldFrom: judged.verdict === 'held' ? judged.heldFrom : null,
    held: judged.verdict === 'held' ? judged.held : null,
  };
  const fresh = await inTransaction(op.pool, async (tx) => {
    if (!(await insertCharge(tx, kept))) return false;
    if (judged.verdict === 'held') await noteHeld(op, tx, actor, kept.chargeId);
    return true;
  });
  if (fresh) return answerOf(kept);
  // Somebody said it in the same moment.
  return sameAgain((await findCharge(op.pool, charge.chargeId))!, charge.digest);
}

async function noteHeld(op: Operations, tx: Db, actor: Actor, chargeId: string): Promise<void> {
  const charge = (await findCharge(tx, chargeId))!;
  const { caseId, lineId, because, heldFrom } = charge;
  await insertAudit(tx, [
    {
      ...{ caseId, lineId, actor: auditName(actor), action: 'charge_held' },
      facts: {
        charge: chargeId,
        because,
        heldFrom,
        held: charge.held!.minor,
        currency: charge.amount.currency,
      },
    },
  ]);
  await tellOfCharge(op, tx, charge, { kind: 'charge_held' });
}

interface ReadCharge {
  readonly chargeId: string;
  readonly digest: Buffer;
  readonly of: { readonly lineId: string } | { readonly number: string } | { readonly accountId: string };
  readonly kind: ChargeKind;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly amount: Money;
}

const NAME = /^[\x21-\x7e]{1,128}$/;

function readCharge(said: ChargeSaid): ReadCharge {
  const { chargeId, lineId, number, accountId } = said;
  if (!NAME.test(chargeId)) throw new HandbackError('field_invalid', { field: 'chargeId' });
  const kind = CHARGE_KINDS.find((one) => one === said.kind);
  if (kind === undefined) throw new HandbackError('field_invalid', { field: 'kind', reason: 'not_one_of' });
  const named = [lineId, number, accountId].filter((one) => one !== undefined);
  if (named.length === 0) throw new HandbackError('field_missing', { field: 'lineId' });
  if (named.length > 1)
    throw new HandbackError('field_invalid', { field: 'lineId', reason: 'more_than_one' });
  const from = parseLocalDate(said.from);
  const to = parseLocalDate(said.to);
  if (to < from) throw new HandbackError('date_invalid', { reason: 'ends_before_it_begins' });
  const amount = money(said.amount.currency, said.amount.minor);
  if (amount.minor <= 0) throw new HandbackError('money_invalid', { reason: 'not_positive' });
  const of =
    lineId !== undefined
      ? { lineId }
      : number !== undefined
        ? { number: parseMsisdn(number) as string }
        : { accountId: accountId! };
  const content = JSON.stringify([of, kind, from, to, amount.currency, amount.minor]);
  return {
    ...{ chargeId, kind, from, to, amount, of },
    digest: createHash('sha256').update(content).digest(),
  };
}

/**
 * The line that a charge is for. Of a number it is the one that had it when the charge begins, whoever has it today; where nobody had it
 * then, the one that had it last.
 */
async function lineCharged(op: Operations, { of, from }: ReadCharge): Promise<ChargedLineEnd> {
  const found = await ('lineId' in of
    ? chargedLine(op.pool, of.lineId)
    : 'number' in of
      ? lineOfNumber(op, of.number, from)
      : lineOfAccount(op, of.accountId));
  if (found === null) throw new HandbackError('line_unknown');
  return found;
}

async function lineOfNumber(op: Operations, number: string, on: LocalDate): Promise<ChargedLineEnd | null> {
  const having = await havingNumber(op.pool, number);
  const had = having.find(({ fromAt, jurisdiction }) => localDateAt(fromAt, zoneOf(op, jurisdiction)) <= on);
  return had === undefined ? null : chargedLine(op.pool, had.lineId);
}

/** An account goes on as long as one of its lines does; when all have ended, it ended with the last of them. */
async function lineOfAccount(op: Operations, accountId: string): Promise<ChargedLineEnd | null> {
  const lines = await linesOfAccount(op.pool, accountId);
  const stands = lines.find(({ caseId }) => caseId === null);
  if (stands !== undefined) return stands;
  return lines.reduce<ChargedLineEnd | null>(
    (last, one) => (last === null || one.serviceEndedAt! > last.serviceEndedAt! ? one : last),
    null,
  );
}

function judge(op: Operations, line: ChargedLineEnd, charge: ReadCharge): ChargeVerdict {
  if (line.currency !== charge.amount.currency)
    throw new HandbackError('money_invalid', { reason: 'other_currency' });
  if (line.caseId === null) return PASSES_LINE_STANDS;
  const serviceEndedOn = localDateAt(line.serviceEndedAt!, zoneOf(op, line.jurisdiction));
  return judgeCharge(charge, { serviceEndedOn, billingEndOn: line.billingEndOn ?? serviceEndedOn });
}

/** @throws HandbackError `rulebook_missing` */
export const zoneOf = (op: Operations, jurisdiction: string): string =>
  op.rulebooks.inForce(jurisdiction).timeZone;

function sameAgain(known: Charge & { readonly digest: Buffer }, digest: Buffer): ChargeAnswer {
  if (!known.digest.equals(digest)) throw new HandbackError('charge_conflict', { charge: known.chargeId });
  return answerOf(known);
}

const answerOf = ({ chargeId, verdict, because, heldFrom, held }: ChargeAnswer): ChargeAnswer => ({
  ...{ chargeId, verdict, because, heldFrom, held },
});
