import { findParty } from '../../src/store/people/parties.ts';
import type { TestInstance } from './instance.ts';

/** Another number of a person, which the operator knows and which was verified. */
export async function knownContact(
  { operations: { pool }, vault }: Pick<TestInstance, 'operations' | 'vault'>,
  partyId: string,
  msisdn: string,
): Promise<void> {
  const { dataKey } = (await findParty(pool, vault, partyId))!;
  await pool.query(
    `insert into contact (party_id, channel, value_enc, value_bidx, verified_at) values ($1, 'sms', $2, $3, now())`,
    [partyId, vault.encrypt(dataKey, 'contact', msisdn), vault.index('contact sms', msisdn)],
  );
}
