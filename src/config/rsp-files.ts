import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Those of the files that are private keys. */
export const RSP_KEYS = [
  'es9plus/server-key.pem',
  'es2plus/client-key.pem',
  'es2plus-inbound/server-key.pem',
] as const;

/**
 * The files of remote SIM provisioning in a folder (default `<data folder>/rsp`):
 *
 *   ci/                       CI certificates that are trusted (DER or PEM)
 *   crl/                      their revocation lists
 *   es9plus/server.pem, server-key.pem               what phones are shown
 *   es2plus/ca.pem, client.pem, client-key.pem       whom we call, and as whom
 *   es2plus-inbound/ca.pem, server.pem, server-key.pem   who may call us, and what they are shown
 *   es2plus-inbound/points.json                      what an SM-DP+ means by the numbers above 4
 */
export class RspFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  ciCertificates(): readonly Buffer[] {
    return this.#all('ci');
  }

  crls(): readonly Buffer[] {
    return this.#all('crl');
  }

  /** @throws Error naming the file that is missing */
  es9PlusServer(): { readonly cert: string; readonly key: string } {
    return { cert: this.#text('es9plus/server.pem'), key: this.#text('es9plus/server-key.pem') };
  }

  /** @throws Error naming the file that is missing */
  es2PlusClient(): { readonly caPem: string; readonly certPem: string; readonly keyPem: string } {
    return {
      caPem: this.#text('es2plus/ca.pem'),
      certPem: this.#text('es2plus/client.pem'),
      keyPem: this.#text('es2plus/client-key.pem'),
    };
  }

  /** @throws Error naming the file that is missing */
  es2PlusInbound(): { readonly ca: string; readonly cert: string; readonly key: string } {
    return {
      ca: this.#text('es2plus-inbound/ca.pem'),
      cert: this.#text('es2plus-inbound/server.pem'),
      key: this.#text('es2plus-inbound/server-key.pem'),
    };
  }

  /** @throws Error where the file is no object from numbers to meanings */
  notificationPoints<Meaning extends string>(
    meanings: readonly Meaning[],
  ): Readonly<Record<number, Meaning>> {
    const name = 'es2plus-inbound/points.json';
    if (!existsSync(join(this.#folder, name))) return {};
    const points: unknown = JSON.parse(this.#text(name));
    const known = (value: unknown): value is Meaning => meanings.includes(value as Meaning);
    if (typeof points !== 'object' || points === null || Array.isArray(points))
      throw new Error(`${name} is no JSON object`);
    for (const [point, meaning] of Object.entries(points)) {
      if (!/^\d{1,4}$/.test(point) || !known(meaning))
        throw new Error(`${name}: "${point}" must be a number, and mean one of ${meanings.join(', ')}`);
    }
    return points as Record<number, Meaning>;
  }

  #all(name: string): readonly Buffer[] {
    const folder = join(this.#folder, name);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((file) => !file.startsWith('.'))
      .sort()
      .map((file) => readFileSync(join(folder, file)));
  }

  #text(name: string): string {
    const path = join(this.#folder, name);
    if (!existsSync(path)) throw new Error(`${path} is missing`);
    return readFileSync(path, 'utf8');
  }
}
