import { HandbackError } from '../../errors.ts';
import { cleanJpeg } from './jpeg.ts';
import type { Photo, Refuse } from './photo-types.ts';
import { cleanPng } from './png.ts';
import { cleanWebp } from './webp.ts';

/** What a camera of a tablet makes has some three megabytes. */
export const MAX_PHOTO_BYTES = 8 * 1024 * 1024;
/** On each side, in pixels: a document must be readable, and no picture may fill the memory of who looks at it. */
const LEAST_SIDE = 200;
const MOST_SIDE = 10_000;
const MOST_PIXELS = 50_000_000;

const refuse: Refuse = (reason) => {
  throw new HandbackError('photo_invalid', { reason });
};

/**
 * The picture in a file, written anew from the parts that a viewer needs: place, time, camera, thumbnails, comments and
 * whatever else stands beside it are left behind, and of all that only which side is up is kept. The format is what the
 * bytes say.
 * @throws HandbackError `photo_invalid` with the reason
 */
export function cleanPhoto(file: Uint8Array): Photo {
  if (file.length === 0) refuse('empty');
  if (file.length > MAX_PHOTO_BYTES) refuse('too_large');
  const photo = read(file);
  const { width, height } = photo;
  if (Math.min(width, height) < LEAST_SIDE) refuse('too_small');
  if (Math.max(width, height) > MOST_SIDE || width * height > MOST_PIXELS) refuse('too_many_pixels');
  return photo;
}

function read(file: Uint8Array): Photo {
  if (begins(file, [0xff, 0xd8, 0xff])) return { type: 'image/jpeg', ...cleanJpeg(file, refuse) };
  if (begins(file, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    return { type: 'image/png', ...cleanPng(file, refuse) };
  if (begins(file, [0x52, 0x49, 0x46, 0x46]) && begins(file.subarray(8), [0x57, 0x45, 0x42, 0x50]))
    return { type: 'image/webp', ...cleanWebp(file, refuse) };
  return refuse('format');
}

function begins(file: Uint8Array, with_: readonly number[]): boolean {
  return with_.every((byte, i) => file[i] === byte);
}
