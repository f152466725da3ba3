import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operations } from '../../operations/context.ts';

/** How the names of all our cookies begin. */
const OURS = 'hb_';

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
    return this.#request.cookies[this.#named(name)] ?? null;
  }

  /**
   * Over https a cookie that begins so is taken by browsers only from this host itself, by TLS, and for all of it: no
   * neighbouring subdomain can set one in its place (RFC 6265bis section 4.1.3.2).
   */
  #named(name: string): string {
    return this.#secure ? `__Host-${name}` : name;
  }

  /** @param maxAge seconds; null for as long as the browser is open. */
  keepPlain(name: string, value: string, maxAge: number | null): void {
    const base = { httpOnly: true, sameSite: 'lax' as const, secure: this.#secure, path: '/' };
    this.#reply.setCookie(this.#named(name), value, maxAge === null ? base : { ...base, maxAge });
  }

  drop(name: string): void {
    const base = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: this.#secure };
    this.#reply.clearCookie(this.#named(name), base);
  }

  /** Every cookie of ours that the browser sent. */
  dropAll(): void {
    for (const sent of Object.keys(this.#request.cookies)) {
      const name = sent.replace(/^__Host-/, '');
      if (name.startsWith(OURS)) this.drop(name);
    }
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
