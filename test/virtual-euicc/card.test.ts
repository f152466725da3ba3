import { describe, expect, it } from 'vitest';
import { LAKESIDE_BYTES, profile, SELECT, testCard } from './cards.ts';

const ISD_R = 'A0000005591010FFFFFFFF8900000100';
const FCI = `6F198410${ISD_R}E0058203020202`;

describe('selection', () => {
  it('selects the ISD-R by its AID and tells its version', () => {
    const { send } = testCard();
    expect(send(SELECT)).toBe('611B');
    expect(send('00C000001B')).toBe(`${FCI}9000`);
    expect(send(`00A4040C 10 ${ISD_R}`)).toBe('9000');
  });

  it.each([
    ['another AID', '00A40400 07 A0000000871002'],
    ['a longer AID', `00A40400 11 ${ISD_R}00`],
    ['a file by its identifier', '00A40004 02 3F00'],
  ])('does not find %s', (_, apdu) => {
    expect(testCard().send(apdu)).toBe('6A82');
  });

  it('knows no STORE DATA before the selection, nor after a reset', () => {
    const { send, card } = testCard();
    expect(send('80E29100 03 BF2D00')).toBe('6D00');
    send(SELECT);
    expect(send('80E29100 03 BF2800')).toBe('6105');
    card.reset();
    expect(send('80E29100 03 BF2800')).toBe('6D00');
  });
});

describe('segments of STORE DATA', () => {
  const nickname = 'A'.repeat(60);
  const command = `BF294A5A0A${LAKESIDE_BYTES}903C${Buffer.from(nickname).toString('hex')}`;

  it('puts a command together from any number of blocks', () => {
    const { send, euicc } = testCard();
    send(SELECT);
    const blocks = command.match(/.{1,40}/g)!;
    blocks.forEach((block, i) => {
      const last = i === blocks.length - 1;
      const header = `80E2${last ? '91' : '11'}0${i}${(block.length / 2).toString(16).padStart(2, '0')}`;
      expect(send(header + block)).toBe(last ? '6106' : '9000');
    });
    expect(send('80C0000006')).toBe('BF29038001009000');
    expect(euicc.state.profiles[0]?.nickname).toBe(nickname);
  });

  it('begins anew with block 0', () => {
    const { send } = testCard();
    send(SELECT);
    expect(send('80E21100 02 FFFF')).toBe('9000');
    expect(send('80E29100 03 BF2800')).toBe('6105');
  });

  it.each([
    ['a block out of turn', ['80E21100 02 BF28', '80E29102 01 00']],
    ['a first block that is not the first', ['80E29101 03 BF2800']],
    ['a kind of block that it does not know', ['80E28100 03 BF2800']],
  ])('refuses %s', (_, apdus) => {
    const { send } = testCard();
    send(SELECT);
    expect(apdus.map(send).at(-1)).toBe('6A86');
  });

  it('forgets a command that another one interrupts', () => {
    const { send } = testCard();
    send(SELECT);
    send('80E21100 02 BF28');
    send(SELECT);
    expect(send('80E29101 01 00')).toBe('6A86');
  });
});

describe('GET RESPONSE', () => {
  it('fetches an answer above 256 bytes in parts, whatever their sizes', () => {
    const { send, es10 } = testCard([profile()]);
    es10(`BF330C 5A0A ${LAKESIDE_BYTES}`);
    const whole = es10('BF2B05 A003 800101').slice(0, -4);
    const length = whole.length / 2;
    // What the sizes below add up to, short of the last.
    expect(length).toBeGreaterThan(4 * 256 + 129);

    expect(send('80E29100 08 BF2B05A003800101')).toBe('6100');
    let fetched = '';
    for (const le of ['00', '01', '80', '00', '00', '00', '00']) {
      const part = send(`80C00000${le}`);
      fetched += part.slice(0, -4);
      const left = length - fetched.length / 2;
      expect(part.slice(-4)).toBe(
        left === 0 ? '9000' : left >= 256 ? '6100' : `61${left.toString(16).toUpperCase().padStart(2, '0')}`,
      );
    }
    expect(fetched).toBe(whole);
  });

  it('has nothing to give before a command, after the last part, and after another command', () => {
    const { send } = testCard();
    expect(send('00C0000000')).toBe('6985');
    send(SELECT);
    send('00C0000000');
    expect(send('00C0000000')).toBe('6985');
    send(SELECT);
    send('80AA0000 0A A9088100820101830107');
    expect(send('00C0000000')).toBe('6985');
  });
});

describe('logical channels', () => {
  it('opens three beside the basic one, and no more', () => {
    const { send } = testCard();
    expect(send('0070000001')).toBe('019000');
    expect(send('0070000001')).toBe('029000');
    expect(send('0070000000')).toBe('039000');
    expect(send('0070000001')).toBe('6A81');
    expect(send('00708002')).toBe('9000');
    expect(send('0070000001')).toBe('029000');
  });

  it('keeps selection, segments and answers of each apart', () => {
    const { send } = testCard();
    send('0070000001');
    send('0070000001');
    send(SELECT.replace('00A4', '01A4'));
    expect(send('82E29100 03 BF2800')).toBe('6D00');
    send(SELECT.replace('00A4', '02A4'));
    expect(send('81E21100 02 BF28')).toBe('9000');
    expect(send('82E29100 03 BF3C00')).toBe('6113');
    expect(send('81E29101 01 00')).toBe('6105');
    expect(send('81C0000005')).toBe('BF2802A0009000');
    expect(send('82C0000013')).toBe(
      `BF3C10810E${Buffer.from('ds.example.com').toString('hex').toUpperCase()}9000`,
    );
  });

  it('begins anew on a channel that was closed', () => {
    const { send } = testCard();
    send('0070000001');
    send(SELECT.replace('00A4', '01A4'));
    expect(send('0070800100')).toBe('9000');
    expect(send('81E29100 03 BF2800')).toBe('6881');
    send('0070000001');
    expect(send('81E29100 03 BF2800')).toBe('6D00');
  });

  it('closes the channel of the class byte where none is named', () => {
    const { send } = testCard();
    send('0070000001');
    expect(send('01708000')).toBe('9000');
    expect(send('81E29100 03 BF2800')).toBe('6881');
  });

  it.each([
    ['the basic channel', '00708000', '6A86'],
    ['one that is not open', '00708003', '6881'],
    ['one that cannot be', '00708004', '6A86'],
  ])('does not close %s', (_, apdu, statusWord) => {
    expect(testCard().send(apdu)).toBe(statusWord);
  });
});

describe('other commands', () => {
  it('takes TERMINAL CAPABILITY', () => {
    expect(testCard().send('80AA0000 0A A9088100820101830107')).toBe('9000');
  });

  it.each([
    ['an instruction that it does not know', '00B0000000', '6D00'],
    ['STORE DATA in the interindustry class', '00E29100 03 BF2800', '6D00'],
    ['SELECT in the proprietary class', SELECT.replace('00A4', '80A4'), '6D00'],
    ['a class that it does not know', 'A0A40000023F00', '6E00'],
    ['channels above 3', '40A40400 10 A0000005591010FFFFFFFF8900000100', '6E00'],
    ['a header cut off', '00A404', '6700'],
    ['data cut off', '00A4040010A000', '6700'],
    ['data without end', '00A4040002A00000FF00', '6700'],
    ['extended lengths', '00A404000000023F00', '6700'],
    ['nothing', '', '6700'],
  ])('refuses %s', (_, apdu, statusWord) => {
    expect(testCard().send(apdu)).toBe(statusWord);
  });
});
