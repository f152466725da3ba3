import { isRevocationReason } from '../domain/certificates/revocation.ts';
import type { Messages } from './shape.ts';

/** The reason of a revocation in words. What a list says that is none of our reasons is not repeated. */
export function revocationReasonText(m: Messages, reason: string): string {
  return m.revocationReasons[isRevocationReason(reason) ? reason : 'unlisted'];
}
