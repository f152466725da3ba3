import type { DecisionKind } from '../../domain/cases/decision.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { type DecisionRow, type KeptDecision, keptDecision } from '../cases/decisions.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

/** A decision to make again, with what its case adds. */
export interface PastDecision extends KeptDecision {
  readonly kind: DecisionKind;
  /** Of its case; null where none came of it, and where it was forgotten. */
  readonly reference: string | null;
  readonly confirmedAt: Date | null;
  readonly wantedEndOn: LocalDate | null;
  /** Of its case: nothing of it reaches the holder. */
  readonly confidential: boolean;
}

/** Opening takes time: whoever has many to open does so in portions. */
export interface SealedDecision {
  open(vault: Vault): PastDecision;
}

type Row = DecisionRow & Pick<PastDecision, 'reference' | 'confirmedAt' | 'wantedEndOn' | 'confidential'>;

const COLUMNS = `d.*, p.data_key_wrapped, p.key_epoch, coalesce(t.reference, c.reference) as reference,
  coalesce(t.confirmed_at, c.confirmed_at) as "confirmedAt", coalesce(t.wanted_end_on, c.wanted_end_on) as "wantedEndOn",
  coalesce(t.confidential, c.confidential, false) as confidential`;
/** A case is closed after it was decided: months before that need not be looked at. */
const FROM = `join party p using (party_id)
  left join termination t on t.case_id = d.case_id
  left join termination_closed c on c.case_id = d.case_id and c.closed_at >= d.at`;

/**
 * The decisions that were made last, the newest first, page by page: of each case the one that counts, which is its last but for what
 * was asked again before the cut; and those of which no case came. `last` counts those that anybody who tries a rulebook may know of.
 */
export async function* pastDecisions(
  db: Db,
  of: { readonly jurisdiction: string; readonly last: number; readonly page: number },
): AsyncGenerator<readonly SealedDecision[]> {
  let after: string | null = null;
  for (let left = of.last; left > 0; ) {
    const { rows }: { rows: Row[] } = await db.query<Row>(
      `select ${COLUMNS} from (
         select * from decision d where d.jurisdiction = $1 and d.kind <> 'recheck' and ($2::uuid is null or d.decision_id < $2)
           and (d.case_id is null or not exists (select from decision n where n.case_id = d.case_id
             and n.decision_id > d.decision_id and n.kind <> 'recheck'))
         order by d.decision_id desc limit $3) d ${FROM} order by d.decision_id desc`,
      [of.jurisdiction, after, Math.min(of.page, left)],
    );
    if (rows.length === 0) return;
    after = rows.at(-1)!.decision_id;
    // Confidential ones come beside: how many there are is not told by how few others are left.
    left -= rows.filter(({ confidential }) => !confidential).length;
    yield rows.map((row) => ({ open: (vault) => past(vault, row) }));
  }
}

/** Some of them again, in the order asked. */
export async function decisionsNamed(
  db: Db,
  vault: Vault,
  ids: readonly string[],
): Promise<readonly PastDecision[]> {
  const { rows } = await db.query<Row>(
    `select ${COLUMNS} from decision d ${FROM} where d.decision_id = any($1::uuid[])
     order by array_position($1::uuid[], d.decision_id)`,
    [ids],
  );
  return rows.map((row) => past(vault, row));
}

function past(vault: Vault, row: Row): PastDecision {
  const { reference, confirmedAt, wantedEndOn, confidential } = row;
  return { ...keptDecision(vault, row), reference, confirmedAt, wantedEndOn, confidential };
}
