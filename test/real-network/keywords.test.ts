import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSmppSms } from '../../src/connectors/smpp/driver.ts';
import type { Msisdn } from '../../src/domain/values/msisdn.ts';
import { ENGINE } from '../../src/operations/access/actor.ts';
import { beginAnswers } from '../../src/operations/texts/answer-texts.ts';
import { receiveText } from '../../src/operations/texts/receive-text.ts';
import { realNetworkAbsent } from '../../src/simulators/osmo-core/absent.ts';
import { type RealNetwork, startRealNetwork } from '../../src/simulators/osmo-core/network.ts';
import type { Phone } from '../../src/simulators/phone/phone.ts';
import { OutboxSender } from '../../src/workflow/outbox.ts';
import { TextAnswers } from '../../src/workflow/text-answers.ts';
import { eventually, testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const absent = realNetworkAbsent();

describe.skipIf(absent)(`keywords through a real message centre${absent ? ` (${absent})` : ''}`, async () => {
  const instance = absent ? null : await testInstance();
  const imsi = '001010000000002';
  const number = '+447700900002' as Msisdn;
  let network: RealNetwork;
  let phone: Phone;
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    network = await startRealNetwork();
    await network.addSubscriber({ imsi, msisdn: number });
    phone = network.phone(imsi);
    expect(await phone.voice.attach()).toEqual({ accepted: true });
    const { operations: op, vault } = instance!;
    const [line] = await seedLines(op.pool, vault, 1);
    await op.pool.query('update msisdn_assignment set msisdn = $2 where line_id = $1', [
      line!.lineId,
      number,
    ]);
    const { host, ports, smpp } = network.msc;
    const sms = createSmppSms({ host, port: ports.smpp, ...smpp, source: '5151' });
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
    closing.push(
      () => sms.close(),
      () => answers.stop(),
      () => sender.stop(),
    );
  });
  afterAll(async () => {
    for (const close of closing) await close();
    await network?.close();
  });

  it.each(['注销', 'CANCEL', '我想把这个号码销户，请问怎么办理？'])(
    'answers the phone that wrote: %s',
    async (text) => {
      // Until we are bound the network has nobody to give it to, and says so.
      await eventually(
        () => phone.voice.sendText('5151', text),
        ({ accepted }) => accepted,
      );
      const answer = await phone.voice.texts.next(30_000);
      expect(answer.from).toBe('5151');
      expect(answer.text).toContain('查询不会办理任何业务');
      expect(answer.text).toContain('/lines/L0000000');
    },
  );
});
