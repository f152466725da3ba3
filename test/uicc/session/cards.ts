import type { InsertableCard } from '../../../src/virtual-euicc/vpcd.ts';
import type { CardKind } from '../../../src/virtual-uicc/card.ts';
import type { CardContents, virtualUicc } from '../../../src/virtual-uicc/contents.ts';

/** A card with everything that a backup takes: all codings of names, long numbers, messages in parts. */
export function fullCard(kind: CardKind, more: Partial<CardContents> = {}): CardContents {
  return {
    kind,
    iccid: '89860000000000000017',
    imsi: '001010000000017',
    ownNumbers: [{ name: '我的', number: '+8617000000001' }],
    contacts: [
      {
        name: 'Ann; Lee, Jr.',
        number: '+8617000000002',
        furtherNumber: '10086',
        email: 'ann@example.org',
        secondName: 'Ann',
      },
      { name: '张伟', number: '+8617000000003', coding: '80' },
      { name: 'Жанна', number: '*100#', coding: '81' },
      { name: '中丁', coding: '82', email: 'zhong_ding@example.org' },
      { name: 'Conference', number: `+8617000000004p${'1234567890'.repeat(4)}` },
    ],
    messages: [
      { from: '10086', text: '您的验证码是 123456。', time: '2026-11-30T10:00:00+08:00', status: 'unread' },
      {
        from: 'Lakeside',
        text: 'A long text. '.repeat(30).trim(),
        time: '2026-11-29T09:30:00+05:45',
        reference: 7,
      },
      { to: '+8617000000002', text: 'On my way' },
    ],
    ...more,
  };
}

/** What passed between reader and card, and the moment in which the card is taken out. */
export interface WatchedCard {
  readonly card: ReturnType<typeof virtualUicc>;
  readonly commands: Buffer[];
  readonly transmit: (apdu: Buffer) => Promise<Buffer>;
}

export function watched(card: ReturnType<typeof virtualUicc>): WatchedCard {
  const commands: Buffer[] = [];
  return {
    card,
    commands,
    transmit: async (apdu) => {
      commands.push(apdu);
      return card.transmit(apdu);
    },
  };
}

/** The same card in a reader, whose power somebody cuts: `onCommand` is told of every command that arrives. */
export function observed(card: InsertableCard, onCommand: (apdu: Buffer) => void): InsertableCard {
  return {
    atr: card.atr,
    reset: () => card.reset(),
    transmit(apdu) {
      onCommand(apdu);
      return card.transmit(apdu);
    },
  };
}
