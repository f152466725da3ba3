import { describe, expect, test } from 'vitest';
import { parseSignature, signaturePath } from '../../../src/domain/desks/signature.ts';
import { HandbackError } from '../../../src/domain/errors.ts';
import { drawnSignature } from '../../support/signatures.ts';

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const pad = (strokes: unknown, more: object = {}) => bytes({ width: 560, height: 200, strokes, ...more });

function refusal(drawn: Uint8Array): string {
  try {
    parseSignature(drawn);
  } catch (error) {
    if (error instanceof HandbackError) return [error.code, error.facts['reason']].filter(Boolean).join(' ');
    throw error;
  }
  return 'taken';
}

const LINE = [
  [10, 10],
  [300, 100],
];

describe('a signature', () => {
  test('is taken with its strokes as they were drawn', () => {
    const signature = parseSignature(drawnSignature());
    expect(signature).toMatchObject({ width: 560, height: 200 });
    expect(signature.strokes.map(({ length }) => length)).toEqual([60, 20]);
  });

  test('keeps a dot beside the strokes: that of an i', () => {
    expect(parseSignature(pad([LINE, [[20, 5]], []])).strokes).toHaveLength(2);
  });

  test.each([
    ['an empty file', new Uint8Array(), 'signature_missing'],
    ['no stroke', pad([]), 'signature_missing'],
    ['strokes without points', pad([[], []]), 'signature_missing'],
    ['one dot', pad([[[50, 50]]]), 'signature_too_short'],
    ['one dot of many points', pad([Array.from({ length: 500 }, () => [50, 50])]), 'signature_too_short'],
    [
      'a pen that trembled on one place',
      pad([Array.from({ length: 200 }, (_, i) => [50 + (i % 3), 50 + (i % 2)])]),
      'signature_too_short',
    ],
    [
      'a short line',
      pad([
        [
          [50, 50],
          [80, 50],
        ],
      ]),
      'signature_too_short',
    ],
    ['a point beside the pad', pad([[...LINE, [561, 10]]]), 'signature_invalid outside'],
    ['a negative point', pad([[...LINE, [-1, 10]]]), 'signature_invalid outside'],
    ['a point without a place', pad([[...LINE, [null, 10]]]), 'signature_invalid outside'],
    ['a point in three dimensions', pad([[...LINE, [1, 2, 3]]]), 'signature_invalid outside'],
    ['a number as text', pad([[...LINE, ['1', 2]]]), 'signature_invalid outside'],
    ['strokes that are none', pad({}), 'signature_invalid form'],
    ['a stroke that is none', pad([LINE, 7]), 'signature_invalid form'],
    ['something beside it', pad([LINE], { name: '张三' }), 'signature_invalid form'],
    ['a pad without a size', bytes({ strokes: [LINE] }), 'signature_invalid form'],
    [
      'a pad as large as a wall',
      bytes({ width: 1e6, height: 200, strokes: [LINE] }),
      'signature_invalid form',
    ],
    ['no JSON', Buffer.from('%PDF-1.7'), 'signature_invalid form'],
    [
      'two keys of one name',
      Buffer.from('{"width":1,"width":2,"height":1,"strokes":[]}'),
      'signature_invalid form',
    ],
    ['too many points', pad([Array.from({ length: 6_001 }, () => [1, 1])]), 'signature_invalid too_large'],
    ['too many strokes', pad(Array.from({ length: 201 }, () => LINE)), 'signature_invalid too_large'],
    ['a megabyte', Buffer.alloc(1_000_000, 0x20), 'signature_invalid too_large'],
  ])('%s is refused', (_, drawn, code) => {
    expect(refusal(drawn)).toBe(code);
  });

  test('is drawn inside its box, in its proportions', () => {
    const box = { x: 100, y: 50, width: 200, height: 60 };
    const path = signaturePath(parseSignature(drawnSignature()), box);
    expect(path).toMatch(/^M[\d.]+ [\d.]+Q/);
    const places = path.match(/-?[\d.]+ -?[\d.]+/g)!.map((pair) => pair.split(' ').map(Number));
    for (const [x, y] of places) {
      expect(x).toBeGreaterThanOrEqual(box.x);
      expect(x).toBeLessThanOrEqual(box.x + box.width);
      expect(y).toBeGreaterThanOrEqual(box.y);
      expect(y).toBeLessThanOrEqual(box.y + box.height);
    }
  });

  test('draws a dot as a line of no length', () => {
    const path = signaturePath(parseSignature(pad([LINE, [[155, 5]]])), {
      x: 0,
      y: 0,
      width: 290,
      height: 95,
    });
    expect(path).toContain('M145 0L145 0');
  });
});
