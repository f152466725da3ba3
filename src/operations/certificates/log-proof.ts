import { HandbackError } from '../../domain/errors.ts';
import { findCertificate } from '../../store/certificates/certificates.ts';
import { leafOfCertificate } from '../../store/log/log-entries.ts';
import { publishedCheckpoint } from '../../store/log/log-heads.ts';
import { tlogProofText } from '../../tlog/proof.ts';
import { inclusionParts } from '../../tlog/tree-parts.ts';
import { proofOf } from '../../workflow/log/log-tree.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isCertificateId } from './certificate-id.ts';

export interface LogProof {
  readonly certificateId: string;
  /** Which leaf of the log, from 0. */
  readonly index: number;
  /** What stands there. */
  readonly entry: string;
  /** The proof that it does, for whoever is offline (C2SP tlog-proof). */
  readonly proof: string;
}

/**
 * That a certificate stands in the public log, under its newest checkpoint.
 * @throws HandbackError `certificate_unknown`; `certificate_not_logged` until a checkpoint is shown that has it
 */
export async function certificateLogProof(
  op: Operations,
  actor: Actor,
  request: { readonly certificateId: string },
): Promise<LogProof> {
  requireAccess(actor, 'certificateLogProof');
  const { certificateId } = request;
  if (!isCertificateId(certificateId)) throw new HandbackError('certificate_unknown');
  const found = await proofOfCertificate(op, certificateId);
  if (found !== null) return found;
  if ((await findCertificate(op.pool, certificateId)) === null)
    throw new HandbackError('certificate_unknown');
  throw new HandbackError('certificate_not_logged');
}

/** The same for who has the certificate already; null until a checkpoint is shown that has it. */
export async function proofOfCertificate(op: Operations, certificateId: string): Promise<LogProof | null> {
  const [leaf, published] = await Promise.all([
    leafOfCertificate(op.pool, certificateId),
    publishedCheckpoint(op.pool),
  ]);
  if (leaf === null || published === null || published.size <= leaf.index) return null;
  const { index, entry } = leaf;
  const hashes = await proofOf(op.pool, inclusionParts(index, published.size));
  return {
    certificateId,
    index,
    entry,
    proof: tlogProofText({ index, hashes, checkpoint: published.note }),
  };
}
