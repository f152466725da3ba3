/**
 * Why an operator no longer stands by a certificate. Everybody sees it, so it is one of these and never a text of
 * somebody's own, which could name a person; what else there is to say stays in the audit log.
 */
export const REVOCATION_REASONS = [
  'issued_in_error',
  'wrong_person',
  'wrong_data',
  'fraud',
  'key_compromise',
  'ordered_by_authority',
] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

export function isRevocationReason(text: string): text is RevocationReason {
  return (REVOCATION_REASONS as readonly string[]).includes(text);
}
