import type { FastifyInstance } from 'fastify';
import { HandbackError } from '../../domain/errors.ts';

interface Range {
  readonly type: string;
  readonly quality: number;
}

function rangesOf(accept: string): readonly Range[] {
  return accept.split(',').flatMap((part) => {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const q = parameters.find((one) => one.startsWith('q='))?.slice(2);
    const quality = q === undefined ? 1 : Number(q);
    return type === '' || Number.isNaN(quality) ? [] : [{ type, quality }];
  });
}

/** The quality that the most particular range gives a media type; 0 where none fits. */
function qualityOf(media: string, ranges: readonly Range[]): number {
  const [family = ''] = media.split('/');
  for (const wanted of [media, `${family}/*`, '*/*']) {
    const found = ranges.find(({ type }) => type === wanted);
    if (found !== undefined) return found.quality;
  }
  return 0;
}

/**
 * The media type that a caller likes best of those there are (RFC 9110, section 12.5.1); the first where nothing is said or
 * several are liked the same.
 *
 * @throws HandbackError `not_acceptable`, with those there are
 */
export function preferred<const Media extends string>(
  accept: string | undefined,
  media: readonly [Media, ...Media[]],
): Media {
  const ranges = rangesOf(accept ?? '');
  if (ranges.length === 0) return media[0];
  let best: Media | null = null;
  let liked = 0;
  for (const one of media) {
    const quality = qualityOf(one, ranges);
    if (quality > liked) [best, liked] = [one, quality];
  }
  if (best === null) throw new HandbackError('not_acceptable', { available: media });
  return best;
}

/** Refuses, before anything is done, what could only be answered in a form that the caller does not take. */
export function negotiate(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ headers, routeOptions }) => {
    const { media } = routeOptions.config;
    if (media !== undefined) preferred(headers.accept, media);
  });
}
