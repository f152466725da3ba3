import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { HandbackError } from '../../domain/errors.ts';
import { coordinatesOf, readCertificate } from './certificate-read.ts';
import { claimFolder, publishOnce, readPrivate, removeIfThere, writeWhole } from './key-files.ts';
import { type CertificateSigner, type Issuer, signerOf } from './signer.ts';
import type { KeyState, TrustDocument, TrustKey } from './trust.ts';
import { keyIdOf, makeCertificate, type Subject } from './x509.ts';

/**
 * A key ring is a folder (0700, files 0600):
 * - `key-<key id>.pem`: one private key (PKCS #8) a file; of the root, and of the active signing key;
 * - `ring-<generation>.json`: what the keys are; the highest generation counts, each is written once and kept.
 * The root's private key is needed only to rotate; it may be kept elsewhere meanwhile.
 */

interface RingFile {
  readonly format: 'handback-key-ring/1';
  readonly issuerId: string;
  /** `name` is the issuer's name when the root was made: certificates under it must repeat its subject exactly. */
  readonly root: { readonly keyId: string; readonly certificate: string; readonly name: string };
  readonly keys: readonly RingKey[];
}

interface RingKey {
  readonly keyId: string;
  readonly certificate: string;
  readonly notBefore: string;
  /** Set when another key takes its place. */
  readonly notAfter?: string;
  readonly state: KeyState;
}

interface Loaded {
  readonly generation: number;
  readonly ring: RingFile;
  readonly signer: CertificateSigner;
  readonly document: TrustDocument;
}

const RING_FILE = /^ring-([0-9]{6})\.json$/;
const YEAR_MS = 365.25 * 24 * 3_600_000;
const ROOT_YEARS = 25;
const SIGNING_YEARS = 10;
/** Other machines' clocks may run behind the one that made a key. */
const CLOCK_SKEW_MS = 3_600_000;

/**
 * Opens the key ring in a folder, and makes one at first: a root certificate and a signing key under it.
 * Any number of processes may do so at once; one ring comes of it.
 * @throws HandbackError `issuer_invalid`, `key_ring_exposed`, `key_ring_other_issuer`, `key_ring_damaged`
 */
export async function openKeyRing(folder: string, issuer: Issuer, now: Date): Promise<KeyRing> {
  if (!/^[\x21-\x7e]{1,64}$/.test(issuer.id) || issuer.name.trim() === '' || !issuer.name.isWellFormed()) {
    throw new HandbackError('issuer_invalid', { id: issuer.id });
  }
  await claimFolder(folder);
  if ((await newestGeneration(folder)) === 0) await makeRing(folder, issuer, now);
  const loaded = await load(folder, issuer);
  // A crash right after a rotation leaves the private key that the rotation meant to destroy.
  const ended = loaded.ring.keys.filter((key) => key.state !== 'active');
  await Promise.all(ended.map((key) => removeIfThere(folder, keyFile(key.keyId))));
  return new KeyRing(folder, issuer, loaded);
}

/** Whether a folder holds a key ring. */
export function hasKeyRing(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => RING_FILE.test(name));
}

export class KeyRing {
  readonly #folder: string;
  readonly #issuer: Issuer;
  #loaded: Loaded;

  constructor(folder: string, issuer: Issuer, loaded: Loaded) {
    this.#folder = folder;
    this.#issuer = issuer;
    this.#loaded = loaded;
  }

  /** The active signing key as of the last `refresh`. */
  signer(): CertificateSigner {
    return this.#loaded.signer;
  }

  /** The trust document, to be served at `/.well-known/` and kept by whoever verifies offline; the same object until a key changes. */
  publicKeys(): TrustDocument {
    return this.#loaded.document;
  }

  /** Takes over what another process rotated or revoked; a directory listing when nothing changed. */
  async refresh(): Promise<boolean> {
    if ((await newestGeneration(this.#folder)) === this.#loaded.generation) return false;
    this.#loaded = await load(this.#folder, this.#issuer);
    return true;
  }

  /**
   * Makes a new signing key. The one before is retired: what it signed stays good, and its private key is destroyed.
   * @throws HandbackError `key_ring_changed` if another process was faster; `key_ring_damaged` without the root's private key.
   */
  async rotate(now: Date): Promise<void> {
    await this.#replaceActive(now, (key) =>
      key.state === 'active' ? { ...key, state: 'retired', notAfter: endOf(now) } : key,
    );
  }

  /**
   * Stops all belief in a key whose private half has leaked: everything it signed becomes `unknown_issuer`.
   * The active key is replaced in the same step.
   * @throws HandbackError `key_unknown`, and as `rotate`.
   */
  async revoke(keyId: string, now: Date): Promise<void> {
    const key = this.#loaded.ring.keys.find((one) => one.keyId === keyId);
    if (!key) throw new HandbackError('key_unknown', { keyId });
    const mark = (one: RingKey): RingKey =>
      one.keyId === keyId ? { ...one, state: 'revoked', notAfter: one.notAfter ?? endOf(now) } : one;
    if (key.state === 'active') return this.#replaceActive(now, mark);
    const { ring } = this.#loaded;
    await this.#publish({ ...ring, keys: ring.keys.map(mark) });
  }

  async #replaceActive(now: Date, mark: (key: RingKey) => RingKey): Promise<void> {
    const { ring, signer } = this.#loaded;
    const rootKey = await privateKey(this.#folder, ring.root.keyId);
    if (!rootKey)
      throw new HandbackError('key_ring_damaged', { reason: 'root_key_absent', keyId: ring.root.keyId });
    const rootEnd = new X509Certificate(Buffer.from(ring.root.certificate, 'base64')).validToDate;
    const root = { id: this.#issuer.id, name: ring.root.name };
    const fresh = await makeSigningKey(this.#folder, root, rootKey, rootEnd, now);
    try {
      await this.#publish({ ...ring, keys: [...ring.keys.map(mark), fresh] });
    } catch (error) {
      // Only then is it sure that no ring names the fresh key.
      const lost = error instanceof HandbackError && error.code === 'key_ring_changed';
      if (lost) await removeIfThere(this.#folder, keyFile(fresh.keyId));
      throw error;
    }
    await removeIfThere(this.#folder, keyFile(signer.keyId));
  }

  async #publish(ring: RingFile): Promise<void> {
    const won = await publishOnce(
      this.#folder,
      ringFile(this.#loaded.generation + 1),
      JSON.stringify(ring, null, 2),
    );
    if (!won) {
      await this.refresh();
      throw new HandbackError('key_ring_changed');
    }
    this.#loaded = await load(this.#folder, this.#issuer);
  }
}

async function makeRing(folder: string, issuer: Issuer, now: Date): Promise<void> {
  const { publicKey, privateKey: rootKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const notAfter = new Date(now.getTime() + ROOT_YEARS * YEAR_MS);
  const subject = rootSubject(issuer);
  const certificate = makeCertificate({
    subject,
    publicKey,
    issuer: subject,
    issuerPrivateKey: rootKey,
    notBefore: new Date(now.getTime() - CLOCK_SKEW_MS),
    notAfter,
    purpose: 'root',
  });
  const rootId = keyIdOf(publicKey);
  await writeWhole(folder, keyFile(rootId), pem(rootKey));
  const first = await makeSigningKey(folder, issuer, rootKey, notAfter, now);
  const ring: RingFile = {
    format: 'handback-key-ring/1',
    issuerId: issuer.id,
    root: { keyId: rootId, certificate: certificate.toString('base64'), name: issuer.name },
    keys: [first],
  };
  if (await publishOnce(folder, ringFile(1), JSON.stringify(ring, null, 2))) return;
  await removeIfThere(folder, keyFile(rootId));
  await removeIfThere(folder, keyFile(first.keyId));
}

async function makeSigningKey(
  folder: string,
  issuer: Issuer,
  rootKey: KeyObject,
  rootEnd: Date,
  now: Date,
): Promise<RingKey> {
  const { publicKey, privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const notBefore = new Date(now.getTime() - CLOCK_SKEW_MS);
  const certificate = makeCertificate({
    subject: { ...rootSubject(issuer), commonName: cut(`${issuer.name} certificate signing`) },
    publicKey,
    issuer: rootSubject(issuer),
    issuerPrivateKey: rootKey,
    notBefore,
    notAfter: new Date(Math.min(now.getTime() + SIGNING_YEARS * YEAR_MS, rootEnd.getTime())),
    purpose: 'signing',
  });
  const keyId = keyIdOf(publicKey);
  await writeWhole(folder, keyFile(keyId), pem(key));
  return {
    keyId,
    certificate: certificate.toString('base64'),
    notBefore: notBefore.toISOString(),
    state: 'active',
  };
}

/** The newest ring with its signer. A rotation elsewhere may remove a key between two reads, so it looks again. */
async function load(folder: string, issuer: Issuer): Promise<Loaded> {
  for (let generation = await newestGeneration(folder); ; ) {
    const ring = await readRing(folder, generation);
    if (ring.issuerId !== issuer.id)
      throw new HandbackError('key_ring_other_issuer', { found: ring.issuerId });
    const active = ring.keys.find((key) => key.state === 'active');
    const key = active ? await privateKey(folder, active.keyId) : null;
    if (active && key) {
      const keys = ring.keys.map((one) => trustKeyOf(one, ring.root.certificate));
      const document: TrustDocument = { format: 'handback-trust/1', issuer, keys };
      return { generation, ring, signer: makeSigner(ring, active, issuer, key), document };
    }
    const newest = await newestGeneration(folder);
    if (newest === generation) throw new HandbackError('key_ring_damaged', { reason: 'signing_key_absent' });
    generation = newest;
  }
}

/** A key of a ring as a trust document names it. */
function trustKeyOf({ keyId: kid, certificate, ...key }: RingKey, root: string): TrustKey {
  const coordinates = coordinatesOf(readCertificate(Buffer.from(certificate, 'base64')).spki);
  const fixed = { kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256' } as const;
  return { ...fixed, ...coordinates, kid, x5c: [certificate, root], ...key };
}

function makeSigner(ring: RingFile, active: RingKey, issuer: Issuer, key: KeyObject): CertificateSigner {
  if (keyIdOf(createPublicKey(key)) !== active.keyId) {
    throw new HandbackError('key_ring_damaged', { reason: 'key_differs', keyId: active.keyId });
  }
  const certificate = Buffer.from(active.certificate, 'base64');
  return signerOf(
    { issuer, keyId: active.keyId, certificate, root: Buffer.from(ring.root.certificate, 'base64') },
    key,
  );
}

async function readRing(folder: string, generation: number): Promise<RingFile> {
  const text = await readPrivate(folder, ringFile(generation));
  try {
    const ring = JSON.parse(text ?? '') as RingFile;
    if (ring.format === 'handback-key-ring/1' && Array.isArray(ring.keys) && ring.root) return ring;
  } catch {
    // the same answer as for a file of another kind
  }
  throw new HandbackError('key_ring_damaged', { reason: 'ring_unreadable', generation });
}

async function privateKey(folder: string, keyId: string): Promise<KeyObject | null> {
  const text = await readPrivate(folder, keyFile(keyId));
  if (text === null) return null;
  try {
    return createPrivateKey(text);
  } catch {
    throw new HandbackError('key_ring_damaged', { reason: 'key_unreadable', keyId });
  }
}

async function newestGeneration(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).map((name) => Number(RING_FILE.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

/** Other processes sign with a key until they see that it was replaced. */
const endOf = (now: Date): string => new Date(now.getTime() + CLOCK_SKEW_MS).toISOString();

const rootSubject = (issuer: Issuer): Subject => ({
  organization: cut(issuer.name),
  organizationId: issuer.id,
  commonName: cut(`${issuer.name} certificate root`),
});
/** RFC 5280 appendix A bounds names at 64 characters. */
const cut = (name: string): string => [...name].slice(0, 64).join('');
const keyFile = (keyId: string): string => `key-${keyId}.pem`;
const ringFile = (generation: number): string => `ring-${String(generation).padStart(6, '0')}.json`;
const pem = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }) as string;
