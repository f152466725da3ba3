import { afterEach, describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../src/domain/values/msisdn.ts';
import { DeliveryError } from '../../../src/ports/delivery-error.ts';
import type { Sms } from '../../../src/ports/sms.ts';
import { takeMessages } from '../../../src/store/outbox.ts';
import { OutboxSender } from '../../../src/workflow/outbox.ts';
import { waitFor } from '../../support/wait-for.ts';
import { LONG, outboxScene, SUBMIT_FAILED, work, workOff } from './scene.ts';

const scene = await outboxScene();
const { op, smsc, taken } = scene;
const { pool } = op;

afterEach(async () => {
  scene.answer(() => 'accept');
  taken.length = 0;
  smsc.forget();
  await pool.query('delete from outbox');
});

const parts = (numbers: readonly Msisdn[], of: number) =>
  numbers.flatMap((to) => Array.from({ length: of }, (_, i) => `${to} ${i + 1}`)).sort();

describe('a long message', () => {
  it('goes on at the part that was not taken, also from another process', async () => {
    scene.answer(({ part }) => (part === 2 ? SUBMIT_FAILED : 'accept'));
    const numbers = await scene.put('completed', 3, LONG);
    await scene.sender().sender.sendDue();
    expect(taken.sort()).toEqual(numbers.map((to) => `${to} 1`).sort());
    expect(await scene.rows()).toEqual(
      numbers.map(() => expect.objectContaining({ state: 'waiting', parts: '10', failed: 'submit_failed' })),
    );
    expect(smsc.inbox).toEqual([]);
    scene.answer(() => 'accept');
    await workOff(scene, scene.sender().sender, 60_000);
    expect(taken.sort()).toEqual(parts(numbers, 2));
    expect(smsc.inbox.map(({ text }) => text)).toEqual(numbers.map(() => LONG));
  });

  it('sends a part again whose answer was lost, at most once a try, into the same place', async () => {
    let cut = true;
    scene.answer(({ part }) => {
      if (part !== 2 || !cut) return 'accept';
      cut = false;
      return 'cut';
    });
    const [to] = await scene.put('completed', 1, LONG);
    const before = smsc.submits();
    await workOff(scene, scene.sender().sender, 60_000);
    expect(smsc.submits() - before).toBeLessThanOrEqual(4);
    expect(smsc.inbox.map((message) => message.text)).toContain(LONG);
    expect(taken).toContain(`${to} 2`);
  });
});

describe('a message centre that throttles', () => {
  it('gets 1,000 messages of two parts, each part once, and nobody calls it an outage', async () => {
    scene.answer(() => 'accept', { perSecond: 1_000 });
    const numbers = await scene.put('completed', 1_000, LONG);
    const { sender, told } = scene.sender();
    await workOff(scene, sender, 1_000);
    expect(taken.sort()).toEqual(parts(numbers, 2));
    expect(told.outages).toEqual([]);
    expect(told.ended).toHaveLength(1_000);
    expect(new Set((await scene.rows()).map(({ state }) => state))).toEqual(new Set(['sent']));
  });

  it('uses up no tries', async () => {
    const sms: Sms = {
      callTimeoutMs: 1_000,
      // As the session says it when its time was over.
      send: async () => {
        throw new DeliveryError('smpp', 'unavailable', 'throttled', { trouble: 'rate' });
      },
      close: async () => undefined,
    };
    const { sender, told } = scene.sender({ sms });
    await scene.put('completed', 1);
    expect(await work(scene, sender, 5, 2_000)).toBe(5);
    expect(await scene.rows()).toEqual([
      expect.objectContaining({ state: 'waiting', attempts: 0, failed: 'throttled' }),
    ]);
    expect(told.outages).toEqual([]);
  });
});

/** A peer that answers when it is told to. */
function heldPeer() {
  const asked: Msisdn[] = [];
  const release: (() => void)[] = [];
  let open = false;
  const sms: Sms = {
    callTimeoutMs: 30_000,
    send: async ({ to }) => {
      asked.push(to);
      if (!open) await new Promise<void>((resolve) => release.push(resolve));
      return { parts: 1 };
    },
    close: async () => undefined,
  };
  return {
    sms,
    asked,
    letGo() {
      open = true;
      for (const one of release) one();
    },
  };
}

it('lets a code pass by a thousand notices that wait for a slow peer', async () => {
  const { sms, asked, letGo } = heldPeer();
  const { sender } = scene.sender({ sms });
  await scene.put('completed', 1_000);
  sender.start();
  await waitFor(() => expect(asked.length).toBe(32));
  const [code] = await scene.put('code', 1);
  sender.wake();
  await waitFor(() => expect(asked).toContain(code));
  expect(asked.length).toBe(33);
  letGo();
  await sender.stop();
});

it('sends nothing twice with several senders at work', async () => {
  scene.answer(() => 'accept');
  const numbers = await scene.put('completed', 300);
  const before = smsc.submits();
  const senders = [1, 2, 3].map(() => scene.sender().sender);
  for (const sender of senders) sender.start();
  await waitFor(async () =>
    expect((await scene.rows()).filter(({ state }) => state === 'sent')).toHaveLength(300),
  );
  await Promise.all(senders.map((sender) => sender.stop()));
  expect(smsc.submits() - before).toBe(300);
  expect(taken.sort()).toEqual(parts(numbers, 1));
});

it('takes up what a sender held that died, and leaves alone what a living one holds', async () => {
  scene.answer(() => 'accept');
  const [to] = await scene.put('completed', 1);
  expect(await takeMessages(pool, { channel: 'sms', urgent: 1, others: 1, leaseMs: 60_000 })).toHaveLength(1);
  const { sender } = scene.sender();
  expect(await sender.sendDue()).toBe(0);
  await scene.pass(61_000);
  expect(await sender.sendDue()).toBe(1);
  expect(taken).toEqual([`${to} 1`]);
});

it('does not send again what could not be written down because the database was away for a moment', async () => {
  scene.answer(() => 'accept');
  const numbers = await scene.put('completed', 3);
  let away = true;
  const unsure = Object.create(pool, {
    query: {
      value: (query: { readonly name?: string }, ...rest: unknown[]) =>
        away && query.name === 'note-results'
          ? Promise.reject(new Error('the database is away'))
          : (pool.query as (...all: unknown[]) => unknown).call(pool, query, ...rest),
    },
  }) as typeof pool;
  const faults: unknown[] = [];
  const sender = new OutboxSender(
    { pool: unsure, vault: op.vault, sms: scene.driver(), letters: null },
    { onFault: (error) => faults.push(error) },
  );
  sender.start();
  await waitFor(() => expect(faults.length).toBeGreaterThan(1));
  // Its hold is over meanwhile: but for what it knows itself it would send them again.
  await scene.pass(600_000);
  away = false;
  await waitFor(async () =>
    expect((await scene.rows()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']),
  );
  await sender.stop();
  expect(taken.sort()).toEqual(parts(numbers, 1));
});
