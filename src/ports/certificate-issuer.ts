import type { BatchProof, Statement } from '../domain/certificates/certificate.ts';

/** Signs statements in batches, one signature a batch; the driver holds the keys. */
export interface CertificateIssuer {
  readonly issuer: { readonly name: string; readonly id: string };
  issueBatch(statements: readonly Statement[], now: Date): readonly BatchProof[];
}
