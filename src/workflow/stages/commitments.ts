import { hash } from 'node:crypto';
import type { Commitment, Opening } from '../../domain/certificates/certificate.ts';
import type { Vault } from '../../store/database/vault.ts';

const SALT_BYTES = 16;

/** Makes the commitment at a JSON pointer of a statement, and keeps in `openings` what opens it. */
export function committing(
  vault: Vault,
  openings: Record<string, Opening>,
): (pointer: string, value: string) => Commitment {
  return (pointer, value) => {
    const salt = vault.random(SALT_BYTES);
    openings[pointer] = { salt: salt.toString('hex'), value };
    return hash('sha256', Buffer.concat([salt, Buffer.from(value)]));
  };
}
