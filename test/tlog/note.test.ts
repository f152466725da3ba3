import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { utf8 } from '../../src/tlog/bytes.ts';
import { checkpointText, openCheckpoint, parseCheckpoint } from '../../src/tlog/checkpoint.ts';
import { cosignatureBytes, cosignedText, verifyingCosignature } from '../../src/tlog/cosignature.ts';
import {
  ED25519,
  ED25519_COSIGNATURE,
  keyIdInput,
  keyIdOf,
  type NoteKey,
  noteOf,
  parseNote,
  parseVkey,
  signatureLine,
  signedBy,
  vkeyText,
} from '../../src/tlog/note.ts';

const crypto = nodeVerifyCrypto;

interface Signer extends NoteKey {
  readonly privateKey: KeyObject;
}

async function signer(name: string, type: NoteKey['type'] = ED25519): Promise<Signer> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  return { name, type, key, privateKey, keyId: keyIdOf(await crypto.sha256(keyIdInput(name, type, key))) };
}

const signed = ({ name, keyId, privateKey }: Signer, text: string) => ({
  name,
  keyId,
  signature: new Uint8Array(sign(null, utf8(text), privateKey)),
});

const ORIGIN = 'log.example/terminations';
const TEXT = checkpointText({ origin: ORIGIN, size: 3, root: new Uint8Array(32).fill(7) });

describe('a vkey', () => {
  it('is read and written as others do: the example of C2SP signed-note', async () => {
    const text = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    const key = await parseVkey(text, crypto);
    expect(key).toMatchObject({ name: 'PeterNeumann', keyId: 'c74f20a3', type: ED25519 });
    expect(vkeyText(key!)).toBe(text);
    const note =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
    const parsed = parseNote(note)!;
    expect(noteOf(parsed)).toBe(note);
    const found = await signedBy(parsed, [key!], async (one, signature) =>
      (await crypto.verifyEd25519(one.key, utf8(parsed.text), signature)) ? one.name : null,
    );
    expect(found).toEqual(['PeterNeumann']);
  });

  it.each([
    'PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T',
    'PeterNeumann+c74f20a3',
    '+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    '',
  ])('is not %j', async (text) => {
    expect(await parseVkey(text, crypto)).toBeNull();
  });
});

describe('a signed note', () => {
  it('passes over keys that nobody knows, and takes 16 signatures and more', async () => {
    const log = await signer(ORIGIN);
    const others = await Promise.all(Array.from({ length: 40 }, (_, i) => signer(`other-${i}.example`)));
    const note = noteOf({ text: TEXT, signatures: [...others, log].map((one) => signed(one, TEXT)) });
    expect(await openCheckpoint(note, [log], crypto)).toMatchObject({
      ok: true,
      checkpoint: { origin: ORIGIN, size: 3 },
    });
  });

  it('is refused where a known key has not signed what stands as its signature', async () => {
    const log = await signer(ORIGIN);
    const wrong = { ...signed(log, TEXT), signature: signed(log, `${TEXT} `).signature };
    const opened = await openCheckpoint(noteOf({ text: TEXT, signatures: [wrong] }), [log], crypto);
    expect(opened).toEqual({ ok: false, fault: 'signature_wrong' });
  });

  it('is nobody’s where the same name has another key, or the key is of another origin', async () => {
    const [log, namesake, other] = [
      await signer(ORIGIN),
      await signer(ORIGIN),
      await signer('other.example'),
    ];
    const unknown = { ok: false, fault: 'log_unknown' };
    const byNamesake = noteOf({ text: TEXT, signatures: [signed(namesake, TEXT)] });
    expect(await openCheckpoint(byNamesake, [log], crypto)).toEqual(unknown);
    // A log whose key is trusted cannot speak for another log.
    const byOther = noteOf({ text: TEXT, signatures: [signed(other, TEXT)] });
    expect(await openCheckpoint(byOther, [log, other], crypto)).toEqual(unknown);
  });

  it.each([
    ['a control character', `a\tb\n\n— x AAAAAAA=\n`],
    ['a carriage return', `a\r\n\n— x AAAAAAA=\n`],
    ['no signature', 'a\n\n'],
    ['no blank line', 'a\n— x AAAAAAA=\n'],
    ['no newline at its end', 'a\n\n— x AAAAAAA='],
    ['a hyphen for the dash', 'a\n\n- x AAAAAAA=\n'],
    ['only a key id', 'a\n\n— x AAAAAA==\n'],
    ['base64 of another writing', 'a\n\n— x AAAAAAB=\n'],
    ['a line more', 'a\n\n— x AAAAAAA=\n\n'],
    ['half of a character', 'a\ud800\n\n— x AAAAAAA=\n'],
    ['101 signatures', `a\n\n${'— x AAAAAAA=\n'.repeat(101)}`],
    ['too much', `${'a'.repeat(70_000)}\n\n— x AAAAAAA=\n`],
  ])('cannot have %s', (_what, message) => {
    expect(parseNote(message)).toBeNull();
  });

  it('may have empty lines in its text', () => {
    expect(parseNote('a\n\nb\n\n— x AAAAAAA=\n')?.text).toBe('a\n\nb\n');
  });
});

describe('a checkpoint', () => {
  const root = `${'A'.repeat(43)}=`;

  it('may have further lines', () => {
    expect(parseCheckpoint(`o\n12\n${root}\nmore\n`)).toMatchObject({ origin: 'o', size: 12 });
  });

  it.each([
    `o\n012\n${root}\n`,
    `o\n-1\n${root}\n`,
    `o\n1e3\n${root}\n`,
    `o\n9007199254740992\n${root}\n`,
    `\n12\n${root}\n`,
    `o\n12\n${root}`,
    `o\n12\n${root.slice(4)}\n`,
    `o\n12\n${root}\n\nmore\n`,
    'o\n12\n',
  ])('is not %j', (text) => {
    expect(parseCheckpoint(text)).toBeNull();
  });
});

describe('a cosignature', () => {
  it('is over the time and the text, and by a key of its type', async () => {
    const witness = await signer('witness.example', ED25519_COSIGNATURE);
    const seconds = 1_764_489_600;
    const bytes = cosignatureBytes(
      seconds,
      new Uint8Array(sign(null, cosignedText(TEXT, seconds), witness.privateKey)),
    );
    const verify = verifyingCosignature(TEXT, crypto);
    expect(await verify(witness, bytes)).toEqual({
      name: 'witness.example',
      keyId: witness.keyId,
      at: new Date(seconds * 1000),
    });
    const later = cosignatureBytes(seconds + 1, bytes.slice(8));
    expect(await verify(witness, later)).toBeNull();
    expect(await verify(witness, bytes.slice(0, 71))).toBeNull();
    expect(await verify({ ...witness, type: ED25519 }, bytes)).toBeNull();
    expect(await verifyingCosignature(`${TEXT}x\n`, crypto)(witness, bytes)).toBeNull();
    expect(signatureLine({ ...witness, signature: bytes })).toMatch(/^— witness\.example \S{104}$/);
  });
});
