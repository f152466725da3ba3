import { createHash } from 'node:crypto';
import type { Db } from '../database/database.ts';

/** Uses a signature up. @returns false where it was used before */
export async function useSignature(tx: Db, signature: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'use-signature',
    text: 'insert into text_signature (signature_hash) values ($1) on conflict do nothing',
    values: [createHash('sha256').update(signature).digest()],
  });
  return rowCount === 1;
}
