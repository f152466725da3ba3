import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  avpsOf,
  decodeAvps,
  encodeAvp,
  encodeMessage,
  FLAG,
  isRequest,
  type Message,
  numberOf,
  onlyOne,
  textOf,
} from '../../../src/connectors/s6a/codec.ts';
import { APPLICATION_S6A, AVP, COMMAND } from '../../../src/connectors/s6a/dictionary.ts';
import { parseImsi } from '../../../src/domain/values/imsi.ts';
import { ConnectorError } from '../../../src/ports/connector-error.ts';
import { waitFor } from '../../support/wait-for.ts';
import { IDENTITY } from './epc-network.ts';
import { ALIVE, answerBytes, GREETING, type RawPeer, rawPeer } from './raw-peer.ts';

const IMSI = parseImsi('001010000000001');
const NODE = { domain: 'ps', name: 'mme01.example' } as const;
const SUCCESS = {
  avps: [
    [AVP.resultCode, 2001],
    [AVP.originHost, NODE.name],
  ],
} as const;

const open: RawPeer[] = [];
afterEach(async () => {
  for (const peer of open.splice(0)) await peer.close();
});

async function against(...given: Parameters<typeof rawPeer>): Promise<RawPeer> {
  const peer = await rawPeer(...given);
  open.push(peer);
  return peer;
}

const request = (command: number, application: number, avps: readonly Buffer[] = []): Buffer =>
  encodeMessage({ flags: FLAG.request, command, application, hopByHop: 77, endToEnd: 88 }, avps);

/** What a message is after its turn, too. */
const copyOf = (message: Message): Message => ({ ...message, raw: Buffer.from(message.raw) });

const isCancel = (message: Message): boolean =>
  isRequest(message) && message.command === COMMAND.cancelLocation;

describe('the beginning of a link', () => {
  test('says who calls, from where, and what it speaks', async () => {
    const greetings: Message[] = [];
    const peer = await against(
      (message, socket) => {
        greetings.push(copyOf(message));
        socket.destroy();
      },
      { greeting: null },
    );
    await expect(peer.s6a.cancelLocation(IMSI, NODE)).rejects.toMatchObject({ fault: 'unavailable' });
    const avps = avpsOf(greetings[0]!);
    expect(textOf(onlyOne(avps, AVP.originHost))).toBe(IDENTITY.originHost);
    expect(textOf(onlyOne(avps, AVP.originRealm))).toBe(IDENTITY.originRealm);
    expect(onlyOne(avps, AVP.hostIpAddress)!.data.toString('hex')).toBe('00017f000001');
    const [vendor, application] = decodeAvps(onlyOne(avps, AVP.vendorSpecificApplicationId)!.data);
    expect([numberOf(vendor!), numberOf(application!)]).toEqual([10_415, APPLICATION_S6A]);
  });

  const refusals: readonly (readonly [string, Parameters<typeof rawPeer>[1], string])[] = [
    ['refuses us', { greeting: { avps: [[AVP.resultCode, 3010]] } }, 'cer_refused_3010'],
    ['gives no result', { greeting: { avps: [] } }, 'cer_refused_no_result'],
    [
      'does not speak S6a',
      {
        greeting: {
          avps: [
            [AVP.resultCode, 2001],
            [AVP.authApplicationId, 4],
          ],
        },
      },
      'application_unsupported',
    ],
    ['stays silent', { greeting: null, connectTimeoutMs: 100 }, 'connect_timeout'],
  ];
  test.each(refusals)('to a peer that %s fails with nothing sent', async (_name, options, detail) => {
    const peer = await against(() => undefined, options);
    await expect(peer.s6a.cancelLocation(IMSI, NODE)).rejects.toMatchObject({
      fault: 'unavailable',
      detail,
    });
  });
});

test('what else a peer wrote before its link was given up says nothing on the next one', async () => {
  let refused = 0;
  const peer = await against(
    (message, socket) => {
      if (isCancel(message)) socket.write(answerBytes(message, SUCCESS));
      else if (message.command === COMMAND.deviceWatchdog && isRequest(message))
        socket.write(answerBytes(message, ALIVE));
      else if (message.command !== COMMAND.capabilitiesExchange) return;
      else if (refused++ > 0) socket.write(answerBytes(message, GREETING));
      else {
        const refusal = answerBytes(message, { avps: [[AVP.resultCode, 3010]] });
        socket.write(Buffer.concat([refusal, request(COMMAND.deviceWatchdog, 0), refusal.subarray(0, 21)]));
      }
    },
    { greeting: null },
  );
  await expect(peer.s6a.cancelLocation(IMSI, NODE)).rejects.toMatchObject({ detail: 'cer_refused_3010' });
  await waitFor(async () =>
    expect((await peer.s6a.cancelLocation(IMSI, NODE)).value.acknowledged).toBe(true),
  );
  expect(peer.connections).toHaveLength(2);
});

describe('what a peer asks of us', () => {
  test('is answered: a sign of life with one, and what we do not serve with the code for it', async () => {
    const answers: Message[] = [];
    const session = encodeAvp(AVP.sessionId, 'mme;1;2');
    const proxy = encodeAvp(AVP.proxyInfo, [encodeAvp(AVP.originHost, 'dra')]);
    const peer = await against((message, socket) => {
      if (!isCancel(message)) {
        answers.push(copyOf(message));
        return;
      }
      socket.write(request(COMMAND.deviceWatchdog, 0));
      socket.write(request(COMMAND.capabilitiesExchange, 0));
      socket.write(request(274, 0));
      // Update-Location is for the HSS.
      socket.write(request(316, APPLICATION_S6A, [session, proxy]));
      socket.write(request(272, 4, [session]));
      socket.write(answerBytes(message, SUCCESS));
    });
    expect((await peer.s6a.cancelLocation(IMSI, NODE)).value.acknowledged).toBe(true);
    await waitFor(() => expect(answers).toHaveLength(5));
    const read = answers.map((message) => {
      const avps = avpsOf(message);
      return [
        message.command,
        numberOf(onlyOne(avps, AVP.resultCode)),
        (message.flags & FLAG.error) !== 0,
        textOf(onlyOne(avps, AVP.sessionId)),
        onlyOne(avps, AVP.proxyInfo) !== null,
      ];
    });
    expect(read).toEqual([
      [COMMAND.deviceWatchdog, 2001, false, null, false],
      [COMMAND.capabilitiesExchange, 5012, false, null, false],
      [274, 3001, true, null, false],
      [316, 3001, true, 'mme;1;2', true],
      [272, 3007, true, 'mme;1;2', false],
    ]);
    for (const { raw, hopByHop, endToEnd, flags } of answers) {
      expect([hopByHop, endToEnd, flags & FLAG.request]).toEqual([77, 88, 0]);
      expect(textOf(onlyOne(avpsOf({ raw }), AVP.originHost))).toBe(IDENTITY.originHost);
    }
  });

  test('without end, by a peer that reads no answer, ends the link', async () => {
    const peer = await against((message, socket) => {
      if (!isCancel(message)) return;
      socket.pause();
      socket.write(Buffer.concat(Array.from({ length: 200_000 }, () => request(COMMAND.deviceWatchdog, 0))));
    });
    await expect(peer.s6a.cancelLocation(IMSI, NODE)).rejects.toMatchObject({
      fault: 'unknown',
      detail: 'answers_not_read',
    });
  });
});

describe('the end of a link', () => {
  test('with requests in flight leaves unknown what came of them, and the next call gets a new link', async () => {
    let isBroken = true;
    const peer = await against((message, socket) => {
      if (isBroken) socket.destroy();
      else socket.write(answerBytes(message, SUCCESS));
    });
    const inFlight = await Promise.allSettled(
      Array.from({ length: 20 }, () => peer.s6a.cancelLocation(IMSI, NODE)),
    );
    for (const one of inFlight)
      expect(one).toMatchObject({ status: 'rejected', reason: { fault: 'unknown' } });
    isBroken = false;
    await waitFor(async () =>
      expect((await peer.s6a.cancelLocation(IMSI, NODE)).value.acknowledged).toBe(true),
    );
    expect(peer.connections.length).toBeGreaterThan(1);
  });

  test('that the peer asks for is agreed to; answers on their way still count, and nothing new is sent', async () => {
    const seen: string[] = [];
    const peer = await against((message, socket) => {
      if (isCancel(message)) {
        seen.push('cancel');
        if (seen.length > 1) socket.write(answerBytes(message, SUCCESS));
        else {
          socket.write(request(COMMAND.disconnectPeer, 0));
          held = { message: copyOf(message), socket };
        }
      } else if (message.command === COMMAND.disconnectPeer) {
        seen.push('agreed');
        held!.socket.end(answerBytes(held!.message, SUCCESS));
      }
    });
    let held: { readonly message: Message; readonly socket: Socket } | undefined;
    expect((await peer.s6a.cancelLocation(IMSI, NODE)).value.acknowledged).toBe(true);
    expect(seen).toEqual(['cancel', 'agreed']);
    await waitFor(async () =>
      expect((await peer.s6a.cancelLocation(IMSI, NODE)).value.acknowledged).toBe(true),
    );
    expect(peer.connections).toHaveLength(2);
  });

  test('that the peer asks for and does not bring about is ours to bring about', async () => {
    const peer = await against((message, socket) => {
      if (isCancel(message)) socket.write(request(COMMAND.disconnectPeer, 0));
    });
    await expect(peer.s6a.cancelLocation(IMSI, NODE)).rejects.toMatchObject({
      fault: 'unknown',
      detail: 'disconnect_requested',
    });
  });

  test('is told to the peer when we go', async () => {
    const farewells: Message[] = [];
    const peer = await against((message, socket) => {
      if (message.command === COMMAND.disconnectPeer) {
        farewells.push(copyOf(message));
        socket.write(answerBytes(message, { sessionId: null, avps: [[AVP.resultCode, 2001]] }));
      } else socket.write(answerBytes(message, SUCCESS));
    });
    await peer.s6a.cancelLocation(IMSI, NODE);
    await peer.s6a.close();
    expect(farewells).toHaveLength(1);
    expect(numberOf(onlyOne(avpsOf(farewells[0]!), AVP.disconnectCause))).toBe(2);
    await expect(peer.s6a.cancelLocation(IMSI, NODE)).rejects.toMatchObject({
      fault: 'unavailable',
      detail: 'closed',
    });
  });

  describe('by its watchdog', () => {
    const PATIENCE_MS = 30_000;
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
    afterEach(() => void vi.useRealTimers());

    test('comes when a peer gives no sign of life', async () => {
      const seen: number[] = [];
      const peer = await against(({ command }) => seen.push(command), { watchdogMs: PATIENCE_MS });
      const outcome = peer.s6a.cancelLocation(IMSI, NODE).catch((error: unknown) => error);
      await waitFor(() => expect(seen).toEqual([COMMAND.cancelLocation]));
      // Its greeting was the last that was heard of it; then it is asked, and then it is over.
      vi.advanceTimersByTime(3 * PATIENCE_MS);
      expect(await outcome).toMatchObject({ fault: 'unknown', detail: 'silent' });
    });

    test('does not come while it gives one, however long a node takes', async () => {
      let alive = 0;
      let held: { readonly message: Message; readonly socket: Socket } | undefined;
      const peer = await against(
        (message, socket) => {
          if (isCancel(message)) held = { message: copyOf(message), socket };
          else if (isRequest(message)) {
            socket.write(answerBytes(message, { avps: [[AVP.resultCode, 2001]] }));
            // Its answer says that ours was read.
            socket.write(request(COMMAND.deviceWatchdog, 0));
          } else alive++;
        },
        { watchdogMs: PATIENCE_MS },
      );
      const reply = peer.s6a.cancelLocation(IMSI, NODE);
      await waitFor(() => expect(held).toBeDefined());
      for (let asked = 1; asked <= 4; asked++) {
        vi.advanceTimersByTime(2 * PATIENCE_MS);
        await waitFor(() => expect(alive).toBe(asked));
      }
      held!.socket.write(answerBytes(held!.message, SUCCESS));
      expect((await reply).value.acknowledged).toBe(true);
      expect(peer.connections).toHaveLength(1);
    });
  });
});

describe('peers that are no Diameter node at all', () => {
  const noise: readonly (readonly [string, Buffer])[] = [
    ['an HTTP server', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a message of 16 MB', Buffer.from('01ffffff00000000', 'hex')],
    ['a message without a body', Buffer.from('0100000000000000', 'hex')],
    ['another version', Buffer.from('0200001400000118000000000000000000000000', 'hex')],
  ];
  test.each(noise)('%s in the place of a greeting: nothing was sent', async (_name, bytes) => {
    const peer = await against(() => undefined, { greeting: null });
    const done = peer.s6a.cancelLocation(IMSI, NODE).catch((error: unknown) => error);
    await waitFor(() => expect(peer.connections).toHaveLength(1));
    peer.connections[0]!.write(bytes);
    expect(await done).toMatchObject({ fault: 'unavailable', detail: 'malformed_answer' });
  });

  test.each(noise)('%s in the place of an answer: what came of it is unknown', async (_name, bytes) => {
    const peer = await against((_message, socket) => socket.write(bytes));
    await expect(peer.s6a.cancelLocation(IMSI, NODE)).rejects.toMatchObject({
      fault: 'unknown',
      detail: 'malformed_answer',
    });
  });

  test('half an answer and the end', async () => {
    const peer = await against((message, socket) =>
      socket.end(answerBytes(message, SUCCESS).subarray(0, 30)),
    );
    await expect(peer.s6a.cancelLocation(IMSI, NODE)).rejects.toMatchObject({
      fault: 'unknown',
      detail: 'connection_closed',
    });
  });

  test('random bytes never crash or hang a call, and never confirm', async () => {
    const outcome = async (make: (message: Message) => Buffer, greeting = GREETING) => {
      const peer = await rawPeer((message, socket) => socket.end(make(message)), {
        greeting,
        callTimeoutMs: 2_000,
      });
      try {
        return await peer.s6a.cancelLocation(IMSI, NODE).catch((error: unknown) => error);
      } finally {
        await peer.close();
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 80 }), fc.nat(60), async (bytes, at) => {
        expect(await outcome(() => Buffer.from(bytes))).toBeInstanceOf(ConnectorError);
        // A good answer with some bytes overwritten: it can be a refusal, or nothing, but the session must be its own.
        const result = await outcome((message) => {
          const answer = answerBytes(message, {
            avps: [
              [AVP.resultCode, 5012],
              [AVP.originHost, NODE.name],
            ],
          });
          Buffer.from(bytes).copy(answer, at);
          return answer;
        });
        if (!(result instanceof ConnectorError))
          expect(result).toMatchObject({ value: { acknowledged: false } });
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});
