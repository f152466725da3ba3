import { HandbackError } from '../../../domain/errors.ts';
import { MAX_PHOTO_BYTES } from '../../../domain/values/photo/photo.ts';
import type { Visit } from '../../kit/visit.ts';

/** A form with one picture: one that is too large is let go, so that the page itself can say so and keeps the rest. */
export const ONE_PICTURE = { most: 1, each: MAX_PHOTO_BYTES, all: MAX_PHOTO_BYTES } as const;

/**
 * The picture that came with a form; null where none was chosen.
 * @throws HandbackError `photo_invalid` for one that is too large
 */
export function pictureIn({ files, shed }: Pick<Visit, 'files' | 'shed'>): Uint8Array | null {
  if (shed.length > 0) throw new HandbackError('photo_invalid', { reason: 'too_large' });
  return files[0]?.bytes ?? null;
}
