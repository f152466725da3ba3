import type { VerifyCrypto } from '../ports/verify-crypto.ts';
import { base64, decimal, fromBase64 } from './bytes.ts';
import { type CheckpointFault, HASH_BYTES, openCheckpoint } from './checkpoint.ts';
import { type Cosigned, verifyingCosignature } from './cosignature.ts';
import { type NoteKey, signedBy } from './note.ts';
import { includes, leafHashBy } from './tree-check.ts';

/** Proofs that an entry is in a log, for whoever is offline: `.tlog-proof` (C2SP tlog-proof). */

const HEADER = 'c2sp.org/tlog-proof@v1';
/** A path has no more hashes than a tree has levels. */
const MOST_HASHES = 63;

export interface TlogProof {
  readonly index: number;
  /** Siblings on the way to the root, leaf first. */
  readonly hashes: readonly Uint8Array[];
  /** The signed note. */
  readonly checkpoint: string;
}

export const tlogProofText = ({ index, hashes, checkpoint }: TlogProof): string =>
  `${[HEADER, `index ${index}`, ...hashes.map(base64)].join('\n')}\n\n${checkpoint}`;

/** Reads a proof without verifying it; null for what is none. */
export function parseTlogProof(text: string): TlogProof | null {
  const end = text.indexOf('\n\n');
  if (end < 0) return null;
  const [header, ...lines] = text.slice(0, end).split('\n');
  if (header !== HEADER) return null;
  // What it says is not authenticated, and nothing here needs it.
  if (lines[0]?.startsWith('extra ') && fromBase64(lines.shift()!.slice(6)) === null) return null;
  const first = /^index (\S+)$/.exec(lines.shift() ?? '');
  const index = first === null ? null : decimal(first[1]!);
  const hashes = lines.map((line) => fromBase64(line));
  if (index === null || hashes.length > MOST_HASHES || hashes.some((hash) => hash?.length !== HASH_BYTES))
    return null;
  return { index, hashes: hashes as Uint8Array[], checkpoint: text.slice(end + 2) };
}

export type TlogProofFault =
  /** It is no proof, or there is no checkpoint in it. */
  | 'proof_malformed'
  | CheckpointFault
  /** A witness that is known has not signed what stands there as its cosignature. */
  | 'witness_signature_wrong'
  /** The checkpoint is good, and the entry is not in its tree at that place. */
  | 'entry_not_included';

export type TlogProofVerdict =
  | {
      readonly ok: true;
      readonly origin: string;
      readonly index: number;
      readonly size: number;
      /** The known witnesses that saw the checkpoint, and when; how many are enough is for the caller to say. */
      readonly cosignedBy: readonly Cosigned[];
    }
  | { readonly ok: false; readonly fault: TlogProofFault };

/**
 * Whether a proof shows that an entry is in one of these logs.
 * @param entry the leaf's bytes, as `entries.ts` makes them
 * @param logs by their keys, whose names are their origins
 */
export async function verifyTlogProof(
  proofText: string,
  entry: Uint8Array,
  logs: readonly NoteKey[],
  witnesses: readonly NoteKey[],
  crypto: VerifyCrypto,
): Promise<TlogProofVerdict> {
  const proof = parseTlogProof(proofText);
  if (proof === null) return { ok: false, fault: 'proof_malformed' };
  const opened = await openCheckpoint(proof.checkpoint, logs, crypto);
  if (!opened.ok) return opened;
  const { checkpoint, note } = opened;
  const cosignedBy = await signedBy(note, witnesses, verifyingCosignature(note.text, crypto));
  if (cosignedBy === 'signature_wrong') return { ok: false, fault: 'witness_signature_wrong' };
  const leaf = await leafHashBy(crypto, entry);
  if (!(await includes(checkpoint, proof.index, leaf, proof.hashes, crypto)))
    return { ok: false, fault: 'entry_not_included' };
  return { ok: true, origin: checkpoint.origin, index: proof.index, size: checkpoint.size, cosignedBy };
}
