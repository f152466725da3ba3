import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createEs2PlusSmdp, type Es2PlusConfig } from '../../../src/connectors/es2plus/driver.ts';
import { CANCEL_ORDER, pathOf } from '../../../src/connectors/es2plus/functions.ts';
import { parseIccid } from '../../../src/domain/values/iccid.ts';
import type { Smdp } from '../../../src/ports/smdp.ts';
import { startSmdpSimulator } from '../../../src/simulators/es2plus/simulator.ts';
import { expired, makeTestPki } from '../../../src/simulators/pki/tls-pki.ts';

const pki = makeTestPki('Handback test CA');
const otherPki = makeTestPki('Handback test CA');
const SERVER = pki.server(['127.0.0.1']);
const OPERATOR = pki.client('operator.test');
const ORDER = { key: 'HB-1', iccid: parseIccid('8986001000000000021'), eid: null, matchingId: null };
/** Long enough never to be met by a call that is answered at all. */
const PATIENT = 30_000;
/** Only for calls that nobody answers. */
const IMPATIENT = 300;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function listen(server: Server): Promise<number> {
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => {});
    open.push(() => socket.destroy());
  });
  open.push(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function connect(port: number, more: Partial<Es2PlusConfig> = {}): Smdp {
  const smdp = createEs2PlusSmdp({
    url: `https://127.0.0.1:${port}`,
    caPem: pki.caPem,
    identity: OPERATOR,
    requester: 'OPERATOR-1',
    callTimeoutMs: PATIENT,
    ...more,
  });
  open.push(() => smdp.close());
  return smdp;
}

/** A TLS server that hands over each connection when a request comes in. */
async function serving(
  serve: (socket: TLSSocket) => void,
  identity = SERVER,
): Promise<{ port: number; requests: () => number }> {
  let requests = 0;
  const server = createTlsServer({ cert: identity.certPem, key: identity.keyPem }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      if (!chunk.includes('POST /')) return;
      requests++;
      serve(socket);
    });
  });
  server.on('tlsClientError', () => {});
  return { port: await listen(server), requests: () => requests };
}

const http = (body: string | Buffer, status = '200 OK', more = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}\r\n`),
    Buffer.from(body),
  ]);
const said = (status: string): string => `{"header":{"functionExecutionStatus":${status}}}`;
const SUCCESS = said('{"status":"Executed-Success"}');

describe('peers that are no SM-DP+, or a broken one', () => {
  test.each<[string, string, string, Buffer]>([
    ['a page of HTML', 'unknown', 'answer_not_json', http('<html><h1>It works!</h1></html>')],
    ['no body', 'unknown', 'answer_empty', http('')],
    ['half of an object', 'unknown', 'answer_not_json', http(SUCCESS.slice(0, -1))],
    ['two objects', 'unknown', 'answer_not_json', http(SUCCESS + SUCCESS)],
    ['bytes that are not UTF-8', 'unknown', 'answer_not_json', http(Buffer.from([0x22, 0xff, 0x22]))],
    ['compressed JSON', 'unknown', 'answer_not_json', http(gzipSync(SUCCESS))],
    [
      'the status said twice',
      'unknown',
      'answer_not_json',
      http(said('{"status":"Failed","status":"Executed-Success"}')),
    ],
    [
      'the status said twice, once in disguise',
      'unknown',
      'answer_not_json',
      http(said('{"status":"Failed","\\u0073tatus":"Executed-Success"}')),
    ],
    ['the header said twice', 'unknown', 'answer_not_json', http(`{"header":{},${SUCCESS.slice(1)}`)],
    ['null', 'unknown', 'answer_without_status', http('null')],
    ['a list', 'unknown', 'answer_without_status', http(`[${SUCCESS}]`)],
    ['a list as header', 'unknown', 'answer_without_status', http('{"header":[]}')],
    ['no status', 'unknown', 'answer_without_status', http(said('{}'))],
    [
      'a status that is none',
      'unknown',
      'answer_without_status',
      http(said('{"status":"executed-success"}')),
    ],
    ['a list of statuses', 'unknown', 'answer_without_status', http(said('{"status":["Executed-Success"]}'))],
    [
      'a status hidden in the prototype',
      'unknown',
      'answer_without_status',
      http('{"__proto__":{"header":{"functionExecutionStatus":{"status":"Executed-Success"}}}}'),
    ],
    ['32,000 open brackets', 'unknown', 'answer_not_json', http('['.repeat(32_000))],
    ['32,000 lists in each other', 'unknown', 'answer_not_json', http(deep(30_000))],
    ['success without a body', 'unknown', 'http_204', http('', '204 No Content')],
    ['success that is no 200', 'unknown', 'http_202', http(SUCCESS, '202 Accepted')],
    ['a gateway without its server', 'unknown', 'http_502', http(SUCCESS, '502 Bad Gateway')],
    ['a server that is overloaded', 'unknown', 'http_503', http('', '503 Service Unavailable')],
    ['too many requests', 'unavailable', 'http_429', http('', '429 Too Many Requests')],
    ['a certificate that a proxy rejects', 'refused', 'http_400', http('', '400 Bad Request')],
    ['no permission', 'refused', 'http_403', http(SUCCESS, '403 Forbidden')],
    ['nothing at this path', 'refused', 'http_404', http('', '404 Not Found')],
    [
      'a redirection',
      'refused',
      'http_307',
      http('', '307 Temporary Redirect', 'Location: https://example.com/\r\n'),
    ],
    ['a body over the limit', 'unknown', 'answer_too_large', http(`${SUCCESS}${' '.repeat(65_536)}`)],
    [
      'a header over the limit',
      'unknown',
      'HPE_HEADER_OVERFLOW',
      http(SUCCESS, '200 OK', `X: ${'x'.repeat(20_000)}\r\n`),
    ],
    [
      'two lengths',
      'unknown',
      'HPE_UNEXPECTED_CONTENT_LENGTH',
      http(SUCCESS, '200 OK', 'Content-Length: 5\r\n'),
    ],
    ['another protocol', 'unknown', 'HPE_INVALID_CONSTANT', Buffer.from('SSH-2.0-OpenSSH_9.9\r\n')],
    ['zeros', 'unknown', 'HPE_INVALID_CONSTANT', Buffer.alloc(1000)],
  ])('%s is %s', async (_name, fault, detail, bytes) => {
    const { port, requests } = await serving((socket) => socket.write(bytes));
    await expect(connect(port).cancelOrder(ORDER)).rejects.toMatchObject({
      name: 'ConnectorError',
      fault,
      detail,
    });
    expect(requests()).toBe(1);
  });

  function deep(levels: number): string {
    return '['.repeat(levels) + ']'.repeat(levels);
  }

  test('what a broken peer answered is kept as evidence', async () => {
    const { port } = await serving((socket) => socket.write(http('<html>', '502 Bad Gateway')));
    await expect(connect(port).cancelOrder(ORDER)).rejects.toMatchObject({
      answers: [
        {
          interface: 'ES2+',
          meaning: 'not_understood',
          answer: Buffer.from('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>'),
        },
      ],
    });
  });

  test.each<[string, string, (socket: TLSSocket) => void]>([
    ['the end', 'ECONNRESET', (socket) => socket.end()],
    ['half a head and the end', 'ECONNRESET', (socket) => socket.end('HTTP/1.1 200 OK\r\nConte')],
    ['half a body and the end', 'ECONNRESET', (socket) => socket.end(http(SUCCESS).subarray(0, -4))],
    ['a lost connection', 'ECONNRESET', (socket) => socket.destroy()],
  ])('%s after the request is unknown, and not tried again', async (_name, detail, serve) => {
    const { port, requests } = await serving(serve);
    await expect(connect(port).cancelOrder(ORDER)).rejects.toMatchObject({ fault: 'unknown', detail });
    expect(requests()).toBe(1);
  });

  test.each<[string, string]>([
    ['nothing', ''],
    ['half a head', 'HTTP/1.1 200 OK\r\n'],
    ['half a body', `HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n${SUCCESS}`],
  ])('%s, and no end, is unknown after the time', async (_name, text) => {
    const { port } = await serving((socket) => socket.write(text));
    await vi.waitFor(
      () =>
        expect(connect(port, { callTimeoutMs: IMPATIENT }).cancelOrder(ORDER)).rejects.toMatchObject({
          fault: 'unknown',
          detail: 'timeout',
        }),
      { timeout: PATIENT },
    );
  });

  test('an answer that drips for ever is unknown after the time', async () => {
    const { port } = await serving((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      const drip = setInterval(() => socket.write('1\r\n \r\n'), 10);
      socket.on('close', () => clearInterval(drip));
    });
    await vi.waitFor(
      () =>
        expect(connect(port, { callTimeoutMs: IMPATIENT }).cancelOrder(ORDER)).rejects.toMatchObject({
          fault: 'unknown',
          detail: 'timeout',
        }),
      { timeout: PATIENT },
    );
  });

  test('an answer that never stops is cut off at the limit', async () => {
    const { port } = await serving((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      const chunk = `2000\r\n${' '.repeat(8192)}\r\n`;
      const pour = (): void => {
        while (socket.writable && socket.write(chunk));
        socket.once('drain', pour);
      };
      pour();
    });
    await expect(connect(port).cancelOrder(ORDER)).rejects.toMatchObject({
      fault: 'unknown',
      detail: 'answer_too_large',
    });
  });
});

describe('connections on which nothing is sent', () => {
  test.each([
    ['that expired', pki.server(['127.0.0.1'], expired()), 'CERT_HAS_EXPIRED'],
    [
      'of next year',
      pki.server(['127.0.0.1'], { notBefore: new Date('2199-01-01'), notAfter: new Date('2199-12-31') }),
      'CERT_NOT_YET_VALID',
    ],
    [
      'of another authority by the same name',
      otherPki.server(['127.0.0.1']),
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    [
      'of an unknown authority',
      makeTestPki('Other CA').server(['127.0.0.1']),
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    ['for another name', pki.server(['smdp.example.com']), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['for another address', pki.server(['127.0.0.2']), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['for clients', pki.client('127.0.0.1'), 'INVALID_PURPOSE'],
  ])(
    'a server certificate %s: unavailable, and the server sees no request',
    async (_name, identity, detail) => {
      const { port, requests } = await serving((socket) => socket.write(http(SUCCESS)), identity);
      await expect(connect(port).cancelOrder(ORDER)).rejects.toMatchObject({ fault: 'unavailable', detail });
      expect(requests()).toBe(0);
    },
  );

  test.each<[string, (socket: Socket) => void]>([
    ['a server without TLS', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a connection that is lost in the handshake', (socket) => socket.destroy()],
    ['a connection that ends in the handshake', (socket) => socket.end()],
    ['garbage', (socket) => socket.write(Buffer.alloc(500, 0x41))],
  ])('%s: unavailable, after one more try', async (_name, serve) => {
    let connections = 0;
    const server = createTcpServer((socket) => {
      connections++;
      socket.once('data', () => serve(socket));
    });
    const port = await listen(server);
    await expect(connect(port).cancelOrder(ORDER)).rejects.toMatchObject({ fault: 'unavailable' });
    expect(connections).toBe(2);
  });

  test('silence instead of a handshake: unavailable after the time', async () => {
    const port = await listen(createTcpServer());
    await expect(connect(port, { callTimeoutMs: IMPATIENT }).cancelOrder(ORDER)).rejects.toMatchObject({
      fault: 'unavailable',
      detail: 'timeout',
    });
  });

  test('a peer that loses the first connection is asked on a second one', async () => {
    const server = createTlsServer({ cert: SERVER.certPem, key: SERVER.keyPem }, (socket) => {
      socket.on('error', () => {});
      socket.on('data', () => socket.write(http(SUCCESS)));
    });
    server.on('tlsClientError', () => {});
    server.prependOnceListener('connection', (socket: Socket) => socket.destroy());
    const port = await listen(server);
    expect((await connect(port).cancelOrder(ORDER)).value).toBe('cancelled');
  });
});

describe('callers that the SM-DP+ does not let in', () => {
  const versions = ['TLSv1.2', 'TLSv1.3'] as const;
  const strangers = [
    ['of another authority', otherPki.client('operator.test')],
    ['that expired', pki.client('operator.test', expired())],
  ] as const;

  // In TLS 1.3 a client is done before the server has judged its certificate, so the driver cannot always know
  // that its request was thrown away.
  test.each(versions.flatMap((version) => strangers.map((stranger) => [version, ...stranger] as const)))(
    '%s: with a client certificate %s nothing is executed, and no result is claimed',
    async (maxTlsVersion, _name, identity) => {
      const simulator = await startSmdpSimulator({
        identity: SERVER,
        clientCaPem: pki.caPem,
        maxTlsVersion,
      });
      open.push(() => simulator.close());
      simulator.putProfile({ iccid: ORDER.iccid, state: 'released' });
      const smdp = connect(Number(new URL(simulator.url).port), { identity });
      await expect(smdp.cancelOrder(ORDER)).rejects.toMatchObject({
        fault: expect.stringMatching(/^(unavailable|unknown)$/),
      });
      expect(simulator.calls).toEqual([]);
      expect(simulator.profile(ORDER.iccid)?.state).toBe('released');
    },
  );

  test.each(versions)('%s: without a client certificate there is no answer', async (maxTlsVersion) => {
    const simulator = await startSmdpSimulator({ identity: SERVER, clientCaPem: pki.caPem, maxTlsVersion });
    open.push(() => simulator.close());
    const request = httpsRequest(simulator.url + pathOf(CANCEL_ORDER), { method: 'POST', ca: pki.caPem });
    request.end('{}');
    await expect(once(request, 'response')).rejects.toThrow();
    expect(simulator.calls).toEqual([]);
  });
});
