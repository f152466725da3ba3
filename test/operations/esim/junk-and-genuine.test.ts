import { request } from 'node:https';
import { afterAll, expect, it } from 'vitest';
import { createEs9PlusReceiver, HANDLE_NOTIFICATION_PATH } from '../../../src/connectors/es9plus/receiver.ts';
import { PHONE } from '../../../src/operations/access/actor.ts';
import { NotificationIntake } from '../../../src/operations/esim/notification-intake.ts';
import { parsePendingNotification } from '../../../src/rsp/notification.ts';
import { makeTestPki } from '../../../src/simulators/pki/tls-pki.ts';
import { profileIccid, seedProfiles, TEST_CI, TestDevice } from '../../support/esim.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance(undefined, {}, { cis: { extraAnchors: [TEST_CI] } });
const { operations: op } = instance;
const pki = makeTestPki('phones');
const identity = pki.server(['localhost', '127.0.0.1']);
const intake = new NotificationIntake(op);
const endpoint = createEs9PlusReceiver({
  tls: { cert: identity.certPem, key: identity.keyPem },
  accept: (raw, how) => intake.accept(PHONE, raw, how),
  junkPerHour: 20,
});
await endpoint.listen({ host: '127.0.0.1', port: 0 });
const { port } = endpoint.server.address() as { port: number };
afterAll(() => endpoint.close());

function post(raw: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const path = HANDLE_NOTIFICATION_PATH;
    const sent = request(
      { host: '127.0.0.1', servername: 'localhost', port, method: 'POST', path, ca: pki.caPem, agent: false },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.setHeader('content-type', 'application/json');
    sent.on('error', reject);
    sent.end(JSON.stringify({ pendingNotification: raw.toString('base64') }));
  });
}

function forged(device: TestDevice, n: number): Buffer {
  const notification = device.notify('delete', profileIccid(n));
  notification[notification.indexOf(parsePendingNotification(notification).signature) + 7]! ^= 1;
  return notification;
}

it('600 that nobody signed stop no genuine deletion from the same address, and fill no disk', async () => {
  const [line] = await seedLines(op.pool, instance.vault, 1);
  const device = new TestDevice(1);
  await seedProfiles(op.pool, line!, [{ iccid: profileIccid(1), eid: device.eid }]);
  const stranger = new TestDevice(2);
  const junk = Array.from({ length: 600 }, (_, n) =>
    n % 10 === 0 ? forged(stranger, n) : Buffer.from(`junk ${n}`),
  );
  const told: number[] = [];
  while (told.length < junk.length)
    told.push(...(await Promise.all(junk.slice(told.length, told.length + 50).map(post))));
  expect(told.filter((status) => status === 204)).toHaveLength(20);
  expect(new Set(told)).toEqual(new Set([204, 429]));
  expect(await post(device.notify('delete', profileIccid(1)))).toBe(204);
  // What a genuine eUICC signed is kept, even if the profile is nobody's here: a person may look at it.
  expect(await post(stranger.notify('delete', profileIccid(77)))).toBe(204);
  const { rows } = await op.pool.query<{ verdict: string; reason: string | null; n: number }>(
    'select verdict, reason, count(*)::int as n from euicc_notification group by 1, 2 order by 1, 2',
  );
  expect(rows.find((row) => row.verdict === 'proven')?.n).toBe(1);
  expect(rows.find((row) => row.reason === 'profile_unknown')?.n).toBe(1);
  expect(rows.reduce((sum, row) => sum + row.n, 0)).toBe(22);
  const profile = await op.pool.query('select state from esim_profile where iccid = $1', [profileIccid(1)]);
  expect(profile.rows[0].state).toBe('deleted');
});

it('the same junk twice in one batch is dropped twice', async () => {
  const raw = Buffer.from('the same junk');
  const both = [raw, Buffer.from(raw)].map((one) => intake.accept(PHONE, one, { keepUnsigned: false }));
  expect(await Promise.all(both)).toEqual(['dropped', 'dropped']);
  const kept = [raw, Buffer.from(raw)].map((one) => intake.accept(PHONE, one));
  const [first, second] = await Promise.all(kept);
  expect(first).toBe('quarantined');
  // Where the two come into different batches, the second finds the first.
  expect(['quarantined', 'repeated']).toContain(second);
  expect(await intake.accept(PHONE, raw)).toBe('repeated');
});
