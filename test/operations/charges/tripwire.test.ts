import { afterAll, expect, it } from 'vitest';
import { chargeControlFromUrl } from '../../../src/connectors/charge-control/driver.ts';
import { addDays, localDateAt } from '../../../src/domain/values/local-date.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { disputeCharges } from '../../../src/operations/charges/dispute-charges.ts';
import { listCharges, viewCharge } from '../../../src/operations/charges/list-charges.ts';
import { type ChargeSaid, receiveCharge } from '../../../src/operations/charges/receive-charge.ts';
import { disputeAgain, settleCharge } from '../../../src/operations/charges/settle-charge.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { startChargeControlSimulator } from '../../../src/simulators/charge-control/simulator.ts';
import { staffNamed, staffPerson, systemNamed, VISITOR } from '../../support/actors.ts';
import { closedCase, readyToEnd, running } from '../../support/cases.ts';
import { accepted, household, safeRequest } from '../../support/confidential.ts';
import { knownContact } from '../../support/contacts.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: own, vault } = instance;
const { pool } = own;
const simulator = await startChargeControlSimulator({ token: 't' });
afterAll(() => simulator.close());
const op: Operations = { ...own, chargeControl: chargeControlFromUrl(simulator.url) };
const lines = await seedLines(pool, vault, 6, { simulator: instance.simulator });
const [ended, alone, standing, successor, parted] = lines as [
  SeededLine,
  SeededLine,
  SeededLine,
  SeededLine,
  SeededLine,
];
for (const line of [ended, parted]) await knownContact(instance, line.partyId, '+8613912345678');
const cases = await running(instance.engine(), async () => {
  const made = [await readyToEnd(op, ended), await readyToEnd(op, alone), await readyToEnd(op, parted)];
  return Promise.all(made.map(({ caseId }) => closedCase(pool, caseId)));
});
const endedOn = localDateAt(cases[0]!.serviceEndedAt!, 'Asia/Shanghai');
const [before, after, later] = [addDays(endedOn, -1), addDays(endedOn, 1), addDays(endedOn, 30)];
const billing = systemNamed('billing');
let n = 0;
const said = (changes: Partial<ChargeSaid>): ChargeSaid => ({
  ...{ chargeId: `C-${++n}`, kind: 'usage', from: after, to: after },
  amount: { currency: 'CNY', minor: 1_200 },
  ...changes,
});
const noticesOf = async (caseId: string) =>
  (
    await pool.query<{ kind: string }>(
      `select kind from outbox where case_id = $1 and kind like 'charge%' order by message_id`,
      [caseId],
    )
  ).rows.map(({ kind }) => kind);

it('lets through what is for a line that stands, and what is for days before the end', async () => {
  expect(await receiveCharge(op, billing, said({ lineId: standing.lineId }))).toMatchObject({
    ...{ verdict: 'pass', because: 'line_stands' },
  });
  // Posted today, for yesterday: late usage.
  expect(
    await receiveCharge(op, billing, said({ lineId: ended.lineId, from: before, to: endedOn })),
  ).toMatchObject({ verdict: 'pass', because: 'before_end', held: null });
  expect(await noticesOf(cases[0]!.caseId)).toEqual([]);
});

it('holds what is for days after the end, disputes it once with the certificate, and tells the person twice', async () => {
  const charge = said({ lineId: ended.lineId });
  const answers = await Promise.all(Array.from({ length: 8 }, () => receiveCharge(op, billing, charge)));
  for (const answer of answers)
    expect(answer).toMatchObject({ verdict: 'held', because: 'after_end', held: { minor: 1_200 } });
  await disputeCharges(op, ENGINE);
  await disputeCharges(op, ENGINE);
  expect(simulator.asked.filter(({ chargeId }) => chargeId === charge.chargeId)).toEqual([
    expect.objectContaining({
      ...{ key: `charge:${charge.chargeId}`, from: after, amount: '12.00', confidential: false },
      evidence: expect.objectContaining({
        serviceEndedOn: endedOn,
        certificateUrl: `http://handback.test/c/${cases[0]!.certificateId}`,
        certificate: expect.stringContaining('.'),
      }),
    }),
  ]);
  const held = await viewCharge(op, staffNamed('lin'), charge);
  expect(held).toMatchObject({ dispute: 'open', certificateId: cases[0]!.certificateId });
  expect(await noticesOf(cases[0]!.caseId)).toEqual(['charge_held']);
  simulator.decide(`charge:${charge.chargeId}`, 'credited');
  await disputeAgain(op, staffPerson('mei', ['operations']), charge);
  await disputeCharges(op, ENGINE);
  expect(await viewCharge(op, staffNamed('lin'), charge)).toMatchObject({
    ...{ dispute: 'credited', settledBy: 'billing' },
  });
  expect(await noticesOf(cases[0]!.caseId)).toEqual(['charge_held', 'charge_decided']);
  // What is decided is decided, whatever comes later, and no worker asks again.
  await expect(
    settleCharge(op, staffNamed('lin'), { ...charge, outcome: 'upheld', reason: 'x' }),
  ).rejects.toMatchObject({ code: 'charge_settled' });
  await expect(disputeAgain(op, staffNamed('lin'), charge)).rejects.toMatchObject({ code: 'charge_settled' });
});

it('has none that it cannot ask about keep the others waiting', async () => {
  const [odd, plain] = [said({ lineId: ended.lineId }), said({ lineId: ended.lineId })];
  for (const one of [odd, plain]) await receiveCharge(op, billing, one);
  const faults: unknown[] = [];
  const broken: Operations = {
    ...op,
    fault: (error) => void faults.push(error),
    chargeControl: {
      ...op.chargeControl,
      disputeCharge: async (request) => {
        if (request.chargeId === odd.chargeId) throw new TypeError('not a function');
        return op.chargeControl.disputeCharge(request);
      },
    },
  };
  expect(await disputeCharges(broken, ENGINE)).toBe(2);
  expect(faults).toEqual([expect.any(TypeError)]);
  expect(await viewCharge(op, staffNamed('lin'), plain)).toMatchObject({ dispute: 'open' });
  expect(await viewCharge(op, staffNamed('lin'), odd)).toMatchObject({ dispute: 'waiting' });
});

it('refuses another charge under a name that is taken, and charges that are none', async () => {
  const charge = said({ lineId: ended.lineId });
  await receiveCharge(op, billing, charge);
  for (const changed of [
    { amount: { currency: 'CNY', minor: 1_201 } },
    { to: later },
    { lineId: standing.lineId },
    { kind: 'other' },
  ])
    await expect(receiveCharge(op, billing, { ...charge, ...changed })).rejects.toMatchObject({
      code: 'charge_conflict',
    });
  for (const [wrong, code] of [
    [{ chargeId: 'a b' }, 'field_invalid'],
    [{ kind: 'gift' }, 'field_invalid'],
    [{ lineId: undefined }, 'field_missing'],
    [{ number: ended.msisdn }, 'field_invalid'],
    [{ from: later }, 'date_invalid'],
    [{ from: '2026-02-30' }, 'date_invalid'],
    [{ amount: { currency: 'CNY', minor: 0 } }, 'money_invalid'],
    [{ amount: { currency: 'USD', minor: 5 } }, 'money_invalid'],
    [{ lineId: 'nobody' }, 'line_unknown'],
    [{ lineId: undefined, number: '+8617009999999' }, 'line_unknown'],
    [{ lineId: undefined, accountId: 'nobody' }, 'line_unknown'],
  ] as const)
    await expect(
      receiveCharge(op, billing, { ...said({ lineId: ended.lineId }), ...wrong }),
    ).rejects.toMatchObject({ code });
  await expect(receiveCharge(op, VISITOR, said({ lineId: ended.lineId }))).rejects.toMatchObject({
    code: 'forbidden',
  });
});

it('matches a charge to a number with whoever had it then, and never with its next holder', async () => {
  // The number goes to another line ten days from now, in the eyes of the charge.
  await pool.query('update msisdn_assignment set to_at = now() where line_id = $1 and to_at is null', [
    successor.lineId,
  ]);
  await pool.query(
    `insert into msisdn_assignment (line_id, msisdn, from_at) values ($1, $2, now() + interval '10 days')`,
    [successor.lineId, ended.msisdn],
  );
  const byNumber = { number: ended.msisdn };
  const held = await receiveCharge(op, billing, said({ ...byNumber, from: after, to: after }));
  expect(held).toMatchObject({ verdict: 'held' });
  expect(await viewCharge(op, staffNamed('lin'), held)).toMatchObject({ lineId: ended.lineId });
  expect(await receiveCharge(op, billing, said({ ...byNumber, from: later, to: later }))).toMatchObject({
    ...{ verdict: 'pass', because: 'line_stands' },
  });
  expect(await receiveCharge(op, billing, said({ ...byNumber, from: before, to: before }))).toMatchObject({
    ...{ verdict: 'pass', because: 'before_end' },
  });
});

it('holds of a period across the end the days after it, and of an account only when its last line has ended', async () => {
  const across = said({ lineId: parted.lineId, from: addDays(endedOn, -1), to: addDays(endedOn, 2) });
  expect(await receiveCharge(op, billing, across)).toMatchObject({
    ...{ verdict: 'held', because: 'across_end', heldFrom: after, held: { currency: 'CNY', minor: 600 } },
  });
  const accountId = `A${alone.lineId}`;
  await pool.query('update line set account_id = $1 where line_id = $2', [accountId, standing.lineId]);
  expect(await receiveCharge(op, billing, said({ accountId }))).toMatchObject({ verdict: 'pass' });
  await pool.query('update line set account_id = $1 where line_id = $2', [
    `A${standing.lineId}`,
    standing.lineId,
  ]);
  expect(await receiveCharge(op, billing, said({ accountId }))).toMatchObject({ verdict: 'held' });
});

it('asks again what was not answered, under the same key, and hands a refusal to a person', async () => {
  await disputeCharges(op, ENGINE);
  const charge = said({ lineId: ended.lineId });
  await receiveCharge(op, billing, charge);
  simulator.inject('lost');
  await disputeCharges(op, ENGINE);
  simulator.inject(null);
  expect(await viewCharge(op, staffNamed('lin'), charge)).toMatchObject({ dispute: 'waiting' });
  const { rows } = await pool.query(
    `select attempts, next_at > now() + interval '50 seconds' as later from charge where charge_id = $1`,
    [charge.chargeId],
  );
  expect(rows).toEqual([{ attempts: 1, later: true }]);
  await pool.query('update charge set next_at = now() where charge_id = $1', [charge.chargeId]);
  await disputeCharges(op, ENGINE);
  expect(await viewCharge(op, staffNamed('lin'), charge)).toMatchObject({ dispute: 'open', failed: null });
  const asked = simulator.asked.filter(({ chargeId }) => chargeId === charge.chargeId);
  expect(asked.map(({ key }) => key)).toEqual([`charge:${charge.chargeId}`, `charge:${charge.chargeId}`]);
  expect([...simulator.disputes.keys()].filter((key) => key === `charge:${charge.chargeId}`)).toHaveLength(1);

  const unwanted = said({ lineId: ended.lineId });
  await receiveCharge(op, billing, unwanted);
  simulator.inject({ status: 422, body: '{}' });
  await disputeCharges(op, ENGINE);
  simulator.inject(null);
  expect(await viewCharge(op, staffNamed('lin'), unwanted)).toMatchObject({
    ...{ dispute: 'refused', failed: 'http_422' },
  });
  await settleCharge(op, staffPerson('mei', ['operations']), {
    ...{ chargeId: unwanted.chargeId, outcome: 'upheld', reason: 'a device that was not given back' },
  });
  const page = await listCharges(op, staffNamed('lin'), {
    ...{ state: 'upheld', lineId: ended.lineId, after: null, limit: 10 },
  });
  expect(page.charges.map(({ chargeId }) => chargeId)).toEqual([unwanted.chargeId]);
  expect(page.charges[0]).toMatchObject({ settledBy: 'staff:issuer.test/mei' });
});

it('asks once more what a worker had that died, and never two workers at once', async () => {
  const charge = said({ lineId: ended.lineId });
  await receiveCharge(op, billing, charge);
  // It asked, the billing system opened the dispute, and the worker died before it wrote that down.
  const faults: unknown[] = [];
  const dying: Operations = {
    ...op,
    fault: (error) => void faults.push(error),
    chargeControl: {
      ...op.chargeControl,
      async disputeCharge(request) {
        await op.chargeControl.disputeCharge(request);
        throw new Error('killed');
      },
    },
  };
  await disputeCharges(dying, ENGINE);
  expect(faults).toEqual([new Error('killed')]);
  expect(await disputeCharges(op, ENGINE), 'still in the hands of the dead one').toBe(0);
  await pool.query('update charge set next_at = now() where charge_id = $1', [charge.chargeId]);
  const done = await Promise.all([disputeCharges(op, ENGINE), disputeCharges(op, ENGINE)]);
  expect(done.toSorted()).toEqual([0, 1]);
  expect(await viewCharge(op, staffNamed('lin'), charge)).toMatchObject({ dispute: 'open' });
});

it('tells nobody of a charge on a confidential case, and shows it to those only who may know', async () => {
  const home = await household(instance, 100);
  const made = await safeRequest(instance, home, 'end');
  const confidential = (await accepted(instance, home, made))!;
  await running(instance.engine(), () => closedCase(pool, confidential.caseId));
  const charge = said({ lineId: home.used.lineId });
  expect(await receiveCharge(op, billing, charge)).toMatchObject({ verdict: 'held' });
  await disputeCharges(op, ENGINE);
  expect(simulator.asked.at(-1)).toMatchObject({ chargeId: charge.chargeId, confidential: true });
  expect(await noticesOf(confidential.caseId)).toEqual([]);
  await expect(viewCharge(op, staffPerson('wu', ['fraud']), charge)).rejects.toMatchObject({
    code: 'charge_unknown',
  });
  expect(await viewCharge(op, staffPerson('mei', ['operations']), charge)).toMatchObject({
    confidential: true,
  });
});

it('is taken back at once by the ledger that comes with Handback', async () => {
  const charge = said({ lineId: alone.lineId });
  await receiveCharge(own, billing, charge);
  await disputeCharges(own, ENGINE);
  expect(await viewCharge(own, staffNamed('lin'), charge)).toMatchObject({ dispute: 'withdrawn' });
});
