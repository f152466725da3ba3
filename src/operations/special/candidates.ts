import type { Eligibility } from '../../domain/cases/eligibility.ts';
import { rulesOfRoute } from '../../domain/rules/route-rules.ts';
import { faultOf, type LineFault, type RequestBody } from '../../domain/special/special-request.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { Db } from '../../store/database/database.ts';
import { findLines, type LineRecord } from '../../store/lines/lines.ts';
import { documentIndex, documentIndexesOf } from '../../store/people/parties.ts';
import { lineIdsUnderDocument } from '../../store/special/requesters.ts';
import { linesOfRequest, type SpecialRequest } from '../../store/special/requests.ts';
import { withoutConfidential } from '../access/confidential.ts';
import type { Operations } from '../context.ts';
import { eligibilityOfMany } from '../lines/eligibility-of.ts';
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
  if (request.route === 'not_mine' && body.everything)
    return compared(op, db, request, body, await underDocument(op, db, request.requestId, body));
  const lines = await findLines(
    db,
    body.lines.flatMap((lineId) => lineId ?? []),
  );
  const named = body.numbers.map((number, i) => ({ number, record: lines.get(body.lines[i] ?? '') ?? null }));
  return compared(op, db, request, body, named);
}

/** Every line under the requester's document but those that they named as theirs; also those that were tried and have ended since. */
async function underDocument(
  op: Operations,
  db: Db,
  requestId: string,
  { requester, numbers }: RequestBody,
): Promise<readonly Asked[]> {
  const tried = (await linesOfRequest(db, requestId)).map(({ lineId }) => lineId);
  const held = await lineIdsUnderDocument(db, op.vault, requester.document);
  const ids = [...new Set([...tried, ...held])];
  const records = await findLines(db, ids);
  return ids.flatMap((id) => {
    const record = records.get(id);
    const number = record?.line.msisdn ?? null;
    if (record === undefined || (record.line.status === 'ended' && !tried.includes(id))) return [];
    return number !== null && numbers.includes(number) ? [] : [{ number, record }];
  });
}

interface Asked {
  readonly number: Msisdn | null;
  readonly record: LineRecord | null;
}

async function compared(
  op: Operations,
  db: Db,
  { route, confidential }: SpecialRequest,
  body: RequestBody,
  asked: readonly Asked[],
): Promise<readonly Candidate[]> {
  const index = documentIndex(op.vault, (body.holder ?? body.requester).document.number);
  const stored = await documentIndexesOf(
    db,
    asked.flatMap(({ record }) => record?.holderId ?? []),
  );
  return asked.map(({ number, record: found }) => {
    // Whoever asks in the open, the holder among them, learns nothing of what is asked for in confidence.
    const record = found === null || confidential ? found : withoutConfidential(found);
    const inHand = number !== null && body.inHand.includes(number);
    if (record === null) return { number, record, holderMatches: null, inHand, fault: null };
    const holders = stored.get(record.holderId);
    const holderMatches = holders === undefined ? null : index.equals(holders);
    const ended = record.line.status === 'ended';
    const fault = faultOf({ route, holderMatches, splitBefore: record.splitBefore, ended });
    return { number, record, holderMatches, inHand, fault };
  });
}

/** What stands in the way of ending lines on a route, as of now; in their order. */
export async function eligibilitiesOnRoute(
  op: Operations,
  records: readonly LineRecord[],
  { route, channel }: Pick<SpecialRequest, 'route' | 'channel'>,
  now: Date,
): Promise<readonly Eligibility[]> {
  return eligibilityOfMany(
    op,
    records.map((record) => ({
      ...{ record, channel, urgent: false, now },
      rules: rulesOfRoute(rulesOfLine(op, record, now), route),
    })),
  );
}
