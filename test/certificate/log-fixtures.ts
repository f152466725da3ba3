import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { checkpointText } from '../../src/tlog/checkpoint.ts';
import { issuedEntry } from '../../src/tlog/entries.ts';
import { ED25519, keyIdInput, keyIdOf, noteOf, vkeyText } from '../../src/tlog/note.ts';
import { tlogProofText } from '../../src/tlog/proof.ts';
import { leafHash, nodeHash } from '../../src/tlog/tree.ts';

/** A log of one other entry and the certificate, and its proof. */
export function newLog(name = 'lakeside.example/log'): { vkey: string; proofOf(jwt: string): string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
  const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();
  const keyId = keyIdOf(sha256(keyIdInput(name, ED25519, key)));
  return {
    vkey: vkeyText({ name, keyId, type: ED25519, key }),
    proofOf(jwt) {
      const h = sha256(Buffer.from(jwt)).toString('base64url');
      const other = leafHash(Buffer.from(issuedEntry('another')));
      const root = nodeHash(other, leafHash(Buffer.from(issuedEntry(h))));
      const text = checkpointText({ origin: name, size: 2, root });
      const signature = sign(null, Buffer.from(text), privateKey);
      const checkpoint = noteOf({ text, signatures: [{ name, keyId, signature }] });
      return tlogProofText({ index: 1, hashes: [other], checkpoint });
    },
  };
}
