import type { Route, Wish } from '../../domain/rules/route.ts';
import type { Channel, IdentityFactor } from '../../domain/rules/rulebook.ts';
import {
  type LineOutcome,
  type RequestBody,
  type RequestState,
  SETTLED,
} from '../../domain/special/special-request.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';

/** A special request without what its requester said. */
export interface SpecialRequest {
  readonly requestId: string;
  readonly reference: string;
  readonly route: Route;
  readonly wish: Wish;
  readonly channel: Channel;
  readonly requesterId: string;
  /** Who took it in at a desk, as the audit log names them; null where it came by itself. */
  readonly takenBy: string | null;
  readonly receivedAt: Date;
  /** By when it is decided. */
  readonly decideBy: Date;
  readonly jurisdiction: string;
  readonly receiptHash: Buffer;
  readonly receiptFactors: readonly IdentityFactor[];
  readonly confidential: boolean;
  readonly state: RequestState;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

const COLUMNS = `r.request_id as "requestId", r.reference, r.route, r.wish, r.channel, r.requester_id as "requesterId",
  r.taken_by as "takenBy", r.received_at as "receivedAt", r.decide_by as "decideBy", r.jurisdiction, r.receipt_hash as "receiptHash",
  r.receipt_factors as "receiptFactors", r.confidential, r.state, r.decided_at as "decidedAt", r.decided_by as "decidedBy"`;

const BODY = 'special request';
const REFUSAL = 'special request refusal';

export type NewRequest = Omit<SpecialRequest, 'requestId' | 'state' | 'decidedAt' | 'decidedBy'> & {
  readonly body: RequestBody;
  /** The requester's. */
  readonly dataKey: DataKey;
};

export async function insertRequest(tx: Db, vault: Vault, made: NewRequest): Promise<string> {
  const { rows } = await tx.query<{ request_id: string }>(
    `insert into special_request (reference, route, wish, channel, requester_id, taken_by, received_at, decide_by, jurisdiction,
       receipt_hash, receipt_factors, confidential, body_enc)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning request_id`,
    [
      made.reference,
      made.route,
      made.wish,
      made.channel,
      made.requesterId,
      made.takenBy,
      made.receivedAt,
      made.decideBy,
      made.jurisdiction,
      made.receiptHash,
      made.receiptFactors,
      made.confidential,
      vault.encrypt(made.dataKey, BODY, JSON.stringify(made.body)),
    ],
  );
  return rows[0]!.request_id;
}

/** By its identity or its reference, locked for a change where `lock` says so; null if there is none. */
export async function findRequest(
  db: Db,
  by: { readonly requestId: string } | { readonly reference: string },
  lock = false,
): Promise<SpecialRequest | null> {
  const [column, value] = 'requestId' in by ? ['request_id', by.requestId] : ['reference', by.reference];
  const { rows } = await db.query<SpecialRequest>(
    `select ${COLUMNS} from special_request r where r.${column} = $1${lock ? ' for update' : ''}`,
    [value],
  );
  return rows[0] ?? null;
}

/** What colleagues call those whom audit rows name; whoever never signed in at a desk is not among them. */
export async function namesOfStaff(
  db: Db,
  auditNames: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ auditName: string; name: string }>(
    `select 'staff:' || subject as "auditName", name from staff_member where 'staff:' || subject = any($1::text[])`,
    [auditNames],
  );
  return new Map(rows.map(({ auditName, name }) => [auditName, name]));
}

/** What its requester said; null once they are erased. */
export async function readBody(
  db: Db,
  vault: Vault,
  { requestId, dataKey }: { readonly requestId: string; readonly dataKey: DataKey },
): Promise<{ readonly body: RequestBody; readonly refusal: string | null } | null> {
  const { rows } = await db.query<{ body_enc: Buffer | null; refusal_enc: Buffer | null }>(
    'select body_enc, refusal_enc from special_request where request_id = $1',
    [requestId],
  );
  const row = rows[0];
  if (row === undefined || row.body_enc === null) return null;
  return {
    body: JSON.parse(vault.decryptText(dataKey, BODY, row.body_enc)) as RequestBody,
    refusal: row.refusal_enc === null ? null : vault.decryptText(dataKey, REFUSAL, row.refusal_enc),
  };
}

/** What a list shows. */
export interface ListedRequest extends SpecialRequest {
  readonly photos: number;
  /** How many of its lines have been started, split off, or had ended. */
  readonly settled: number;
}

export interface RequestFilter {
  readonly state: 'waiting' | 'decided';
  /** Whether those are among them of which few may know. */
  readonly confidential: boolean;
  /** Null for those of everybody. */
  readonly takenBy: string | null;
  /** The last one of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

/** Those that wait, the most urgent first; or those that were decided, the newest first. */
export async function listedRequests(db: Db, filter: RequestFilter): Promise<readonly ListedRequest[]> {
  const { state, confidential, takenBy, after, limit } = filter;
  const place = `(select decide_by, decided_at, request_id from special_request where request_id = $4::uuid)`;
  const waits = state === 'waiting';
  const { rows } = await db.query<ListedRequest>(
    `select ${COLUMNS},
       (select count(*)::int from special_request_photo p where p.request_id = r.request_id) as photos,
       (select count(*)::int from special_request_line l where l.request_id = r.request_id
         and l.outcome in ('started', 'split_off', 'ended_already')) as settled
     from special_request r
     where ${waits ? "r.state = 'received'" : "r.state <> 'received'"} and ($1::boolean or not r.confidential)
       and ($2::text is null or r.taken_by = $2)
       and ($4::uuid is null or ${
         waits
           ? `(r.decide_by, r.request_id) > (select decide_by, request_id from ${place} p)`
           : `(r.decided_at, r.request_id) < (select decided_at, request_id from ${place} p)`
       })
     order by ${waits ? 'r.decide_by, r.request_id' : 'r.decided_at desc, r.request_id desc'} limit $3`,
    [confidential, takenBy, limit, after],
  );
  return rows;
}

/** Decides a request that is locked. */
export async function decideRequest(
  tx: Db,
  vault: Vault,
  decided: {
    readonly requestId: string;
    readonly state: Exclude<RequestState, 'received'>;
    readonly by: string;
    readonly now: Date;
    readonly refusal: { readonly text: string; readonly dataKey: DataKey } | null;
  },
): Promise<void> {
  const { refusal } = decided;
  await tx.query(
    `update special_request set state = $2, decided_at = $3, decided_by = $4, refusal_enc = $5 where request_id = $1`,
    [
      decided.requestId,
      decided.state,
      decided.now,
      decided.by,
      refusal === null ? null : vault.encrypt(refusal.dataKey, REFUSAL, refusal.text),
    ],
  );
}

/** What became of one line. */
export interface RequestLine {
  readonly lineId: string;
  readonly outcome: LineOutcome;
  readonly checks: readonly string[];
  readonly caseId: string | null;
}

/** Notes what became of some lines. A later try takes the place of an earlier one, but of one that did its work. */
export async function noteLines(tx: Db, requestId: string, lines: readonly RequestLine[]): Promise<void> {
  await tx.query(
    `insert into special_request_line as l (request_id, line_id, outcome, checks, case_id)
     select $1, o.line_id, o.outcome, array(select json_array_elements_text(o.checks::json)), o.case_id
     from unnest($2::text[], $3::text[], $4::text[], $5::uuid[]) as o(line_id, outcome, checks, case_id)
     on conflict (request_id, line_id) do update set outcome = excluded.outcome, checks = excluded.checks, case_id = excluded.case_id
     where not l.outcome = any($6)`,
    [
      requestId,
      lines.map(({ lineId }) => lineId),
      lines.map(({ outcome }) => outcome),
      lines.map(({ checks }) => JSON.stringify(checks)),
      lines.map(({ caseId }) => caseId),
      SETTLED,
    ],
  );
}

export async function linesOfRequest(db: Db, requestId: string): Promise<readonly RequestLine[]> {
  const { rows } = await db.query<RequestLine>(
    `select line_id as "lineId", outcome, checks, case_id as "caseId" from special_request_line
     where request_id = $1 order by line_id`,
    [requestId],
  );
  return rows;
}

/** The references of its cases, also of those that have ended. */
export async function caseReferencesOfRequest(
  db: Db,
  requestId: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ caseId: string; reference: string }>(
    `select case_id as "caseId", t.reference from special_request_line l
     join (select case_id, reference from termination union all select case_id, reference from termination_closed) t using (case_id)
     where l.request_id = $1`,
    [requestId],
  );
  return new Map(rows.map(({ caseId, reference }) => [caseId, reference]));
}
