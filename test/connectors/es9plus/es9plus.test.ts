import { request } from 'node:https';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { createEs2PlusEndpoint } from '../../../src/connectors/es2plus/endpoint.ts';
import {
  HANDLE_DOWNLOAD_PROGRESS_INFO,
  HANDLE_NOTIFICATION,
  SPEC_VERSION,
} from '../../../src/connectors/es2plus/functions.ts';
import type { SmdpEvent } from '../../../src/connectors/es2plus/inbound.ts';
import { createEs9PlusReceiver, HANDLE_NOTIFICATION_PATH } from '../../../src/connectors/es9plus/receiver.ts';
import { parseEid } from '../../../src/domain/values/eid.ts';
import { parsePendingNotification } from '../../../src/rsp/notification.ts';
import { makeTestPki } from '../../../src/simulators/pki/tls-pki.ts';
import { profileIccid, TestDevice } from '../../support/esim.ts';
import { createSmdpReporter } from '../es2plus/smdp-reports.ts';

const pki = makeTestPki('endpoints');
const identity = pki.server(['localhost', '127.0.0.1']);
const tls = { cert: identity.certPem, key: identity.keyPem };

let stored: Buffer[] = [];
let failing = false;
const accept = async (raw: Buffer): Promise<'accepted' | 'quarantined'> => {
  if (failing) throw new Error('the database is away');
  stored.push(raw);
  return raw.length < 10 ? 'quarantined' : 'accepted';
};
const phones = createEs9PlusReceiver({ tls, accept, silenceMs: 400, maxConnections: 1_500 });
await phones.listen({ host: '127.0.0.1', port: 0 });
const port = (phones.server.address() as { port: number }).port;
const events: SmdpEvent[] = [];
const smdps = createEs2PlusEndpoint({
  tls: { ...tls, ca: pki.caPem },
  points: { 5: 'deleted' },
  onEvent: async (event) => void events.push(event),
  accept,
});
await smdps.listen({ host: '127.0.0.1', port: 0 });
const smdpPort = (smdps.server.address() as { port: number }).port;
afterAll(() => Promise.all([phones.close(), smdps.close()]));

interface Sent {
  readonly body: string | Buffer;
  readonly type?: string;
  readonly port?: number;
  readonly client?: { readonly cert: string; readonly key: string };
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

function post({ body, type = 'application/json', port: to = port, client }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...{ host: '127.0.0.1', servername: 'localhost', port: to, method: 'POST', agent: false },
        ...{ path: HANDLE_NOTIFICATION_PATH, ca: pki.caPem, ...client },
        headers: {
          'content-type': type,
          'content-length': Buffer.byteLength(body),
          'x-admin-protocol': 'gsma/rsp/v2.2.2',
          'user-agent': 'gsma-rsp-lpad',
        },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const json = (raw: Buffer): string => JSON.stringify({ pendingNotification: raw.toString('base64') });
const NOTIFICATION = new TestDevice(1).notify('delete', profileIccid(1));
/** Of the form of a notification, with one byte of its signature changed. */
function forged(n: number): Buffer {
  const notification = new TestDevice(1).notify('delete', profileIccid(n), 1_000 + n);
  const { signature } = parsePendingNotification(notification);
  const at = notification.indexOf(signature);
  notification[at + 10]! ^= 1;
  return notification;
}

describe('the endpoint for phones', () => {
  it('acknowledges with 204, nothing in it, and the protocol, once the bytes are stored as they were sent', async () => {
    stored = [];
    const answer = await post({ body: json(NOTIFICATION), type: 'application/json; charset=utf-8' });
    expect(answer).toMatchObject({
      status: 204,
      body: '',
      headers: { 'x-admin-protocol': 'gsma/rsp/v2.2.2' },
    });
    expect(stored).toEqual([NOTIFICATION]);
  });

  it('keeps the phone trying while nothing can be stored', async () => {
    failing = true;
    const answer = await post({ body: json(NOTIFICATION) });
    failing = false;
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('60');
  });

  it('hands on bytes that are no notification: what is wrong inside is not for a endpoint to judge', async () => {
    stored = [];
    expect((await post({ body: json(Buffer.from('hello')) })).status).toBe(204);
    expect(stored).toEqual([Buffer.from('hello')]);
  });

  it.each([
    ['text that is no JSON', '{"pendingNotification":', 400],
    ['an empty object', '{}', 400],
    ['null', 'null', 400],
    ['a number in place of the text', '{"pendingNotification":5}', 400],
    ['an empty notification', '{"pendingNotification":""}', 400],
    ['base64 with garbage', '{"pendingNotification":"AAAA$$$$"}', 400],
    ['base64 that is cut off', '{"pendingNotification":"AAAAA"}', 400],
    ['base64url', '{"pendingNotification":"AA-_"}', 400],
    ['10 MB', `{"pendingNotification":"${'A'.repeat(10_000_000)}"}`, 413],
  ])('refuses %s and stores nothing', async (_name, body, status) => {
    stored = [];
    // A server that refuses early may close before it read all that was sent.
    const answer = await post({ body }).catch((error: NodeJS.ErrnoException) => {
      if (status === 413 && (error.code === 'EPIPE' || error.code === 'ECONNRESET')) return { status: 413 };
      throw error;
    });
    expect(answer.status).toBe(status);
    expect(stored).toEqual([]);
  });

  it('goes on taking what is signed from an address that sent much that is not, which is dropped', async () => {
    const kept: Buffer[] = [];
    // As the operation does it: without `keepUnsigned` only what is signed is stored.
    const judged = async (raw: Buffer, { keepUnsigned }: { keepUnsigned: boolean }) => {
      const signed = raw.equals(NOTIFICATION);
      if (!signed && !keepUnsigned) return 'dropped';
      kept.push(raw);
      return signed ? 'accepted' : 'quarantined';
    };
    const endpoint = createEs9PlusReceiver({ tls, accept: judged, junkPerHour: 3 });
    await endpoint.listen({ host: '127.0.0.1', port: 0 });
    const { port: to } = endpoint.server.address() as { port: number };
    const junk = Array.from({ length: 40 }, (_, i) => Buffer.from(`junk ${i}`));
    const statuses = await Promise.all(
      junk.map(async (raw) => (await post({ port: to, body: json(raw) })).status),
    );
    expect(statuses.filter((status) => status === 204)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(37);
    const told = await post({ port: to, body: json(forged(1)) });
    expect([told.status, Number(told.headers['retry-after']) > 3_000]).toEqual([429, true]);
    expect((await post({ port: to, body: json(NOTIFICATION) })).status).toBe(204);
    expect(kept.filter((raw) => raw.equals(NOTIFICATION))).toHaveLength(1);
    expect(kept).toHaveLength(4);
    await endpoint.close();
  });

  it('has phones keep their copy while the processor has done enough for their address', async () => {
    let looked = 0;
    const busy = async (_: Buffer, { keepUnsigned }: { keepUnsigned: boolean }) => {
      looked += 1;
      return keepUnsigned ? ('quarantined' as const) : ('dropped' as const);
    };
    const limits = {
      storedPerHour: { client: 2, all: 100 },
      verified: { client: { atOnce: 5, perSecond: 0.001 }, all: { atOnce: 100, perSecond: 1 } },
    };
    const endpoint = createEs9PlusReceiver({ tls, accept: busy, limits });
    await endpoint.listen({ host: '127.0.0.1', port: 0 });
    const { port: to } = endpoint.server.address() as { port: number };
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => post({ port: to, body: json(forged(i)) })),
    );
    const by = (status: number) => answers.filter((answer) => answer.status === status);
    expect([by(204).length, by(429).length, by(503).length]).toEqual([2, 5, 23]);
    expect(looked).toBe(7);
    for (const { headers } of by(503)) expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(60);
    await endpoint.close();
  });

  it('lets go of a thousand connections that say nothing, and serves others meanwhile', async () => {
    const open = Array.from({ length: 1_000 }, () => connectTcp({ host: '127.0.0.1', port }));
    const closed = open.map((socket) => ended(socket));
    await Promise.all(open.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    expect((await post({ body: json(NOTIFICATION) })).status).toBe(204);
    await Promise.all(closed);
  });

  it('lets go of one that begins a request and never ends it', async () => {
    const socket = connectTls({ host: '127.0.0.1', port, ca: pki.caPem, servername: 'localhost' });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    socket.write(`POST ${HANDLE_NOTIFICATION_PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n`);
    await ended(socket);
  });
});

describe('the endpoint for SM-DP+s', () => {
  const client = pki.client('smdp');
  const credentials = { cert: client.certPem, key: client.keyPem };

  it('takes the bytes that a phone delivered, bare or as JSON, from those with a certificate only', async () => {
    stored = [];
    const forward = { port: smdpPort, client: credentials };
    const bare = await post({ ...forward, body: NOTIFICATION, type: 'application/octet-stream' });
    expect(bare.status).toBe(204);
    expect((await post({ ...forward, body: json(NOTIFICATION) })).status).toBe(204);
    expect(stored).toEqual([NOTIFICATION, NOTIFICATION]);
    await expect(post({ port: smdpPort, body: json(NOTIFICATION) })).rejects.toThrow();
    const stranger = makeTestPki('stranger').client('smdp');
    await expect(
      post({
        port: smdpPort,
        body: json(NOTIFICATION),
        client: { cert: stranger.certPem, key: stranger.keyPem },
      }),
    ).rejects.toThrow();
    expect(stored).toHaveLength(2);
  });

  it.each([
    [HANDLE_DOWNLOAD_PROGRESS_INFO, SPEC_VERSION.v2],
    [HANDLE_NOTIFICATION, SPEC_VERSION.v3],
  ])('hears of downloads and of what a vendor calls 5: $name', async (declaration, specVersion) => {
    events.length = 0;
    const reporter = createSmdpReporter({
      url: `https://127.0.0.1:${smdpPort}`,
      caPem: pki.caPem,
      identity: client,
      requester: '1.2.3',
      specVersion,
      callTimeoutMs: 5_000,
    });
    const iccid = profileIccid(7);
    const eid = parseEid('89049032123451234512345678901235');
    const at = new Date('2026-01-02T03:04:05Z');
    await reporter.report(declaration, { iccid, eid, event: 3, at });
    await reporter.report(declaration, { iccid, eid, event: 5, at });
    await reporter.close();
    expect(events.map((event) => [event.iccid, event.happened])).toEqual([
      [iccid, 'downloaded'],
      [iccid, 'deleted'],
    ]);
  });
});

function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.once('close', () => resolve());
  });
}
