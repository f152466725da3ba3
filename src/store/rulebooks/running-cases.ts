import type { EligibilityFacts } from '../../domain/cases/finding.ts';
import { PIVOT, STAGE_NAMES, STAGES } from '../../domain/cases/termination.ts';
import type { Route } from '../../domain/rules/route.ts';
import { openedBy } from '../cases/decisions.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

/** Open cases of a jurisdiction: whether there are any, how many the actor may know of, and the first of those. */
export async function openCasesUnder(
  db: Db,
  of: { readonly jurisdiction: string; readonly confidential: boolean; readonly most: number },
): Promise<{ readonly any: boolean; readonly count: number; readonly references: readonly string[] }> {
  const { rows } = await db.query<{ any: boolean; count: number; references: string[] }>(
    `select count(*) > 0 as any, count(*) filter (where $2::boolean or not confidential)::int as count,
       array(select reference from termination where jurisdiction = $1 and ($2::boolean or not confidential)
         order by case_id limit $3) as references
     from termination where jurisdiction = $1`,
    [of.jurisdiction, of.confidential, of.most],
  );
  return rows[0]!;
}

/** A case that was confirmed and is not cut yet, with what it was last decided from. */
export interface ConfirmedCase {
  readonly caseId: string;
  readonly reference: string;
  readonly jurisdiction: string;
  readonly province: string | null;
  readonly rulebookVersion: string;
  readonly declaredAt: Date;
  readonly route: Route | null;
  readonly confidential: boolean;
  /** Null once the person is erased, and where nothing was kept. */
  readonly facts: EligibilityFacts | null;
}

const A_PAGE = 500;
const BEFORE_THE_CUT = STAGE_NAMES.filter((stage) => stage === PIVOT || STAGES[stage].withdraw !== 'refused');

interface Row extends Omit<ConfirmedCase, 'facts'> {
  readonly inputs_enc: Buffer | null;
  readonly data_key_wrapped: Buffer | null;
  readonly key_epoch: number;
}

/** Page by page, so that any number of them takes no more memory than one page. */
export async function* confirmedBeforePivot(
  db: Db,
  vault: Vault,
  jurisdiction: string,
): AsyncGenerator<readonly ConfirmedCase[]> {
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: Row[] } = await db.query<Row>(
      `select t.case_id as "caseId", t.reference, t.jurisdiction, t.province, t.rulebook_version as "rulebookVersion",
         t.declared_at as "declaredAt", t.route, t.confidential, d.inputs_enc, p.data_key_wrapped, p.key_epoch
       from termination t
         left join lateral (select inputs_enc, party_id from decision where case_id = t.case_id
           order by at desc, decision_id desc limit 1) d on true
         left join party p on p.party_id = d.party_id
       where t.jurisdiction = $1 and t.confirmed_at is not null and t.stage = any($2::text[])
         and t.withdraw_requested_at is null and ($3::uuid is null or t.case_id > $3)
       order by t.case_id limit $4`,
      [jurisdiction, BEFORE_THE_CUT, after, A_PAGE],
    );
    if (rows.length === 0) return;
    yield rows.map(({ inputs_enc, data_key_wrapped, key_epoch, ...found }) => ({
      ...found,
      facts:
        inputs_enc === null
          ? null
          : (openedBy(vault, { inputs_enc, data_key_wrapped, key_epoch })?.facts ?? null),
    }));
    after = rows.at(-1)!.caseId;
  }
}
