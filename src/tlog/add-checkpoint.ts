import { base64, decimal, fromBase64 } from './bytes.ts';
import { HASH_BYTES } from './checkpoint.ts';
import { type NoteSignature, parseSignatureLine } from './note.ts';

/** What a log asks a witness, and what it answers (C2SP tlog-witness v1.0.0). */

export const SIZE_MEDIA_TYPE = 'text/x.tlog.size';
const MOST_HASHES = 63;

export interface AddCheckpoint {
  /** The size that the witness is believed to have seen last. */
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  /** The signed note. */
  readonly checkpoint: string;
}

export const addCheckpointBody = ({ old, proof, checkpoint }: AddCheckpoint): string =>
  `${[`old ${old}`, ...proof.map(base64)].join('\n')}\n\n${checkpoint}`;

/** Reads what a log asks; null for what is malformed. */
export function parseAddCheckpoint(body: string): AddCheckpoint | null {
  const end = body.indexOf('\n\n');
  if (end < 0) return null;
  const [first, ...lines] = body.slice(0, end).split('\n');
  const old = first?.startsWith('old ') ? decimal(first.slice(4)) : null;
  const proof = lines.map(fromBase64);
  if (old === null || proof.length > MOST_HASHES || proof.some((hash) => hash?.length !== HASH_BYTES))
    return null;
  return { old, proof: proof as Uint8Array[], checkpoint: body.slice(end + 2) };
}

/** The cosignatures that a witness answers, one a line; null for anything else. */
export function parseCosignatures(body: string): NoteSignature[] | null {
  if (!body.endsWith('\n')) return null;
  const signatures = body.slice(0, -1).split('\n').map(parseSignatureLine);
  return signatures.includes(null) ? null : (signatures as NoteSignature[]);
}

/** The size that a witness answers with 409; null for anything else. */
export const parseWitnessSize = (body: string): number | null =>
  body.endsWith('\n') ? decimal(body.slice(0, -1)) : null;
