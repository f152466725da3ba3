import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Email, parseEmail } from '../../../src/domain/values/email.ts';
import type { Mail } from '../../../src/ports/mail.ts';

export interface MailPeer {
  connect(): Mail;
  /** What arrived for an address, oldest first. */
  received(to: Email): readonly { readonly subject: string; readonly text: string }[];
  /** An address that the server refuses for good. */
  readonly refused: Email;
  stop(): Promise<void>;
}

/** What every driver of the `Mail` port must do. */
export function describeMailContract(name: string, setup: () => Promise<MailPeer>): void {
  describe(`mail contract: ${name}`, () => {
    let peer: MailPeer;
    let mail: Mail;
    let serial = 0;
    const someone = (): Email => parseEmail(`person${++serial}@example.com`);

    beforeAll(async () => {
      peer = await setup();
      mail = peer.connect();
    });
    afterAll(async () => {
      await mail?.close();
      await peer?.stop();
    });

    test.each([
      ['plain English', 'Your line', 'Your line ends on 1 December. Ref HB-1'],
      ['Chinese', '归一移动 Guiyi Mobile', '您的号码已申请销号，七天内可撤回。编号 HB-1'],
      ['several lines, one a dot alone', 'Dots', 'first\n.\n..two\nlast'],
      ['a long line', 'Long', '号'.repeat(900)],
      ['characters beyond the first plane', '𠮷', '𠮷😀'.repeat(40)],
    ])('%s arrives as it was sent', async (_name, subject, text) => {
      const to = someone();
      await mail.send({ reference: `r${serial}`, to, subject, text });
      expect(peer.received(to)).toEqual([{ subject, text }]);
    });

    test('a subject cannot add headers or receivers', async () => {
      const [to, other] = [someone(), someone()];
      await mail.send({ reference: 'x', to, subject: `Hi\r\nBcc: ${other}\r\n\r\nno`, text: 'yes' });
      expect(peer.received(other)).toEqual([]);
      expect(peer.received(to)).toEqual([expect.objectContaining({ text: 'yes' })]);
    });

    test('a mailbox that does not exist is refused for good', async () => {
      await expect(
        mail.send({ reference: 'x', to: peer.refused, subject: 's', text: 't' }),
      ).rejects.toMatchObject({ fault: 'refused', detail: 'smtp_550' });
    });

    test('a server that is away is unavailable: nothing was sent', async () => {
      const away = await setup();
      const driver = away.connect();
      await away.stop();
      await expect(
        driver.send({ reference: 'x', to: someone(), subject: 's', text: 't' }),
      ).rejects.toMatchObject({ fault: 'unavailable' });
      await driver.close();
    });
  });
}
