import { createSmppSms } from '../src/connectors/smpp/driver.ts';
import { ENGINE } from '../src/operations/access/actor.ts';
import { beginAnswers } from '../src/operations/texts/answer-texts.ts';
import { receiveText } from '../src/operations/texts/receive-text.ts';
import { startSmscSimulator } from '../src/simulators/smpp/simulator.ts';
import { listenToDatabase } from '../src/store/case-events.ts';
import { OutboxSender } from '../src/workflow/outbox.ts';
import { TextAnswers } from '../src/workflow/text-answers.ts';
import { seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchInstance } from './bench-instance.ts';
import type { Figure } from './figure.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

const A_SECOND = 50;

/** Phones text a keyword at a steady rate: from `deliver_sm` to the last `submit_sm` of its answer. */
export async function keywords(server: BenchServer, seconds: number): Promise<readonly Figure[]> {
  const url = await server.database('keywords');
  const instance = await benchInstance(url, new SimulatedHlr());
  const { operations: op, vault } = instance.base;
  const smsc = await startSmscSimulator();
  const sms = createSmppSms({
    ...{ host: smsc.host, port: smsc.port },
    ...{ systemId: 'bench', password: '', source: '10010' },
  });
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => void faults.push(error);
  const sender = new OutboxSender({ pool: op.pool, vault, sms, letters: null }, { onFault });
  const answers = new TextAnswers((room) => beginAnswers(op, ENGINE, room), onFault);
  // As a worker is woken: by what the database announces.
  const events = listenToDatabase(url, { outbox: () => sender.wake(), texts: () => answers.wake() });
  sms.receive!(async (text) => void (await receiveText(op, ENGINE, { ...text, source: 'smpp' })));
  sender.start();
  answers.start();
  const lines = await seedLines(op.pool, vault, seconds * A_SECOND);
  while (smsc.bound() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const begun = new Map<string, number>();
  const took: number[] = [];
  smsc.subscribe(({ to }) => {
    const at = begun.get(to);
    if (at !== undefined) took.push(performance.now() - at);
    begun.delete(to);
  });
  const start = performance.now();
  for (const [i, { msisdn }] of lines.entries()) {
    const wait = start + (i * 1_000) / A_SECOND - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    begun.set(msisdn, performance.now());
    void smsc.deliver(msisdn, i % 2 === 0 ? '销户' : 'CANCEL');
  }
  const end = performance.now() + 60_000;
  while (begun.size > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
  await events.close();
  await answers.stop();
  await sender.stop();
  await sms.close();
  await smsc.close();
  await instance.close();
  const sorted = took.sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const note = `${lines.length} texts at ${A_SECOND}/s, ${begun.size} without an answer, ${faults.length} faults`;
  return [
    { name: 'keywords, deliver_sm to submit_sm, p50', value: at(0.5), unit: 'ms', note },
    { name: 'keywords, deliver_sm to submit_sm, p99', value: at(0.99), unit: 'ms', target: '<= 1,000', note },
  ];
}
