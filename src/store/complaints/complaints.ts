import type { ComplaintOutcome, ComplaintTopic, ComplaintVia } from '../../domain/complaints/complaint.ts';
import type { ComplaintClock } from '../../domain/complaints/complaint-clock.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';

/** The task under which graphile-worker looks at the clocks of complaints. */
export const COMPLAINTS_TASK = 'watch-complaints';

const BODY = 'complaint';
const ANSWER = 'complaint answer';
const EARLIER = 'complaint earlier answer';

/** A complaint without what was said. */
export interface Complaint {
  readonly complaintId: string;
  readonly reference: string;
  readonly caseId: string;
  readonly lineId: string;
  readonly partyId: string;
  readonly confidential: boolean;
  readonly via: ComplaintVia;
  readonly topic: ComplaintTopic;
  readonly receivedAt: Date;
  readonly receivedBy: string;
  readonly jurisdiction: string;
  readonly province: string | null;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly authority: string | null;
  readonly authorityReference: string | null;
  readonly dueOn: LocalDate;
  readonly dueBy: Date;
  readonly workBy: Date;
  readonly remindedAt: Date | null;
  readonly lateAt: Date | null;
  readonly answeredAt: Date | null;
  readonly answeredBy: string | null;
  readonly outcome: ComplaintOutcome | null;
}

/** With what was said, as it is sealed; null once its person was erased. */
export interface SealedComplaint extends Complaint {
  readonly bodyEnc: Buffer;
  readonly answerEnc: Buffer | null;
  readonly earlierEnc: readonly Buffer[];
}

/** An answer that was given before an authority took the complaint up. */
export interface EarlierAnswer {
  readonly outcome: ComplaintOutcome;
  readonly text: string;
  readonly by: string;
  /** An instant. */
  readonly at: string;
}

/** What was said; null where its person was erased, and an answer that there is not yet. */
export interface ComplaintTexts {
  readonly text: string | null;
  readonly answer: string | null;
  /** The oldest first. */
  readonly earlier: readonly EarlierAnswer[];
}

const COLUMNS = `complaint_id as "complaintId", reference, case_id as "caseId", line_id as "lineId", party_id as "partyId", confidential, via,
  topic, received_at as "receivedAt", received_by as "receivedBy", jurisdiction, province, rule_id as "ruleId", rule_version as "ruleVersion",
  authority, authority_reference as "authorityReference", due_on as "dueOn", due_by as "dueBy", work_by as "workBy",
  reminded_at as "remindedAt", late_at as "lateAt", answered_at as "answeredAt", answered_by as "answeredBy", outcome`;

const SEALED = 'body_enc as "bodyEnc", answer_enc as "answerEnc", earlier_enc as "earlierEnc"';

export type NewComplaint = Pick<
  Complaint,
  | 'reference'
  | 'caseId'
  | 'lineId'
  | 'partyId'
  | 'confidential'
  | 'via'
  | 'topic'
  | 'receivedAt'
  | 'receivedBy'
  | 'jurisdiction'
  | 'province'
  | 'ruleId'
  | 'ruleVersion'
  | 'authority'
  | 'authorityReference'
> & { readonly text: string; readonly dataKey: DataKey; readonly clock: ComplaintClock };

export async function insertComplaint(tx: Db, vault: Vault, made: NewComplaint): Promise<void> {
  const { clock } = made;
  await tx.query(
    `insert into complaint (reference, case_id, line_id, party_id, confidential, via, topic, body_enc, received_at, received_by, jurisdiction,
       province, rule_id, rule_version, authority, authority_reference, due_on, due_by, work_by, remind_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      ...[made.reference, made.caseId, made.lineId, made.partyId, made.confidential, made.via, made.topic],
      ...[vault.encrypt(made.dataKey, BODY, made.text), made.receivedAt, made.receivedBy, made.jurisdiction],
      ...[made.province, made.ruleId, made.ruleVersion, made.authority, made.authorityReference],
      ...[clock.dueOn, clock.dueBy, clock.workBy, clock.remindAt],
    ],
  );
}

/** How many of a person wait for an answer. */
export async function openComplaintsOf(db: Db, partyId: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    'select count(*)::int as n from complaint where party_id = $1 and answered_at is null',
    [partyId],
  );
  return rows[0]!.n;
}

/** @param named its reference, or its identity in the work queue */
export async function findComplaint(
  db: Db,
  named: string,
  lock: 'lock' | 'look' = 'look',
): Promise<SealedComplaint | null> {
  const { rows } = await db.query<SealedComplaint>(
    `select ${COLUMNS}, ${SEALED} from complaint
     where reference = $1 or complaint_id::text = $1 ${lock === 'lock' ? 'for update' : ''}`,
    [named],
  );
  return rows[0] ?? null;
}

/** @param party null for somebody who was erased */
export function complaintTexts(
  vault: Vault,
  party: { readonly dataKey: DataKey } | null,
  { bodyEnc, answerEnc, earlierEnc }: Pick<SealedComplaint, 'bodyEnc' | 'answerEnc' | 'earlierEnc'>,
): ComplaintTexts {
  if (party === null) return { text: null, answer: null, earlier: [] };
  const { dataKey } = party;
  return {
    text: vault.decryptText(dataKey, BODY, bodyEnc),
    answer: answerEnc === null ? null : vault.decryptText(dataKey, ANSWER, answerEnc),
    earlier: earlierEnc.map((one) => JSON.parse(vault.decryptText(dataKey, EARLIER, one)) as EarlierAnswer),
  };
}

export async function complaintsOfCase(db: Db, caseId: string): Promise<readonly SealedComplaint[]> {
  const { rows } = await db.query<SealedComplaint>(
    `select ${COLUMNS}, ${SEALED} from complaint where case_id = $1 order by received_at`,
    [caseId],
  );
  return rows;
}

/** Those that wait for an answer, the nearest to its end first, and then the newest of the others. */
export async function listComplaints(
  db: Db,
  query: { readonly openOnly: boolean; readonly confidential: boolean; readonly limit: number },
): Promise<readonly Complaint[]> {
  const { rows } = await db.query<Complaint>(
    `select ${COLUMNS} from complaint where ($1::boolean or not confidential) and (answered_at is null or not $2::boolean)
     order by answered_at is not null, case when answered_at is null then due_by end, received_at desc limit $3`,
    [query.confidential, query.openOnly, query.limit],
  );
  return rows;
}

export async function noteAnswer(
  tx: Db,
  vault: Vault,
  complaintId: string,
  answer: {
    readonly outcome: ComplaintOutcome;
    readonly text: string;
    readonly dataKey: DataKey;
    readonly by: string;
    readonly at: Date;
  },
): Promise<void> {
  await tx.query(
    'update complaint set outcome = $2, answer_enc = $3, answered_by = $4, answered_at = $5 where complaint_id = $1',
    [complaintId, answer.outcome, vault.encrypt(answer.dataKey, ANSWER, answer.text), answer.by, answer.at],
  );
}

/** An authority has it now, and its clock counts. What was answered waits again, and its answer is kept beside it. */
export async function noteAuthority(
  tx: Db,
  vault: Vault,
  complaintId: string,
  authority: {
    readonly name: string;
    readonly reference: string;
    readonly clock: ComplaintClock;
    readonly dataKey: DataKey;
    /** Null where it was not answered yet. */
    readonly answered: EarlierAnswer | null;
  },
): Promise<void> {
  const { name, reference, clock, dataKey, answered } = authority;
  const earlier = answered === null ? null : vault.encrypt(dataKey, EARLIER, JSON.stringify(answered));
  await tx.query(
    `update complaint set authority = $2, authority_reference = $3, due_on = $4, due_by = $5, work_by = $6, remind_at = $7, reminded_at = null,
       late_at = null, answered_at = null, answered_by = null, outcome = null, answer_enc = null,
       earlier_enc = case when $8::bytea is null then earlier_enc else array_append(earlier_enc, $8) end where complaint_id = $1`,
    [complaintId, name, reference, clock.dueOn, clock.dueBy, clock.workBy, clock.remindAt, earlier],
  );
}

/** Those of which the reminder, or the end of the clock, has come since somebody looked; locked, each for one looker. */
export async function takeDueComplaints(tx: Db, now: Date, limit: number): Promise<readonly Complaint[]> {
  const { rows } = await tx.query<Complaint>(
    `select ${COLUMNS} from complaint where answered_at is null
       and ((remind_at <= $1 and reminded_at is null) or (due_by <= $1 and late_at is null))
     order by due_by limit $2 for update skip locked`,
    [now, limit],
  );
  return rows;
}

export async function noteClock(
  tx: Db,
  complaintId: string,
  noted: { readonly remindedAt: Date; readonly lateAt: Date | null },
): Promise<void> {
  await tx.query(
    'update complaint set reminded_at = coalesce(reminded_at, $2), late_at = coalesce(late_at, $3) where complaint_id = $1',
    [complaintId, noted.remindedAt, noted.lateAt],
  );
}
