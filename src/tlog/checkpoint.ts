import type { VerifyCrypto } from '../ports/verify-crypto.ts';
import { base64, decimal, fromBase64 } from './bytes.ts';
import { type Note, type NoteKey, parseNote, signedBy, verifyingText } from './note.ts';

/** Checkpoints: what a log says that its tree is (C2SP tlog-checkpoint v1.0.0). */

export const HASH_BYTES = 32;

/** A tree, by the number of its leaves and its root hash (RFC 6962 section 2.1). */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

export interface Checkpoint extends TreeHead {
  readonly origin: string;
}

/** What a log signs. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${base64(root)}\n`;

/** Reads the text of a checkpoint; extension lines are passed over. Null for what is none. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length < 3 || lines.includes('')) return null;
  const size = decimal(lines[1]!);
  const root = fromBase64(lines[2]!);
  if (size === null || root?.length !== HASH_BYTES) return null;
  return { origin: lines[0]!, size, root };
}

export type CheckpointFault = 'checkpoint_malformed' | 'log_unknown' | 'signature_wrong';

export type OpenedCheckpoint =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly note: Note }
  | { readonly ok: false; readonly fault: CheckpointFault };

/** A signed checkpoint of one of these logs, verified. The name of a log's key is its origin. */
export async function openCheckpoint(
  message: string,
  logs: readonly NoteKey[],
  crypto: VerifyCrypto,
): Promise<OpenedCheckpoint> {
  const note = parseNote(message);
  const checkpoint = note === null ? null : parseCheckpoint(note.text);
  if (note === null || checkpoint === null) return { ok: false, fault: 'checkpoint_malformed' };
  const keys = logs.filter(({ name }) => name === checkpoint.origin);
  const signed = await signedBy(note, keys, verifyingText(note.text, crypto));
  if (signed === 'signature_wrong') return { ok: false, fault: 'signature_wrong' };
  if (signed.length === 0) return { ok: false, fault: 'log_unknown' };
  return { ok: true, checkpoint, note };
}
