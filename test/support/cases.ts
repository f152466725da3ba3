import type { Reason } from '../../src/domain/cases/reason.ts';
import type { Imsi } from '../../src/domain/values/imsi.ts';
import { confirm } from '../../src/operations/cases/confirm.ts';
import { declarePublicly } from '../../src/operations/cases/declarations/declare-publicly.ts';
import {
  type TakenUp,
  takeUpDeclaration,
} from '../../src/operations/cases/declarations/take-up-declaration.ts';
import { type Declared, declare } from '../../src/operations/cases/declare.ts';
import { holderCopy } from '../../src/operations/certificates/holder-copy.ts';
import type { Operations } from '../../src/operations/context.ts';
import type { OsmoHlrSimulator } from '../../src/simulators/osmo-hlr/simulator.ts';
import type { Db } from '../../src/store/database/database.ts';
import type { Engine } from '../../src/workflow/engine/engine.ts';
import { receiptOf, subscriberOf, VISITOR } from './actors.ts';
import { judged } from './certificates.ts';
import { eventually, type TestInstance } from './instance.ts';
import type { SeededLine } from './seed.ts';

export async function declared(
  op: Operations,
  line: SeededLine,
  reason: Reason | null = null,
): Promise<Declared> {
  return (await declare(op, subscriberOf(line), { lineId: line.lineId, reason })) as Declared;
}

/** Declared with the public form by somebody, and taken up by the holder. */
export async function takenUp(op: Operations, line: SeededLine): Promise<TakenUp> {
  const form = { number: line.msisdn, name: '张三', contact: '', reason: null, endOn: null };
  const { reference } = (await declarePublicly(op, VISITOR, form))!;
  return takeUpDeclaration(op, subscriberOf(line), { lineId: line.lineId, reference, endOn: null });
}

/** Declared, confirmed, and its cooling-off over: the engine may have it now. */
export async function readyToEnd(op: Operations, line: SeededLine): Promise<Declared> {
  const made = await declared(op, line);
  await confirm(op, subscriberOf(line), { caseId: made.caseId });
  await cooledOff(op.pool, made.caseId);
  return made;
}

export async function cooledOff(db: Db, caseId: string): Promise<void> {
  await db.query(`update termination set due_at = now() where case_id = $1 and stage = 'cool_off'`, [caseId]);
}

export interface ClosedCase {
  readonly caseId: string;
  readonly outcome: string;
  readonly detach: string | null;
  readonly certificateId: string | null;
  readonly serviceEndedAt: Date | null;
  readonly releaseOn: string | null;
}

const CLOSED = `select case_id as "caseId", outcome, detach, certificate_id as "certificateId",
  service_ended_at as "serviceEndedAt", release_on as "releaseOn" from termination_closed`;

/** Waits until the case left the queue. */
export async function closedCase(db: Db, caseId: string, forMs?: number): Promise<ClosedCase> {
  const rows = await eventually(
    async () => (await db.query<ClosedCase>(`${CLOSED} where case_id = $1`, [caseId])).rows,
    (found) => found.length === 1,
    forMs,
  ).catch(async (error) => {
    const { rows: open } = await db.query(
      'select stage, waiting_for, problem, attempts, crashes, lease, due_at from termination where case_id = $1',
      [caseId],
    );
    throw new Error(`case did not close: ${JSON.stringify(open)}`, { cause: error });
  });
  return rows[0]!;
}

/** Waits until no case is open that somebody could still walk. */
export async function allClosed(db: Db, forMs?: number): Promise<void> {
  await eventually(
    async () =>
      (
        await db.query<{ stage: string; waiting_for: string | null; problem: unknown; n: number }>(
          `select stage, waiting_for, problem, count(*)::int as n from termination group by 1, 2, 3 order by 1`,
        )
      ).rows,
    (rows) => rows.length === 0,
    forMs,
  );
}

/** Waits until the case waits for a person of the operator, and answers with what stopped it. */
export async function stuckCase(
  db: Db,
  caseId: string,
  forMs?: number,
): Promise<{ stage: string; problem: { code: string; checks?: string[] } }> {
  const rows = await eventually(
    async () =>
      (
        await db.query<{ stage: string; problem: { code: string } | null; waiting_for: string | null }>(
          'select stage, problem, waiting_for, attempts from termination where case_id = $1',
          [caseId],
        )
      ).rows,
    (found) => found[0]?.waiting_for === 'staff' && found[0].problem !== null,
    forMs,
  ).catch(async (error) => {
    const { rows: parked } = await db.query('select * from connector');
    throw new Error(`case did not get stuck; connectors: ${JSON.stringify(parked)}`, { cause: error });
  });
  return { stage: rows[0]!.stage, problem: rows[0]!.problem! };
}

export async function auditOf(db: Db, caseId: string): Promise<string[]> {
  const { rows } = await db.query<{ action: string }>(
    'select action from audit where case_id = $1 order by audit_id',
    [caseId],
  );
  return rows.map((row) => row.action);
}

/** What the books say of a line. */
export async function booksOf(db: Db, line: SeededLine) {
  const { rows } = await db.query<{
    status: string;
    access: number;
    assigned: number;
    ledger: string | null;
    owner: string | null;
    release_on: string | null;
    finals: number;
    certificates: number;
  }>(
    `select l.status,
       (select count(*)::int from access a where a.line_id = l.line_id and a.to_at is null) as access,
       (select count(*)::int from msisdn_assignment m where m.line_id = l.line_id and m.to_at is null) as assigned,
       n.state as ledger, n.line_id as owner, n.release_on,
       (select count(*)::int from billing_invoice i where i.line_id = l.line_id and i.kind = 'final') as finals,
       (select count(*)::int from certificate c where c.line_id = l.line_id) as certificates
     from line l left join number_ledger n on n.msisdn = $2 where l.line_id = $1`,
    [line.lineId, line.msisdn],
  );
  return rows[0]!;
}

/** What the network says of a subscriber. */
export function atPeer(simulator: OsmoHlrSimulator, imsi: Imsi): 'served' | 'barred' | 'absent' {
  const found = simulator.subscriber(imsi);
  if (found === undefined) return 'absent';
  return found.cs && found.ps ? 'served' : 'barred';
}

/** The certificate as the holder gets it with a receipt, judged by a stranger who has only the trust document. */
export async function verifiedCertificate(instance: TestInstance, made: Declared, number?: string) {
  const copy = await holderCopy(instance.operations, receiptOf(made), { reference: made.reference });
  return judged(copy, instance.keyRing, number);
}

/** One more way into the network for a line: a watch, an eSIM. */
export async function addAccess(
  instance: TestInstance,
  line: SeededLine,
  access: { readonly accessId: string; readonly kind: 'sim' | 'esim' | 'companion'; readonly imsi: Imsi },
): Promise<void> {
  await instance.operations.pool.query(
    `insert into access (access_id, line_id, kind, imsi, iccid, from_at) values ($1, $2, $3, $4, '8986001' || substr($4, 4), now())`,
    [access.accessId, line.lineId, access.kind, access.imsi],
  );
  instance.simulator.createSubscriber({ imsi: access.imsi });
}

/** The open case of a line. */
export async function caseOf(db: Db, line: SeededLine): Promise<string> {
  const { rows } = await db.query<{ case_id: string }>('select case_id from termination where line_id = $1', [
    line.lineId,
  ]);
  return rows[0]!.case_id;
}

/** Waits until all lines are ended. */
export async function completed(db: Db, lines: readonly SeededLine[], forMs?: number): Promise<void> {
  await eventually(
    async () =>
      (
        await db.query<{ n: number }>(
          `select count(*)::int as n from termination_closed where outcome = 'completed' and line_id = any($1)`,
          [lines.map((l) => l.lineId)],
        )
      ).rows[0]!.n,
    (n) => n === lines.length,
    forMs,
  );
}

/** Lets an engine walk while `work` goes on. */
export async function running<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  engine.start();
  try {
    return await work();
  } finally {
    await engine.stop();
  }
}
