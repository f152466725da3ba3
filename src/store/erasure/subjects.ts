import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { Db } from '../database/database.ts';

/** By what a person is found. */
export type SubjectKey =
  | { readonly partyId: string }
  | { readonly lineId: string }
  | { readonly msisdn: Msisdn }
  | { readonly documentIndex: Buffer };

/** The people who are meant; two at the most, for more than one is none. */
export async function peopleBy(db: Db, key: SubjectKey): Promise<readonly string[]> {
  const [text, value] =
    'partyId' in key
      ? ['select party_id as id from party where party_id = $1', key.partyId]
      : 'lineId' in key
        ? ['select holder_id as id from line where line_id = $1', key.lineId]
        : 'msisdn' in key
          ? [
              'select l.holder_id as id from msisdn_assignment m join line l using (line_id) where m.msisdn = $1 and m.to_at is null',
              key.msisdn,
            ]
          : ['select party_id as id from party where document_bidx = $1', key.documentIndex];
  const { rows } = await db.query<{ id: string }>(`${text} limit 2`, [value]);
  return rows.map(({ id }) => id);
}
