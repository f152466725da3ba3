import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HandbackError } from '../../domain/errors.ts';

/** Deeper and larger than any body of ours. */
const MAX_DEPTH = 32;
const MAX_VALUES = 10_000;

/**
 * U+0000 in an address is the address of nothing; in a query, a header or a body no text of ours has it, and no database
 * column takes it. Bodies that are deeper or have more values than any of ours are refused before anything looks at them.
 */
export function boundRequests(
  app: FastifyInstance,
  nothingHere: (request: FastifyRequest, reply: FastifyReply) => FastifyReply = refuseAddress,
): void {
  app.addHook('onRequest', async (request, reply) => {
    const [path = '', ...query] = request.url.split('?');
    if (hasNul(path)) return nothingHere(request, reply);
    if (query.some(hasNul)) throw new HandbackError('request_invalid', { field: 'query', reason: 'nul' });
    refuseNulHeaders(request);
  });
  app.addHook('preValidation', async ({ body }) => {
    // What comes in while it is read is bounded by who reads it.
    if (body instanceof Readable) return;
    if (typeof body === 'object' && body !== null && !Buffer.isBuffer(body)) boundValue(body);
    else if (typeof body === 'string') refuseNul(body);
  });
}

function refuseAddress(): never {
  throw new HandbackError('not_found');
}

const hasNul = (text: string): boolean => text.includes('%00') || text.includes('\0');

function refuseNulHeaders({ headers }: FastifyRequest): void {
  for (const [name, value] of Object.entries(headers)) {
    if (String(value).includes('\0'))
      throw new HandbackError('request_invalid', { field: name, reason: 'nul' });
  }
}

/** @throws HandbackError `request_invalid` */
export function refuseNul(text: string): void {
  if (text.includes('\0')) throw new HandbackError('request_invalid', { field: 'body', reason: 'nul' });
}

/** Level by level, so that no nesting is deep for the stack. */
function boundValue(body: object): void {
  let level: readonly unknown[] = [body];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new HandbackError('request_invalid', { field: 'body', reason: 'too_deep' });
    const below: unknown[] = [];
    for (const value of level) {
      values += 1;
      if (values > MAX_VALUES) throw new HandbackError('payload_too_large');
      if (typeof value === 'string') refuseNul(value);
      else if (Array.isArray(value)) for (const item of value) below.push(item);
      else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
        for (const [key, item] of Object.entries(value)) {
          refuseNul(key);
          below.push(item);
        }
      }
      if (below.length > MAX_VALUES) throw new HandbackError('payload_too_large');
    }
    level = below;
  }
}
