import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddCheckpoint } from '../../src/tlog/add-checkpoint.ts';
import { utf8 } from '../../src/tlog/bytes.ts';
import { parseTlogProof } from '../../src/tlog/proof.ts';
import { entriesPath, entryBundle, parseEntryBundle, parseTilePath, tilePath } from '../../src/tlog/tiles.ts';

describe('the address of a tile', () => {
  it.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 1, index: 999, width: 1 }, 'tile/1/999.p/1'],
    [{ level: 2, index: 1000, width: 255 }, 'tile/2/x001/000.p/255'],
  ])('of %j is %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path.slice(5))).toEqual(tile);
  });

  it('is one for every tile', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (index, width) => {
        expect(parseTilePath(tilePath({ level: 6, index, width }).slice(5))).toEqual({
          level: 6,
          index,
          width,
        });
        const entries = parseTilePath(entriesPath(index, width).slice(5));
        expect(entries).toEqual({ level: 'entries', index, width });
      }),
    );
  });

  it.each([
    '0/0',
    '0/0000',
    '0/x000/001',
    '0/1234',
    '0/x001/x234/67',
    '0/001.p/0',
    '0/001.p/256',
    '0/001.p/01',
    '0/001.p/',
    '0/001/',
    '7/000',
    '00/000',
    '10/000',
    'data/000',
    'entries/x01/000',
    '0/x009/x007/x199/x254/x740/992',
    '../0/000',
    '',
  ])('is not %j', (path) => {
    expect(parseTilePath(path)).toBeNull();
  });
});

describe('a bundle of entries', () => {
  it('is read as it was made', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 20 }), (entries) => {
        expect(parseEntryBundle(entryBundle(entries))?.map((one) => [...one])).toEqual(
          entries.map((one) => [...one]),
        );
      }),
    );
  });

  it('ends with an entry', () => {
    const bundle = entryBundle([utf8('one'), utf8('two')]);
    expect(parseEntryBundle(bundle.slice(0, -1))).toBeNull();
    expect(parseEntryBundle(Uint8Array.of(...bundle, 0))).toBeNull();
    expect(() => entryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });
});

const HASH = `${'A'.repeat(43)}=`;

describe('a proof as text', () => {
  it('may have an extra line', () => {
    const text = `c2sp.org/tlog-proof@v1\nextra AAAA\nindex 3\n${HASH}\n\nrest\n`;
    expect(parseTlogProof(text)).toMatchObject({ index: 3, checkpoint: 'rest\n' });
  });

  it.each([
    `c2sp.org/tlog-proof@v2\nindex 3\n\nrest\n`,
    `c2sp.org/tlog-proof@v1\nindex 03\n\nrest\n`,
    `c2sp.org/tlog-proof@v1\nindex 3\n${HASH.slice(4)}\n\nrest\n`,
    `c2sp.org/tlog-proof@v1\n${HASH}\n\nrest\n`,
    `c2sp.org/tlog-proof@v1\nindex 3\n${`${HASH}\n`.repeat(64)}\nrest\n`,
    `c2sp.org/tlog-proof@v1\nextra ?\nindex 3\n\nrest\n`,
    'c2sp.org/tlog-proof@v1\nindex 3\n',
  ])('is not %j', (text) => {
    expect(parseTlogProof(text)).toBeNull();
  });
});

describe('what a log asks a witness', () => {
  it.each([
    `old 03\n\nrest\n`,
    `older 3\n\nrest\n`,
    `old 3\n${HASH.slice(4)}\n\nrest\n`,
    `old 3\n${`${HASH}\n`.repeat(64)}\nrest\n`,
    'old 3\n',
    '',
  ])('is not %j', (body) => {
    expect(parseAddCheckpoint(body)).toBeNull();
  });
});
