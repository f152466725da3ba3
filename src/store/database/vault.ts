import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomFillSync,
} from 'node:crypto';

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** A person's data key, unwrapped; destroying its wrapped form makes all that it encrypted unreadable. */
export type DataKey = KeyObject & { readonly __dataKey: true };

// Ciphers take a KeyObject three times faster than the same bytes.
const asDataKey = (bytes: Uint8Array): DataKey => createSecretKey(bytes) as DataKey;

/** Keys that wrap other keys: one an epoch, so that old backups' keys can be destroyed in turn. */
export interface KeyEncryptionKeys {
  readonly current: number;
  readonly keys: ReadonlyMap<number, Buffer>;
}

/**
 * Encrypts personal data (AES-256-GCM) and makes the keyed hashes by which it is looked up.
 * A ciphertext is version (1 byte), nonce (12), ciphertext, tag (16); `context` is authenticated with it, so a
 * value copied into another column does not decrypt.
 */
export class Vault {
  #keks: ReadonlyMap<number, KeyObject> = new Map();
  #currentEpoch = 0;
  readonly #readAgain: (() => KeyEncryptionKeys) | null;
  readonly #indexKey: KeyObject;
  readonly #operatorKey: DataKey;
  // Random bytes are drawn in blocks: one system call for many nonces and salts.
  #pool = Buffer.alloc(0);
  #used = 0;

  /** @param readAgain where the keys are; asked for an epoch that is not known: another process may have made it */
  constructor(
    keks: KeyEncryptionKeys,
    indexSecret: Buffer,
    readAgain: (() => KeyEncryptionKeys) | null = null,
  ) {
    this.#readAgain = readAgain;
    this.#take(keks);
    this.#indexKey = createSecretKey(indexSecret);
    // Not a person's: protects what must be readable before or after a person is known (declarations, responses).
    this.#operatorKey = asDataKey(
      Buffer.from(hkdfSync('sha256', indexSecret, '', 'handback operator key', KEY_BYTES)),
    );
  }

  #take({ current, keys }: KeyEncryptionKeys): void {
    if (!keys.has(current)) throw new Error(`no key-encryption key for epoch ${current}`);
    this.#keks = new Map([...keys].map(([epoch, key]) => [epoch, createSecretKey(key)]));
    this.#currentEpoch = current;
  }

  get currentEpoch(): number {
    return this.#currentEpoch;
  }

  get epochs(): readonly number[] {
    return [...this.#keks.keys()];
  }

  /** A keyed hash that says nothing of the keys, and that only these keys make: of the epoch's and of the look-ups'. */
  checkValue(epoch: number): Buffer {
    return createHmac('sha256', this.#kek(epoch))
      .update(this.index('check of the keys', String(epoch)))
      .digest();
  }

  get operatorKey(): DataKey {
    return this.#operatorKey;
  }

  random(bytes: number): Buffer {
    if (bytes > 1024) return randomBytes(bytes);
    if (this.#used + bytes > this.#pool.length) {
      this.#pool = Buffer.allocUnsafeSlow(65_536);
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    this.#used += bytes;
    return this.#pool.subarray(this.#used - bytes, this.#used);
  }

  newDataKey(): DataKey {
    return asDataKey(this.random(KEY_BYTES));
  }

  wrap(key: DataKey): Buffer {
    return this.#seal(this.#kek(this.#currentEpoch), 'data key', key.export());
  }

  unwrap(wrapped: Buffer, epoch: number): DataKey {
    return asDataKey(this.#open(this.#kek(epoch), 'data key', wrapped));
  }

  encrypt(key: DataKey, context: string, plaintext: string | Uint8Array): Buffer {
    return this.#seal(
      key,
      context,
      typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext,
    );
  }

  decrypt(key: DataKey, context: string, sealed: Uint8Array): Buffer {
    return this.#open(key, context, sealed);
  }

  decryptText(key: DataKey, context: string, sealed: Uint8Array): string {
    return this.#open(key, context, sealed).toString('utf8');
  }

  /** A keyed hash for exact look-ups; without the key it cannot be reversed by trying all numbers. */
  index(context: string, value: string): Buffer {
    return createHmac('sha256', this.#indexKey).update(context).update('\0').update(value).digest();
  }

  #kek(epoch: number): KeyObject {
    if (!this.#keks.has(epoch) && this.#readAgain !== null) this.#take(this.#readAgain());
    const key = this.#keks.get(epoch);
    if (key === undefined)
      throw new Error(`the key-encryption key of epoch ${epoch} is destroyed or missing`);
    return key;
  }

  #seal(key: KeyObject, context: string, plaintext: Uint8Array): Buffer {
    const iv = this.random(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    cipher.setAAD(Buffer.from(context));
    const body = cipher.update(plaintext);
    cipher.final();
    const sealed = Buffer.allocUnsafe(1 + IV_BYTES + body.length + TAG_BYTES);
    sealed[0] = VERSION;
    sealed.set(iv, 1);
    sealed.set(body, 1 + IV_BYTES);
    sealed.set(cipher.getAuthTag(), 1 + IV_BYTES + body.length);
    return sealed;
  }

  #open(key: KeyObject, context: string, sealed: Uint8Array): Buffer {
    if (sealed.length < 1 + IV_BYTES + TAG_BYTES || sealed[0] !== VERSION)
      throw new Error('not a sealed value');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + IV_BYTES));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const body = decipher.update(sealed.subarray(1 + IV_BYTES, sealed.length - TAG_BYTES));
    return Buffer.concat([body, decipher.final()]);
  }
}
