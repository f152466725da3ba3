import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { issuedEntry } from '../../tlog/entries.ts';
import { type NoteKey, parseVkey } from '../../tlog/note.ts';
import { type TlogProofVerdict, verifyTlogProof } from '../../tlog/proof.ts';
import { toBase64url } from '../sign/base64url.ts';
import type { TrustedKey } from '../sign/trust.ts';
import type { LogFinding } from './verdict.ts';

/**
 * Whether a certificate is in the log of the operator whose key signed it; null where its proof does not hold, which is
 * somebody's doing and not the log's.
 *
 * @param jwt what the operator signed, compact, without disclosures
 */
export async function findInLog(
  jwt: string,
  proof: string | null,
  key: TrustedKey,
  crypto: VerifyCrypto,
): Promise<LogFinding | null> {
  if (proof === null) return { logged: false, why: 'no_proof' };
  const digest = await crypto.sha256(new TextEncoder().encode(jwt));
  const entry = new TextEncoder().encode(issuedEntry(toBase64url(digest)));
  const [logs, witnesses] = [await keysOf(key.logs, crypto), await keysOf(key.witnesses, crypto)];
  let verdict: TlogProofVerdict;
  try {
    verdict = await verifyTlogProof(proof, entry, logs, witnesses, crypto);
  } catch (error) {
    // Older browsers have no Ed25519, and the certificate itself does not need it.
    if (error instanceof DOMException && error.name === 'NotSupportedError')
      return { logged: false, why: 'not_verifiable' };
    throw error;
  }
  if (!verdict.ok) return verdict.fault === 'log_unknown' ? { logged: false, why: 'log_unknown' } : null;
  const { origin, index, size } = verdict;
  const witnessedBy = verdict.cosignedBy.map(({ name, at }) => ({ name, at: at.toISOString() }));
  return { logged: true, origin, index, size, witnessedBy };
}

async function keysOf(vkeys: readonly string[], crypto: VerifyCrypto): Promise<readonly NoteKey[]> {
  const keys = await Promise.all(vkeys.map((vkey) => parseVkey(vkey, crypto)));
  return keys.filter((key) => key !== null);
}
