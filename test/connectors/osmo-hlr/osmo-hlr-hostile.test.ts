import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { createOsmoHlr } from '../../../src/connectors/osmo-hlr/driver.ts';
import { parseImsi } from '../../../src/domain/values/imsi.ts';
import { ConnectorError } from '../../../src/ports/connector-error.ts';
import type { Hlr } from '../../../src/ports/hlr.ts';

const IMSI = parseImsi('001010000000001');
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe('peers that are no HLR at all', () => {
  type Channel = 'ctrlPort' | 'vtyPort' | 'gsupPort';
  const call: Record<Channel, (hlr: Hlr) => Promise<unknown>> = {
    ctrlPort: (hlr) => hlr.lookup(IMSI),
    vtyPort: (hlr) => hlr.bar(IMSI),
    gsupPort: (hlr) => hlr.cancelLocation(IMSI, { domain: 'cs', name: 'VLR' }),
  };
  async function against(channel: Channel, serve: (socket: Socket) => void): Promise<unknown> {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      open.push(() => socket.destroy());
      serve(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const hlr = createOsmoHlr({
      host: '127.0.0.1',
      [channel]: port,
      callTimeoutMs: 200,
      connectTimeoutMs: 100,
    });
    const outcome = await call[channel](hlr).catch((error: unknown) => error);
    await hlr.close();
    server.close();
    return outcome;
  }
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  const banner = (socket: Socket, onEnabled: (line: string) => void): void => {
    socket.write('OsmoHLR> ');
    let seen = '';
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1');
      if (seen === 'enable\n') socket.write('enable\r\nOsmoHLR# ');
      else if (seen.endsWith('none\n')) onEnabled(seen.slice('enable\n'.length, -1));
    });
  };

  const cases: readonly (readonly [string, Channel, string, (socket: Socket) => void])[] = [
    [
      'CTRL: a frame of 65,535 bytes',
      'ctrlPort',
      'unknown',
      (s) => s.once('data', () => s.write(bytes('\xff\xff\xee\x00'))),
    ],
    [
      'CTRL: an HTTP server',
      'ctrlPort',
      'unknown',
      (s) => s.once('data', () => s.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
    ],
    [
      'CTRL: "ERROR err"',
      'ctrlPort',
      'unknown',
      (s) => s.once('data', () => s.write(bytes('\x00\x10\xee\x00ERROR err what?'))),
    ],
    [
      'CTRL: a reply to another question',
      'ctrlPort',
      'unknown',
      (s) => s.once('data', () => s.write(bytes('\x00\x10\xee\x00GET_REPLY 1 x y'))),
    ],
    [
      'CTRL: half a frame and then nothing',
      'ctrlPort',
      'unknown',
      (s) => s.once('data', () => s.write(bytes('\x00\x80\xee\x00GET_REPLY 1'))),
    ],
    [
      'CTRL: half a frame and the end',
      'ctrlPort',
      'unknown',
      (s) => s.once('data', () => s.end(bytes('\x00\x80\xee\x00GET_REPLY 1'))),
    ],
    ['VTY: no banner', 'vtyPort', 'unavailable', () => {}],
    ['VTY: an endless banner', 'vtyPort', 'unavailable', (s) => s.write(Buffer.alloc(40_000, 'x'))],
    ['VTY: a password', 'vtyPort', 'unavailable', (s) => s.write('Password: ')],
    [
      'VTY: enable is not granted',
      'vtyPort',
      'unavailable',
      (s) => {
        s.write('OsmoHLR> ');
        s.once('data', () => s.write('enable\r\n% No\r\nOsmoHLR# '));
      },
    ],
    [
      'VTY: an answer to another command',
      'vtyPort',
      'unknown',
      (s) => banner(s, () => s.write('reboot\r\nOsmoHLR# ')),
    ],
    [
      'VTY: an endless answer',
      'vtyPort',
      'unknown',
      (s) => banner(s, (line) => s.write(`${line}\r\n${'x'.repeat(40_000)}`)),
    ],
    [
      'VTY: a NUL in the answer',
      'vtyPort',
      'unknown',
      (s) => banner(s, (line) => s.write(`${line}\r\n\0\r\nOsmoHLR# `)),
    ],
    [
      'VTY: an error nobody knows',
      'vtyPort',
      'refused',
      (s) => banner(s, (line) => s.write(`${line}\r\n% Out of cheese\r\nOsmoHLR# `)),
    ],
    ['GSUP: no identity request', 'gsupPort', 'unavailable', () => {}],
    ['GSUP: a frame of another stream', 'gsupPort', 'unavailable', (s) => s.write(bytes('\x00\x01\x7f\x00'))],
    [
      'GSUP: the end before a PONG',
      'gsupPort',
      'unavailable',
      (s) => s.end(bytes('\x00\x03\xfe\x04\x01\x00')),
    ],
    [
      'GSUP: a result that is cut short',
      'gsupPort',
      'unknown',
      (s) => s.once('data', () => s.write(bytes('\x00\x01\xfe\x01\x00\x04\xee\x05\x1e\x01\x08'))),
    ],
  ];

  test.each(cases)('%s', async (_name, channel, fault, serve) => {
    const outcome = await against(channel, (socket) => {
      if (channel === 'gsupPort' && fault === 'unknown') {
        socket.write(bytes('\x00\x03\xfe\x04\x01\x00'));
        socket.once('data', () => {
          socket.write(bytes('\x00\x01\xfe\x01'));
          socket.once('data', () => socket.write(bytes('\x00\x04\xee\x05\x1e\x01\x08')));
        });
      } else serve(socket);
    });
    expect(outcome).toBeInstanceOf(ConnectorError);
    expect(outcome).toMatchObject({ fault });
  });

  test.each(['ctrlPort', 'vtyPort', 'gsupPort'] as const)(
    'random bytes on %s never crash or hang a call',
    async (channel) => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 80 }), async (noise) => {
          const outcome = await against(channel, (socket) => {
            socket.write(noise);
            socket.on('data', () => socket.end(noise));
          });
          expect(outcome).toBeInstanceOf(ConnectorError);
        }),
        { numRuns: 15, endOnFailure: true },
      );
    },
    60_000,
  );
});
