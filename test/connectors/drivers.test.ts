import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { DRIVERS, type Drivers, driverFor } from '../../src/connectors/index.ts';
import { s6aConfig } from '../../src/connectors/s6a/address.ts';
import type { Sms, SmsMessage } from '../../src/ports/sms.ts';
import { hlrDriver } from '../../src/run/hlr-peer.ts';
import { type Instance, openInstance } from '../../src/run/instance.ts';
import { closedCase, readyToEnd } from '../support/cases.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';
import { describeHlrContract } from './contracts/hlr-contract.ts';
import { MemoryNetwork } from './memory-network.ts';

describeHlrContract('a network in memory', async () => new MemoryNetwork());

const surroundings = {
  operatorName: 'Demo',
  operatorId: 'operator.test',
  smsSender: '10010',
  smdpClient: () => {
    throw new Error('es2plus/ca.pem is missing');
  },
  hlrClient: () => {
    throw new Error('hlr/ca.pem is missing');
  },
};

const s6a = (url: URL) => DRIVERS.detaching[url.protocol.slice(0, -1)]!(url, surroundings);

describe('the driver of an address', () => {
  test('is found by its scheme', () => {
    for (const [table, text] of [
      [DRIVERS.hlr, 'osmo-hlr://hlr.test?ctrl=1&vty=2&gsup=3'],
      [DRIVERS.sms, 'smpp://handback:p%40ss@smsc.test:2776'],
    ] as const) {
      const url = new URL(text);
      expect(driverFor<object>('SETTING', table, url)(url, surroundings)).toHaveProperty('callTimeoutMs');
    }
    const smdp = new URL('https://smdp.test');
    expect(() => driverFor('HANDBACK_SMDP', DRIVERS.smdp, smdp)(smdp, surroundings)).toThrow(
      'es2plus/ca.pem is missing',
    );
  });

  test('of serving nodes needs a register beside it, and a register needs none', () => {
    const s6a = new URL('s6a://dra.test?origin-host=hss.epc.test');
    const pyHss = new URL('pyhss://:key@hss.test');
    const osmo = new URL('osmo-hlr://hlr.test');
    for (const register of [pyHss, osmo])
      expect(hlrDriver(s6a, register, DRIVERS)(surroundings)).toHaveProperty('cancelLocation');
    expect(hlrDriver(pyHss, null, DRIVERS)(surroundings)).toMatchObject({ element: 'pyhss' });
    expect(() => hlrDriver(s6a, null, DRIVERS)).toThrow(
      'HANDBACK_HLR_PROVISIONING is missing: s6a:// in HANDBACK_HLR only reaches serving nodes',
    );
    expect(() => hlrDriver(s6a, new URL('s6a://hss.test'), DRIVERS)).toThrow(
      'HANDBACK_HLR_PROVISIONING: no driver for s6a://; known are osmo-hlr://, pyhss://',
    );
    expect(() => hlrDriver(osmo, pyHss, DRIVERS)).toThrow('HANDBACK_HLR_PROVISIONING must be empty');
    expect(() => hlrDriver(new URL('ss7://1.2.3.4'), null, DRIVERS)).toThrow(
      'known are osmo-hlr://, pyhss://, pyhss+https://, s6a://, s6as://',
    );
  });

  test('of Diameter is not made of an address that cannot be one', () => {
    for (const [text, words] of [
      ['s6a://dra.test', 'origin-host= must say as whom'],
      ['s6a://dra.test?origin-host=a%20b', 'origin-host= is no domain name'],
      ['s6a://dra.test?origin-host=hss', 'origin-realm= is missing'],
      ['s6a:///x?origin-host=hss.test', 'names no host'],
      ['s6as://dra.test?origin-host=hss.test', 'hlr/ca.pem is missing'],
    ] as const)
      expect(() => s6a(new URL(text)), text).toThrow(words);
    expect(s6aConfig(new URL('s6a://[::1]?origin-host=hss.epc.test'), surroundings)).toMatchObject({
      host: '::1',
      port: 3868,
      identity: { originHost: 'hss.epc.test', originRealm: 'epc.test' },
      destinationRealm: 'epc.test',
    });
    const tls = { hlrClient: () => ({ caPem: 'a', certPem: 'b', keyPem: 'c' }) };
    const full = 's6as://dra.test?origin-host=hss.a&origin-realm=b&destination-realm=c';
    expect(s6aConfig(new URL(full), tls)).toMatchObject({
      port: 5658,
      tls: { ca: 'a', cert: 'b', key: 'c' },
      identity: { originRealm: 'b' },
      destinationRealm: 'c',
    });
  });

  test('is missing with words that name those there are', () => {
    expect(() => driverFor('HANDBACK_HLR', DRIVERS.hlr, new URL('ss7://1.2.3.4'))).toThrow(
      'HANDBACK_HLR: no driver for ss7://; known are osmo-hlr://',
    );
    expect(() => driverFor('HANDBACK_HLR', DRIVERS.hlr, new URL('constructor://h'))).toThrow('no driver');
  });

  test('is not made of an address that cannot be one', () => {
    for (const text of ['osmo-hlr://hlr.test?ctrl=abc', 'osmo-hlr://hlr.test?vty=70000']) {
      const url = new URL(text);
      expect(() => DRIVERS.hlr['osmo-hlr']!(url, surroundings)).toThrow('is no port');
    }
    expect(() => DRIVERS.hlr['osmo-hlr']!(new URL('osmo-hlr:///x'), surroundings)).toThrow('names no host');
    for (const text of ['', 'hlr.test', 'osmo-hlr:'])
      expect(() => readSettings({ HANDBACK_HLR: text })).toThrow(
        'HANDBACK_HLR is no address like SCHEME://HOST',
      );
  });
});

/** What a second driver of each port is to the rest: one row. */
function inMemory() {
  const network = new MemoryNetwork();
  const sent: SmsMessage[] = [];
  const sms: Sms = {
    callTimeoutMs: 1_000,
    send: async (message) => {
      sent.push(message);
      return { parts: 1 };
    },
    close: async () => undefined,
  };
  const drivers: Drivers = {
    ...DRIVERS,
    hlr: { ...DRIVERS.hlr, memory: () => network.connect() },
    node: DRIVERS.node,
    sms: { ...DRIVERS.sms, memory: () => sms },
  };
  return { network, sent, drivers };
}

describe('an instance', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handback-drivers-'));
  const environment = {
    HANDBACK_DATA: folder,
    HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml',
    HANDBACK_LOG: 'silent',
    HANDBACK_PORT: '0',
    HANDBACK_SMPP: 'memory://anywhere',
  };
  let instance: Instance | undefined;
  afterAll(async () => {
    await instance?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('does not start with a scheme that nobody speaks, even where no worker runs', async () => {
    const settings = readSettings({ ...environment, HANDBACK_HLR: 'ss7://1.2.3.4' });
    const { drivers } = inMemory();
    await expect(
      openInstance(settings, 'postgres://nowhere', { server: true, worker: false, drivers }),
    ).rejects.toThrow(
      'HANDBACK_HLR: no driver for ss7://; known are osmo-hlr://, pyhss://, pyhss+https://, memory://, s6a://, s6as://',
    );
  });

  test('ends a line over drivers that it has only by their rows in the table', async () => {
    const database = await testDatabase();
    const { network, sent, drivers } = inMemory();
    const settings = readSettings({ ...environment, HANDBACK_HLR: 'memory://anywhere' });
    instance = await openInstance(settings, database.url, { server: false, worker: true, drivers });
    const { operations, vault } = instance.base;
    const [line] = await seedLines(operations.pool, vault, 1);
    await network.createSubscriber(line!.imsi, line!.msisdn.slice(1));
    const vlr = await network.servingNode('VLR');
    await vlr.attach(line!.imsi, 'cs');
    const { caseId, reference } = await readyToEnd(operations, line!);
    expect(await closedCase(operations.pool, caseId)).toMatchObject({
      outcome: 'completed',
      detach: 'acknowledged',
    });
    expect(network.subscribers.has(line!.imsi)).toBe(false);
    expect(vlr.serves(line!.imsi)).toBe(false);
    await eventually(
      async () => sent.filter(({ text }) => text.includes(reference)).length,
      (n) => n > 0,
    );
  });
});
