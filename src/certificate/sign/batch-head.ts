import type { BatchProof } from '../../domain/certificates/certificate.ts';

/**
 * What the signature of a batch is over, in canonical form. It binds the root to its size, time, key and issuer,
 * so no part of a proof can be carried over to another batch or operator.
 */
export interface BatchHead {
  readonly format: 'handback-batch/1';
  readonly issuer: string;
  readonly keyId: string;
  readonly root: string;
  readonly signedAt: string;
  readonly treeSize: number;
}

export function batchHead(
  proof: Pick<BatchProof, 'keyId' | 'root' | 'signedAt' | 'treeSize'>,
  issuerId: string,
): BatchHead {
  const { keyId, root, signedAt, treeSize } = proof;
  return { format: 'handback-batch/1', issuer: issuerId, keyId, root, signedAt, treeSize };
}
