import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSmppSms, type SmppConfig } from '../../../src/connectors/smpp/driver.ts';
import { encodeMessage } from '../../../src/connectors/smpp/encoding.ts';
import { parseMsisdn } from '../../../src/domain/values/msisdn.ts';
import { ConnectorError } from '../../../src/ports/connector-error.ts';
import type { DeliveryError } from '../../../src/ports/delivery-error.ts';
import type { Sms } from '../../../src/ports/sms.ts';
import {
  DESTINATION_INVALID,
  QUEUE_FULL,
  type SmscSimulator,
  startSmscSimulator,
  THROTTLED,
} from '../../../src/simulators/smpp/simulator.ts';
import { waitFor } from '../../support/wait-for.ts';
import { describeSmsContract } from '../contracts/sms-contract.ts';

const TO = parseMsisdn('+8617001230001');
const SHORT = { reference: 'HB-1', to: TO, text: 'Your line ends. HB-1' };
const LONG = { reference: 'HB-1', to: TO, text: '您的号码正在销户。'.repeat(20) };
const ACCOUNT = { systemId: 'handback', password: 'secret', source: '10010' };
/** Long enough never to be met by a call that is answered at all. */
const PATIENT = 30_000;
/** Only for calls that nobody answers. */
const IMPATIENT = 150;
const SUBMIT_FAILED = 0x45;

describeSmsContract('SMSC simulator', async () => {
  const smsc = await startSmscSimulator({ password: 'secret' });
  return {
    connect: () => createSmppSms({ host: smsc.host, port: smsc.port, ...ACCOUNT }),
    received: (to) => smsc.inbox.filter((message) => message.to === to).map((message) => message.text),
    stop: () => smsc.close(),
  };
});

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
function driver(config: Partial<SmppConfig> & { host: string; port: number }): Sms {
  const sms = createSmppSms({ callTimeoutMs: PATIENT, ...ACCOUNT, ...config });
  open.push(() => sms.close());
  return sms;
}

describe('faults of the message centre', () => {
  let smsc: SmscSimulator;
  let sms: Sms;
  const connect = (more: Partial<SmppConfig> = {}): Sms =>
    driver({ host: smsc.host, port: smsc.port, ...more });

  beforeEach(async () => {
    smsc = await startSmscSimulator({ password: 'secret' });
    open.push(() => smsc.close());
    sms = connect();
  });

  test('down: unavailable, and works again once it is up', async () => {
    await sms.send(SHORT);
    await smsc.down();
    await waitFor(() =>
      expect(sms.send(SHORT)).rejects.toMatchObject({ fault: 'unavailable', detail: 'ECONNREFUSED' }),
    );
    await smsc.up();
    await waitFor(() => sms.send(SHORT));
  });

  test('a wrong password is a fault of the set-up, not of the message, and nothing is submitted', async () => {
    await expect(connect({ password: 'wrong' }).send(SHORT)).rejects.toMatchObject({
      fault: 'unavailable',
      trouble: 'set_up',
      detail: 'password_invalid',
    });
    expect(smsc.submits()).toBe(0);
  });

  test('a bind that fails for now is unavailable', async () => {
    smsc.inject({ bindStatus: 0x0d });
    await expect(sms.send(SHORT)).rejects.toMatchObject({ fault: 'unavailable', detail: 'bind_failed' });
    smsc.inject({});
    await sms.send(SHORT);
  });

  test.each([
    // Of a number that nobody has, and by some of a phone that is only off.
    ['an unattached number', DESTINATION_INVALID, 'unavailable', 'destination_invalid'],
    ['an address of a wrong type', 80, 'refused', 'destination_invalid'],
    ['a submit that failed', SUBMIT_FAILED, 'unavailable', 'submit_failed'],
    ['a sender that is not registered', 0x0a, 'unavailable', 'source_invalid'],
    ['an unknown error', 0xff, 'unknown', 'unknown_error'],
    ['a status of a vendor', 0x4ff, 'unavailable', 'status_4ff'],
  ])('%s', async (_name, status, fault, detail) => {
    smsc.inject({ submit: () => status });
    await expect(sms.send(SHORT)).rejects.toMatchObject({
      ...{ name: 'DeliveryError', trouble: 'message' },
      ...{ fault, detail },
    });
    expect(smsc.inbox).toEqual([]);
  });

  test('throttled to the end: not taken, and nothing of it uncertain', async () => {
    const impatient = connect({ callTimeoutMs: IMPATIENT * 3 });
    smsc.inject({ submit: () => THROTTLED });
    await waitFor(() =>
      expect(impatient.send(SHORT)).rejects.toMatchObject({
        ...{ fault: 'unavailable', trouble: 'rate', detail: 'throttled' },
      }),
    );
    expect(smsc.inbox).toEqual([]);
  });

  test('one receiver whose queue is full slows nobody else down', async () => {
    const full = parseMsisdn('+8617001239998');
    let tries = 0;
    smsc.inject({
      submit: ({ to }) => {
        if (to !== full) return 'accept';
        tries += 1;
        return QUEUE_FULL;
      },
    });
    const failed = sms.send({ ...SHORT, to: full });
    const others = Array.from({ length: 500 }, (_, i) => parseMsisdn(`+861700124${1_000 + i}`));
    await Promise.all([
      ...others.map((to) => sms.send({ ...SHORT, to })),
      expect(failed).rejects.toMatchObject({
        ...{ fault: 'unavailable', trouble: 'message', detail: 'queue_full' },
      }),
    ]);
    expect(tries).toBe(1);
    expect(smsc.inbox).toHaveLength(500);
  });

  test('throttled for a while: submitted again by the session, each part taken once', async () => {
    const taken: string[] = [];
    smsc.inject({
      submit: ({ to, part, serial }) => {
        if (serial % 3 === 0) return THROTTLED;
        taken.push(`${to} ${part}`);
        return 'accept';
      },
    });
    const people = ['1', '2', '3', '4'].map((digit) => parseMsisdn(`+861700123000${digit}`));
    await Promise.all(people.map((to) => sms.send({ ...LONG, to })));
    expect(taken.sort()).toEqual(people.flatMap((to) => [1, 2, 3].map((part) => `${to} ${part}`)).sort());
    expect(smsc.inbox.map((message) => message.text)).toEqual(people.map(() => LONG.text));
  });

  test('after throttling, an urgent message goes before those that wait', async () => {
    const order: string[] = [];
    let open = false;
    const urgent = parseMsisdn('+8617001239999');
    smsc.inject({
      submit: ({ to }) => {
        if (!open) return THROTTLED;
        order.push(to);
        return 'accept';
      },
    });
    const others = Array.from({ length: 20 }, (_, i) =>
      parseMsisdn(`+86170012310${String(i).padStart(2, '0')}`),
    );
    const sent = others.map((to) => sms.send({ ...SHORT, to }));
    await waitFor(() => expect(smsc.submits()).toBeGreaterThan(10));
    sent.push(sms.send({ ...SHORT, to: urgent, urgent: true }));
    open = true;
    await Promise.all(sent);
    // What is on its way already cannot be overtaken.
    expect(order.indexOf(urgent)).toBeLessThanOrEqual(10);
    expect(new Set(order).size).toBe(21);
  });

  test('parts that were taken are named, and not sent again', async () => {
    const submits: number[] = [];
    smsc.inject({
      submit: ({ part }) => {
        submits.push(part);
        return part === 2 ? SUBMIT_FAILED : 'accept';
      },
    });
    const failed = await sms.send(LONG).catch((error: unknown) => error as DeliveryError);
    expect(failed).toMatchObject({ fault: 'unavailable', partsTaken: [true, false, true] });
    expect(smsc.inbox).toEqual([]);
    smsc.inject({
      submit: ({ part }) => {
        submits.push(part);
        return 'accept';
      },
    });
    const { partsTaken } = failed as DeliveryError;
    expect(await sms.send({ ...LONG, partsTaken })).toMatchObject({ parts: 3 });
    expect(submits.sort()).toEqual([1, 2, 2, 3]);
    expect(smsc.inbox.map((message) => message.text)).toEqual([LONG.text]);
  });

  test('what was taken of a text that is cut into other parts does not count', async () => {
    await sms.send({ ...LONG, partsTaken: [true, true] });
    expect(smsc.submits()).toBe(3);
  });

  test.each(['silent', 'lost'] as const)('%s: ends within its time as unknown', async (behaviour) => {
    const impatient = connect({ callTimeoutMs: IMPATIENT });
    smsc.inject({ submit: () => behaviour });
    await waitFor(() =>
      expect(impatient.send(SHORT)).rejects.toMatchObject({ fault: 'unknown', detail: 'timeout' }),
    );
    expect(smsc.inbox.length).toBe(behaviour === 'silent' ? smsc.submits() : 0);
  });

  test('cut after the submit: unknown, and the driver binds again by itself', async () => {
    smsc.inject({ submit: () => 'cut' });
    await expect(sms.send(SHORT)).rejects.toMatchObject({ fault: 'unknown', detail: 'connection_closed' });
    smsc.inject({});
    await sms.send(SHORT);
    expect(smsc.inbox).toHaveLength(2);
  });

  test('never more submits in flight than the window; the rest are unavailable, not unknown', async () => {
    smsc.inject({ submit: () => 'silent' });
    const narrow = connect({ window: 3, callTimeoutMs: IMPATIENT * 2 });
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => narrow.send(SHORT)));
    const faults = outcomes.map((one) => one.status === 'rejected' && (one.reason as ConnectorError).fault);
    expect(faults.filter((fault) => fault === 'unavailable').length).toBeGreaterThanOrEqual(5);
    expect(smsc.submits()).toBeLessThanOrEqual(3);
  });

  test('a message from a phone is acknowledged and disturbs nothing', async () => {
    await sms.send(SHORT);
    smsc.deliver('8617001230001', 'CANCEL');
    await sms.send(SHORT);
    expect(smsc.inbox).toHaveLength(2);
  });

  test('answered keep-alives keep the session', async () => {
    const watched = connect({ enquireLinkMs: 200 });
    await watched.send(SHORT);
    let enquiries = 0;
    smsc.onEnquire(() => enquiries++);
    await waitFor(() => expect(enquiries).toBeGreaterThan(5));
    expect(smsc.bound()).toBe(1);
  });

  test('subscribers hear of each whole message until they stop', async () => {
    const heard: string[] = [];
    const stop = smsc.subscribe((message) => heard.push(message.text));
    await sms.send(LONG);
    stop();
    await sms.send(SHORT);
    expect(heard).toEqual([LONG.text]);
  });
});

describe('peers that are no message centre', () => {
  async function against(serve: (socket: Socket) => void): Promise<unknown> {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      open.push(() => socket.destroy());
      serve(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sms = driver({ host: '127.0.0.1', port, callTimeoutMs: 200, connectTimeoutMs: 100 });
    const outcome = await sms.send(SHORT).catch((error: unknown) => error);
    await sms.close();
    server.close();
    return outcome;
  }
  const pdu = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
  const BOUND = '00000012 80000009 00000000 00000001 6100';

  test.each<[string, string, (socket: Socket) => void]>([
    ['silence', 'unavailable', () => {}],
    ['an HTTP server', 'unavailable', (s) => s.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a PDU of 4 GB', 'unavailable', (s) => s.write(pdu('ffffffff 80000009'))],
    ['a PDU of 0 bytes', 'unavailable', (s) => s.write(pdu('00000000'))],
    ['a PDU of 2 bytes', 'unavailable', (s) => s.write(pdu('00000002'))],
    ['a PDU of 8 bytes', 'unavailable', (s) => s.write(pdu('00000008 80000009'))],
    ['a response to nothing', 'unavailable', (s) => s.write(pdu('00000012 80000004 00000000 00000063 6100'))],
    [
      'a bind, then half a response',
      'unknown',
      (s) => {
        s.once('data', () => {
          s.write(pdu(BOUND));
          s.once('data', () => s.end(pdu('00000012 80000004 0000')));
        });
      },
    ],
    [
      'a bind, then garbage',
      'unknown',
      (s) => {
        s.once('data', () => {
          s.write(pdu(BOUND));
          s.once('data', () => s.write(pdu('ffffffff ffffffff')));
        });
      },
    ],
  ])('%s', async (_name, fault, serve) => {
    const outcome = await against(serve);
    expect(outcome).toBeInstanceOf(ConnectorError);
    expect(outcome).toMatchObject({ fault });
  });

  // A receipt with an optional parameter of nobody's, one cut short, a text longer than its PDU; then what a message centre
  // may send unasked: an unknown command, outbind, alert_notification, data_sm, a deliver_sm without a body; then lengths.
  test.each([
    [
      'unknown TLV',
      '00000052000000050000000000000001000101383631373030303030303030310000013130363930303030000400000000000000001469643a3120737461743a44454c495652442065721400000461626364',
    ],
    [
      'TLV cut short',
      '00000050000000050000000000000001000101383631373030303030303030310000013130363930303030000400000000000000001469643a3120737461743a44454c49565244206572001e00326162',
    ],
    [
      'text longer than its PDU',
      '0000003b00000005000000000000000100010138363137303030303030303031000001313036393030303000040000000000000000c873686f7274',
    ],
    ['unknown command', '000000120000317700000000000000017878'],
    ['outbind', '000000180000000b0000000000000001736d736300707700'],
    ['alert_notification', '00000018000001020000000000000001014a330001653600'],
    ['data_sm', '0000001c00000103000000000000000100014a330001653600000000'],
    ['deliver_sm without a body', '00000010000000050000000000000001'],
    ['15 bytes', '0000000f0000000500000000000000'],
    ['2 GB', '7fffffff0000000500000000000000ff'],
  ])('after the bind, %s neither crashes the driver nor ends its work', async (_name, hex) => {
    const submits: number[] = [];
    let sent = false;
    const server = createServer((socket) => {
      open.push(() => socket.destroy());
      socket.on('error', () => {});
      let rest = Buffer.alloc(0);
      socket.on('data', (bytes) => {
        rest = Buffer.concat([rest, bytes]);
        while (rest.length >= 16 && rest.length >= rest.readUInt32BE(0)) {
          const [length, command, sequence] = [0, 4, 12].map((at) => rest.readUInt32BE(at));
          rest = rest.subarray(length);
          const answer = (body: string) => {
            const head = Buffer.alloc(16);
            head.writeUInt32BE(16 + body.length / 2, 0);
            head.writeUInt32BE((0x80000000 | command!) >>> 0, 4);
            head.writeUInt32BE(sequence!, 12);
            socket.write(Buffer.concat([head, pdu(body)]));
          };
          if (command === 0x09) {
            answer('6100');
            if (!sent) socket.write(pdu(hex));
            sent = true;
          } else if (command === 0x04) {
            submits.push(sequence!);
            answer('6100');
          }
        }
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const sms = driver({ host: '127.0.0.1', port });
    // What cannot be read may cost a session; the next message binds anew, and in the end one arrives.
    await waitFor(() => sms.send(SHORT));
    expect(submits.length).toBeGreaterThan(0);
  });

  test('a connection that went deaf is given up by the keep-alive', async () => {
    let closed: Promise<unknown> | undefined;
    const server = createServer((socket) => {
      socket.on('error', () => {});
      closed = once(socket, 'close');
      socket.once('data', () => {
        socket.write(pdu(BOUND));
        socket.once('data', () => socket.write(pdu('00000012 80000004 00000000 00000002 6100')));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sms = driver({ host: '127.0.0.1', port, enquireLinkMs: 20 });
    await sms.send(SHORT);
    await closed;
    server.close();
  });

  test('random bytes never crash or hang a send', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), async (noise) => {
        const outcome = await against((socket) => {
          socket.write(noise);
          socket.on('data', () => socket.end(noise));
        });
        expect(outcome).toBeInstanceOf(ConnectorError);
      }),
      { numRuns: 20, endOnFailure: true },
    );
  }, 60_000);
});

describe('encoding', () => {
  test('GSM: a septet an octet, extension characters behind an escape', () => {
    expect(encodeMessage('@£a€', 'r')).toEqual({
      dataCoding: 0,
      esmClass: 0,
      parts: [Buffer.of(0x00, 0x01, 0x61, 0x1b, 0x65)],
    });
  });

  test('UCS2: big-endian', () => {
    expect(encodeMessage('销', 'r')).toEqual({ dataCoding: 8, esmClass: 0, parts: [Buffer.of(0x95, 0x00)] });
  });

  test('a surrogate pair is never split: the part before it stays one unit short', () => {
    const { parts } = encodeMessage(`${'销'.repeat(66)}😀${'户'.repeat(10)}`, 'r')!;
    expect(parts.map((part) => part.length - 6)).toEqual([132, 24]);
  });

  test('an escape is never parted from its character', () => {
    const { parts } = encodeMessage(`${'x'.repeat(152)}€${'x'.repeat(20)}`, 'r')!;
    expect(parts.map((part) => part.length - 6)).toEqual([152, 22]);
  });

  test('parts carry the concatenation header and never exceed 140 octets or 160 septets', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400, size: 'max' }), (text) => {
        const encoded = encodeMessage(text, 'HB-1')!;
        const total = encoded.parts.length;
        const limit = encoded.dataCoding === 8 ? 140 : total > 1 ? 159 : 160;
        for (const [i, part] of encoded.parts.entries()) {
          expect(part.length).toBeLessThanOrEqual(limit);
          if (total === 1) continue;
          expect([...part.subarray(0, 3), part[4], part[5]]).toEqual([5, 0, 3, total, i + 1]);
          const first = part.readUInt16BE(6);
          if (encoded.dataCoding === 8) expect(first >= 0xdc00 && first <= 0xdfff).toBe(false);
        }
        if (encoded.dataCoding !== 8) return;
        const body = Buffer.concat(encoded.parts.map((part) => (total > 1 ? part.subarray(6) : part)));
        expect(body.swap16().toString('utf16le')).toBe(text.toWellFormed());
      }),
    );
  });

  test('the parts of a repeated message have the same number', () => {
    const number = (reference: string) => encodeMessage(LONG.text, reference)!.parts.map((part) => part[3]);
    expect(number('HB-1')).toEqual(number('HB-1'));
  });
});
