import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Surroundings } from '../../../src/connectors/driver.ts';
import { kannelFromUrl } from '../../../src/connectors/kannel/driver.ts';
import { freePort } from '../../../src/free-port.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { declare } from '../../../src/operations/cases/declare.ts';
import { requestCode } from '../../../src/operations/people/request-code.ts';
import { signInByCode } from '../../../src/operations/people/sign-in-by-code.ts';
import { beginAnswers } from '../../../src/operations/texts/answer-texts.ts';
import { receiveText } from '../../../src/operations/texts/receive-text.ts';
import type { Sms } from '../../../src/ports/sms.ts';
import { type Kannel, kannelAbsent, startKannel } from '../../../src/simulators/kannel/kannel.ts';
import { OutboxSender } from '../../../src/workflow/outbox.ts';
import { TextAnswers } from '../../../src/workflow/text-answers.ts';
import { subscriberOf, VISITOR } from '../../support/actors.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';
import { SHORT_CODE } from './scene.ts';

const absent = kannelAbsent();

describe.skipIf(absent)(`from a phone through Kannel and back${absent ? ` (${absent})` : ''}`, async () => {
  const instance = absent ? null : await testInstance();
  let kannel: Kannel;
  let worker: { readonly sms: Sms; stop(): Promise<void> };

  /** What of a worker has to do with texts. */
  function startWorker() {
    const { operations: op, vault } = instance!;
    const sms = kannelFromUrl(kannel.url, { smsSender: SHORT_CODE } as Surroundings);
    const sender = new OutboxSender({ pool: op.pool, vault, sms, letters: null });
    const answers = new TextAnswers(
      (room) => beginAnswers(op, ENGINE, room),
      () => undefined,
    );
    sms.receive!(async (text) => {
      await receiveText(op, ENGINE, { ...text, source: 'smpp' });
      answers.wake();
    });
    sender.start();
    answers.start();
    return {
      sms,
      async stop() {
        await sms.close();
        await answers.stop();
        await sender.stop();
      },
    };
  }
  const toPhone = (msisdn: string): readonly string[] =>
    kannel.received.filter(({ to }) => to.endsWith(msisdn.slice(1))).map(({ text }) => text);
  /** The next text that holds this; long ones come in parts. */
  const heard = (msisdn: string, part: string): Promise<readonly string[]> =>
    eventually(
      async () => toPhone(msisdn),
      (all) => all.join('').includes(part),
    );

  beforeAll(async () => {
    kannel = await startKannel(await freePort());
    worker = startWorker();
  });
  afterAll(async () => {
    await worker?.stop();
    await kannel?.close();
  });

  it('answers a keyword, and the way goes on to a receipt', async () => {
    const { operations: op, vault } = instance!;
    const [line] = await seedLines(op.pool, vault, 1);
    await kannel.send(line!.msisdn, SHORT_CODE, 'CANCEL');
    await heard(line!.msisdn, `/lines/${line!.lineId}`);
    const { challenge } = await requestCode(op, VISITOR, { number: line!.msisdn });
    const said = (await heard(line!.msisdn, '验证码')).join(' ');
    const code = /\b\d{6}\b/.exec(said)![0];
    await signInByCode(op, VISITOR, { number: line!.msisdn, code, challenge });
    const declared = await declare(op, subscriberOf(line!), { lineId: line!.lineId, reason: null });
    expect(declared).toMatchObject({
      receiptSecret: expect.any(String),
      reference: expect.stringMatching(/^HB-/),
    });
    await heard(line!.msisdn, (declared as { reference: string }).reference);
  });

  it('loses nothing where either of the two is restarted in the middle', async () => {
    const { operations: op, vault } = instance!;
    const [one, two] = await seedLines(op.pool, vault, 2, { from: 10 });
    await worker.stop();
    // Nobody takes it: smsbox asks again until somebody does.
    await kannel.send(one!.msisdn, SHORT_CODE, 'CANCEL');
    worker = startWorker();
    await heard(one!.msisdn, one!.lineId);
    await kannel.down();
    await kannel.up();
    await kannel.send(two!.msisdn, SHORT_CODE, '注销');
    await heard(two!.msisdn, two!.lineId);
    expect(toPhone(one!.msisdn).join('').split(one!.lineId)).toHaveLength(2);
  });
});
