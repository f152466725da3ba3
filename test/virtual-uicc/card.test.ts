import { describe, expect, it } from 'vitest';
import { virtualUicc } from '../../src/virtual-uicc/contents.ts';
import { fullCard } from '../uicc/session/cards.ts';

const talk = (card: ReturnType<typeof virtualUicc>) => (hex: string) =>
  card
    .transmit(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
    .toString('hex')
    .toUpperCase();

const usim = () => virtualUicc(fullCard('usim', { pin: '4711', puk: '12345678' }));
const SELECT_USIM = '00A4040407A0000000871002';

describe('a virtual UICC', () => {
  it('answers as T=0 has it: what waits, and the right length', () => {
    const send = talk(usim());
    expect(send('00A40004023F00')).toMatch(/^61/);
    expect(send('00A40004022FE2')).toBe('6111');
    expect(send('00C0000011')).toBe('620F8202412183022FE28A01058002000A9000');
    expect(send('00B0000000')).toBe('6C0A');
    expect(send('00B000000A')).toBe('986800000000000000719000');
    expect(send('00C0000000')).toBe('6985');
  });

  it('knows its USIM by the start of its AID, and by nothing longer', () => {
    const send = talk(usim());
    expect(send(SELECT_USIM)).toMatch(/^61/);
    expect(send('00A4040410A0000000871002FF86FFFF89FFFFFFFF')).toMatch(/^61/);
    expect(send('00A4040410A0000000871002FFFFFFFF8900000100')).toBe('6A82');
  });

  it('keeps what the PIN protects, counts its tries, and gives itself up to the PUK', () => {
    const card = usim();
    const send = talk(card);
    send(SELECT_USIM);
    send('00A40004026F07');
    expect(send('00B0000009')).toBe('6982');
    expect(send('00200001')).toBe('63C3');
    const wrong = '0020000108' + '30303030FFFFFFFF';
    expect([send(wrong), send(wrong), send(wrong), send(wrong)]).toEqual(['63C2', '63C1', '63C0', '6983']);
    expect(send('002C000110' + '3030303030303030' + '31323334FFFFFFFF')).toBe('63C9');
    expect(send('002C000110' + '3132333435363738' + '31323334FFFFFFFF')).toBe('9000');
    expect(send('00B0000009')).toMatch(/9000$/);
    card.reset();
    send(SELECT_USIM);
    send('00A40004026F07');
    expect(send('00B0000009')).toBe('6982');
    expect(send('002000010831323334FFFFFFFF')).toBe('9000');
  });

  it('cannot be written', () => {
    const send = talk(usim());
    for (const ins of ['D6', 'DC', 'E0', 'E4', '24', '26', '28', '04', '44', '32'])
      expect(send(`00${ins}000001FF`), ins).toBe('6D00');
  });

  it('answers any bytes', () => {
    const send = talk(usim());
    for (const bytes of ['', '00', '00A4', '00A40004', '00A4000403', 'FF'.repeat(300)])
      expect(send(bytes)).toMatch(/^6/);
  });
});

describe('a virtual card of 2G', () => {
  it('knows class A0 alone, and says what it says in 3GPP TS 51.011', () => {
    const send = talk(virtualUicc(fullCard('2g', { pin: '4711' })));
    expect(send(SELECT_USIM)).toBe('6E00');
    expect(send('A0A40000027F20')).toBe('9F17');
    expect(send('A0C0000017')).toBe('000000007F20020000000000' + '0A13000104' + '00838A0000009000');
    expect(send('A0A40000026F07')).toBe('9F0E');
    expect(send('A0B0000009')).toBe('9804');
    expect(send('A020000108' + '30303030FFFFFFFF')).toBe('9804');
    expect(send('A020000108' + '34373131FFFFFFFF')).toBe('9000');
    expect(send('A0B0000009')).toMatch(/9000$/);
    expect(send('A0A40000026F99')).toBe('9404');
  });
});
