import type { FastifyReply, FastifyRequest } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { HandbackError } from '../../domain/errors.ts';
import { Nullable } from './schema.ts';

const USUAL = 100;
export const MOST_OF_A_PAGE = 1_000;

/** The query of a list. */
export const PAGE = {
  after: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'The `next` of the page before; without it, the first page.',
    }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MOST_OF_A_PAGE,
      description: `How many at most; ${USUAL} where nothing is said.`,
    }),
  ),
};
export const PageQuery = Type.Object(PAGE);

export interface AskedPage {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** A page of a list: the items under a name of their own, and where the next page begins. */
export const pageOf = <const Name extends string, T extends TSchema>(name: Name, item: T) =>
  Type.Object({
    ...({ [name]: Type.Array(item) } as { [K in Name]: ReturnType<typeof Type.Array<T>> }),
    next: Nullable(Type.String({ description: 'What `after` must be for the next page; null on the last.' })),
  });

export const limitOf = ({ limit }: AskedPage): number => limit ?? USUAL;

/** Says where the next page is, for callers that follow links (RFC 8288). */
export function linkNext(request: FastifyRequest, reply: FastifyReply, next: string | null): void {
  if (next === null) return;
  const [path = '', query = ''] = request.url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('after', next);
  reply.header('link', `<${path}?${parameters}>; rel="next"`);
}

/** The page of a list of which one more was fetched than it may hold. */
export function cutPage<T>(
  fetched: readonly T[],
  asked: AskedPage,
  cursorOf: (item: T) => string,
): { readonly items: readonly T[]; readonly next: string | null } {
  const items = fetched.slice(0, limitOf(asked));
  return { items, next: fetched.length > items.length ? cursorOf(items.at(-1)!) : null };
}

/**
 * The page of a list that is at hand as a whole, because what it is of can only have so many.
 * @throws HandbackError `request_invalid` for an `after` that is none of it
 */
export function pageAtHand<T>(all: readonly T[], asked: AskedPage, cursorOf: (item: T) => string) {
  const from = asked.after === undefined ? 0 : all.findIndex((item) => cursorOf(item) === asked.after) + 1;
  if (asked.after !== undefined && from === 0) throw afterInvalid();
  return cutPage(all.slice(from, from + limitOf(asked) + 1), asked, cursorOf);
}

export const afterInvalid = (): HandbackError => new HandbackError('request_invalid', { field: 'after' });
