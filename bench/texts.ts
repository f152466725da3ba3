import { createSmppSms } from '../src/connectors/smpp/driver.ts';
import { parseMsisdn } from '../src/domain/values/msisdn.ts';
import { startSmscSimulator } from '../src/simulators/smpp/simulator.ts';
import { insertNotices } from '../src/store/outbox.ts';
import { findParty } from '../src/store/people/parties.ts';
import { OutboxSender } from '../src/workflow/outbox.ts';
import { seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchInstance } from './bench-instance.ts';
import type { Figure } from './figure.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

const PARTS = 2;
const TEXT = 'Your line has ended. '.repeat(10);
/** A message centre of its own rate is faster than most: the ratios are those of a slower one, in less time. */
const A_SECOND = 100;

/** Notices of two parts through a message centre that takes so many submits a second and throttles what is more. */
export async function texts(server: BenchServer, messages: number): Promise<readonly Figure[]> {
  const instance = await benchInstance(await server.database('texts'), new SimulatedHlr());
  const { pool } = instance.base.operations;
  const { vault } = instance.base;
  const smsc = await startSmscSimulator({ perSecond: A_SECOND });
  const sms = createSmppSms({
    ...{ host: smsc.host, port: smsc.port },
    ...{ systemId: 'bench', password: '', source: '10010' },
  });
  const [line] = await seedLines(pool, vault, 1);
  const { partyId, dataKey } = (await findParty(pool, vault, line!.partyId))!;
  await insertNotices(
    pool,
    vault,
    Array.from({ length: messages }, (_, i) => ({
      ...{ caseId: null, partyId, dataKey, kind: 'completed' as const, text: TEXT },
      to: { msisdn: parseMsisdn(`+8617${String(i).padStart(9, '0')}`) },
    })),
  );
  let outages = 0;
  const sender = new OutboxSender({ pool, vault, sms, letters: null }, { onOutage: () => outages++ });
  const start = performance.now();
  sender.start();
  while (!(await allNoted(pool, messages))) await new Promise((resolve) => setTimeout(resolve, 100));
  const seconds = (performance.now() - start) / 1_000;
  await sender.stop();
  await sms.close();
  const delivered = smsc.inbox.length;
  const submits = smsc.submits();
  await smsc.close();
  await instance.close();
  const parts = messages * PARTS;
  return [
    {
      name: 'texts, delivered / put out',
      value: delivered / messages,
      target: '1',
      note: `${messages} of ${PARTS} parts, a centre that takes ${A_SECOND} submits/s, ${outages} outages seen`,
    },
    {
      name: 'texts, time / least possible',
      value: seconds / (parts / A_SECOND),
      target: '<= 1.2',
      note: `${seconds.toFixed(1)} s; least: parts / rate`,
    },
    { name: 'texts, submits / part', value: submits / parts, target: '<= 1.05', note: `${submits} submits` },
  ];
}

async function allNoted(pool: Parameters<typeof insertNotices>[0], messages: number): Promise<boolean> {
  const { rows } = await pool.query<{ n: number }>(
    'select count(*)::int as n from outbox where due_at is null',
  );
  return rows[0]!.n >= messages;
}
