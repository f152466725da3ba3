import type { BatchProof, Statement } from '../../domain/certificates/certificate.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { CertificateIssuer } from '../../ports/certificate-issuer.ts';
import { faultOf } from '../verify/statement-shape.ts';
import { batchHead } from './batch-head.ts';
import { canonicalBytes } from './canonical.ts';
import { leafHash, MerkleTree } from './merkle.ts';
import { type CertificateSigner, signCanonical } from './signer.ts';

/**
 * Signs any number of statements with one ECDSA signature over the root of their Merkle tree; answers in their order.
 * A lone statement is a batch of one. Pure but for the signature: nothing is stored.
 * @param now becomes `signedAt`.
 * @throws HandbackError `statement_invalid` for a statement of another issuer, or one that a verifier could not read;
 *   then nothing of the batch is signed.
 */
export function issueBatch(
  statements: readonly Statement[],
  signer: CertificateSigner,
  now: Date,
): BatchProof[] {
  if (statements.length === 0) return [];
  const tree = new MerkleTree(statements.map((statement) => leafHash(checkedBytes(statement, signer))));
  const signedAt = now.toISOString();
  const root = tree.root().toString('hex');
  const { keyId } = signer;
  const head = batchHead({ keyId, root, signedAt, treeSize: tree.size }, signer.issuer.id);
  const signature = signCanonical(head, signer);
  return statements.map((_, leafIndex) => ({
    algorithm: 'ES256',
    keyId,
    signedAt,
    leafIndex,
    treeSize: tree.size,
    path: tree.path(leafIndex).map((hash) => hash.toString('hex')),
    root,
    signature,
  }));
}

function checkedBytes(statement: Statement, signer: CertificateSigner): Buffer {
  const fault = statement.issuer?.id === signer.issuer.id ? faultOf(statement) : 'issuer.id';
  if (fault !== null)
    throw new HandbackError('statement_invalid', { certificateId: statement.certificateId, fault });
  try {
    return canonicalBytes(statement);
  } catch (cause) {
    throw new HandbackError(
      'statement_invalid',
      { certificateId: statement.certificateId, fault: 'json' },
      { cause },
    );
  }
}

/** The port that the workflow issues through; it signs with whatever key is active at that moment. */
export function certificateIssuerOf(ring: { signer(): CertificateSigner }): CertificateIssuer {
  return {
    get issuer() {
      return ring.signer().issuer;
    },
    issueBatch: (statements, now) => issueBatch(statements, ring.signer(), now),
  };
}
