import type { HeldKind } from '../../domain/people/retention.ts';
import type { Db } from '../database/database.ts';

const OF_CASES = (of: string): string =>
  `from ${of} x join termination_closed c using (case_id) where c.holder_id = $1 and ($2 or not c.confidential)`;

/** A line that a confidential case has ended is its holder's no more, for who may not know of the case. */
const SEEN = `($2 or l.status <> 'ended' or not exists (
  select from (select line_id, holder_id, confidential from termination
    union all select line_id, holder_id, confidential from termination_closed where outcome = 'completed') c
  where c.line_id = l.line_id and c.holder_id = l.holder_id and c.confidential))`;

/** How much there is of each kind, of the person `$1`; `$2`: also what belongs to confidential cases. */
const COUNTS: Readonly<Record<HeldKind, string>> = {
  name: 'from party where party_id = $1 and name_enc is not null',
  document: 'from party where party_id = $1 and (document_enc is not null or document_bidx is not null)',
  lines: `from line l where holder_id = $1 and ${SEEN}`,
  cases: `from (select confidential from termination where holder_id = $1
    union all select confidential from termination_closed where holder_id = $1) c where $2 or not confidential`,
  certificates: `${OF_CASES('certificate')} and x.disclosures_enc <> ''`,
  network_answers: `${OF_CASES('evidence')} and x.salt <> ''`,
  decisions: `from decision d where party_id = $1 and inputs_enc <> '' and ($2 or route is null)`,
  visits: 'from counter_visit where party_id = $1',
  photos: 'from document_photo where party_id = $1',
  contacts: 'from contact where party_id = $1',
  device_names: `from esim_profile join line l using (line_id) where holder_id = $1 and label_enc is not null and ${SEEN}`,
  requests: 'from special_request where requester_id = $1 and body_enc is not null',
  declarations: 'from declaration where holder_id = $1',
  disputes: 'from dispute where party_id = $1',
  complaints: 'from complaint where party_id = $1 and ($2 or not confidential)',
  refunds:
    'from refund_destination r join termination_closed c using (case_id) where r.party_id = $1 and c.holder_id = $1',
  letters: 'from letter where party_id = $1 and body_enc is not null',
  messages: 'from outbox where case_id is null and party_id = $1',
  texts: 'from inbound_text where holder_id = $1',
  appointments: 'from appointment where party_id = $1',
};

const TEXT = `select ${Object.entries(COUNTS)
  .map(([kind, from]) => `(select count(*)::int ${from}) as ${kind}`)
  .join(', ')}, $2::boolean as whole`;

/** What there is of a person, without what there is none of. */
export async function heldOf(
  db: Db,
  partyId: string,
  confidentialToo: boolean,
): Promise<readonly { readonly kind: HeldKind; readonly count: number }[]> {
  const { rows } = await db.query<Record<HeldKind, number>>({
    name: 'held-of-person',
    text: TEXT,
    values: [partyId, confidentialToo],
  });
  return (Object.keys(COUNTS) as HeldKind[]).flatMap((kind) => {
    const count = rows[0]![kind];
    return count === 0 ? [] : [{ kind, count }];
  });
}
