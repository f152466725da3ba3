import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CtrlClient } from '../../../src/connectors/osmo-hlr/ctrl-client.ts';
import { createOsmoHlr, osmoHlrFromUrl } from '../../../src/connectors/osmo-hlr/driver.ts';
import { GSUP } from '../../../src/connectors/osmo-hlr/gsup-codec.ts';
import { parseImsi } from '../../../src/domain/values/imsi.ts';
import { ConnectorError } from '../../../src/ports/connector-error.ts';
import type { Hlr } from '../../../src/ports/hlr.ts';
import { OSMO_HLR_PORTS, osmoHlrInstalled, startOsmoHlr } from '../../../src/simulators/osmo-hlr/process.ts';
import { startServingNode, type TestServingNode } from '../../../src/simulators/osmo-hlr/serving-node.ts';
import { type OsmoHlrSimulator, startOsmoHlrSimulator } from '../../../src/simulators/osmo-hlr/simulator.ts';
import { waitFor } from '../../support/wait-for.ts';
import { describeHlrContract } from '../contracts/hlr-contract.ts';
import { osmoNetwork } from './osmo-network.ts';

describeHlrContract('simulator', async () => {
  const { host, ports, createSubscriber, close } = await startOsmoHlrSimulator();
  return osmoNetwork({
    host,
    ports,
    createSubscriber: async (imsi, msisdn) =>
      createSubscriber(msisdn === undefined ? { imsi } : { imsi, msisdn }),
    stop: close,
  });
});

describeHlrContract(
  'OsmoHLR',
  async () => {
    const hlr = await startOsmoHlr();
    const { host } = hlr;
    const { ctrl, vty, gsup } = OSMO_HLR_PORTS;
    const provisioning = new CtrlClient({
      connector: 'provisioning',
      host,
      port: ctrl,
      connectTimeoutMs: 5_000,
      window: 32,
    });
    const set = async (variable: string, value: string): Promise<void> => {
      const answer = await provisioning.set(variable, value, 10_000);
      if (answer.kind === 'error') throw new Error(`${variable}: ${answer.value}`);
    };
    return osmoNetwork({
      host,
      ports: { ctrlPort: ctrl, vtyPort: vty, gsupPort: gsup },
      createSubscriber: async (imsi, msisdn) => {
        await set('subscriber.create', imsi);
        await set(`subscriber.by-imsi-${imsi}.aud2g`, 'comp128v1,00112233445566778899aabbccddeeff');
        if (msisdn !== undefined) await set(`subscriber.by-imsi-${imsi}.msisdn`, msisdn);
      },
      stop: async () => {
        provisioning.close();
        await hlr.stop();
      },
    });
  },
  osmoHlrInstalled() ? undefined : 'skipped: /usr/bin/osmo-hlr is not installed',
);

describe('what an OsmoHLR answers and is asked', () => {
  let simulator: OsmoHlrSimulator;
  let vlr: TestServingNode;
  let hlr: Hlr;
  beforeAll(async () => {
    simulator = await startOsmoHlrSimulator();
    vlr = await startServingNode({ host: simulator.host, port: simulator.ports.gsupPort, name: 'VLR' });
    hlr = osmoHlrFromUrl(simulator.url);
  });
  afterAll(async () => {
    await hlr.close();
    await vlr.close();
    await simulator.close();
  });

  test('the evidence of a lookup is the answer of CTRL as received', async () => {
    const imsi = parseImsi('001010000000001');
    simulator.createSubscriber({ imsi });
    const { answers } = await hlr.lookup(imsi);
    expect(Buffer.from(answers[0]!.answer).toString('latin1')).toContain(`\nimsi\t${imsi}\n`);
  });

  test('a removal takes the keys of 2G and of 3G', async () => {
    const imsi = parseImsi('001010000000002');
    simulator.createSubscriber({ imsi });
    const { answers } = await hlr.remove(imsi);
    expect(answers.map(({ meaning }) => meaning)).toEqual([
      'keys_removed',
      'keys_removed',
      'subscriber_deleted',
      'subscriber_absent',
    ]);
  });

  test('a cancellation is a withdrawal, and late answers disturb no other', async () => {
    const imsi = parseImsi('001010000000003');
    expect((await hlr.cancelLocation(imsi, { domain: 'cs', name: 'VLR' })).value.acknowledged).toBe(true);
    const request = vlr.received.find((message) => message.type === GSUP.locationCancelRequest)!;
    expect(request).toMatchObject({ imsi, cancelType: 'withdraw', domain: 'cs' });
    // A late answer that names no domain, and one about somebody else: they reach nobody.
    for (const about of [imsi, parseImsi('001010000000004')])
      vlr.send({
        type: GSUP.locationCancelResult,
        imsi: about,
        sourceName: 'VLR',
        destinationName: request.sourceName!,
      });
    expect((await hlr.cancelLocation(imsi, { domain: 'cs', name: 'VLR' })).value.acknowledged).toBe(true);
  });
});

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
