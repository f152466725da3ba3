import type { RevocationReason } from '../../domain/certificates/revocation.ts';

/** Why a certificate was revoked, as verifiers read it. `unlisted`: the list of another operator says something else. */
export const revocationReasons: Readonly<Record<RevocationReason | 'unlisted', string>> = {
  issued_in_error: 'It was issued in error',
  wrong_person: 'It was issued to the wrong person',
  wrong_data: 'It states something wrong',
  fraud: 'The line was ended by fraud',
  key_compromise: 'Its key may have been used by others',
  ordered_by_authority: 'A court or an authority ordered it',
  unlisted: 'A reason that is not known here',
};
