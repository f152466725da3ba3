import { signedClaims } from '../../src/certificate/credential/sd-jwt.ts';
import type { Claims } from '../../src/domain/certificates/certificate.ts';

/** The claims of a certificate that the API answered, as they were signed. */
export function claimsIn(answer: { json(): unknown }): Claims {
  const { payload, protected: head, signature } = answer.json() as Record<string, string>;
  return signedClaims(`${head}.${payload}.${signature}`);
}
