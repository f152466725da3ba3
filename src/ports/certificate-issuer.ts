import type { Claims } from '../domain/certificates/certificate.ts';

/** What every certificate says of who issued it. */
export type IssuerNames = Pick<Claims, 'iss' | 'vct' | 'operator'>;

/** Signs certificates; the driver holds the keys. */
export interface CertificateIssuer {
  readonly names: IssuerNames;
  /** The address of a status list. */
  statusUri(list: number): string;
  /** The issuer-signed JWT of a certificate. @throws HandbackError `statement_invalid` */
  issue(claims: Claims): string;
}
