import { HandbackError } from '../../domain/errors.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { maskMsisdn, parseMsisdn } from '../../domain/values/msisdn.ts';
import { insertAudit } from '../../store/audit.ts';
import {
  countStates,
  findNumber,
  type LedgerNumber,
  listedNumbers,
  NUMBER_STATES,
  type NumberRange,
  type NumberState,
  numberRanges,
} from '../../store/numbers/ledger.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

export {
  type LedgerNumber,
  NUMBER_STATES,
  type NumberRange,
  type NumberState,
} from '../../store/numbers/ledger.ts';

const MOST = 1_000;

export interface NumbersOverview {
  readonly states: Readonly<Record<NumberState, number>>;
  /** Blocks of ten thousand, the fullest first. */
  readonly ranges: readonly NumberRange[];
}

/** How many numbers are in which state, and how far each block of them is used. @throws HandbackError `forbidden`, `role_needed` */
export async function viewRanges(
  op: Operations,
  actor: Actor,
  request: { readonly limit: number },
): Promise<NumbersOverview> {
  requireAccess(actor, 'listNumbers');
  const [counts, ranges] = await Promise.all([
    countStates(op.pool),
    numberRanges(op.pool, Math.min(MOST, Math.max(1, request.limit))),
  ]);
  const states = Object.fromEntries(NUMBER_STATES.map((state) => [state, counts.get(state) ?? 0])) as Record<
    NumberState,
    number
  >;
  return { states, ranges };
}

/**
 * Numbers of the ledger, sorted. No person is in it; a look at one number is audited (`viewNumber`).
 * @param request.prefix how they begin, with the plus
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid`
 */
export async function listNumbers(
  op: Operations,
  actor: Actor,
  request: {
    readonly state: NumberState | null;
    readonly prefix: string | null;
    readonly freeBy: LocalDate | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<{ readonly numbers: readonly LedgerNumber[]; readonly next: string | null }> {
  requireAccess(actor, 'listNumbers');
  const { limit, prefix, after } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new HandbackError('request_invalid', { field: 'limit' });
  for (const [field, value] of Object.entries({ prefix, after }))
    if (value !== null && !/^\+\d{0,15}$/.test(value)) throw new HandbackError('request_invalid', { field });
  const found = await listedNumbers(op.pool, { ...request, limit: limit + 1 });
  const numbers = found.slice(0, limit).map((one) => asKnownTo(actor, one));
  return { numbers, next: found.length > limit ? numbers.at(-1)!.msisdn : null };
}

/** One number: its state, and why it rests until when. The look is audited. @throws HandbackError `number_unknown`, `msisdn_invalid` */
export async function viewNumber(
  op: Operations,
  actor: Actor,
  request: { readonly number: string },
): Promise<LedgerNumber> {
  requireAccess(actor, 'listNumbers');
  const msisdn = parseMsisdn(request.number);
  const found = await findNumber(op.pool, msisdn);
  if (found === null) throw new HandbackError('number_unknown');
  const facts = { what: 'number', number: maskMsisdn(msisdn) };
  await insertAudit(op.pool, [
    { caseId: null, lineId: null, actor: auditName(actor), action: 'viewed', facts },
  ]);
  return asKnownTo(actor, found);
}

/**
 * A number that rests as after harassment, and that nobody flagged, was a survivor's: whoever may not know of confidential cases reads what
 * they read where a colleague had it rest longer.
 */
function asKnownTo(actor: Actor, number: LedgerNumber): LedgerNumber {
  if (seesConfidential(actor) || number.flags.some(({ because }) => because === 'harassment')) return number;
  const reasons = number.reasons?.map((one) =>
    one.because === 'harassment' ? ({ because: 'person', until: one.until, rule: null } as const) : one,
  );
  return { ...number, reasons: reasons ?? null };
}
