import { expect, it } from 'vitest';
import { addDays, localDateAt } from '../../../src/domain/values/local-date.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { findParty } from '../../../src/store/people/parties.ts';
import { subscriberOf } from '../../support/actors.ts';
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
  verifiedCertificate,
} from '../../support/cases.ts';
import { claimsOf } from '../../support/certificates.ts';
import { eventually, testInstance, VLR } from '../../support/instance.ts';
import { imsiOf, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const faults: unknown[] = [];
instance.engine({}, { onFault: (where, error) => faults.push([where, error]) }).start();

const WALK = [
  'cool_off',
  'save_subscriber',
  'bar',
  'detach',
  'remove',
  'settle',
  'quarantine',
  'prove_absent',
]
  .concat(['certify', 'notify', 'close'])
  .map((stage) => `${stage}.done`);

it('walks a confirmed line to its certificate, off the network and out of the books', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { simulator });
  await pool.query('update billing_account set balance = 5000 where account_id = $1', [`A${line!.lineId}`]);
  expect(await instance.vlr.attach(line!.imsi, 'cs')).toBe(true);
  const made = await readyToEnd(op, line!);
  const closed = await closedCase(pool, made.caseId);

  expect(closed).toMatchObject({ outcome: 'completed', detach: 'acknowledged' });
  expect(atPeer(simulator, line!.imsi)).toBe('absent');
  expect(instance.vlr.serves(line!.imsi)).toBe(false);
  expect(simulator.effects(line!.imsi)).toMatchObject({
    barred: 1,
    restored: 0,
    keysRemoved: 2,
    deleted: 1,
    cancelRequested: 1,
    cancelAcknowledged: 1,
  });
  const releaseOn = addDays(localDateAt(closed.serviceEndedAt!, 'Asia/Shanghai'), 90);
  expect(closed.releaseOn).toBe(releaseOn);
  expect(await booksOf(pool, line!)).toEqual({
    status: 'ended',
    access: 0,
    assigned: 0,
    ledger: 'quarantined',
    owner: null,
    release_on: releaseOn,
    finals: 1,
    certificates: 1,
  });
  expect(await auditOf(pool, made.caseId)).toEqual(['declared', 'confirmed', ...WALK]);
  const { rows: evidence } = await pool.query(
    'select stage, meaning, element from evidence where case_id = $1 order by evidence_id',
    [made.caseId],
  );
  expect(evidence.map((row) => `${row.stage} ${row.meaning} ${row.element}`)).toEqual([
    'save_subscriber subscriber_found osmo-hlr',
    'bar access_refused osmo-hlr',
    'detach subscriber_found osmo-hlr',
    `detach location_cancelled ${VLR}`,
    'remove subscriber_found osmo-hlr',
    'remove keys_removed osmo-hlr',
    'remove keys_removed osmo-hlr',
    'remove subscriber_deleted osmo-hlr',
    'remove subscriber_absent osmo-hlr',
    'prove_absent subscriber_absent osmo-hlr',
  ]);
});

it('books the last bill once, orders the refund, and certifies both to a stranger who has only the public keys', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 10, simulator });
  await pool.query('update billing_account set balance = 5000 where account_id = $1', [`A${line!.lineId}`]);
  expect(await instance.vlr.attach(line!.imsi, 'cs')).toBe(true);
  const made = await readyToEnd(op, line!);
  await closedCase(pool, made.caseId);

  // Credit of 50, and the fee of a whole month: this province bills to its end.
  const { rows } = await pool.query(
    'select i.total, r.amount, r.state from billing_invoice i join billing_refund r using (invoice_id) where line_id = $1',
    [line!.lineId],
  );
  expect(rows).toEqual([{ total: -1100, amount: 1100, state: 'ordered' }]);
  const verdict = await verifiedCertificate(instance, made, line!.msisdn);
  expect(verdict).toMatchObject({
    result: 'authentic',
    number: 'match',
    copy: {
      claims: {
        caseReference: made.reference,
        number: 'quarantined',
        withdrawals: 0,
        bill: { total: { minor: -1100, currency: 'CNY' }, refund: { minor: 1100, currency: 'CNY' } },
        accesses: [{ kind: 'sim', detach: 'acknowledged', absentAtEnd: true }],
      },
    },
  });
  expect(claimsOf(verdict).accesses[0]!.evidence).toHaveLength(10);
  expect(await verifiedCertificate(instance, made, '+8613800138000')).toMatchObject({ number: 'no_match' });
});

it('bars a lost phone at once, and removes nothing before its holder confirms', async () => {
  const [line, regretted] = await seedLines(pool, instance.vault, 2, { from: 20, simulator });
  expect(await instance.vlr.attach(line!.imsi, 'cs')).toBe(true);
  const made = await declared(op, line!, 'stolen');
  const other = await declared(op, regretted!, 'lost');
  for (const { caseId } of [made, other]) {
    await eventually(
      async () => (await pool.query('select stage from termination where case_id = $1', [caseId])).rows[0],
      (row) => row?.stage === 'confirm',
    );
  }
  expect(atPeer(simulator, line!.imsi)).toBe('barred');
  expect(instance.vlr.serves(line!.imsi)).toBe(false);
  expect((await booksOf(pool, line!)).status).toBe('barred');

  await confirm(op, subscriberOf(line!), { caseId: made.caseId });
  expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed', detach: 'acknowledged' });
  expect(await auditOf(pool, made.caseId)).toEqual([
    'declared',
    ...['save_subscriber.done', 'bar.done', 'detach.done', 'confirmed', 'cool_off.done'],
    ...WALK.slice(4),
  ]);

  // The holder of the other found the phone again.
  expect((await withdraw(op, subscriberOf(regretted!), { caseId: other.caseId })).effect).toBe('undoing');
  expect(await closedCase(pool, other.caseId)).toMatchObject({ outcome: 'withdrawn' });
  expect(atPeer(simulator, regretted!.imsi)).toBe('served');
  expect(await booksOf(pool, regretted!)).toMatchObject({ status: 'active', ledger: 'assigned', finals: 0 });
});

it('ends every access of a line, attached or not, and certifies each for itself', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 30, simulator });
  const watch = imsiOf(8_000_030);
  const tablet = imsiOf(8_000_031);
  await addAccess(instance, line!, { accessId: 'watch-30', kind: 'companion', imsi: watch });
  await addAccess(instance, line!, { accessId: 'tablet-30', kind: 'esim', imsi: tablet });
  for (const imsi of [line!.imsi, watch]) expect(await instance.vlr.attach(imsi, 'cs')).toBe(true);
  const made = await readyToEnd(op, line!);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'acknowledged' });

  for (const imsi of [line!.imsi, watch, tablet]) {
    expect(atPeer(simulator, imsi)).toBe('absent');
    expect(simulator.effects(imsi)).toMatchObject({ barred: 1, deleted: 1 });
  }
  const verdict = await verifiedCertificate(instance, made);
  expect(
    claimsOf(verdict)
      .accesses.map((a) => [a.kind, a.detach, a.absentAtEnd])
      .sort((a, b) => (a < b ? -1 : 1)),
  ).toEqual([
    ['companion', 'acknowledged', true],
    ['esim', 'not_attached', true],
    ['sim', 'acknowledged', true],
  ]);
});

it('sends the address of the certificate to the other contact of the person', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 77, simulator });
  const { caseId } = await declared(op, line!);
  await confirm(op, subscriberOf(line!), { caseId, contact: '+8617099990050' });
  await cooledOff(pool, caseId);
  const { certificateId } = await closedCase(pool, caseId);
  const { rows } = await pool.query<{ body_enc: Buffer }>(
    `select body_enc from outbox where case_id = $1 and kind = 'completed'`,
    [caseId],
  );
  const party = await findParty(pool, instance.vault, line!.partyId);
  expect(rows).toHaveLength(1);
  expect(instance.vault.decryptText(party!.dataKey, 'outbox body', rows[0]!.body_enc)).toContain(
    `http://handback.test/c/${certificateId}`,
  );
});

it('says of a phone that was off that it was not attached', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 40, simulator });
  const made = await readyToEnd(op, line!);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'not_attached' });
  expect(simulator.effects(line!.imsi).cancelRequested).toBe(0);
  expect(await verifiedCertificate(instance, made)).toMatchObject({
    copy: { claims: { accesses: [{ detach: 'not_attached', absentAtEnd: true }] } },
  });
});

it('leaves alone an access that the network never knew, and certifies its absence', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 45 });
  const made = await readyToEnd(op, line!);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'not_attached' });
  expect(simulator.effects(line!.imsi)).toMatchObject({ barred: 0, deleted: 0, keysRemoved: 0 });
  expect(await verifiedCertificate(instance, made)).toMatchObject({
    copy: { claims: { accesses: [{ detach: 'not_attached', absentAtEnd: true }] } },
  });
});

it('hands a ported-in number back to its range holder', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 50, simulator });
  await pool.query(`update line set range_holder = 'unicom' where line_id = $1`, [line!.lineId]);
  const made = await readyToEnd(op, line!);
  await closedCase(pool, made.caseId);
  expect(await booksOf(pool, line!)).toMatchObject({ ledger: 'returned', owner: null, assigned: 0 });
  expect(await verifiedCertificate(instance, made)).toMatchObject({
    copy: { claims: { number: 'returned_to_range_holder' } },
  });
});

it('ends a data-only line, which has no number to quarantine', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 55, simulator });
  await pool.query('delete from msisdn_assignment where line_id = $1', [line!.lineId]);
  await pool.query('delete from number_ledger where line_id = $1', [line!.lineId]);
  simulator.change(line!.imsi, { msisdn: null });
  const made = await readyToEnd(op, line!);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed', releaseOn: null });
  expect(await verifiedCertificate(instance, made, line!.msisdn)).toMatchObject({
    result: 'authentic',
    number: 'no_number',
    copy: { claims: { number: 'none', numberReleasedOn: null } },
  });
});

it('ends a line whose person withdrew once before, and says so on the certificate', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 58, simulator });
  const first = await declared(op, line!);
  expect((await withdraw(op, subscriberOf(line!), { caseId: first.caseId })).effect).toBe('withdrawn');
  await closedCase(pool, first.caseId);
  const made = await declared(op, line!);
  await confirm(op, subscriberOf(line!), { caseId: made.caseId });
  await cooledOff(pool, made.caseId);
  await closedCase(pool, made.caseId);
  expect(await verifiedCertificate(instance, made)).toMatchObject({ copy: { claims: { withdrawals: 1 } } });
});

it('met no failure on the way', async () => {
  await allClosed(pool);
  expect(faults).toEqual([]);
});
