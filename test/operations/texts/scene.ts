import { afterAll } from 'vitest';
import { createSmppSms } from '../../../src/connectors/smpp/driver.ts';
import type { TextSource } from '../../../src/domain/texts/text-outcome.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { beginAnswers } from '../../../src/operations/texts/answer-texts.ts';
import { receiveText } from '../../../src/operations/texts/receive-text.ts';
import type { DeliveredText } from '../../../src/ports/sms.ts';
import { startSmscSimulator } from '../../../src/simulators/smpp/simulator.ts';
import { OutboxSender } from '../../../src/workflow/outbox.ts';
import { TextAnswers } from '../../../src/workflow/text-answers.ts';
import type { TestInstance } from '../../support/instance.ts';

export const SHORT_CODE = '10690000';

/** A text as a centre hands it over that names none of them. */
export const textOf = (
  from: string,
  text: string | null,
  more: Partial<DeliveredText> = {},
): DeliveredText => ({
  ...{ messageId: null, to: SHORT_CODE, part: null, text },
  from: { type: 'international', value: from.replace('+', '') },
  ...more,
});

let ids = 0;

/** Takes texts and answers them by hand, one step at a time. */
export function textsOf({ operations: op }: Pick<TestInstance, 'operations'>) {
  const take = (
    from: string,
    text: string | null,
    more: Partial<DeliveredText> = {},
    source: TextSource = 'smpp',
  ) => receiveText(op, ENGINE, { ...textOf(from, text, more), source });
  return {
    take,
    /** One that is like no other. */
    takeNew: (from: string, text: string) => take(from, text, { messageId: `id-${++ids}` }),
    /** Answers all that waits. */
    async answer(): Promise<void> {
      for (;;) {
        const begun = await beginAnswers(op, ENGINE, 10);
        if (begun.length === 0) return;
        await Promise.all(begun);
      }
    },
    async outcomes(number?: string): Promise<readonly string[]> {
      const { rows } = await op.pool.query<{ outcome: string | null; sender: Buffer | null }>(
        'select outcome, sender_bidx as sender from inbound_text order by text_id',
      );
      const index = number === undefined ? null : op.vault.index('text number', number);
      return rows
        .filter(({ sender }) => index === null || sender?.equals(index))
        .map(({ outcome }) => outcome ?? 'waiting');
    },
  };
}

/** The same over a message centre, with a worker's own loops. */
export async function smppScene(
  { operations: op, vault }: TestInstance,
  options: { readonly start?: boolean } = {},
) {
  const smsc = await startSmscSimulator();
  const connect = () =>
    createSmppSms({
      ...{ host: smsc.host, port: smsc.port, systemId: 'handback', password: '', source: SHORT_CODE },
    });
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => void faults.push(error);
  const sms = connect();
  const sender = new OutboxSender({ pool: op.pool, vault, sms, letters: null }, { onFault });
  const answers = new TextAnswers((room) => beginAnswers(op, ENGINE, room), onFault);
  sms.receive!(async (text) => {
    await receiveText(op, ENGINE, { ...text, source: 'smpp' });
    answers.wake();
  });
  if (options.start !== false) {
    sender.start();
    answers.start();
  }
  afterAll(async () => {
    await answers.stop();
    await sender.stop();
    await sms.close();
    await smsc.close();
  });
  return { smsc, sender, answers, connect, faults };
}
