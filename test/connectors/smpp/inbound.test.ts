import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it, test } from 'vitest';
import { createSmppSms } from '../../../src/connectors/smpp/driver.ts';
import { parseMsisdn } from '../../../src/domain/values/msisdn.ts';
import type { DeliveredText, TextTaker } from '../../../src/ports/sms.ts';
import { type SmscSimulator, startSmscSimulator } from '../../../src/simulators/smpp/simulator.ts';
import { waitFor } from '../../support/wait-for.ts';

const PHONE = '+8617001230001';
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function scene(take?: TextTaker): Promise<{ smsc: SmscSimulator; got: DeliveredText[] }> {
  const smsc = await startSmscSimulator();
  open.push(() => smsc.close());
  const got: DeliveredText[] = [];
  const sms = createSmppSms({
    host: smsc.host,
    port: smsc.port,
    systemId: 'h',
    password: '',
    source: '10690000',
  });
  open.push(() => sms.close());
  sms.receive!(take ?? (async (text) => void got.push(text)));
  await waitFor(() => expect(smsc.bound()).toBe(1));
  return { smsc, got };
}

test('a text comes in while nothing is sent, and is taken', async () => {
  const { smsc, got } = await scene();
  expect(await smsc.deliver(PHONE, '销户')).toEqual([0]);
  expect(got).toEqual([
    {
      ...{ messageId: null, to: '10690000', text: '销户', part: null },
      from: { type: 'international', value: PHONE.slice(1) },
    },
  ]);
});

test.each([
  ['GSM 7-bit', 0, Buffer.from([0x43, 0x41, 0x4e, 0x1b, 0x65]), 'CAN€'],
  ['UCS2', 8, Buffer.from('销户', 'utf16le').swap16(), '销户'],
  ['Latin-1', 3, Buffer.from('KÜNDIGEN', 'latin1'), 'KÜNDIGEN'],
  ['octets that are UTF-8', 4, Buffer.from('销户'), '销户'],
  ['octets that are no text', 4, Buffer.from([0xff, 0xfe, 0x80]), null],
  ['a flash text in GSM', 0xf0, Buffer.from('STOP'), 'STOP'],
  ['a flash text in octets', 0xf4, Buffer.from('STOP'), 'STOP'],
  ['a flash text in UCS2', 0x18, Buffer.from('退订', 'utf16le').swap16(), '退订'],
  ['Cyrillic', 6, Buffer.from([0xe1, 0xe2, 0xde, 0xdf]), 'стоп'],
])('%s is read', async (_, data_coding, short_message, text) => {
  const { smsc, got } = await scene();
  expect(await smsc.deliver(PHONE, 'x', { fields: { data_coding, short_message } })).toEqual([0]);
  expect(got.map((one) => one.text)).toEqual([text]);
});

test('a long text in the optional parameter is read', async () => {
  const { smsc, got } = await scene();
  const message_payload = Buffer.from('销户'.repeat(200), 'utf16le').swap16();
  await smsc.deliver(PHONE, 'x', {
    fields: { data_coding: 8, short_message: Buffer.alloc(0), message_payload },
  });
  expect(got.map((one) => one.text)).toEqual(['销户'.repeat(200)]);
});

test.each([
  ['a header of 8 bits', { esm_class: 0x40, short_message: Buffer.from([5, 0, 3, 77, 3, 2, 0x41]) }, 77],
  ['a header of 16 bits', { esm_class: 0x40, short_message: Buffer.from([6, 8, 4, 1, 2, 3, 2, 0x41]) }, 258],
  [
    'optional parameters',
    { short_message: Buffer.from('A'), sar_msg_ref_num: 4_711, sar_total_segments: 3, sar_segment_seqnum: 2 },
    4_711,
  ],
])('a part by %s says where it belongs', async (_, fields, number) => {
  const { smsc, got } = await scene();
  await smsc.deliver(PHONE, 'x', { fields: { data_coding: 0, ...fields } });
  expect(got).toMatchObject([{ text: 'A', part: { number, total: 3, which: 2 } }]);
});

test.each([
  [5, 0, 3, 77, 3, 4],
  [5, 0, 3, 77, 3, 0],
  [5, 0, 3, 77, 1, 1],
  [5, 0, 9, 77, 1, 1],
  [5, 5, 3, 1, 2, 3],
  [1, 0],
])('a header that says nonsense makes no part: %j', async (...header) => {
  const { smsc, got } = await scene();
  const short_message = Buffer.from([...header, 0x41]);
  expect(
    await smsc.deliver(PHONE, 'x', { fields: { data_coding: 0, esm_class: 0x40, short_message } }),
  ).toEqual([0]);
  expect(got.map((one) => one.part)).toEqual([null]);
});

test.each([0x04, 0x08, 0x10, 0x18, 0x20])(
  'what is no text of a phone is acknowledged and no more: %j',
  async (esm_class) => {
    const { smsc, got } = await scene();
    const receipt = 'id:1 sub:001 dlvrd:001 stat:DELIVRD err:000 text:CANCEL';
    expect(await smsc.deliver(PHONE, receipt, { fields: { esm_class } })).toEqual([0]);
    expect(got).toEqual([]);
  },
);

test('a name as its sender is told as a name', async () => {
  const { smsc, got } = await scene();
  await smsc.deliver('BANK', 'CANCEL', { fields: { source_addr_ton: 5, source_addr_npi: 0 } });
  expect(got[0]!.from).toEqual({ type: 'alphanumeric', value: 'BANK' });
});

test('a text that cannot be stored is not taken: it comes again until it can', async () => {
  let fails = 3;
  const got: string[] = [];
  const { smsc } = await scene(async ({ text }) => {
    if (fails-- > 0) throw new Error('the database is away');
    got.push(text!);
  });
  expect(await smsc.deliver(PHONE, 'CANCEL', { tries: 1 })).toEqual([0x64]);
  expect(await smsc.deliver(PHONE, 'CANCEL')).toEqual([0]);
  expect(got).toEqual(['CANCEL']);
});

test('it is bound again after a loss, though nobody sends', async () => {
  const { smsc, got } = await scene();
  smsc.dropConnections();
  await waitFor(() => expect(smsc.bound()).toBe(1));
  await smsc.down();
  await smsc.up();
  expect(await smsc.deliver(PHONE, 'CANCEL', { tries: 200 })).toEqual([0]);
  expect(got).toHaveLength(1);
});

test('a bind that is refused keeps no sender waiting once the account is mended', async () => {
  const smsc = await startSmscSimulator({ bindStatus: 0x0e });
  open.push(() => smsc.close());
  const sms = createSmppSms({
    host: smsc.host,
    port: smsc.port,
    systemId: 'h',
    password: '',
    source: '1069',
  });
  open.push(() => sms.close());
  sms.receive!(async () => undefined);
  const message = { reference: 'HB-1', to: parseMsisdn(PHONE), text: 'x' };
  await expect(sms.send(message)).rejects.toMatchObject({ detail: 'password_invalid' });
  smsc.inject({});
  expect(await sms.send(message)).toMatchObject({ parts: 1 });
});

describe('PDUs that no message centre should send', () => {
  const ODD = {
    unknown_tlv:
      '000000520000000500000000000000010001013836313730303030303030303100000131303639303030300004000000' +
      '00000000001469643a3120737461743a44454c495652442065721400000461626364',
    tlv_cut_short:
      '000000500000000500000000000000010001013836313730303030303030303100000131303639303030300004000000' +
      '00000000001469643a3120737461743a44454c49565244206572001e00326162',
    msg_len_too_long:
      '0000003b0000000500000000000000010001013836313730303030303030303100000131303639303030300004000000' +
      '0000000000c873686f7274',
    unknown_command: '000000120000317700000000000000017878',
    outbind: '000000180000000b0000000000000001736d736300707700',
    alert: '00000018000001020000000000000001014a330001653600',
    data_sm: '0000001c00000103000000000000000100014a330001653600000000',
    deliver_empty: '00000010000000050000000000000001',
    len_15: '0000000f0000000500000000000000',
    huge: '7fffffff0000000500000000000000ff',
  };
  const bindResp = (pdu: Buffer): Buffer => {
    const answer = Buffer.alloc(17);
    answer.writeUInt32BE(17, 0);
    answer.writeUInt32BE(0x80000009, 4);
    pdu.copy(answer, 12, 12, 16);
    return answer;
  };

  it.each(Object.entries(ODD))('%s ends no process, and a text behind it comes in', async (_, hex) => {
    let sockets = 0;
    const server = createServer((socket: Socket) => {
      socket.on('error', () => {});
      socket.on('data', (data) => {
        if (data.length < 16 || data.readUInt32BE(4) !== 9) return;
        sockets += 1;
        socket.write(bindResp(data));
        // Only the first time: a centre whose session broke goes on with the next.
        if (sockets === 1) socket.write(Buffer.from(hex, 'hex'));
        socket.write(
          Buffer.from(
            `0000003b000000050000000000000002000101383631373030303030303030310000313036393030303000000000000000000000` +
              `0643414e43454c`,
            'hex',
          ),
        );
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(() => server.close());
    const got: (string | null)[] = [];
    const { port } = server.address() as AddressInfo;
    const sms = createSmppSms({ host: '127.0.0.1', port, systemId: 'h', password: '', source: '1069' });
    open.push(() => sms.close());
    sms.receive!(async ({ text }) => void got.push(text));
    await waitFor(() => expect(got).toContain('CANCEL'));
  });

  /** A deliver_sm in bytes. */
  const delivered = (
    sequence: number,
    text: string,
    more: { readonly schedule?: string; readonly tlv?: readonly [number, Buffer] } = {},
  ): Buffer => {
    const tlv = Buffer.alloc(4);
    tlv.writeUInt16BE(more.tlv?.[0] ?? 0, 0);
    tlv.writeUInt16BE(more.tlv?.[1].length ?? 0, 2);
    const body = Buffer.concat([
      Buffer.from(
        `\0\x01\x01${PHONE.slice(1)}\0\0\x01${'10690000'}\0\0\0\0${more.schedule ?? ''}\0\0\0\0\0\0`,
        'latin1',
      ),
      Buffer.of(text.length),
      Buffer.from(text),
      ...(more.tlv === undefined ? [] : [tlv, more.tlv[1]]),
    ]);
    const head = Buffer.alloc(16);
    head.writeUInt32BE(16 + body.length, 0);
    head.writeUInt32BE(5, 4);
    head.writeUInt32BE(sequence, 12);
    return Buffer.concat([head, body]);
  };

  it.each<[string, Buffer, number, number]>([
    ['a number to call back of no length', delivered(1, 'STOP', { tlv: [0x381, Buffer.alloc(0)] }), 0x65, 1],
    ['a count of parts of no length', delivered(1, 'STOP', { tlv: [0x20e, Buffer.alloc(0)] }), 0x65, 1],
    ['a time that is none', delivered(1, 'STOP', { schedule: 'R' }), 0x65, 1],
    ['the longest payload', delivered(1, '', { tlv: [0x424, Buffer.alloc(60_000, 0x41)] }), 0, 2],
  ])('%s is answered for good: handed over again it would stop everything', async (_, pdu, status, texts) => {
    let sockets = 0;
    const statuses: number[] = [];
    const server = createServer((socket: Socket) => {
      sockets += 1;
      socket.on('error', () => {});
      socket.on('data', (data) => {
        for (let at = 0; at + 16 <= data.length; at += data.readUInt32BE(at)) {
          const command = data.readUInt32BE(at + 4);
          // Each time that we bind.
          if (command === 9)
            socket.write(Buffer.concat([bindResp(data.subarray(at)), pdu, delivered(2, 'CANCEL')]));
          if (command === 0x80000005) statuses[data.readUInt32BE(at + 12)] = data.readUInt32BE(at + 8);
        }
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(() => server.close());
    const got: (string | null)[] = [];
    const { port } = server.address() as AddressInfo;
    const sms = createSmppSms({ host: '127.0.0.1', port, systemId: 'h', password: '', source: '1069' });
    open.push(() => sms.close());
    sms.receive!(async ({ text }) => void got.push(text));
    await waitFor(() => expect(statuses.slice(1)).toEqual([status, 0]));
    expect(got).toHaveLength(texts);
    expect(got.at(-1)).toBe('CANCEL');
    expect(sockets).toBe(1);
  });
});
