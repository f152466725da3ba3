import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { serveStdio } from '../../src/virtual-euicc/stdio.ts';
import { testCard } from './cards.ts';

const ISD_R = 'A0000005591010FFFFFFFF8900000100';
const ask = (func: string, param: string | null = null): string =>
  JSON.stringify({ type: 'apdu', payload: { func, param } });

/** What the card answers to these lines, and what it passes on. */
async function converse(...lines: readonly string[]): Promise<{ answers: unknown[]; others: string }> {
  const input = new PassThrough();
  const output = new PassThrough();
  const others = new PassThrough();
  input.end(lines.map((line) => `${line}\n`).join(''));
  await serveStdio(testCard().card, { input, output, others });
  output.end();
  others.end();
  const answers = (await text(output)).split('\n').filter((line) => line !== '');
  return { answers: answers.map((line) => JSON.parse(line)), others: await text(others) };
}

const ok = (data?: string): unknown => ({
  type: 'apdu',
  payload: data === undefined ? { ecode: 0 } : { ecode: 0, data },
});
const failed = { type: 'apdu', payload: { ecode: -1 } };

describe('the stdio interface of lpac', () => {
  it('connects, opens a channel, transmits, closes and disconnects', async () => {
    const { answers } = await converse(
      ask('connect'),
      ask('logic_channel_open', ISD_R),
      ask('transmit', '81e2910003bf2800'),
      ask('transmit', '81C0000005'),
      ask('logic_channel_close', '01'),
      ask('transmit', '81E2910003BF2800'),
      ask('disconnect'),
    );
    expect(answers).toEqual([
      ok(),
      { type: 'apdu', payload: { ecode: 1 } },
      ok('6105'),
      ok('BF2802A0009000'),
      ok(),
      ok('6881'),
      ok(),
    ]);
  });

  it('opens no channel to an application that is not there, and leaves none open', async () => {
    const { answers } = await converse(
      ask('logic_channel_open', 'A0000000871002'),
      ask('logic_channel_open', ISD_R),
      ask('logic_channel_open', ISD_R),
      ask('logic_channel_open', ISD_R),
      ask('logic_channel_open', ISD_R),
    );
    expect(answers.map((each) => (each as { payload: { ecode: number } }).payload.ecode)).toEqual([
      -1, 1, 2, 3, -1,
    ]);
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['null', 'null'],
    ['a number', '1'],
    ['a list', '[]'],
    ['no payload', '{"type":"apdu"}'],
    ['a payload that is none', '{"type":"apdu","payload":null}'],
    ['an unknown function', ask('fly')],
    ['no function', '{"type":"apdu","payload":{}}'],
    ['half a byte', ask('transmit', '81E29')],
    ['no hexadecimal', ask('transmit', 'xx')],
    ['a parameter that is no text', '{"type":"apdu","payload":{"func":"transmit","param":7}}'],
    ['a channel that is not open', ask('logic_channel_close', '03')],
    ['no channel', ask('logic_channel_close')],
  ])('answers %s with an error and goes on', async (_, line) => {
    expect((await converse(line, ask('connect'))).answers).toEqual([failed, ok()]);
  });

  it('passes on what lpac prints for others, without an answer', async () => {
    const progress = '{"type":"progress","payload":{"code":0,"message":"es10c_get_eid","data":null}}';
    const { answers, others } = await converse(ask('connect'), progress, '', ask('disconnect'));
    expect(answers).toEqual([ok(), ok()]);
    expect(others).toBe(`${progress}\n`);
  });
});
