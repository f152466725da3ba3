import { expect, it } from 'vitest';
import { encodeMessage, gsmText } from '../../src/connectors/smpp/encoding.ts';
import { packSeptets, unpackSeptets } from '../../src/simulators/phone/a/septets.ts';
import { decodeDeliver, encodeSubmit } from '../../src/simulators/phone/a/short-message.ts';

const septetsOf = (text: string): Buffer => encodeMessage(text, '')!.parts[0]!;

it('packs seven bits a character, as the known example has it', () => {
  const packed = Buffer.from('e8329bfd4697d9ec37', 'hex');
  expect(packSeptets(septetsOf('hellohello'))).toEqual(packed);
  expect(gsmText(unpackSeptets(packed, 10))).toBe('hellohello');
});

it.each(['', 'a', 'é@_', '{[€]}~', 'twenty-four characters ..'])('reads back %j', (text) => {
  const septets = septetsOf(text);
  expect(gsmText(unpackSeptets(packSeptets(septets), septets.length))).toBe(text);
});

it('reads a message of a network', () => {
  // SMS-DELIVER from +447700900001, 7-bit, "hellohello".
  const gsm = Buffer.from(
    ['04', '0c91447700090010', '0000', '62109200000000', '0a', 'e8329bfd4697d9ec37'].join(''),
    'hex',
  );
  expect(decodeDeliver(gsm)).toEqual({ from: '+447700900001', text: 'hellohello' });
});

it('writes short messages only', () => {
  expect(() => encodeSubmit('5151', 'x'.repeat(161), 0)).toThrow('short');
  expect(encodeSubmit('5151', '注销', 7).toString('hex')).toBe(
    ['0107', '04811515', '0008', '04', '6ce89500'].join(''),
  );
});
