import { afterEach, describe, expect, it } from 'vitest';
import { createSmppSms } from '../../../src/connectors/smpp/driver.ts';
import { partIdOf } from '../../../src/connectors/smpp/receipt.ts';
import type { DeliveredText, DeliveryReceipt, ReceiptTaker } from '../../../src/ports/sms.ts';
import { startSmscSimulator } from '../../../src/simulators/smpp/simulator.ts';
import { waitFor } from '../../support/wait-for.ts';

const PHONE = '+8617001230001';
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function scene(take?: ReceiptTaker) {
  const smsc = await startSmscSimulator();
  open.push(() => smsc.close());
  const texts: DeliveredText[] = [];
  const receipts: DeliveryReceipt[] = [];
  const config = { host: smsc.host, port: smsc.port, systemId: 'h', password: '', source: '10690000' };
  const sms = createSmppSms(config);
  open.push(() => sms.close());
  sms.receive!(
    async (text) => void texts.push(text),
    take ?? (async (receipt) => void receipts.push(receipt)),
  );
  await waitFor(() => expect(smsc.bound()).toBe(1));
  return { smsc, sms, config, texts, receipts };
}

const WORDS = 'sub:001 dlvrd:001 submit date:2611300300 done date:2611300301';

describe('a receipt of the message centre', () => {
  it.each<[string, string, Record<string, unknown>, DeliveryReceipt]>([
    [
      'as Appendix B words it',
      `id:0000000042 ${WORDS} stat:DELIVRD err:000 text:Your line`,
      {},
      { partId: '42', state: 'delivered', said: 'DELIVRD/000' },
    ],
    [
      'in capitals, with a name in letters',
      `id:00AB12 ${WORDS} Stat:UNDELIV Err:069 Text:x`,
      {},
      { partId: 'ab12', state: 'undeliverable', said: 'UNDELIV/069' },
    ],
    ['without an error', `id:7 stat:EXPIRED`, {}, { partId: '7', state: 'undeliverable', said: 'EXPIRED' }],
    [
      'by its optional parameters alone',
      '',
      { receipted_message_id: '42', message_state: 8, network_error_code: Buffer.from([3, 0, 11]) },
      { partId: '42', state: 'undeliverable', said: 'REJECTD/011' },
    ],
    [
      'where the text and the parameters differ, by the parameters',
      `id:1 stat:DELIVRD err:000`,
      { receipted_message_id: '2', message_state: 5 },
      { partId: '2', state: 'undeliverable', said: 'UNDELIV/000' },
    ],
  ])('is read %s', async (_, text, more, receipt) => {
    const { smsc, texts, receipts } = await scene();
    const fields = { esm_class: 0x04, data_coding: 0, short_message: Buffer.from(text, 'latin1'), ...more };
    expect(await smsc.deliver(PHONE, 'x', { fields })).toEqual([0]);
    expect(receipts).toEqual([receipt]);
    expect(texts).toEqual([]);
  });

  it.each([
    ['on the way', 0x04, `id:1 stat:ENROUTE err:000`],
    ['accepted, which says nothing of the phone', 0x04, `id:1 stat:ACCEPTD err:000`],
    ['unknown to the centre', 0x04, `id:1 stat:UNKNOWN err:000`],
    ['a step between', 0x20, `id:1 stat:DELIVRD err:000`],
    ['an acknowledgement of a phone', 0x08, `id:1 stat:DELIVRD err:000`],
    ['without a name', 0x04, `stat:DELIVRD err:000`],
    ['of a name that is none', 0x04, `id:${'9'.repeat(70)} stat:DELIVRD`],
    ['where only what the person was told looks like one', 0x04, `sub:001 text:id:1 stat:DELIVRD`],
    ['of rubbish', 0x04, '\0\u00ff'.repeat(60)],
  ])('is taken and says nothing: %s', async (_, esm_class, text) => {
    const { smsc, texts, receipts } = await scene();
    const fields = { esm_class, data_coding: 0, short_message: Buffer.from(text, 'latin1') };
    expect(await smsc.deliver(PHONE, 'x', { fields })).toEqual([0]);
    expect([texts, receipts]).toEqual([[], []]);
  });

  it('is not what a phone writes, whatever it writes', async () => {
    const { smsc, texts, receipts } = await scene();
    await smsc.deliver(PHONE, `id:1 ${WORDS} stat:DELIVRD err:000 text:`);
    expect(texts).toHaveLength(1);
    expect(receipts).toEqual([]);
  });

  it('comes again where it could not be stored', async () => {
    let tries = 0;
    const { smsc } = await scene(async () => {
      tries += 1;
      if (tries < 3) throw new Error('the database is away');
    });
    const fields = { esm_class: 0x04, short_message: Buffer.from('id:1 stat:DELIVRD') };
    expect(await smsc.deliver(PHONE, 'x', { fields, tries: 1 })).not.toEqual([0]);
    expect(await smsc.deliver(PHONE, 'x', { fields })).toEqual([0]);
    expect(tries).toBe(3);
  });

  it('throttles other receipts where too many wait, and no text', async () => {
    const waiting: (() => void)[] = [];
    const { smsc, texts } = await scene(() => new Promise((resolve) => void waiting.push(resolve)));
    const fields = { esm_class: 0x04, short_message: Buffer.from('id:1 stat:DELIVRD') };
    const flood = Array.from({ length: 500 }, () => smsc.deliver(PHONE, 'x', { fields, tries: 1 }));
    await waitFor(() => expect(waiting).toHaveLength(500));
    expect(await smsc.deliver(PHONE, 'STOP', { tries: 1 })).toEqual([0]);
    expect(texts).toMatchObject([{ text: 'STOP' }]);
    expect(await smsc.deliver(PHONE, 'x', { fields, tries: 1 })).toEqual([0x58]);
    for (const end of waiting) end();
    expect((await Promise.all(flood)).flat()).toEqual(Array(500).fill(0));
    const after = smsc.deliver(PHONE, 'x', { fields, tries: 1 });
    await waitFor(() => expect(waiting).toHaveLength(501));
    waiting.at(-1)!();
    expect(await after).toEqual([0]);
  });
});

it('names what was taken, and asks for receipts unless it is told not to', async () => {
  const { smsc, sms, config, receipts } = await scene();
  smsc.inject({ receipt: () => ({ stat: 'DELIVRD' }) });
  const message = { reference: 'r', to: PHONE as never, text: 'Hello. '.repeat(40) };
  const { partIds } = await sms.send(message);
  expect(partIds).toEqual(['1', '2']);
  await waitFor(() => expect(receipts.map(({ partId }) => partId).sort()).toEqual(['1', '2']));
  const silent = createSmppSms({ ...config, receipts: false });
  open.push(() => silent.close());
  await silent.send(message);
  await sms.send({ ...message, text: 'Hello' });
  await waitFor(() => expect(receipts.map(({ partId }) => partId)).toContain('5'));
  expect(receipts).toHaveLength(3);
});

it('knows one name in its forms', () => {
  expect(['000', '0', '00AB', 'ab\0', ' a ', '', 'a b', 'é'].map(partIdOf)).toEqual([
    '0',
    '0',
    'ab',
    'ab',
    'a',
    null,
    null,
    null,
  ]);
});
