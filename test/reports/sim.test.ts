import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messages } from '../../src/messages/index.ts';
import { simContactsCsv, simMessagesCsv } from '../../src/reports/sim-csv.ts';
import { simSummary } from '../../src/reports/sim-summary.ts';
import { simVcard } from '../../src/reports/sim-vcard.ts';
import type { Contact } from '../../src/uicc/phone-book/contact-set.ts';
import type { SimContents } from '../../src/uicc/session/read-sim.ts';

const contact = (more: Partial<Contact>): Contact => ({
  name: 'Ann',
  secondName: null,
  numbers: [],
  emails: [],
  file: '7F10/6F3A',
  record: 1,
  ...more,
});

const lines = (card: string): string[] => card.split('\r\n');

describe('contacts as vCard 4.0', () => {
  it('escapes what has a meaning, and leaves no control character', () => {
    const card = simVcard([contact({ name: 'A;B,C\\D\nE\r\u0000F', secondName: 'x,y' })]);
    expect(lines(card)).toEqual([
      'BEGIN:VCARD',
      'VERSION:4.0',
      'FN:A\\;B\\,C\\\\D\\nE\\n F',
      'NICKNAME:x\\,y',
      'END:VCARD',
      '',
    ]);
  });

  it.each([
    ['+8613800138000', 'TEL;VALUE=uri:tel:+8613800138000'],
    ['10086', 'TEL;VALUE=text:10086'],
    ['*100#', 'TEL;VALUE=text:*100#'],
    ['+861380p2', 'TEL;VALUE=text:+861380p2'],
  ])('writes the number %s as it can be dialled', (number, line) => {
    expect(lines(simVcard([contact({ numbers: [number] })]))).toContain(line);
  });

  it.each([
    [{ name: '', numbers: ['10086'] }, 'FN:10086'],
    [{ name: '', emails: ['a@example.org'] }, 'FN:a@example.org'],
    [{ name: '', secondName: 'Ann' }, 'FN:Ann'],
    [{ name: '' }, 'FN:?'],
  ])('has a name to show for %j', (more, line) => {
    expect(lines(simVcard([contact(more)]))).toContain(line);
  });

  it('folds at 75 bytes, between characters, and unfolds to the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aé你😀;,\\'), maxLength: 120 }), (name) => {
        const card = simVcard([contact({ name: `n${name}` })]);
        for (const line of lines(card)) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(card.isWellFormed()).toBe(true);
        const [, , shown] = lines(card.replaceAll('\r\n ', ''));
        expect(shown!.slice(3).replace(/\\(.)/g, '$1')).toBe(`n${name}`);
      }),
    );
  });
});

describe('contacts and messages as CSV', () => {
  it('lets nothing run in a spreadsheet', () => {
    const [, row] = lines(
      simContactsCsv([contact({ name: '=1+1', numbers: ['+86170', '10086'], emails: ['@x'] })]),
    );
    expect(row).toBe(`'=1+1,,'+86170; 10086,'@x,7F10/6F3A,1`);
  });

  it('says which parts of a message are missing', () => {
    const csv = simMessagesCsv([
      {
        status: 'unread',
        kind: 'received',
        address: '10086',
        time: '2026-11-30T10:00:00+08:00',
        serviceCentre: null,
        text: 'a,[…]"b"',
        data: null,
        deliveryStatus: null,
        parts: 3,
        missing: [2],
        records: [4, 6],
      },
    ]);
    expect(lines(csv)[1]).toBe('received,unread,10086,2026-11-30T10:00:00+08:00,"a,[…]""b""",,,3,2,4 6');
  });
});

describe('the summary of a backup', () => {
  const sim: SimContents = {
    kind: 'usim',
    iccid: '89860000000000000017',
    imsi: null,
    ownNumbers: [],
    contacts: [contact({})],
    messages: [],
    broken: [{ file: '7F10/6F3A', record: 3, problem: 'name_coding', hex: '82FF' }],
  };

  it('names what could not be read, with its bytes, in both languages', () => {
    const en = simSummary(messages('en'), sim, '2026-11-30 10:00:00');
    expect(en).toContain(
      '7F10/6F3A, record 3: the name is coded in a way that no SIM should use\n    82FF\n',
    );
    expect(simSummary(messages('zh-CN'), sim, '2026-11-30')).toContain(
      '7F10/6F3A，第 3 条记录：姓名的编码不符合 SIM 卡规范\n    82FF\n',
    );
  });
});
