import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { PHONE } from '../src/operations/access/actor.ts';
import { NotificationIntake } from '../src/operations/esim/notification-intake.ts';
import { parsePendingNotification } from '../src/rsp/notification.ts';
import { fuzzEs2plus } from '../test/connectors/es2plus/fuzz-es2plus.ts';
import { fuzzNotifications } from '../test/rsp/fuzz-notification.ts';
import { profileIccid, seedProfiles, TEST_CI, TestDevice } from '../test/support/esim.ts';
import { seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchInstance } from './bench-instance.ts';
import { fromPostToPage } from './esim-page.ts';
import type { Figure } from './figure.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

const DEVICES = 200;
/** As many phones deliver at the same time. */
const IN_FLIGHT = 1_000;

/** How fast signed notifications are verified and stored, beside the bare verifications of the same signatures. */
export async function esim(server: BenchServer, small: boolean): Promise<readonly Figure[]> {
  const stored = await verifiedAndStored(server, small ? 4_000 : 40_000);
  const page = await fromPostToPage(server);
  const fuzzed = fuzz(small ? 20_000 : 1_000_000);
  return [...stored, page, ...fuzzed];
}

async function verifiedAndStored(server: BenchServer, count: number): Promise<readonly Figure[]> {
  const url = await server.database('esim');
  const instance = await benchInstance(url, new SimulatedHlr(), { extraAnchors: [TEST_CI] });
  const { pool } = instance.base.database;
  const lines = await seedLines(pool, instance.base.vault, DEVICES);
  const devices = Array.from({ length: DEVICES }, (_, i) => new TestDevice(i));
  for (const [i, line] of lines.entries())
    await seedProfiles(pool, line, [{ iccid: profileIccid(i), eid: devices[i]!.eid }]);
  const notifications = Array.from({ length: count }, (_, i) =>
    devices[i % DEVICES]!.notify('enable', profileIccid(i % DEVICES)),
  );
  const intake = new NotificationIntake(instance.base.operations, (error) => console.error(error));
  await deliver(
    intake,
    devices.map((device, i) => device.notify('enable', profileIccid(i))),
  );
  const bare = bareVerifications(notifications.slice(0, 5_000));
  const start = performance.now();
  await deliver(intake, notifications);
  const rate = count / ((performance.now() - start) / 1000);
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from euicc_notification where verdict = 'proven'`,
  );
  if (rows[0]!.n !== count + DEVICES) throw new Error(`${rows[0]!.n} of ${count + DEVICES} are proven`);
  await instance.close();
  return [
    {
      name: 'eSIM, bare ECDSA verifications (P-256)',
      value: bare,
      unit: '/s',
      note: 'one thread, keys at hand',
    },
    {
      ...{ name: 'eSIM, notifications verified and stored', value: rate, unit: '/s', target: '>= 2000' },
      note: `${count} of ${DEVICES} known eUICCs, ${IN_FLIGHT} in flight`,
    },
    { name: 'eSIM, stored / bare', value: rate / bare, target: '>= 0.4' },
  ];
}

async function deliver(intake: NotificationIntake, notifications: readonly Buffer[]): Promise<void> {
  let next = 0;
  const phone = async (): Promise<void> => {
    while (next < notifications.length) await intake.accept(PHONE, notifications[next++]!);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, phone));
}

function bareVerifications(notifications: readonly Buffer[]): number {
  const cases = notifications.map((der) => {
    const parsed = parsePendingNotification(der);
    if (parsed.kind !== 'other') throw new Error('not signed');
    const { publicKey } = new X509Certificate(parsed.euiccCertificate);
    const key = {
      key: createPublicKey(publicKey.export({ format: 'pem', type: 'spki' })),
      dsaEncoding: 'ieee-p1363' as const,
    };
    return { tbs: parsed.tbs, signature: parsed.signature, key };
  });
  const start = performance.now();
  if (!cases.every(({ tbs, signature, key }) => verify('sha256', tbs, key, signature)))
    throw new Error('a signature does not hold');
  return cases.length / ((performance.now() - start) / 1000);
}

function fuzz(iterations: number): readonly Figure[] {
  const start = performance.now();
  const { heapBefore, heapAfter } = fuzzNotifications({ iterations: iterations / 2, seed: 1 });
  fuzzEs2plus({ iterations: iterations / 2, seed: 1 });
  const seconds = (performance.now() - start) / 1000;
  const grown = (heapAfter - heapBefore) / 2 ** 20;
  return [
    {
      ...{ name: 'eSIM, mutated notifications and ES2+ bodies', value: iterations, target: '1000000' },
      note: `no throw, no false "proven", ${seconds.toFixed(0)} s, heap ${grown >= 0 ? '+' : ''}${grown.toFixed(1)} MB after collection`,
    },
  ];
}
