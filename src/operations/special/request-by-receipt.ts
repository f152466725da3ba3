import { HandbackError } from '../../domain/errors.ts';
import type { Route, Wish } from '../../domain/rules/route.ts';
import type { LineOutcome, RequestState } from '../../domain/special/special-request.ts';
import { type Msisdn, maskMsisdn } from '../../domain/values/msisdn.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { lastNumbers } from '../../store/lines/former-numbers.ts';
import { findParty } from '../../store/people/parties.ts';
import { photosOfRequest } from '../../store/special/request-photos.ts';
import {
  caseReferencesOfRequest,
  findRequest,
  linesOfRequest,
  readBody,
  type SpecialRequest,
} from '../../store/special/requests.ts';
import { type Actor, auditName, type ReceiptHolder } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { normaliseRequestReference, receiptMatches } from '../cases/receipt.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { decide } from './decide.ts';

/** A request as its receipt shows it. */
export interface RequestByReceipt {
  readonly reference: string;
  readonly route: Route;
  readonly wish: Wish;
  readonly state: RequestState;
  readonly receivedAt: Date;
  readonly decideBy: Date;
  readonly decidedAt: Date | null;
  /** Why it was refused, in the words of whoever did. */
  readonly refusal: string | null;
  /** What became of each line; its case opens with the same secret. */
  readonly lines: readonly {
    readonly number: string | null;
    readonly outcome: LineOutcome;
    readonly checks: readonly string[];
    readonly caseReference: string | null;
  }[];
  /** What it named, masked, while it waits: none of a confidential one; null once it is decided, and once what it said is forgotten. */
  readonly asked: { readonly numbers: readonly string[]; readonly pictures: number } | null;
  /** Whether it was accepted for fewer lines than it named. */
  readonly fewer: boolean;
  readonly timeZone: string;
}

/**
 * What became of a special request, for whoever holds its receipt.
 * @throws HandbackError `not_signed_in`, `special_request_unknown`
 */
export async function viewSpecialReceipt(op: Operations, actor: Actor): Promise<RequestByReceipt> {
  requireAccess(actor, 'viewSpecialReceipt');
  const found = await requestOf(op.pool, actor);
  const party = await findParty(op.pool, op.vault, found.requesterId);
  const said =
    party === null ? null : await readBody(op.pool, op.vault, { ...found, dataKey: party.dataKey });
  const lines = await linesOfRequest(op.pool, found.requestId);
  const numbers = await lastNumbers(
    op.pool,
    lines.map(({ lineId }) => lineId),
  );
  const references = await caseReferencesOfRequest(op.pool, found.requestId);
  const { reference, route, wish, state, receivedAt, decideBy, decidedAt } = found;
  const now = op.clock.now();
  return {
    ...{ reference, route, wish, state, receivedAt, decideBy, decidedAt },
    refusal: said?.refusal ?? null,
    lines: lines.map(({ lineId, outcome, checks, caseId }) => {
      const number = (numbers.get(lineId) ?? null) as Msisdn | null;
      return {
        number: number === null ? null : maskMsisdn(number),
        outcome,
        checks,
        caseReference: caseId === null ? null : (references.get(caseId) ?? null),
      };
    }),
    asked:
      state !== 'received' || said === null
        ? null
        : {
            // Of all lines under a document, those that are named are to be left alone.
            numbers: found.confidential || said.body.everything ? [] : said.body.numbers.map(maskMsisdn),
            pictures: (await photosOfRequest(op.pool, found.requestId, now)).length,
          },
    fewer:
      state === 'accepted' &&
      said !== null &&
      !said.body.everything &&
      said.body.numbers.length > lines.length,
    timeZone: rulesOfLine(op, null, now).timeZone,
  };
}

/**
 * Takes a request back that is not decided. Once it is, its cases are withdrawn one by one, each with the same receipt.
 * @throws HandbackError `not_signed_in`, `special_request_unknown`, `special_request_decided`
 */
export async function withdrawSpecialRequest(op: Operations, actor: Actor): Promise<void> {
  requireAccess(actor, 'withdrawSpecialRequest');
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const { requestId, state, reference } = await requestOf(tx, actor, true);
    if (state === 'withdrawn') return;
    if (state !== 'received') throw new HandbackError('special_request_decided', { state });
    await decide(op, tx, { requestId, state: 'withdrawn', by: 'receipt', now });
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'special_request_withdrawn' },
        facts: { requestId, reference },
      },
    ]);
  });
}

async function requestOf(db: Db, actor: ReceiptHolder, lock = false): Promise<SpecialRequest> {
  const found = await findRequest(db, { reference: normaliseRequestReference(actor.reference) }, lock);
  if (found === null || !receiptMatches(actor.secret, found.receiptHash))
    throw new HandbackError('special_request_unknown');
  return found;
}
