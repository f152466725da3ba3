import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Msisdn, parseMsisdn } from '../../../src/domain/values/msisdn.ts';
import type { Sms } from '../../../src/ports/sms.ts';

export interface SmsPeer {
  /** Each call gives another driver for the same message centre. */
  connect(): Sms;
  /** The texts that arrived for a number, oldest first. */
  received(to: Msisdn): readonly string[];
  stop(): Promise<void>;
}

/** What every driver of the `Sms` port must do. */
export function describeSmsContract(name: string, setup: () => Promise<SmsPeer>): void {
  describe(`SMS contract: ${name}`, () => {
    let peer: SmsPeer;
    let sms: Sms;
    let serial = 0;
    const someone = (): Msisdn => parseMsisdn(`+8617001${String(++serial).padStart(6, '0')}`);

    beforeAll(async () => {
      peer = await setup();
      sms = peer.connect();
    });
    afterAll(async () => {
      await sms?.close();
      await peer?.stop();
    });

    const emoji = '😀';
    test.each([
      ['plain English', 'Your line ends on 1 December. Ref HB-1', 1],
      ['GSM characters beyond ASCII', 'Ä Ö Ü ß é ñ Δ £ ¥ @ § ¿ à', 1],
      ['GSM extension characters', '€ [ ] { } ^ ~ | \\', 1],
      ['160 septets', 'x'.repeat(160), 1],
      ['161 septets', 'x'.repeat(161), 2],
      ['306 septets in two full parts', 'y'.repeat(306), 2],
      ['307 septets', 'y'.repeat(307), 3],
      ['80 euro signs, two septets each', '€'.repeat(80), 1],
      ['an extension character at the seam', `${'x'.repeat(152)}€${'x'.repeat(20)}`, 2],
      ['Chinese', '您的号码已申请销户，七天内可撤回。编号 HB-1', 1],
      ['70 Chinese characters', '销'.repeat(70), 1],
      ['71 Chinese characters', '销'.repeat(71), 2],
      ['134 Chinese characters in two full parts', '户'.repeat(134), 2],
      ['135 Chinese characters', '户'.repeat(135), 3],
      ['a surrogate pair at the seam', `${'销'.repeat(66)}${emoji}${'户'.repeat(10)}`, 2],
      ['a name with a rare character', '𠮷'.repeat(40), 2],
      ['one character outside GSM makes all of it UCS2', `${'x'.repeat(100)}号`, 2],
      ['mixed scripts and line breaks', `号码 138 **** 1234\nends\r\n${'注意'.repeat(40)}`, 2],
    ])('%s arrives as it was sent', async (_name, text, parts) => {
      const to = someone();
      expect(await sms.send({ reference: 'HB-1', to, text })).toMatchObject({ parts });
      expect(peer.received(to)).toEqual([text]);
    });

    test('many messages at once each arrive once', async () => {
      const people = Array.from({ length: 200 }, someone);
      const long = '您的号码正在销户。'.repeat(20);
      await Promise.all(people.map((to, i) => sms.send({ reference: `HB-${i}`, to, text: `${i} ${long}` })));
      expect(people.map((to) => peer.received(to))).toEqual(people.map((_to, i) => [`${i} ${long}`]));
    });

    test('a repeated message has the same text and reference', async () => {
      const to = someone();
      const message = { reference: 'HB-7', to, text: `${'销户'.repeat(50)} HB-7` };
      await sms.send(message);
      await sms.send(message);
      expect(peer.received(to)).toEqual([message.text, message.text]);
    });

    test('a text of more than 255 parts is refused unsent', async () => {
      const to = someone();
      await expect(sms.send({ reference: 'HB', to, text: '销'.repeat(67 * 255 + 1) })).rejects.toMatchObject({
        fault: 'refused',
        detail: 'text_too_long',
      });
      expect(peer.received(to)).toEqual([]);
    });

    test('after close every send is unavailable', async () => {
      const closed = peer.connect();
      await closed.close();
      await expect(closed.send({ reference: 'HB', to: someone(), text: 'x' })).rejects.toMatchObject({
        fault: 'unavailable',
        detail: 'closed',
      });
    });
  });
}
