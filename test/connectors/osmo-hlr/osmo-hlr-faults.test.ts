import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOsmoHlr, type OsmoHlrConfig } from '../../../src/connectors/osmo-hlr/driver.ts';
import { type Imsi, parseImsi } from '../../../src/domain/values/imsi.ts';
import { ConnectorError } from '../../../src/ports/connector-error.ts';
import type { Hlr } from '../../../src/ports/hlr.ts';
import { startServingNode, type TestServingNode } from '../../../src/simulators/osmo-hlr/serving-node.ts';
import { type OsmoHlrSimulator, startOsmoHlrSimulator } from '../../../src/simulators/osmo-hlr/simulator.ts';
import { waitFor } from '../../support/wait-for.ts';

const IMSI = parseImsi('001010000000001');
const OTHER = parseImsi('001010000000002');
/** Long enough never to be met by a call that is answered at all. */
const PATIENT = 30_000;
/** Only for calls that nobody answers. */
const IMPATIENT = 150;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
function driver(config: OsmoHlrConfig): Hlr {
  const hlr = createOsmoHlr({ callTimeoutMs: PATIENT, ...config });
  open.push(() => hlr.close());
  return hlr;
}

describe('faults of the simulated HLR', () => {
  let simulator: OsmoHlrSimulator;
  let vlr: TestServingNode;
  let hlr: Hlr;
  const saved = { imsi: IMSI, msisdn: null, csEnabled: true, psEnabled: true, servingNodes: [] };
  const methods: Record<string, (hlr: Hlr, imsi: Imsi) => Promise<unknown>> = {
    lookup: (one, imsi) => one.lookup(imsi),
    bar: (one, imsi) => one.bar(imsi),
    unbar: (one, imsi) => one.unbar({ ...saved, imsi }),
    remove: (one, imsi) => one.remove(imsi),
  };
  const cancel = (one: Hlr, imsi: Imsi) => one.cancelLocation(imsi, { domain: 'cs', name: 'VLR' });
  const connect = (more: Partial<OsmoHlrConfig> = {}): Hlr =>
    driver({ host: simulator.host, ...simulator.ports, ...more });

  beforeEach(async () => {
    simulator = await startOsmoHlrSimulator();
    open.push(() => simulator.close());
    simulator.createSubscriber({ imsi: IMSI, vlr: 'VLR' });
    simulator.createSubscriber({ imsi: OTHER, vlr: 'VLR' });
    vlr = await startServingNode({ host: simulator.host, port: simulator.ports.gsupPort, name: 'VLR' });
    open.push(() => vlr.close());
    hlr = connect();
  });

  test.each(Object.entries(methods))(
    'out of time before it is sent, as after a pause of the process: %s sends nothing',
    async (_name, method) => {
      const asked: string[] = [];
      // Every connection is up: only the clock can hold a command back.
      await Promise.all(Array.from({ length: 16 }, () => method(hlr, OTHER)));
      simulator.inject({
        behaviour: ({ action }) => {
          asked.push(action);
          return 'answer';
        },
      });
      Object.assign(hlr, { callTimeoutMs: 0 });
      await expect(method(hlr, IMSI)).rejects.toMatchObject({
        fault: 'unavailable',
        detail: 'timeout_unsent',
      });
      Object.assign(hlr, { callTimeoutMs: PATIENT });
      // What is asked next is the first that arrives.
      await hlr.lookup(OTHER);
      expect(asked).toHaveLength(1);
    },
  );

  test.each(Object.entries(methods))(
    'down: %s is unavailable, and works again once it is up',
    async (_name, method) => {
      await method(hlr, OTHER);
      await simulator.down();
      // A call that is sent before the close is noticed is unknown; those after it are not sent.
      await waitFor(() =>
        expect(method(hlr, IMSI)).rejects.toMatchObject({ fault: 'unavailable', detail: 'ECONNREFUSED' }),
      );
      await expect(cancel(hlr, IMSI)).rejects.toMatchObject({ fault: 'unavailable' });
      await simulator.up();
      await waitFor(() => method(hlr, IMSI));
    },
  );

  test.each(['silent', 'lost'] as const)(
    '%s: every method ends within its time as unknown',
    async (behaviour) => {
      simulator.inject({ behaviour: () => behaviour });
      for (const [name, method] of Object.entries(methods)) {
        const impatient = connect({ callTimeoutMs: IMPATIENT });
        await expect(method(impatient, IMSI), name).rejects.toMatchObject({ fault: 'unknown' });
      }
      const reply = await cancel(connect({ callTimeoutMs: IMPATIENT }), IMSI);
      expect(reply.value.acknowledged).toBe(false);
      expect(reply.answers[0]).toMatchObject({ meaning: 'node_silent', answer: new Uint8Array() });
    },
  );

  test('an unanswered delete is unknown, and lookup tells that it happened', async () => {
    simulator.inject({ behaviour: ({ action }) => (action === 'delete' ? 'cut' : 'answer') });
    const error = await hlr.remove(IMSI).catch((reason: ConnectorError) => reason);
    expect(error).toMatchObject({ fault: 'unknown', detail: 'connection_closed' });
    expect((error as ConnectorError).answers.map((answer) => answer.meaning)).toEqual([
      'keys_removed',
      'keys_removed',
    ]);
    simulator.inject({});
    expect((await hlr.lookup(IMSI)).value).toBeNull();
    expect((await hlr.remove(IMSI)).value.existed).toBe(false);
    expect(simulator.effects(IMSI).deleted).toBe(1);
  });

  test.each(['garbage', 'nul', 'cut'] as const)(
    '%s: every method fails as unknown, and the next call works',
    async (behaviour) => {
      for (const [name, method] of Object.entries(methods)) {
        simulator.inject({ behaviour: () => behaviour });
        const error = await method(hlr, IMSI).catch((reason: unknown) => reason);
        expect(error, name).toBeInstanceOf(ConnectorError);
        expect(error, name).toMatchObject({ fault: 'unknown' });
        simulator.inject({});
        await hlr.lookup(IMSI);
      }
      simulator.inject({ behaviour: () => behaviour });
      const shortly = connect({ callTimeoutMs: behaviour === 'nul' ? IMPATIENT : PATIENT });
      const outcome = await cancel(shortly, IMSI).then(
        (reply) => reply.value.acknowledged,
        (error: ConnectorError) => error.fault,
      );
      // A NUL among IMSI digits makes the answer one for another IMSI: nobody is confirmed by it.
      expect(outcome).toBe(behaviour === 'nul' ? false : 'unknown');
    },
  );

  test('refuse: the peer’s answer is kept and nothing happened', async () => {
    simulator.inject({ behaviour: () => 'refuse' });
    for (const [name, method] of Object.entries(methods)) {
      const error = await method(hlr, IMSI).catch((reason: unknown) => reason);
      expect(error, name).toMatchObject({ fault: 'refused' });
      expect((error as ConnectorError).answers.length, name).toBeGreaterThan(0);
    }
    expect((await cancel(hlr, IMSI)).value.acknowledged).toBe(false);
    expect(simulator.effects(IMSI)).toMatchObject({
      barred: 0,
      deleted: 0,
      keysRemoved: 0,
      cancelRequested: 0,
    });
  });

  test('keys removed and then no way to delete is unknown, not unavailable', async () => {
    const closed = await startOsmoHlrSimulator();
    await closed.close();
    const halfDeaf = connect({ ctrlPort: closed.ports.ctrlPort });
    await expect(halfDeaf.remove(IMSI)).rejects.toMatchObject({
      fault: 'unknown',
      detail: 'ECONNREFUSED',
      answers: [{ meaning: 'keys_removed' }, { meaning: 'keys_removed' }],
    });
    expect(simulator.effects(IMSI)).toMatchObject({ keysRemoved: 2, deleted: 0 });
  });

  test('one answer with a NUL in it costs the other callers nothing', async () => {
    simulator.inject({ behaviour: ({ imsi }) => (imsi === IMSI ? 'nul' : 'answer') });
    const [poisoned, ...others] = await Promise.allSettled([
      hlr.lookup(IMSI),
      ...Array.from({ length: 20 }, () => hlr.lookup(OTHER)),
    ]);
    expect(poisoned.status).toBe('rejected');
    expect(others.every((other) => other.status === 'fulfilled')).toBe(true);
  });

  test('a command that is never answered holds up no other on CTRL and GSUP', async () => {
    simulator.inject({ behaviour: ({ imsi }) => (imsi === IMSI ? 'silent' : 'answer') });
    const stuck = Promise.allSettled([hlr.lookup(IMSI), cancel(hlr, IMSI)]);
    for (let i = 0; i < 100; i++) await hlr.lookup(OTHER);
    expect((await cancel(hlr, OTHER)).value.acknowledged).toBe(true);
    await hlr.close();
    expect((await stuck).map((one) => one.status)).toEqual(['rejected', 'rejected']);
  });

  test('a command that is never answered holds up no other on VTY, which has several connections', async () => {
    const pooled = connect();
    simulator.inject({ behaviour: ({ imsi }) => (imsi === IMSI ? 'silent' : 'answer') });
    const stuck = pooled.bar(IMSI).catch((error: ConnectorError) => error.fault);
    for (let i = 0; i < 50; i++) await pooled.bar(OTHER);
    await pooled.close();
    expect(await stuck).toBe('unknown');
  });

  test('what the window left unsent is unavailable, what was sent is unknown', async () => {
    simulator.inject({ behaviour: () => 'silent' });
    const narrow = connect({ ctrlWindow: 2, ctrlConnections: 1, callTimeoutMs: IMPATIENT });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => narrow.lookup(IMSI)));
    const faults = outcomes.map((one) => one.status === 'rejected' && (one.reason as ConnectorError).fault);
    expect(faults).toEqual(['unknown', 'unknown', 'unavailable', 'unavailable', 'unavailable']);
    expect(simulator.effects(IMSI).lookups).toBe(2);
  });

  test('answers may come in any order', async () => {
    let commands = 0;
    simulator.inject({ latency: () => 40 - 2 * commands++ });
    const lookups = Array.from({ length: 20 }, (_, i) => hlr.lookup(i % 2 ? IMSI : OTHER));
    const replies = await Promise.all(lookups);
    expect(replies.map((reply) => reply.value?.imsi)).toEqual(replies.map((_, i) => (i % 2 ? IMSI : OTHER)));
  });

  test('dropped connections fail what was sent, and the driver comes back by itself', async () => {
    simulator.inject({ behaviour: () => 'silent' });
    const sent = Promise.allSettled([hlr.lookup(IMSI), hlr.bar(IMSI)]);
    await waitFor(() => expect(simulator.effects(IMSI)).toMatchObject({ lookups: 1, barred: 1 }));
    simulator.dropConnections();
    const faults = (await sent).map(
      (one) => one.status === 'rejected' && (one.reason as ConnectorError).fault,
    );
    expect(faults).toEqual(['unknown', 'unknown']);
    simulator.inject({});
    await hlr.lookup(IMSI);
    await hlr.bar(IMSI);
  });
});
