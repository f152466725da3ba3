import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createEs2PlusSmdp, type Es2PlusConfig } from '../../../src/connectors/es2plus/driver.ts';
import {
  HANDLE_DOWNLOAD_PROGRESS_INFO,
  HANDLE_NOTIFICATION,
  pathOf,
  SPEC_VERSION,
} from '../../../src/connectors/es2plus/functions.ts';
import { parseDownloadProgress, parseSmdpNotification } from '../../../src/connectors/es2plus/inbound.ts';
import { parseIccid } from '../../../src/domain/values/iccid.ts';
import type { Smdp } from '../../../src/ports/smdp.ts';
import {
  type CallBehaviour,
  type SmdpSimulator,
  startSmdpSimulator,
} from '../../../src/simulators/es2plus/simulator.ts';
import { expired, makeTestPki } from '../../../src/simulators/pki/tls-pki.ts';
import { describeSmdpContract, EID } from '../contracts/smdp-contract.ts';
import { createSmdpReporter } from './smdp-reports.ts';

const pki = makeTestPki('Handback test CA');
const OPERATOR = pki.client('operator.test');
const SERVER = pki.server(['127.0.0.1']);
const ICCID = parseIccid('8986001000000000021');
const ORDER = { key: 'HB-1', iccid: ICCID, eid: null, matchingId: null };
/** Long enough never to be met by a call that is answered at all. */
const PATIENT = 30_000;
/** Only for calls that nobody answers. */
const IMPATIENT = 300;

const startSimulator = () => startSmdpSimulator({ identity: SERVER, clientCaPem: pki.caPem });
const connectTo = (url: string, more: Partial<Es2PlusConfig> = {}): Smdp =>
  createEs2PlusSmdp({
    url,
    caPem: pki.caPem,
    identity: OPERATOR,
    requester: 'OPERATOR-1',
    callTimeoutMs: PATIENT,
    ...more,
  });

describeSmdpContract('ES2+ simulator', async () => {
  const simulator = await startSimulator();
  return {
    connect: () => connectTo(simulator.url),
    put: simulator.putProfile,
    state: (iccid) => simulator.profile(iccid)?.state,
    download: simulator.download,
    stop: simulator.close,
  };
});

describe('ES2+', () => {
  const open: (() => unknown)[] = [];
  let simulator: SmdpSimulator;
  let smdp: Smdp;
  const connect = (more: Partial<Es2PlusConfig> = {}): Smdp => {
    const driver = connectTo(simulator.url, more);
    open.push(() => driver.close());
    return driver;
  };
  beforeEach(async () => {
    simulator = await startSimulator();
    open.push(() => simulator.close());
    simulator.putProfile({ iccid: ICCID, state: 'released' });
    smdp = connect();
  });
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  describe('what is sent', () => {
    test('the header names the operator and the call, the final status is Unavailable', async () => {
      await smdp.cancelOrder({ ...ORDER, eid: EID, matchingId: 'ABC-1' });
      expect(simulator.calls).toEqual([
        {
          requester: 'OPERATOR-1',
          callId: 'HB-1',
          client: 'operator.test',
          userAgent: 'handback',
          adminProtocol: 'gsma/rsp/v2.2.2',
          body: {
            header: { functionRequesterIdentifier: 'OPERATOR-1', functionCallIdentifier: 'HB-1' },
            iccid: `${ICCID}F`,
            eid: EID,
            matchingId: 'ABC-1',
            finalProfileStatusIndicator: 'Unavailable',
          },
        },
      ]);
    });

    test('EID and matching id are left out where the order has none', async () => {
      await smdp.cancelOrder(ORDER);
      expect(Object.keys(simulator.calls[0]!.body)).toEqual([
        'header',
        'iccid',
        'finalProfileStatusIndicator',
      ]);
    });

    test('release, user agent and form of the ICCID are what the configuration says', async () => {
      await connect({
        specVersion: SPEC_VERSION.v3,
        userAgent: 'gsma-rsp-lpad',
        iccidForm: 'bare',
      }).cancelOrder(ORDER);
      expect(simulator.calls).toMatchObject([
        { userAgent: 'gsma-rsp-lpad', adminProtocol: 'gsma/rsp/v3.1.0', body: { iccid: ICCID } },
      ]);
    });

    test.each([
      ['a key of another certificate', { identity: { ...OPERATOR, keyPem: SERVER.keyPem } }],
      ['a certificate that is none', { identity: { ...OPERATOR, certPem: 'x' } }],
      ['an address that is none', { url: 'smdp.example.com' }],
    ])('%s is found out at the start, not at the first call', (_name, config) => {
      expect(() => connect(config)).toThrow();
    });

    test('calls one after the other share a connection', async () => {
      const connections: unknown[] = [];
      const server = createServer({ cert: SERVER.certPem, key: SERVER.keyPem }, (_request, response) => {
        response.end('{"header":{"functionExecutionStatus":{"status":"Executed-Success"}}}');
      });
      server.on('secureConnection', (socket) => connections.push(socket));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const driver = connectTo(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await driver.cancelOrder(ORDER);
      await driver.cancelOrder(ORDER);
      expect(connections).toHaveLength(1);
      await driver.close();
      server.close();
    });

    test('the evidence is the answer as received, head and body', async () => {
      const [answer] = (await smdp.cancelOrder(ORDER)).answers;
      const text = Buffer.from(answer!.answer).toString();
      expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Type: application\/json\r\n/);
      expect(text).toMatch(
        /\r\n\r\n\{"header":\{"functionExecutionStatus":\{"status":"Executed-Success"\}\}\}$/,
      );
      expect(answer!.request).toMatch(
        /^POST https:\/\/127\.0\.0\.1:\d+\/gsma\/rsp2\/es2plus\/cancelOrder\n\{/,
      );
    });
  });

  describe('what is answered', () => {
    test('Executed-WithWarning is executed', async () => {
      simulator.inject(() => ({ answer: { status: 'Executed-WithWarning' }, executed: true }));
      expect((await smdp.cancelOrder(ORDER)).value).toBe('cancelled');
    });

    test("another operator's profile is refused", async () => {
      simulator.putProfile({ iccid: ICCID, state: 'released', owner: 'OPERATOR-2' });
      await expect(smdp.cancelOrder(ORDER)).rejects.toMatchObject({ fault: 'refused', detail: '8.2.1/1.2' });
      expect(simulator.profile(ICCID)?.state).toBe('released');
    });

    test.each([
      ['a code that is in no table', '8.2.8/3.8', 'refused'],
      ['an invalid transition', '8.2.1/3.5', 'refused'],
      ['an SM-DP+ that is busy', '1.2/4.4', 'unavailable'],
      ['an error while executing', '8.8/4.2', 'unknown'],
      ['an SM-DS that cannot be reached', '8.9/5.1', 'unknown'],
    ])('%s', async (_name, code, fault) => {
      simulator.inject(() => ({ answer: { status: 'Failed', code }, executed: false }));
      await expect(smdp.cancelOrder(ORDER)).rejects.toMatchObject({ fault, detail: code });
    });

    test('Failed without a code is refused', async () => {
      simulator.inject(() => ({ answer: { status: 'Failed' }, executed: false }));
      await expect(smdp.cancelOrder(ORDER)).rejects.toMatchObject({
        fault: 'refused',
        detail: 'no_status_code',
      });
    });

    test('Expired was not executed, and the same call is executed later', async () => {
      simulator.inject(() => ({ answer: { status: 'Expired' }, executed: false }));
      await expect(smdp.cancelOrder(ORDER)).rejects.toMatchObject({
        fault: 'unavailable',
        detail: 'expired',
      });
      simulator.inject();
      expect((await smdp.cancelOrder(ORDER)).value).toBe('cancelled');
    });
  });

  describe('answers that are lost', () => {
    test.each<[CallBehaviour['answer'], boolean, string]>([
      ['html', true, 'answer_not_json'],
      ['html', false, 'answer_not_json'],
      ['empty', true, 'answer_empty'],
      ['http_500', true, 'http_500'],
      ['http_500', false, 'http_500'],
      ['cut', true, 'ECONNRESET'],
      ['cut', false, 'ECONNRESET'],
    ])(
      '%s, executed: %s, is unknown, and asking again with the key tells',
      async (answer, executed, detail) => {
        simulator.inject(() => ({ answer, executed }));
        await expect(smdp.cancelOrder(ORDER)).rejects.toMatchObject({ fault: 'unknown', detail });
        simulator.inject();
        expect((await smdp.cancelOrder(ORDER)).value).toBe('cancelled');
        expect(simulator.calls.map((call) => call.callId)).toEqual(['HB-1', 'HB-1']);
        expect(simulator.profile(ICCID)?.state).toBe('unavailable');
      },
    );

    test('silence ends within the time as unknown', async () => {
      simulator.inject(() => ({ answer: 'silent', executed: true }));
      await vi.waitFor(
        () =>
          expect(connect({ callTimeoutMs: IMPATIENT }).cancelOrder(ORDER)).rejects.toMatchObject({
            fault: 'unknown',
            detail: 'timeout',
          }),
        { timeout: PATIENT },
      );
      expect(simulator.profile(ICCID)?.state).toBe('unavailable');
    });

    test('close ends a call under way as unknown', async () => {
      const asked = Promise.withResolvers<void>();
      simulator.inject(() => {
        asked.resolve();
        return { answer: 'silent', executed: false };
      });
      const outcome = expect(smdp.cancelOrder(ORDER)).rejects.toMatchObject({
        fault: 'unknown',
        detail: 'closed',
      });
      await asked.promise;
      await smdp.close();
      await outcome;
    });

    test('down: unavailable, and works again once it is up', async () => {
      await simulator.down();
      await expect(smdp.cancelOrder(ORDER)).rejects.toMatchObject({
        fault: 'unavailable',
        detail: 'ECONNREFUSED',
      });
      await simulator.up();
      expect((await smdp.cancelOrder(ORDER)).value).toBe('cancelled');
    });

    test('a server certificate that expired is noticed on the next connection', async () => {
      await smdp.cancelOrder(ORDER);
      simulator.useIdentity(pki.server(['127.0.0.1'], expired()));
      simulator.dropConnections();
      await vi.waitFor(
        () =>
          expect(smdp.cancelOrder(ORDER)).rejects.toMatchObject({
            fault: 'unavailable',
            detail: 'CERT_HAS_EXPIRED',
          }),
        { timeout: PATIENT },
      );
      expect(simulator.calls).toHaveLength(1);
    });
  });

  describe('the other direction', () => {
    test.each([
      [HANDLE_DOWNLOAD_PROGRESS_INFO, SPEC_VERSION.v2, parseDownloadProgress],
      [HANDLE_NOTIFICATION, SPEC_VERSION.v3, parseSmdpNotification],
    ] as const)(
      '$name is sent with the client certificate, and is understood',
      async (fn, specVersion, parse) => {
        const received: { path: string; protocol: unknown; body: Record<string, unknown> }[] = [];
        const operator = createServer(
          {
            cert: SERVER.certPem,
            key: SERVER.keyPem,
            ca: pki.caPem,
            requestCert: true,
            rejectUnauthorized: true,
          },
          (request, response) => {
            const chunks: Buffer[] = [];
            request.on('data', (chunk: Buffer) => chunks.push(chunk));
            request.on('end', () => {
              received.push({
                path: request.url ?? '',
                protocol: request.headers['x-admin-protocol'],
                body: JSON.parse(Buffer.concat(chunks).toString()),
              });
              response.writeHead(fn.successStatus).end();
            });
          },
        );
        open.push(() => operator.close());
        operator.listen(0, '127.0.0.1');
        await once(operator, 'listening');
        const reporter = createSmdpReporter({
          url: `https://127.0.0.1:${(operator.address() as AddressInfo).port}`,
          caPem: pki.caPem,
          identity: pki.client('smdp.test'),
          requester: 'SMDP-1',
          specVersion,
          callTimeoutMs: PATIENT,
        });
        const at = new Date('2026-03-01T08:00:00Z');
        const answer = await reporter.report(fn, { iccid: ICCID, eid: EID, event: 8, at });
        reporter.close();
        expect(answer).toEqual({ status: 204, body: '' });
        expect(received).toMatchObject([{ path: pathOf(fn), protocol: `gsma/rsp/v${specVersion}` }]);
        const mandatory = Object.entries(fn.fields).filter(([, rule]) => rule === 'M');
        expect(Object.keys(received[0]!.body)).toEqual(
          expect.arrayContaining(mandatory.map(([field]) => field)),
        );
        expect(parse(received[0]!.body, { 8: 'deleted' })).toMatchObject({
          event: { requester: 'SMDP-1', iccid: ICCID, eid: EID, happened: 'deleted', point: 8, at },
        });
      },
    );
  });
});
