import { describe, expect, test } from 'vitest';
import { CtrlClient } from '../../../src/connectors/osmo-hlr/ctrl-client.ts';
import { createOsmoHlr } from '../../../src/connectors/osmo-hlr/driver.ts';
import { parseImsi } from '../../../src/domain/values/imsi.ts';
import { ConnectorError } from '../../../src/ports/connector-error.ts';
import { OSMO_HLR_PORTS, osmoHlrInstalled, startOsmoHlr } from '../../../src/simulators/osmo-hlr/process.ts';
import { startServingNode } from '../../../src/simulators/osmo-hlr/serving-node.ts';
import { startOsmoHlrSimulator } from '../../../src/simulators/osmo-hlr/simulator.ts';
import { waitFor } from '../../support/wait-for.ts';
import { describeHlrContract } from '../contracts/hlr-contract.ts';

describeHlrContract('simulator', async () => {
  const simulator = await startOsmoHlrSimulator();
  const { host, ports } = simulator;
  return {
    connect: (options) => createOsmoHlr({ host, ...ports, ...options }),
    createSubscriber: async (imsi, msisdn) =>
      simulator.createSubscriber(msisdn === undefined ? { imsi } : { imsi, msisdn }),
    servingNode: (name, onCancel) =>
      startServingNode({ host, port: ports.gsupPort, name, ...(onCancel ? { onCancel } : {}) }),
    stop: () => simulator.close(),
  };
});

describeHlrContract(
  'OsmoHLR',
  async () => {
    const hlr = await startOsmoHlr();
    const { host } = hlr;
    const provisioning = new CtrlClient({
      connector: 'provisioning',
      host,
      port: OSMO_HLR_PORTS.ctrl,
      connectTimeoutMs: 5_000,
      window: 32,
    });
    const set = async (variable: string, value: string): Promise<void> => {
      const answer = await provisioning.set(variable, value, 10_000);
      if (answer.kind === 'error') throw new Error(`${variable}: ${answer.value}`);
    };
    return {
      connect: (options) => createOsmoHlr({ host, ...options }),
      createSubscriber: async (imsi, msisdn) => {
        await set('subscriber.create', imsi);
        await set(`subscriber.by-imsi-${imsi}.aud2g`, 'comp128v1,00112233445566778899aabbccddeeff');
        if (msisdn !== undefined) await set(`subscriber.by-imsi-${imsi}.msisdn`, msisdn);
      },
      servingNode: (name, onCancel) =>
        startServingNode({ host, port: OSMO_HLR_PORTS.gsup, name, ...(onCancel ? { onCancel } : {}) }),
      stop: async () => {
        provisioning.close();
        await hlr.stop();
      },
    };
  },
  osmoHlrInstalled() ? undefined : 'skipped: /usr/bin/osmo-hlr is not installed',
);

describe.skipIf(!osmoHlrInstalled())('a real OsmoHLR that is killed', () => {
  test('settles every call, and the driver works with its successor', async () => {
    const first = await startOsmoHlr();
    const { host } = first;
    const hlr = createOsmoHlr({ host });
    const imsi = parseImsi('001010000000001');
    await hlr.lookup(imsi);
    const inFlight = Promise.allSettled(
      Array.from({ length: 500 }, (_, i) => (i % 2 ? hlr.lookup(imsi) : hlr.remove(imsi))),
    );
    process.kill(first.pid, 'SIGKILL');
    for (const outcome of await inFlight)
      if (outcome.status === 'rejected') {
        expect(outcome.reason).toBeInstanceOf(ConnectorError);
        expect(['unknown', 'unavailable']).toContain(outcome.reason.fault);
      }
    await first.stop();
    await expect(hlr.lookup(imsi)).rejects.toMatchObject({ fault: 'unavailable', detail: 'ECONNREFUSED' });
    const second = await startOsmoHlr({ host });
    await waitFor(async () => expect((await hlr.lookup(imsi)).value).toBeNull());
    await hlr.close();
    await second.stop();
  });
});
