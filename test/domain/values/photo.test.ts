import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HandbackError } from '../../../src/domain/errors.ts';
import { orientationIn } from '../../../src/domain/values/photo/orientation.ts';
import { cleanPhoto, MAX_PHOTO_BYTES } from '../../../src/domain/values/photo/photo.ts';
import {
  CARD,
  cameraExif,
  loadedJpeg,
  loadedPng,
  loadedWebp,
  MULTI_PICTURE,
  pngChunk,
  SECRETS,
  webpChunk,
} from '../../support/photos.ts';

function refusal(file: Uint8Array): string {
  try {
    cleanPhoto(file);
  } catch (error) {
    if (error instanceof HandbackError && error.code === 'photo_invalid')
      return String(error.facts['reason']);
    throw error;
  }
  return 'taken';
}

const LOADED = [
  ['image/jpeg', loadedJpeg],
  ['image/png', loadedPng],
  ['image/webp', loadedWebp],
] as const;

describe('a picture that a desk takes in', () => {
  test.each(LOADED)('loses place, camera, comments and the rest: %s', (type, loaded) => {
    const file = loaded();
    for (const secret of SECRETS) expect(file.includes(secret)).toBe(true);
    const photo = cleanPhoto(file);
    expect(photo).toMatchObject({ type, width: 320, height: 202 });
    for (const secret of [...SECRETS, 'ICC_PROFILE', 'ICCP', 'Photoshop'])
      expect(Buffer.from(photo.bytes).includes(secret), secret).toBe(false);
  });

  test.each(LOADED)('keeps which side is up: %s', (_, loaded) => {
    const turned = Buffer.from(cleanPhoto(loaded(6)).bytes);
    const at = turned.indexOf('MM\0*');
    expect(orientationIn(turned.subarray(at))).toBe(6);
    expect(cleanPhoto(loaded(1)).bytes.length).toBeLessThan(turned.length);
  });

  test.each(LOADED)('is the same when it is taken in again: %s', (_, loaded) => {
    const once = cleanPhoto(loaded());
    expect(cleanPhoto(once.bytes)).toEqual(once);
  });

  test.each(LOADED)('is refused when its end is missing, wherever it was cut: %s', (_, loaded) => {
    const file = loaded();
    fc.assert(
      fc.property(fc.integer({ min: 16, max: file.length - 2 }), (length) => {
        expect(['truncated', 'damaged']).toContain(refusal(file.subarray(0, length)));
      }),
      { numRuns: 200 },
    );
  });

  test.each(LOADED)('is refused when something else stands behind it: %s', (_, loaded) => {
    for (const other of ['%PDF-1.7', 'PK\x03\x04', '<script>alert(1)</script>', 'a'])
      expect(refusal(Buffer.concat([loaded(), Buffer.from(other)]))).toBe('more_than_a_picture');
  });

  test('leaves behind the further pictures that a phone says are there', () => {
    const phone = Buffer.concat([loadedJpeg(1, [MULTI_PICTURE]), CARD.jpeg]);
    expect(cleanPhoto(phone)).toEqual(cleanPhoto(CARD.jpeg));
    expect(cleanPhoto(Buffer.concat([CARD.jpeg, Buffer.alloc(64)]))).toEqual(cleanPhoto(CARD.jpeg));
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3'), 'format'],
    ['a drawing that can run scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'format'],
    ['a GIF', Buffer.from('GIF89a'), 'format'],
    ['an archive of sound', Buffer.from('RIFF\x04\0\0\0WAVE', 'latin1'), 'format'],
    ['a head alone', CARD.jpeg.subarray(0, 3), 'truncated'],
    ['a moving PNG', loadedPng(1, [pngChunk('acTL', Buffer.alloc(8))]), 'moving'],
    ['a moving WebP', loadedWebp(1, [webpChunk('ANMF', Buffer.alloc(16))]), 'moving'],
    ['a PNG of parts that no reader knows', loadedPng(1, [pngChunk('SECR', Buffer.alloc(4))]), 'damaged'],
    ['40 MB', Buffer.alloc(MAX_PHOTO_BYTES + 1, 0xff), 'too_large'],
  ])('%s is refused', (_, file, reason) => {
    expect(refusal(file)).toBe(reason);
  });

  test('a chunk that was changed is noticed', () => {
    const changed = Buffer.from(CARD.png);
    changed[CARD.png.length - 40]! ^= 1;
    expect(refusal(changed)).toBe('damaged');
  });

  test.each([
    [199, 300, 'too_small'],
    [10_001, 300, 'too_many_pixels'],
    [9_000, 9_000, 'too_many_pixels'],
    [65_535, 65_535, 'too_many_pixels'],
    [0, 300, 'damaged'],
  ])('a picture that says it has %d by %d pixels is refused', (width, height, reason) => {
    const jpeg = Buffer.from(CARD.jpeg);
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(height, frame + 5);
    jpeg.writeUInt16BE(width, frame + 7);
    expect(refusal(jpeg)).toBe(reason);
  });

  test('nothing that somebody sends does more than be refused', () => {
    const file = fc.oneof(...LOADED.map(([, loaded]) => fc.constant(loaded())));
    const change = fc.array(fc.tuple(fc.nat(3_000), fc.integer({ min: 0, max: 255 })), { maxLength: 8 });
    fc.assert(
      fc.property(file, change, (whole, changes) => {
        const changed = Buffer.from(whole);
        for (const [at, byte] of changes) changed[at % changed.length] = byte;
        expect(refusal(changed)).toEqual(expect.any(String));
      }),
      { numRuns: 500 },
    );
  });

  test('Exif that cannot be read means upright', () => {
    expect(orientationIn(cameraExif(6))).toBe(6);
    for (const odd of [
      cameraExif(0),
      cameraExif(9),
      cameraExif(6).subarray(0, 20),
      Buffer.from('II'),
      Buffer.alloc(40),
    ])
      expect(orientationIn(odd)).toBe(1);
  });
});
