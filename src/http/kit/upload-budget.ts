import type { FastifyInstance } from 'fastify';
import { HandbackError } from '../../domain/errors.ts';
import { clientOf } from '../../domain/values/client-of.ts';

export interface UploadBounds {
  /** Bytes that are held in memory at once: of all uploads, and of one client's. */
  readonly all: number;
  readonly client: number;
}

const MB = 1024 * 1024;
/** Six of the largest files, of which one client may have two. */
const BOUNDS: UploadBounds = { all: 102 * MB, client: 34 * MB };

/** How soon there is room again is not known; a file takes some seconds. */
const RETRY_MS = 5_000;

/**
 * Holds room for what large bodies will take before they are read, as long as their requests last: what is received,
 * waits and is being looked at is bounded together.
 */
export class UploadBudget {
  readonly #bounds: UploadBounds;
  readonly #clients = new Map<string, number>();
  #held = 0;

  constructor(bounds: UploadBounds = BOUNDS) {
    this.#bounds = bounds;
  }

  /** @returns how to give it back; null where there is no room */
  hold(client: string, bytes: number): (() => void) | null {
    const mine = this.#clients.get(client) ?? 0;
    if (this.#held + bytes > this.#bounds.all || mine + bytes > this.#bounds.client) return null;
    this.#held += bytes;
    this.#clients.set(client, mine + bytes);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#held -= bytes;
      const left = (this.#clients.get(client) ?? 0) - bytes;
      if (left > 0) this.#clients.set(client, left);
      else this.#clients.delete(client);
    };
  }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The bytes of the largest body that the route takes, where that is many. */
    uploadBytes?: number;
    /** Of a route with several files: how many, and how large each. Of larger bodies no more than `uploadBytes` is held. */
    severalFiles?: { readonly most: number; readonly each: number };
  }
}

/**
 * Has routes with `uploadBytes` hold room for what a request declares, or for the most where it declares nothing.
 * Requests are refused `too_many_requests` where there is none.
 */
export function boundUploads(app: FastifyInstance, budget: UploadBudget = new UploadBudget()): void {
  app.addHook('onRequest', async (request, reply) => {
    const { uploadBytes, severalFiles } = request.routeOptions.config;
    if (uploadBytes === undefined || request.method !== 'POST') return;
    const length = Number(request.headers['content-length'] ?? uploadBytes);
    const declared = severalFiles === undefined ? length : Math.min(length, uploadBytes);
    if (!(declared <= uploadBytes))
      throw new HandbackError('payload_too_large', { megabytes: Math.floor(uploadBytes / MB) });
    const giveBack = budget.hold(clientOf(request.ip), declared);
    if (giveBack === null)
      throw new HandbackError('too_many_requests', {
        retryAt: new Date(Date.now() + RETRY_MS).toISOString(),
      });
    reply.raw.once('close', giveBack);
  });
}
