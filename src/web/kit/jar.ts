import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operations } from '../../operations/context.ts';

type Vault = Operations['vault'];

/**
 * The cookies of one request. Sealed ones hold what must not stand in an address or be read by scripts: a number that
 * waits for its code, a receipt's secret until it is confirmed. They are encrypted, expire by themselves, and one copied
 * under another name does not open.
 */
export class Jar {
  readonly #vault: Vault;
  readonly #request: FastifyRequest;
  readonly #reply: FastifyReply;
  readonly #secure: boolean;

  constructor(vault: Vault, request: FastifyRequest, reply: FastifyReply, secure: boolean) {
    this.#vault = vault;
    this.#request = request;
    this.#reply = reply;
    this.#secure = secure;
  }

  plain(name: string): string | null {
    return this.#request.cookies[name] ?? null;
  }

  /** @param maxAge seconds; null for as long as the browser is open. */
  keepPlain(name: string, value: string, maxAge: number | null): void {
    const base = { httpOnly: true, sameSite: 'lax' as const, secure: this.#secure, path: '/' };
    this.#reply.setCookie(name, value, maxAge === null ? base : { ...base, maxAge });
  }

  drop(name: string): void {
    this.#reply.clearCookie(name, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.#secure });
  }

  keepSealed(name: string, value: object, maxAge: number): void {
    const text = JSON.stringify({ value, until: Date.now() + maxAge * 1_000 });
    const bytes = this.#vault.encrypt(this.#vault.operatorKey, `cookie ${name}`, text);
    this.keepPlain(name, bytes.toString('base64url'), maxAge);
  }

  sealed<T extends object>(name: string): T | null {
    const text = this.plain(name);
    if (text === null) return null;
    try {
      const bytes = Buffer.from(text, 'base64url');
      const { value, until } = JSON.parse(
        this.#vault.decryptText(this.#vault.operatorKey, `cookie ${name}`, bytes),
      );
      return until > Date.now() ? (value as T) : null;
    } catch {
      return null;
    }
  }
}
