import { expect, it } from 'vitest';
import { HandbackError } from '../../../src/domain/errors.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { declarePublicly } from '../../../src/operations/cases/declarations/declare-publicly.ts';
import { takeUpDeclaration } from '../../../src/operations/cases/declarations/take-up-declaration.ts';
import { viewDeclaration } from '../../../src/operations/cases/declarations/view-declaration.ts';
import { declare } from '../../../src/operations/cases/declare.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import type { SimulatedCommand } from '../../../src/simulators/osmo-hlr/simulator.ts';
import { receiptOf, subscriberOf, VISITOR } from '../../support/actors.ts';
import {
  addAccess,
  allClosed,
  atPeer,
  auditOf,
  booksOf,
  closedCase,
  cooledOff,
  declared,
  readyToEnd,
} from '../../support/cases.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { imsiOf, type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;

/** Calls back when the network receives the n-th command for a subscriber. */
function onCommand(call: (imsi: string, nth: number) => void): void {
  const seen = new Map<string, number>();
  simulator.inject({
    behaviour: ({ imsi }: SimulatedCommand) => {
      const nth = (seen.get(imsi) ?? 0) + 1;
      seen.set(imsi, nth);
      call(imsi, nth);
      return 'answer';
    },
    latency: () => 2,
  });
}

const codeOf = (error: unknown): string => (error instanceof HandbackError ? error.code : String(error));

it('confirms once when the same confirmation comes a hundred times at once', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { simulator });
  const { caseId } = await declared(op, line!);
  const answers = await Promise.all(
    Array.from({ length: 100 }, () =>
      confirm(op, subscriberOf(line!), { caseId, contact: '+8613900139000' }),
    ),
  );
  const { rows } = await pool.query(
    `select stage, confirmed_at, billing_end_on, (select count(*)::int from outbox where kind = 'confirmed') as told,
       (select count(*)::int from contact where party_id = $2) as contacts
     from termination where case_id = $1`,
    [caseId, line!.partyId],
  );
  expect(rows[0]).toMatchObject({ stage: 'cool_off', told: 1, contacts: 1 });
  // Those that came late are told nothing new; the others promise the dates that were recorded.
  const promised = answers.map(({ review }) => review).filter((review) => review !== null);
  expect(promised.length).toBeGreaterThan(0);
  for (const answer of promised) expect(answer.dates!.billingEndOn).toBe(rows[0].billing_end_on);
  expect(await auditOf(pool, caseId)).toEqual(['declared', 'confirmed']);
});

it('withdraws once when the same withdrawal comes twenty times at once, whether or not the engine is faster', async () => {
  const lines = await seedLines(pool, instance.vault, 4, { from: 10, simulator });
  const engine = instance.engine();
  engine.start();
  for (const line of lines) {
    const { caseId } = await declared(op, line);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => withdraw(op, subscriberOf(line), { caseId })),
    );
    expect(new Set(answers.map(({ effect }) => effect))).toEqual(new Set(['withdrawn']));
    expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'withdrawn' });
    expect((await withdraw(op, subscriberOf(line), { caseId })).effect).toBe('withdrawn');
    expect((await auditOf(pool, caseId)).filter((action) => action === 'withdrawn')).toHaveLength(1);
  }
  await engine.stop();
});

it('tells a copy of a withdrawal that came as the engine closed the case the same as the first', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 15, simulator });
  const engine = instance.engine();
  const { caseId } = await declared(op, line!);
  // This copy saw the case open, and gets to its transaction when the first one has been carried out.
  let overtaken = false;
  const late = new Proxy(pool, {
    get: (target, name) => {
      const value = Reflect.get(target, name, target);
      if (name !== 'connect') return typeof value === 'function' ? value.bind(target) : value;
      return async () => {
        if (!overtaken) {
          overtaken = true;
          expect((await withdraw(op, subscriberOf(line!), { caseId })).effect).toBe('withdrawn');
          engine.start();
          await closedCase(pool, caseId);
        }
        return target.connect();
      };
    },
  });
  expect((await withdraw({ ...op, pool: late }, subscriberOf(line!), { caseId })).effect).toBe('withdrawn');
  await engine.stop();
});

it('opens one case when a line is declared twenty times at once', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 20, simulator });
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      declare(op, subscriberOf(line!), { lineId: line!.lineId, reason: null }),
    ),
  );
  const opened = answers.filter((answer) => answer.status === 'fulfilled');
  const refused = answers.filter((answer) => answer.status === 'rejected').map((answer) => answer.reason);
  expect(opened).toHaveLength(1);
  const { caseId } = opened[0]!.value as { caseId: string };
  for (const error of refused) expect(error).toMatchObject({ code: 'case_open', facts: { caseId } });
});

it('receives twenty public declarations of one number at once alike, tells of one, and opens nothing', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 30, simulator });
  const form = { number: line!.msisdn, name: '张三', contact: '', reason: null, endOn: null };
  const receipts = await Promise.all(Array.from({ length: 20 }, () => declarePublicly(op, VISITOR, form)));
  const views = await Promise.all(receipts.map((r) => viewDeclaration(op, receiptOf(r!))));
  expect(new Set(views.map((view) => view.state))).toEqual(new Set(['waits_for_proof']));
  const count = async (text: string) => (await pool.query<{ n: number }>(text, [line!.lineId])).rows[0]!.n;
  expect(await count('select count(*)::int as n from termination where line_id = $1')).toBe(0);
  expect(await count('select count(*)::int as n from declaration where line_id = $1')).toBe(20);
  expect(
    await count(
      `select count(*)::int as n from outbox where kind = 'declared' and party_id = (select holder_id from line where line_id = $1)`,
    ),
  ).toBe(1);
});

it('lets one of twenty take up a declaration that came once', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 31, simulator });
  const form = { number: line!.msisdn, name: '张三', contact: '', reason: null, endOn: null };
  const { reference } = (await declarePublicly(op, VISITOR, form))!;
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      takeUpDeclaration(op, subscriberOf(line!), { lineId: line!.lineId, reference, endOn: null }),
    ),
  );
  const taken = answers.filter((answer) => answer.status === 'fulfilled');
  expect(taken).toHaveLength(1);
  for (const answer of answers)
    if (answer.status === 'rejected') expect(['case_open', 'case_unknown']).toContain(codeOf(answer.reason));
});

/** Either all of the line is gone or all of it is back; what the person was told is what happened. */
async function expectWhole(line: SeededLine, imsis: readonly string[], answer: string): Promise<void> {
  const books = await booksOf(pool, line);
  const peer = imsis.map((imsi) => atPeer(simulator, imsi as SeededLine['imsi']));
  const seen = { answer, status: books.status, ledger: books.ledger, finals: books.finals, peer };
  if (answer === 'withdraw_too_late') {
    const gone = { status: 'ended', ledger: 'quarantined', finals: 1 };
    expect(seen).toEqual({ answer, ...gone, peer: imsis.map(() => 'absent') });
    expect(books.certificates).toBe(1);
  } else {
    const back = { status: 'active', ledger: 'assigned', finals: 0 };
    expect(seen).toEqual({ answer, ...back, peer: imsis.map(() => 'served') });
    expect(books).toMatchObject({ access: imsis.length, assigned: 1, certificates: 0 });
  }
}

it('never leaves half a line when a withdrawal meets any command of the cut', async () => {
  const COMMANDS = 20;
  const ROUNDS = 3;
  const lines = await seedLines(pool, instance.vault, COMMANDS * ROUNDS, { from: 100, simulator });
  for (const line of lines) {
    const watch = imsiOf(9_000_000 + Number(line.lineId.slice(1)));
    await addAccess(instance, line, { accessId: `W${line.lineId}`, kind: 'companion', imsi: watch });
    expect(await instance.vlr.attach(line.imsi, 'cs')).toBe(true);
  }
  const cases = new Map<string, string>();
  for (const line of lines) cases.set(line.lineId, (await readyToEnd(op, line)).caseId);
  const answers = new Map<string, Promise<string>>();
  const ask = (line: SeededLine): void => {
    if (answers.has(line.lineId)) return;
    answers.set(
      line.lineId,
      withdraw(op, subscriberOf(line), { caseId: cases.get(line.lineId)! }).then(
        ({ effect }) => effect,
        codeOf,
      ),
    );
  };
  const byImsi = new Map<string, { line: SeededLine; after: number; seen: number }>();
  lines.forEach((line, i) => {
    const turn = { line, after: 1 + (i % COMMANDS), seen: 0 };
    byImsi.set(line.imsi, turn);
    byImsi.set(imsiOf(9_000_000 + Number(line.lineId.slice(1))), turn);
  });
  onCommand((imsi) => {
    const turn = byImsi.get(imsi);
    if (turn && ++turn.seen === turn.after) ask(turn.line);
  });
  const engine = instance.engine({ commitSize: 7 });
  engine.start();
  await eventually(
    async () =>
      (
        await pool.query('select count(*)::int as n from termination where line_id = any($1)', [
          lines.map((l) => l.lineId),
        ])
      ).rows[0].n as number,
    (n) => n === 0,
  );
  await engine.stop();
  simulator.inject({});
  const told: string[] = [];
  for (const line of lines) {
    ask(line);
    const answer = await answers.get(line.lineId)!;
    told.push(answer);
    await expectWhole(line, [line.imsi, imsiOf(9_000_000 + Number(line.lineId.slice(1)))], answer);
  }
  // Both ends were met, or this has shown nothing.
  expect(told).toContain('undoing');
  expect(told).toContain('withdraw_too_late');
});

it('either confirms or withdraws when both come at once', async () => {
  const lines = await seedLines(pool, instance.vault, 20, { from: 300, simulator });
  const engine = instance.engine();
  engine.start();
  for (const line of lines) {
    const { caseId } = await declared(op, line);
    const [confirmed, withdrawn] = await Promise.allSettled([
      confirm(op, subscriberOf(line), { caseId }),
      withdraw(op, subscriberOf(line), { caseId }),
    ]);
    expect(withdrawn).toMatchObject({ status: 'fulfilled' });
    if (confirmed.status === 'rejected')
      expect(['stage_conflict', 'case_unknown']).toContain(codeOf(confirmed.reason));
    await cooledOff(pool, caseId);
    expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'withdrawn' });
    await expectWhole(line, [line.imsi], 'withdrawn');
  }
  await pool.query(`delete from termination where stage in ('confirm', 'cool_off')`);
  await allClosed(pool);
  await engine.stop();
});
