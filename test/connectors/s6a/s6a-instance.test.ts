import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSettings } from '../../../src/config/settings.ts';
import { type Instance, openInstance } from '../../../src/run/instance.ts';
import { startPyHssSimulator } from '../../../src/simulators/pyhss/simulator.ts';
import { startDiameterAgent } from '../../../src/simulators/s6a/agent.ts';
import { startSmscSimulator } from '../../../src/simulators/smpp/simulator.ts';
import { closedCase, readyToEnd } from '../../support/cases.ts';
import { testDatabase } from '../../support/database.ts';
import { seedLines } from '../../support/seed.ts';
import { waitFor } from '../../support/wait-for.ts';
import { IDENTITY, REALM } from './epc-network.ts';

const folder = mkdtempSync(join(tmpdir(), 'handback-epc-'));
const pyHss = await startPyHssSimulator({ provisioningKey: 'k3y' });
const agent = await startDiameterAgent();
const smsc = await startSmscSimulator();
let instance: Instance | undefined;
afterAll(async () => {
  await instance?.close();
  await Promise.all([pyHss.close(), agent.close(), smsc.close()]);
  rmSync(folder, { recursive: true, force: true });
});

test('a line of a 4G core ends by its settings alone: barred, told to its MME, detached, removed, absent', async () => {
  const database = await testDatabase();
  const settings = readSettings({
    HANDBACK_DATA: folder,
    HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml',
    HANDBACK_LOG: 'silent',
    HANDBACK_PORT: '0',
    HANDBACK_SMPP: smsc.url.href,
    HANDBACK_HLR: `s6a://${agent.host}:${agent.port}?origin-host=${IDENTITY.originHost}`,
    HANDBACK_HLR_PROVISIONING: pyHss.url.href,
  });
  instance = await openInstance(settings, database.url, { server: false, worker: true });
  const { operations, vault } = instance.base;
  const [line] = await seedLines(operations.pool, vault, 1);
  const msisdn = line!.msisdn.slice(1);
  pyHss.createSubscriber({ imsi: line!.imsi, msisdn });
  pyHss.createIms({ imsi: line!.imsi, msisdn });
  const mme = agent.mme(`mme01.${REALM}`);
  pyHss.attach(line!.imsi, mme.name, REALM);
  const { caseId } = await readyToEnd(operations, line!);
  expect(await closedCase(operations.pool, caseId)).toMatchObject({
    outcome: 'completed',
    detach: 'acknowledged',
  });
  expect(mme.received.map(({ command, status, cancellation }) => [command, status, cancellation])).toEqual([
    [319, { subscriber: 1, barred: 0b1001 }, { type: null, flags: null }],
    [317, { subscriber: null, barred: null }, { type: 2, flags: 1 }],
  ]);
  expect(pyHss.subscriber(line!.imsi)).toBeUndefined();
  expect(pyHss.keysOf(line!.imsi)).toBeUndefined();
  expect(pyHss.imsRows.size).toBe(0);
  await instance.close();
  instance = undefined;
  // It took its leave.
  expect(agent.heard).toContain(282);
  await waitFor(() => expect(agent.peers()).toEqual([]));
});
