import { afterEach, describe, expect, test } from 'vitest';
import { encodeAvp, FLAG } from '../../../src/connectors/s6a/codec.ts';
import { AVP, COMMAND, VENDOR_3GPP } from '../../../src/connectors/s6a/dictionary.ts';
import { parseImsi } from '../../../src/domain/values/imsi.ts';
import { messages } from '../../../src/messages/index.ts';
import { type AnswerParts, answerBytes, type RawPeer, rawPeer } from './raw-peer.ts';

const IMSI = parseImsi('001010000000001');
const NODE = { domain: 'ps', name: 'mme01.example', realm: 'example' } as const;

const open: RawPeer[] = [];
afterEach(async () => {
  for (const peer of open.splice(0)) await peer.close();
});

/** Cancels a location at a peer that gives this answer. */
async function cancelled(parts: AnswerParts, callTimeoutMs = 5_000) {
  const peer = await rawPeer((message, socket) => socket.write(answerBytes(message, parts)), {
    callTimeoutMs,
  });
  open.push(peer);
  const reply = await peer.s6a.cancelLocation(IMSI, NODE);
  return { ...reply.value, meaning: reply.answers[0]?.meaning, answer: reply.answers[0] };
}

const from = (host: string) => [AVP.originHost, host] as const;
const result = (code: number) => [AVP.resultCode, code] as const;
const experimental = (code: number, vendor = VENDOR_3GPP) =>
  [
    AVP.experimentalResult,
    [encodeAvp(AVP.vendorId, vendor), encodeAvp(AVP.experimentalResultCode, code)],
  ] as const;
const node = from('mme01.example');
const relay = from('dra.example');
const E = { flags: FLAG.error };

describe('what an answer to a cancellation says of the node', () => {
  const cases: readonly (readonly [string, AnswerParts, string])[] = [
    ['success of the node', { avps: [result(2001), node] }, 'location_cancelled'],
    [
      'success of the node in capitals',
      { avps: [result(2001), from('MME01.Example')] },
      'location_cancelled',
    ],
    ['success of another node', { avps: [result(2001), from('mme02.example')] }, 'not_understood'],
    ['success of a relay', { avps: [result(2001), relay] }, 'not_understood'],
    ['success of nobody', { avps: [result(2001)] }, 'not_understood'],
    ['success of two at once', { avps: [result(2001), node, relay] }, 'not_understood'],
    ['success with the bit of an error', { ...E, avps: [result(2001), node] }, 'not_understood'],
    ['limited success', { avps: [result(2002), node] }, 'not_understood'],
    ['no result at all', { avps: [node] }, 'not_understood'],
    ['two results', { avps: [result(2001), result(2001), node] }, 'not_understood'],
    ['a result of each kind', { avps: [result(2001), experimental(5001), node] }, 'not_understood'],
    ['USER_UNKNOWN of 3GPP', { avps: [experimental(5001), node] }, 'absent_at_node'],
    ['USER_UNKNOWN of 3GPP, from a relay', { avps: [experimental(5001), relay] }, 'not_understood'],
    ['5001 of another vendor', { avps: [experimental(5001, 9), node] }, 'not_understood'],
    ['5001 of the base protocol: AVP_UNSUPPORTED', { avps: [result(5001), node] }, 'cancel_refused'],
    ['UNABLE_TO_COMPLY of the node', { avps: [result(5012), node] }, 'cancel_refused'],
    ['UNABLE_TO_COMPLY of a relay', { avps: [result(5012), relay] }, 'not_understood'],
    ['UNABLE_TO_DELIVER of a relay', { ...E, avps: [result(3002), relay] }, 'node_unreachable'],
    ['REALM_NOT_SERVED of a relay', { ...E, avps: [result(3003), relay] }, 'node_unreachable'],
    ['TOO_BUSY of a relay', { ...E, avps: [result(3004), relay] }, 'node_unreachable'],
    ['TOO_BUSY of the node', { ...E, avps: [result(3004), node] }, 'cancel_refused'],
  ];
  test.each(cases)('%s', async (_name, parts, meaning) => {
    const reply = await cancelled(parts);
    expect(reply.meaning).toBe(meaning);
    expect(reply.acknowledged).toBe(meaning === 'location_cancelled');
    expect(reply.answer!.answer.length).toBeGreaterThan(20);
  });

  test('who answered is named by its own name, and the node that was asked beside it', async () => {
    const { answer } = await cancelled({ ...E, avps: [result(3002), relay] });
    expect(answer).toMatchObject({ element: 'dra.example', node: NODE, interface: 'S6a' });
    expect(answer!.request).toContain('mme01.example at example');
    const nameless = await cancelled({ avps: [result(2001), from('mme\0\n')] });
    expect(nameless.answer).toMatchObject({ element: 's6a', meaning: 'not_understood' });
  });

  test('a node that answers in capitals is the node that the register names', async () => {
    const { answer } = await cancelled({ avps: [result(2001), from('MME01.EXAMPLE')] });
    expect(answer).toMatchObject({ element: 'mme01.example', meaning: 'location_cancelled' });
  });

  test('success is called an acknowledgement, for a node that keeps the phone says the same', async () => {
    const { meaning } = await cancelled({ avps: [result(2001), node] });
    expect(messages('en').networkAnswers.meanings[meaning!]).toBe('Serving node acknowledged');
  });

  test('AVPs that a relay adds do not disturb it', async () => {
    const routeRecord = { code: 282, vendor: 0, mandatory: true };
    const reply = await cancelled({
      avps: [
        [routeRecord, 'dra.example'],
        [AVP.proxyInfo, [encodeAvp({ code: 280, vendor: 0, mandatory: true }, 'dra.example')]],
        result(2001),
        node,
      ],
    });
    expect(reply.acknowledged).toBe(true);
  });

  const strangers: readonly (readonly [string, AnswerParts])[] = [
    ['of another session', { sessionId: 'hss.example;1;1', avps: [result(2001), node] }],
    ['of no session', { sessionId: null, avps: [result(2001), node] }],
    ['to another command', { command: COMMAND.insertSubscriberData, avps: [result(2001), node] }],
    ['whose hop-by-hop number a relay did not put back', { hopByHop: 4_711, avps: [result(2001), node] }],
  ];
  test.each(strangers)('an answer %s is not heard', async (_name, parts) => {
    const reply = await cancelled(parts, 200);
    expect(reply).toMatchObject({ acknowledged: false, meaning: 'node_silent' });
    expect(reply.answer!.answer).toHaveLength(0);
  });

  test('an answer whose AVPs break the encoding ends the link, and what came of the request is unknown', async () => {
    const broken = [AVP.experimentalResult, Buffer.from('00000001', 'hex')] as const;
    await expect(cancelled({ avps: [broken, node] })).rejects.toMatchObject({
      fault: 'unknown',
      detail: 'malformed_answer',
    });
  });
});

describe('what is asked of whom', () => {
  test('a node that is not of the packet-switched domain is not asked, and it is said so', async () => {
    const asked: number[] = [];
    const peer = await rawPeer(({ command }) => asked.push(command));
    open.push(peer);
    const reply = await peer.s6a.cancelLocation(IMSI, { domain: 'cs', name: 'MSC-1' });
    expect(reply.value.acknowledged).toBe(false);
    expect(reply.answers).toMatchObject([{ meaning: 'node_unreachable', node: { domain: 'cs' } }]);
    expect(asked).toEqual([]);
    expect(peer.connections).toEqual([]);
  });

  test.each([
    ['a name', IMSI, { ...NODE, name: 'mme 01' }],
    ['a realm', IMSI, { ...NODE, realm: 'exa\nmple' }],
    ['an IMSI', '12345\0', NODE],
  ])('%s that cannot be one is sent to nobody', async (_name, imsi, to) => {
    const peer = await rawPeer(() => undefined);
    open.push(peer);
    await expect(peer.s6a.cancelLocation(imsi as typeof IMSI, to)).rejects.toMatchObject({
      fault: 'refused',
      detail: 'argument_not_allowed',
    });
    expect(peer.connections).toEqual([]);
  });
});
