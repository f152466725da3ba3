import { HandbackError } from '../../domain/errors.ts';
import { FLAG_REASONS } from '../../domain/numbers/quarantine.ts';
import { cleanText } from '../../domain/values/field-text.ts';
import { addMonths, latestDayOnEarth, parseLocalDate } from '../../domain/values/local-date.ts';
import { maskMsisdn, parseMsisdn } from '../../domain/values/msisdn.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findNumber } from '../../store/numbers/ledger.ts';
import { extendRest, flag, keepTextCounts, portAway } from '../../store/numbers/resting.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

const LONGEST_NOTE = 500;
/** The longest rest that a person may order. */
const MOST_MONTHS = 1_200;
/** Counts of one report. */
const MOST = 10_000;

/** The number as its ledger has it; a reason, which the audit log keeps. */
interface Noted {
  readonly number: string;
  readonly reason: string;
}

/**
 * Says that a number was used to harass or to defraud: when it rests, it rests longer by the rule. It changes nothing of a line.
 * @throws HandbackError `forbidden`, `role_needed`, `number_unknown`, `field_invalid`, `field_missing`, `msisdn_invalid`
 */
export async function flagNumber(
  op: Operations,
  actor: Actor,
  request: Noted & { readonly because: string },
): Promise<void> {
  requireAccess(actor, 'flagNumber');
  const because = FLAG_REASONS.find((one) => one === request.because);
  if (because === undefined)
    throw new HandbackError('field_invalid', { field: 'because', reason: 'not_one_of' });
  const { msisdn, note } = await noted(op, request);
  const by = auditName(actor);
  await inTransaction(op.pool, async (tx) => {
    await flag(tx, { msisdn, because, note, by });
    const facts = { number: maskMsisdn(msisdn), because, note };
    await insertAudit(tx, [{ caseId: null, lineId: null, actor: by, action: 'number_flagged', facts }]);
  });
}

/**
 * Has a number rest longer, until a day.
 * @param request.until the first day on which it may be released
 * @throws HandbackError `forbidden`, `role_needed`, `number_unknown`, `number_rests_not` also where it rests longer already,
 *   `date_invalid`, `field_missing`, `msisdn_invalid`
 */
export async function extendQuarantine(
  op: Operations,
  actor: Actor,
  request: Noted & { readonly until: string },
): Promise<void> {
  requireAccess(actor, 'extendQuarantine');
  const until = parseLocalDate(request.until);
  const today = latestDayOnEarth(op.clock.now());
  if (until <= today) throw new HandbackError('date_invalid', { reason: 'past' });
  // Nobody makes a rest shorter again: a mistyped century would take the number away for good.
  if (until > addMonths(today, MOST_MONTHS))
    throw new HandbackError('date_invalid', { reason: 'out_of_range' });
  const { msisdn, note } = await noted(op, request);
  const by = auditName(actor);
  await inTransaction(op.pool, async (tx) => {
    if (!(await extendRest(tx, msisdn, until))) throw new HandbackError('number_rests_not');
    const facts = { number: maskMsisdn(msisdn), until, note };
    await insertAudit(tx, [{ caseId: null, lineId: null, actor: by, action: 'quarantine_extended', facts }]);
  });
}

/**
 * A number that rests went to another operator, as its former holder may have it for a while: it is nobody's to release any more.
 * @throws HandbackError `forbidden`, `role_needed`, `number_unknown`, `number_rests_not`, `field_missing`, `msisdn_invalid`
 */
export async function notePortedAway(op: Operations, actor: Actor, request: Noted): Promise<void> {
  requireAccess(actor, 'notePortedAway');
  const { msisdn, note } = await noted(op, request);
  const by = auditName(actor);
  await inTransaction(op.pool, async (tx) => {
    if (!(await portAway(tx, msisdn))) throw new HandbackError('number_rests_not');
    const facts = { number: maskMsisdn(msisdn), note };
    await insertAudit(tx, [{ caseId: null, lineId: null, actor: by, action: 'number_ported_away', facts }]);
  });
}

async function noted(op: Operations, { number, reason }: Noted) {
  const msisdn = parseMsisdn(number);
  const note = cleanText(reason, LONGEST_NOTE);
  if (note === '') throw new HandbackError('field_missing', { field: 'reason' });
  if ((await findNumber(op.pool, msisdn)) === null) throw new HandbackError('number_unknown');
  return { msisdn, note };
}

/** How many texts came for a number on a day, as the message centre counted them: never what they said, nor who sent them. */
export interface TextCount {
  readonly number: string;
  readonly on: string;
  readonly texts: number;
}

/**
 * Takes counts of texts that came for numbers. Of numbers that rest they are kept; of every other number nothing is. Said again, the larger
 * count of a day stands.
 *
 * @returns how many were kept
 * @throws HandbackError `forbidden`, `request_invalid` for too many, `field_invalid`, `date_invalid`, `msisdn_invalid`
 */
export async function countTexts(
  op: Operations,
  actor: Actor,
  request: { readonly counts: readonly TextCount[] },
): Promise<number> {
  requireAccess(actor, 'countTexts');
  if (request.counts.length > MOST) throw new HandbackError('request_invalid', { field: 'counts' });
  const today = latestDayOnEarth(op.clock.now());
  const counts = request.counts.map(({ number, on, texts }) => {
    if (!Number.isInteger(texts) || texts < 0 || texts > 1_000_000)
      throw new HandbackError('field_invalid', { field: 'texts' });
    const day = parseLocalDate(on);
    if (day > today) throw new HandbackError('date_invalid', { reason: 'future' });
    return { msisdn: parseMsisdn(number) as string, on: day, texts };
  });
  return counts.length === 0 ? 0 : keepTextCounts(op.pool, counts);
}
