import type { LogWitness, WitnessFault } from '../../ports/log/log-witness.ts';
import { nodeVerifyCrypto } from '../../ports/node-verify-crypto.ts';
import type { Pool } from '../../store/database/database.ts';
import {
  keepCosigned,
  publishedCheckpoint,
  publishSigned,
  type StoredCheckpoint,
  signedCheckpoint,
} from '../../store/log/log-heads.ts';
import { keepWitness, witnessStandings } from '../../store/log/log-witnesses.ts';
import { addCheckpointBody, parseCosignatures } from '../../tlog/add-checkpoint.ts';
import { verifyingCosignature } from '../../tlog/cosignature.ts';
import {
  type NoteKey,
  type NoteSignature,
  noteOf,
  parseNote,
  signedBy,
  withSignature,
} from '../../tlog/note.ts';
import { consistencyParts } from '../../tlog/tree-parts.ts';
import { proofOf } from './log-tree.ts';

/** A witness of the settings. */
export interface KnownWitness {
  readonly key: NoteKey;
  readonly witness: LogWitness;
}

export interface Witnesses {
  readonly known: readonly KnownWitness[];
  /** How many of them must have seen a head before it is shown. */
  readonly quorum: number;
}

export const NO_WITNESSES: Witnesses = { known: [], quorum: 0 };

/** The witnesses whose cosignature a head still lacks. */
export function lacking(head: StoredCheckpoint, { known }: Witnesses): readonly KnownWitness[] {
  const there = parseNote(head.note)?.signatures ?? [];
  return known.filter(
    ({ key }) => !there.some(({ name, keyId }) => name === key.name && keyId === key.keyId),
  );
}

/**
 * Asks one witness to cosign a head, from the size that it saw last, and keeps what it says. It is asked a second time where it
 * names another size than was believed.
 *
 * @returns null where it cosigned, else why not; a size above that of the head is kept, and stops the log where the tree has no such size
 */
export async function askWitness(
  pool: Pool,
  head: StoredCheckpoint,
  { key, witness }: KnownWitness,
  witnesses: Witnesses,
  signal: AbortSignal,
): Promise<WitnessFault | 'ahead' | null> {
  const { origin, size } = head;
  const [standing] = await witnessStandings(pool, origin, [key.name]);
  let old = standing?.size ?? 0;
  let fault: WitnessFault | 'ahead' = 'nonsense';
  for (let tries = 0; tries < 2; tries += 1) {
    if (old > size) {
      fault = 'ahead';
      break;
    }
    const proof = await proofOf(pool, consistencyParts(old, size));
    const answer = await witness.addCheckpoint(
      addCheckpointBody({ old, proof, checkpoint: head.note }),
      signal,
    );
    if (answer.kind === 'seen') {
      old = answer.size;
      continue;
    }
    if (answer.kind === 'failed') {
      fault = answer.fault;
      break;
    }
    const cosignature = await cosignatureOf(head, key, answer.lines);
    if (cosignature === null) break;
    await keepWitness(pool, origin, { name: key.name, size, fault: null });
    await addCosignature(pool, head, cosignature);
    await publishCosigned(pool, head, witnesses);
    return null;
  }
  // That we stop is no word of the witness.
  if (!signal.aborted) await keepWitness(pool, origin, { name: key.name, size: old, fault });
  return fault;
}

/** The one among its lines that is its own and verifies. */
async function cosignatureOf(
  head: StoredCheckpoint,
  key: NoteKey,
  lines: string,
): Promise<NoteSignature | null> {
  const note = parseNote(head.note)!;
  const found = parseCosignatures(lines)?.find(({ name, keyId }) => name === key.name && keyId === key.keyId);
  if (found === undefined) return null;
  const verified = await verifyingCosignature(note.text, nodeVerifyCrypto)(key, found.signature);
  return verified === null ? null : found;
}

/** Others may add theirs at the same time: each is put to the note as it stands. */
async function addCosignature(pool: Pool, head: StoredCheckpoint, cosignature: NoteSignature): Promise<void> {
  for (;;) {
    const now = await signedCheckpoint(pool, head.origin);
    if (now === null || now.size !== head.size) return;
    const note = noteOf(withSignature(parseNote(now.note)!, cosignature));
    if (await keepCosigned(pool, { ...head, before: now.note, note })) return;
  }
}

/** Shows a signed head once enough witnesses have seen it, and again with each further cosignature. */
export async function publishCosigned(
  pool: Pool,
  { origin, size }: StoredCheckpoint,
  { known, quorum }: Witnesses,
): Promise<void> {
  const [now, shown] = [await signedCheckpoint(pool, origin), await publishedCheckpoint(pool)];
  if (now === null || now.size !== size || now.note === shown?.note) return;
  const note = parseNote(now.note)!;
  const cosigned = await signedBy(
    note,
    known.map(({ key }) => key),
    verifyingCosignature(note.text, nodeVerifyCrypto),
  );
  if (cosigned !== 'signature_wrong' && cosigned.length >= quorum) await publishSigned(pool, origin, size);
}
