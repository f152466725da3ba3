import type { Eligibility } from '../../domain/cases/eligibility.ts';
import { rulesOfRoute } from '../../domain/rules/route-rules.ts';
import { faultOf, type LineFault, type RequestBody } from '../../domain/special/special-request.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { Db } from '../../store/database/database.ts';
import { findLineByMsisdn, findLines, type LineRecord } from '../../store/lines/lines.ts';
import { documentIndex, findParty } from '../../store/people/parties.ts';
import { lineIdsUnderDocument } from '../../store/special/requesters.ts';
import type { SpecialRequest } from '../../store/special/requests.ts';
import type { Operations } from '../context.ts';
import { eligibilityOf } from '../lines/eligibility-of.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';

/** A number that was named, or a line under the document that was, and how it compares with what the operator has. */
export interface Candidate {
  /** As it was named; of a line under the document the number that it has. */
  readonly number: Msisdn | null;
  /** Null for a number that nobody has. */
  readonly record: LineRecord | null;
  /** Whether the document that was given is the holder's; null where there is none to compare. */
  readonly holderMatches: boolean | null;
  /** Whether the requester has shown that they have its phone. */
  readonly inHand: boolean;
  readonly fault: LineFault | null;
}

/** What a request may be about, in the order in which it was named. */
export async function candidatesOf(
  op: Operations,
  db: Db,
  request: SpecialRequest,
  body: RequestBody,
): Promise<readonly Candidate[]> {
  const named = await Promise.all(
    body.numbers.map(async (number) => ({ number, record: await findLineByMsisdn(db, number) })),
  );
  const asked = request.route === 'not_mine' && body.everything ? await underDocument(op, db, body) : named;
  return Promise.all(asked.map((one) => compared(op, db, request, body, one)));
}

/** Every line under the requester's document but those that they named as theirs. */
async function underDocument(
  op: Operations,
  db: Db,
  { requester, numbers }: RequestBody,
): Promise<readonly { readonly number: Msisdn | null; readonly record: LineRecord }[]> {
  const ids = await lineIdsUnderDocument(db, op.vault, requester.document);
  const records = await findLines(db, ids);
  return ids.flatMap((id) => {
    const record = records.get(id);
    const number = record?.line.msisdn ?? null;
    if (record === undefined || record.line.status === 'ended') return [];
    return number !== null && numbers.includes(number) ? [] : [{ number, record }];
  });
}

async function compared(
  op: Operations,
  db: Db,
  { route, wish }: SpecialRequest,
  body: RequestBody,
  { number, record }: { readonly number: Msisdn | null; readonly record: LineRecord | null },
): Promise<Candidate> {
  const inHand = number !== null && body.inHand.includes(number);
  if (record === null) return { number, record, holderMatches: null, inHand, fault: null };
  const given = route === 'survivor' ? null : (body.holder ?? body.requester).document;
  const stored = (await findParty(db, op.vault, record.holderId))?.documentIndex ?? null;
  const holderMatches =
    given === null || stored === null ? null : documentIndex(op.vault, given.number).equals(stored);
  const ended = record.line.status === 'ended';
  return {
    number,
    record,
    holderMatches,
    inHand,
    fault: faultOf({ route, wish, asked: true, holderMatches, ended }),
  };
}

/** What stands in the way of ending a line on a route, as of now. */
export async function eligibilityOnRoute(
  op: Operations,
  record: LineRecord,
  { route, channel }: Pick<SpecialRequest, 'route' | 'channel'>,
  now: Date,
): Promise<Eligibility> {
  const rules = rulesOfRoute(rulesOfLine(op, record, now), route);
  return eligibilityOf(op, record, { channel, urgent: false, rules, now });
}
