import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PHONE } from '../../../src/operations/access/actor.ts';
import { dismissNotification } from '../../../src/operations/esim/dismiss-notification.ts';
import { listQuarantined } from '../../../src/operations/esim/list-quarantined.ts';
import { NotificationIntake } from '../../../src/operations/esim/notification-intake.ts';
import { receiveNotifications } from '../../../src/operations/esim/receive-notifications.ts';
import { recheckNotification } from '../../../src/operations/esim/recheck-notification.ts';
import { keepUnprocessed } from '../../../src/operations/esim/store-notifications.ts';
import {
  encodeNotificationMetadata,
  encodeOtherSignedNotification,
  signNotification,
} from '../../../src/rsp/notification-writer.ts';
import { makeTestChain } from '../../../src/simulators/pki/rsp-chain.ts';
import { staffNamed, subscriberOf } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { ADDRESS, eidOf, profileIccid, seedProfiles, TEST_CI, TestDevice } from '../../support/esim.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance(undefined, {}, { cis: { extraAnchors: [TEST_CI] } });
const { operations: op } = instance;
const { pool } = op;
const staff = staffNamed('lin');
let serial = 0;

async function profileOn(eid: 'known' | 'unknown' = 'known') {
  const n = ++serial;
  const [line] = await seedLines(pool, instance.vault, 1, { from: 20_000 + n });
  const device = new TestDevice(n);
  const iccid = profileIccid(n);
  await seedProfiles(pool, line!, [{ iccid, eid: eid === 'known' ? device.eid : null }]);
  return { line: line!, device, iccid };
}

const receive = (...raw: readonly Buffer[]) => receiveNotifications(op, PHONE, { raw });

interface Row {
  readonly verdict: string;
  readonly reason: string | null;
  readonly repeats: number;
}

async function rowOf(raw: Buffer): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>(
    'select verdict, reason, repeats from euicc_notification where digest = sha256($1)',
    [raw],
  );
  return rows[0];
}

async function stateOf(iccid: string): Promise<string> {
  const { rows } = await pool.query<{ state: string }>('select state from esim_profile where iccid = $1', [
    iccid,
  ]);
  return rows[0]!.state;
}

const messages = async (partyId: string): Promise<number> =>
  (await pool.query(`select from outbox where party_id = $1 and kind = 'esim_removed'`, [partyId]))
    .rowCount ?? 0;

describe('what an eUICC signed', () => {
  it('is kept once however often it comes, and unreadable without the keys', async () => {
    const { device, iccid } = await profileOn();
    const raw = device.notify('delete', iccid);
    await Promise.all(
      [receive(raw, raw), receive(raw), receive(raw)].map((sent) => sent.catch(() => receive(raw))),
    );
    expect(await rowOf(raw)).toMatchObject({ verdict: 'proven', reason: null });
    expect((await rowOf(raw))!.repeats).toBeGreaterThanOrEqual(1);
    const { rows } = await pool.query<{ raw_enc: Buffer; party_id: string }>(
      'select raw_enc, party_id from euicc_notification where iccid = $1',
      [iccid],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.party_id).not.toBeNull();
    expect(rows[0]!.raw_enc.includes(raw.subarray(0, 32))).toBe(false);
  });

  it('of a line that nobody asked to end is asked about once, and ends nothing', async () => {
    const { line, device, iccid } = await profileOn();
    await receive(device.notify('disable', iccid));
    expect(await messages(line.partyId)).toBe(0);
    await receive(device.notify('delete', iccid));
    expect(await stateOf(iccid)).toBe('deleted');
    expect(await messages(line.partyId)).toBe(1);
    await receive(device.notify('delete', iccid));
    expect(await messages(line.partyId)).toBe(1);
    const { rowCount } = await pool.query('select from termination where line_id = $1', [line.lineId]);
    expect(rowCount).toBe(0);
  });

  it('of a line that is only declared is asked about too: a declaration is no end', async () => {
    const { line, device, iccid } = await profileOn();
    await declared(op, line);
    await receive(device.notify('delete', iccid));
    expect(await messages(line.partyId)).toBe(1);
  });

  it('of an installation after a deletion brings the profile back', async () => {
    const { device, iccid } = await profileOn();
    await receive(device.notify('delete', iccid), device.notify('install', iccid));
    expect(await stateOf(iccid)).toBe('installed');
  });

  it('of an earlier event that arrives after the deletion changes nothing', async () => {
    const { device, iccid } = await profileOn();
    const earlier = device.notify('enable', iccid);
    await receive(device.notify('delete', iccid));
    await receive(earlier);
    expect(await stateOf(iccid)).toBe('deleted');
  });
});

describe('what proves nothing', () => {
  it.each([
    ['iccid_absent', async () => (await profileOn()).device.notify('delete', null)],
    ['profile_unknown', async () => (await profileOn()).device.notify('delete', profileIccid(999_999))],
    [
      'eid_mismatch',
      async () => {
        const mine = await profileOn();
        const other = await profileOn();
        return mine.device.notify('delete', other.iccid);
      },
    ],
    [
      'device_unknown',
      async () => {
        const { device, iccid } = await profileOn('unknown');
        return device.notify('delete', iccid);
      },
    ],
    [
      'sequence_older',
      async () => {
        const { device, iccid } = await profileOn();
        const older = device.notify('delete', iccid);
        await receive(device.notify('install', iccid));
        return older;
      },
    ],
    [
      'sequence_older',
      async () => {
        const { device, iccid } = await profileOn();
        const older = device.notify('delete', iccid, 3);
        await receive(older, device.notify('disable', iccid, 5));
        return older;
      },
    ],
    [
      'replayed',
      async () => {
        const { device, iccid } = await profileOn();
        await receive(device.notify('enable', iccid, 5));
        return device.notify('delete', iccid, 5);
      },
    ],
    [
      'signature_invalid',
      async () => {
        const { device, iccid } = await profileOn();
        const raw = device.notify('delete', iccid);
        const at = raw.indexOf(Buffer.from([0x5f, 0x37, 0x40])) + 10;
        raw[at] = raw[at]! ^ 1;
        return raw;
      },
    ],
    [
      'anchor_unknown',
      async () => {
        const { device, iccid } = await profileOn();
        const foreign = makeTestChain({ eid: device.eid });
        const tbs = encodeNotificationMetadata({ seqNumber: 9, event: 'delete', address: ADDRESS, iccid });
        return encodeOtherSignedNotification({
          tbs,
          signature: signNotification(tbs, foreign.euicc.key),
          euiccCertificate: foreign.euicc.der,
          eumCertificate: foreign.eum.der,
        });
      },
    ],
    ['not_der', async () => Buffer.from('ff00ff', 'hex')],
  ])('%s: is kept for review and changes nothing', async (reason, make) => {
    const raw = await make();
    const before = await pool.query('select iccid, state from esim_profile order by iccid');
    await receive(raw);
    expect(await rowOf(raw)).toMatchObject({ verdict: 'quarantined', reason });
    expect((await pool.query('select iccid, state from esim_profile order by iccid')).rows).toEqual(
      before.rows,
    );
    expect((await listQuarantined(op, staff)).map((n) => n.reason)).toContain(reason);
  });

  it('is judged anew when more is known, and only what an eUICC signed can be let through', async () => {
    const { device, iccid } = await profileOn('unknown');
    const raw = device.notify('delete', iccid);
    await receive(raw);
    const idOf = async (bytes: Buffer): Promise<string> =>
      (
        await pool.query<{ id: string }>(
          'select notification_id as id from euicc_notification where digest = sha256($1)',
          [bytes],
        )
      ).rows[0]!.id;
    const id = await idOf(raw);
    expect(await recheckNotification(op, staff, { notificationId: id })).toBe(false);
    expect(await idOf(raw)).toBe(id);
    expect(
      await recheckNotification(op, staff, { notificationId: await idOf(raw), deviceConfirmed: true }),
    ).toBe(true);
    expect(await stateOf(iccid)).toBe('deleted');
    await expect(recheckNotification(op, staff, { notificationId: await idOf(raw) })).rejects.toMatchObject({
      code: 'notification_unknown',
    });

    const other = await profileOn();
    const forged = encodeOtherSignedNotification({
      tbs: encodeNotificationMetadata({
        seqNumber: 1,
        event: 'delete',
        address: ADDRESS,
        iccid: other.iccid,
      }),
      signature: signNotification(
        Buffer.from('x'),
        generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
      ),
      euiccCertificate: makeTestChain({ eid: eidOf(1) }).euicc.der,
      eumCertificate: TEST_CI,
    });
    await receive(forged);
    expect(
      await recheckNotification(op, staff, { notificationId: await idOf(forged), deviceConfirmed: true }),
    ).toBe(false);
    await dismissNotification(op, staff, { notificationId: await idOf(forged), reason: 'forged' });
    await expect(listQuarantined(op, staff, { after: 'nowhere' })).rejects.toMatchObject({
      ...{ code: 'request_invalid', facts: { field: 'after' } },
    });
    expect((await listQuarantined(op, staff)).map((n) => n.notificationId)).not.toContain(await idOf(forged));
    const subscriber = subscriberOf(other.line);
    await expect(
      dismissNotification(op, subscriber, { notificationId: await idOf(forged), reason: 'mine' }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

it('a person’s word about a device does not go before what is known of it', async () => {
  const { iccid, device } = await profileOn('unknown');
  const raw = new TestDevice(90_000).notify('delete', iccid);
  await receive(raw);
  await pool.query('insert into device (eid) values ($1) on conflict do nothing', [device.eid]);
  await pool.query('update esim_profile set eid = $2 where iccid = $1', [iccid, device.eid]);
  const { rows } = await pool.query<{ id: string }>(
    'select notification_id as id from euicc_notification where digest = sha256($1)',
    [raw],
  );
  expect(await recheckNotification(op, staff, { notificationId: rows[0]!.id, deviceConfirmed: true })).toBe(
    false,
  );
  expect(await rowOf(raw)).toMatchObject({ verdict: 'quarantined', reason: 'eid_mismatch' });
});

describe('the intake', () => {
  it('stores what arrives together in few transactions, and answers each', async () => {
    const { device, iccid } = await profileOn();
    const intake = new NotificationIntake(op);
    const sent = Array.from({ length: 200 }, () => device.notify('enable', iccid));
    await Promise.all(sent.map((raw) => intake.accept(PHONE, raw)));
    const { rows } = await pool.query<{ n: number; batches: number }>(
      `select count(*)::int as n, count(distinct received_at)::int as batches from euicc_notification
       where iccid = $1 and verdict = 'proven'`,
      [iccid],
    );
    expect(rows[0]!.n).toBe(200);
    expect(rows[0]!.batches).toBeLessThan(20);
  });

  it('keeps the one that cannot be processed for review, and takes over the others', async () => {
    const faults: unknown[] = [];
    const intake = new NotificationIntake(op, (error) => faults.push(error));
    const good = await profileOn();
    const bad = await profileOn();
    // A person whose key cannot be unwrapped.
    await pool.query(`update party set data_key_wrapped = '\\x00' where party_id = $1`, [bad.line.partyId]);
    const [first, second] = [
      good.device.notify('delete', good.iccid),
      bad.device.notify('delete', bad.iccid),
    ];
    await Promise.all([intake.accept(PHONE, first!), intake.accept(PHONE, second!)]);
    expect(await rowOf(first!)).toMatchObject({ verdict: 'proven' });
    expect(await rowOf(second!)).toMatchObject({ verdict: 'quarantined', reason: 'not_processed' });
    expect(faults.length).toBeGreaterThan(0);
    await keepUnprocessed(op, { raw: second!, via: 'lpa' });
    expect((await rowOf(second!))!.repeats).toBe(1);
  });
});
