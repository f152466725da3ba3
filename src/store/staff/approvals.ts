import type { Stage } from '../../domain/cases/termination.ts';
import type { Decision, TwoPersonAct } from '../../domain/rules/two-person.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

/** An act that waits for a second person, or was decided. */
export interface ApprovalRequest {
  readonly requestId: string;
  readonly act: TwoPersonAct;
  /** What it is about: the case, the line or the certificate. */
  readonly about: string;
  readonly caseId: string | null;
  readonly lineId: string | null;
  readonly requestedBy: string;
  /** As colleagues know them; the name of a token where it was none. */
  readonly requesterName: string;
  readonly requestedSession: string | null;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly decidedBy: string | null;
  readonly deciderName: string | null;
  readonly decidedAt: Date | null;
  readonly decision: Decision | null;
  readonly reason: string | null;
}

/**
 * Which things an act can be about, joined to `r`, an approval_request. What of them is still there and still waits says whether
 * anything is left to agree to.
 */
export const SUBJECTS = `left join special_request s on s.request_id = case when r.act = 'accept_special_request' then r.about::uuid end
  left join campaign m on m.campaign_id = case when r.act = 'start_campaign' then r.about::uuid end
  left join number_batch n on n.batch_id = case when r.act = 'release_numbers' then r.about::uuid end
  left join certificate e on e.certificate_id = case when r.act = 'revoke_certificate' then r.about::uuid end
  left join fraud_review f on f.reference = case when r.act = 'release_fraud_hold' then r.about end
  left join rulebook b on r.act = 'adopt_rulebook' and r.about = b.jurisdiction || ' ' || b.version
  left join termination t on t.case_id = r.case_id left join termination_closed c on c.case_id = r.case_id`;

/** Whether what a request is about was settled in another way meanwhile, by `SUBJECTS`. A further act needs a line here. */
export const MOOT = `coalesce(case r.act
  when 'accept_special_request' then s.state <> 'received'
  when 'start_campaign' then m.state not in ('draft', 'validated')
  when 'release_numbers' then n.released_at is not null
  when 'revoke_certificate' then e.revoked_at is not null
  when 'release_fraud_hold' then f.state <> 'held'
  when 'adopt_rulebook' then b.state = 'in_force'
  when 'skip_stage' then t.case_id is null or t.stage <> r.stage
  when 'end_risky_line' then t.case_id is null or t.confirmed_at is not null or t.withdraw_requested_at is not null
    or t.stage = 'undo_bar'
  end, false)`;

/** With what it will be done with, and what the asker saw. Both are JSON. */
export interface ApprovalContents {
  readonly body: unknown;
  readonly facts: unknown;
}

export const APPROVAL_COLUMNS = `r.request_id as "requestId", r.act, r.about, r.case_id as "caseId", r.line_id as "lineId",
  r.requested_by as "requestedBy", coalesce(a.name, r.requested_by) as "requesterName",
  r.requested_session as "requestedSession", r.requested_at as "requestedAt", r.expires_at as "expiresAt",
  r.decided_by as "decidedBy", coalesce(d.name, r.decided_by) as "deciderName", r.decided_at as "decidedAt",
  r.decision, r.reason`;
export const APPROVAL_FROM = `approval_request r left join staff_member a on a.subject = r.requested_by
  left join staff_member d on d.subject = r.decided_by`;
const BODY = 'approval_request.body';
const FACTS = 'approval_request.facts';

/** @returns null where the same act is asked for already, and not over */
export async function insertApproval(
  tx: Db,
  vault: Vault,
  made: Pick<
    ApprovalRequest,
    'act' | 'about' | 'caseId' | 'lineId' | 'requestedBy' | 'requestedSession' | 'expiresAt'
  > &
    ApprovalContents & {
      /** Of an act that is about one stage of a case. */
      readonly stage: Stage | null;
    },
): Promise<string | null> {
  // One that nobody decided in time is over, and so is one about what was settled meanwhile; neither keeps the next one out.
  await tx.query(
    `update approval_request set decided_at = least(expires_at, now()), decision = 'withdrawn', decided_by = requested_by
     where request_id in (select r.request_id from approval_request r ${SUBJECTS}
       where r.act = $1 and r.about = $2 and r.decided_at is null and (r.expires_at <= now() or ${MOOT}) for update of r)`,
    [made.act, made.about],
  );
  const seal = (context: string, value: unknown) =>
    vault.encrypt(vault.operatorKey, context, JSON.stringify(value));
  const { rows } = await tx.query<{ request_id: string }>(
    `insert into approval_request
       (act, about, case_id, line_id, body_enc, facts_enc, requested_by, requested_session, expires_at, stage)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning request_id`,
    [
      ...[made.act, made.about, made.caseId, made.lineId, seal(BODY, made.body), seal(FACTS, made.facts)],
      ...[made.requestedBy, made.requestedSession, made.expiresAt, made.stage],
    ],
  );
  return rows[0]?.request_id ?? null;
}

export async function findApproval(
  db: Db,
  vault: Vault,
  requestId: string,
): Promise<(ApprovalRequest & ApprovalContents) | null> {
  const { rows } = await db.query<ApprovalRequest & { body_enc: Buffer; facts_enc: Buffer }>(
    `select ${APPROVAL_COLUMNS}, r.body_enc, r.facts_enc from ${APPROVAL_FROM} where r.request_id = $1`,
    [requestId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { body_enc, facts_enc, ...request } = row;
  const open = (context: string, sealed: Buffer): unknown =>
    JSON.parse(vault.decryptText(vault.operatorKey, context, sealed));
  return { ...request, body: open(BODY, body_enc), facts: open(FACTS, facts_enc) };
}

/** Whether nothing is left to agree to. */
export async function isMoot(db: Db, requestId: string): Promise<boolean> {
  const { rows } = await db.query<{ moot: boolean }>(
    `select ${MOOT} as moot from approval_request r ${SUBJECTS} where r.request_id = $1`,
    [requestId],
  );
  return rows[0]?.moot ?? false;
}

/**
 * How long whoever agreed may take until the act begins. From its transaction on the row itself is locked, until that commits or its
 * process is gone, so that no time is too long.
 */
const UNTIL_BEGUN_MINUTES = 2;
/** The row, if nobody else decides: neither one whose act begins in a moment, nor one whose act is under way. */
const FREE = `select request_id from approval_request
  where request_id = $1 and decided_at is null and expires_at > now()
    and (deciding_at is null or deciding_at < now() - ${UNTIL_BEGUN_MINUTES} * interval '1 minute')
  for update skip locked`;

/**
 * Takes a request for whoever agrees, until the act begins: no transaction is open meanwhile.
 * @returns the claim, to be shown by `holdApproval`; null where somebody else decides it, or did
 */
export async function takeApproval(db: Db, requestId: string): Promise<string | null> {
  const { rows } = await db.query<{ claim: string }>(
    `update approval_request set deciding_at = now(), deciding_claim = gen_random_uuid()
     where request_id in (${FREE}) returning deciding_claim as claim`,
    [requestId],
  );
  return rows[0]?.claim ?? null;
}

/**
 * Holds a request that was taken until the transaction ends: nobody else decides it meanwhile, however long that takes.
 * @returns `kept` where an earlier transaction of the same act kept the decision; null where somebody else took it since, or decided
 */
export async function holdApproval(
  tx: Db,
  requestId: string,
  claim: string,
): Promise<'open' | 'kept' | null> {
  const { rows } = await tx.query<{ kept: boolean }>(
    `select decided_at is not null as kept from approval_request where request_id = $1 and deciding_claim = $2
       and (decided_at is null or decision = 'approved') for update`,
    [requestId, claim],
  );
  const [row] = rows;
  return row === undefined ? null : row.kept ? 'kept' : 'open';
}

/** Lets a request wait again whose act could not be carried out. */
export async function letApprovalGo(db: Db, requestId: string, claim: string): Promise<void> {
  await db.query(
    `update approval_request set deciding_at = null, deciding_claim = null
     where request_id = $1 and deciding_claim = $2 and decided_at is null`,
    [requestId, claim],
  );
}

/**
 * Keeps a decision.
 * @param of.claim of whoever agreed, and holds it; null for every other decision
 * @returns false where it was decided meanwhile, or somebody agrees just now
 */
export async function decide(
  tx: Db,
  of: {
    readonly requestId: string;
    readonly decision: Decision;
    readonly claim: string | null;
    readonly by: string;
    readonly session: string | null;
    readonly reason: string | null;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update approval_request set decision = $2, decided_by = $3, decided_session = $4, decided_at = now(), reason = $5
     where case when $6::uuid is null then request_id in (${FREE})
       else request_id = $1 and deciding_claim = $6 and decided_at is null end`,
    [of.requestId, of.decision, of.by, of.session, of.reason, of.claim],
  );
  return rowCount === 1;
}
