import { describe, expect, it } from 'vitest';
import { countsOf, differencesOf, type KnownElsewhere } from '../../../src/domain/cards/differences.ts';

const A = '8986001000000000001';
const B = '8986001000000000002';
const C = '8986001000000000003';
const expected = [
  { iccid: A, bag: 'BG-1' },
  { iccid: B, bag: 'BG-1' },
  { iccid: C, bag: 'BG-2' },
];
const nowhere = new Map<string, KnownElsewhere>();
const fine = { counted: 3, sealAgrees: true };
const scanned = (...all: readonly (string | readonly [string, string])[]) =>
  all.map((one) =>
    typeof one === 'string' ? { scanned: one, bag: null } : { scanned: one[0], bag: one[1] },
  );
const kinds = (found: ReturnType<typeof differencesOf>) => found.map(({ kind, iccid }) => [kind, iccid]);

describe('a batch and what was scanned of it', () => {
  it('agrees where count, seal and every card do, whatever the order, and however the scanner writes them', () => {
    const scans = scanned(C, ` ${A}F `, [`${B.slice(0, 10)} ${B.slice(10)}`, 'BG-1']);
    expect(differencesOf(expected, scans, nowhere, fine)).toEqual([]);
  });

  it('names each difference with the card, and in an order of its own', () => {
    const D = '8986001000000000004';
    const E = '8986001000000000005';
    const F = '8944100000000000006';
    const elsewhere = new Map([
      [D, { bag: null }],
      [E, { bag: 'BG-9' }],
    ]);
    const scans = scanned('hello', F, E, D, [C, 'BG-1'], A, A, A);
    const found = differencesOf(expected, scans, elsewhere, { counted: 8, sealAgrees: false });
    expect(kinds(found)).toEqual([
      ['seal', null],
      ['count', null],
      ['missing', B],
      ['extra', D],
      ['scanned_twice', A],
      ['other_bag', E],
      ['other_bag', C],
      ['other_operator', F],
      ['unreadable', 'hello'],
    ]);
    expect(found.find(({ iccid }) => iccid === A)).toMatchObject({ found: '3' });
    expect(found.find(({ iccid }) => iccid === B)).toMatchObject({ bag: 'BG-1' });
    expect(found.find(({ iccid }) => iccid === C)).toMatchObject({ bag: 'BG-1', books: 'BG-2' });
    expect(found.find(({ iccid }) => iccid === E)).toMatchObject({ books: 'BG-9' });
    expect(found.find(({ kind }) => kind === 'count')).toMatchObject({ books: '3', found: '8' });
    expect(countsOf(found)).toMatchObject({ seal: 1, missing: 1, other_bag: 2 });
  });

  it('does not agree because the numbers happen to: one missing and one too many', () => {
    const scans = scanned(A, B, '8944100000000000006');
    expect(kinds(differencesOf(expected, scans, nowhere, fine))).toEqual([
      ['missing', C],
      ['other_operator', '8944100000000000006'],
    ]);
  });
});
