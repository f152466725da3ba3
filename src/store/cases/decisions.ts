import type { Decision, DecisionKind, RulesOfDecision } from '../../domain/cases/decision.ts';
import type { Eligibility } from '../../domain/cases/eligibility.ts';
import type { EligibilityFacts } from '../../domain/cases/finding.ts';
import type { Route } from '../../domain/rules/route.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { byteas, dates, jsonbs, texts, timestamps, uuids } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { insertOf, type NamedColumn } from '../database/named-columns.ts';
import type { DataKey, Vault } from '../database/vault.ts';

/** A decision on the line of a person. */
export interface NewDecision {
  /** Null where no case came of it. */
  readonly caseId: string | null;
  readonly lineId: string;
  readonly partyId: string;
  readonly dataKey: DataKey;
  readonly decision: Decision;
}

/** What is kept under the person's key. */
interface Sealed {
  readonly facts: EligibilityFacts;
  readonly eligibility: Eligibility;
}

const CONTEXT = 'decision';

const COLUMNS = (vault: Vault): readonly NamedColumn<NewDecision>[] => [
  { name: 'case_id', type: 'uuid', values: (all) => uuids(all, (d) => d.caseId) },
  { name: 'line_id', type: 'text', values: (all) => texts(all, (d) => d.lineId) },
  { name: 'party_id', type: 'text', values: (all) => texts(all, (d) => d.partyId) },
  { name: 'kind', type: 'text', values: (all) => texts(all, (d) => d.decision.kind) },
  { name: 'at', type: 'timestamptz', values: (all) => timestamps(all, (d) => d.decision.at) },
  { name: 'verdict', type: 'text', values: (all) => texts(all, (d) => d.decision.eligibility.verdict) },
  { name: 'jurisdiction', type: 'text', values: (all) => texts(all, (d) => d.decision.rules.jurisdiction) },
  { name: 'province', type: 'text', values: (all) => texts(all, (d) => d.decision.rules.province) },
  { name: 'rulebook_version', type: 'text', values: (all) => texts(all, (d) => d.decision.rules.version) },
  { name: 'ruled_on', type: 'date', values: (all) => dates(all, (d) => d.decision.rules.on) },
  {
    name: 'running_version',
    type: 'text',
    values: (all) => texts(all, (d) => d.decision.rules.running?.version),
  },
  { name: 'running_on', type: 'date', values: (all) => dates(all, (d) => d.decision.rules.running?.on) },
  { name: 'route', type: 'text', values: (all) => texts(all, (d) => d.decision.rules.route) },
  {
    name: 'findings',
    type: 'jsonb',
    values: (all) => jsonbs(all, (d) => JSON.stringify(summaryOf(d.decision.eligibility))),
  },
  {
    name: 'inputs_bidx',
    type: 'bytea',
    values: (all) => byteas(all, ({ decision }) => vault.index(CONTEXT, sameIn(decision))),
  },
  {
    name: 'inputs_enc',
    type: 'bytea',
    values: (all) =>
      byteas(all, ({ dataKey, decision: { facts, eligibility } }) =>
        vault.encrypt(dataKey, CONTEXT, JSON.stringify({ facts, eligibility } satisfies Sealed)),
      ),
  },
];

/** What two decisions have in common that are the same decision: kind, rules and facts, the day among them. */
function sameIn({ kind, rules, facts }: Decision): string {
  const { jurisdiction, province, version, on, running, route } = rules;
  return JSON.stringify([kind, jurisdiction, province, version, on, running, route, facts]);
}

/** Without amounts, dates and names: those are under the person's key. */
function summaryOf({ findings }: Eligibility): readonly FindingSummary[] {
  return findings.map(({ check, effect, rule: { id, version } }) => ({
    check,
    effect,
    rule: { id, version },
  }));
}

export interface FindingSummary {
  readonly check: string;
  readonly effect: string;
  readonly rule: { readonly id: string; readonly version: number };
}

/**
 * Keeps decisions. One that was made from the same as the newest of its case is kept already: somebody who asks a thousand
 * times gets a thousand answers and one row.
 */
export async function insertDecisions(
  db: Db,
  vault: Vault,
  decisions: readonly NewDecision[],
): Promise<void> {
  if (decisions.length === 0) return;
  const { text, values } = insertOf('decision', COLUMNS(vault), decisions);
  await db.query({
    name: 'insert-decisions',
    text: `${text} where o.case_id is null or o.inputs_bidx is distinct from (
        select d.inputs_bidx from decision d where d.case_id = o.case_id order by d.at desc, d.decision_id desc limit 1)`,
    values: [...values],
  });
}

/** A decision as it is read again. */
export interface KeptDecision {
  readonly decisionId: string;
  readonly caseId: string | null;
  readonly lineId: string;
  readonly kind: DecisionKind;
  readonly at: Date;
  readonly verdict: Eligibility['verdict'];
  readonly findings: readonly FindingSummary[];
  readonly rules: RulesOfDecision;
  /** What it was made from and all that came out; null once the person is erased. */
  readonly opened: Sealed | null;
}

/** As it stands in the database, with its person's key. */
export interface DecisionRow {
  readonly decision_id: string;
  readonly case_id: string | null;
  readonly line_id: string;
  readonly kind: DecisionKind;
  readonly at: Date;
  readonly verdict: Eligibility['verdict'];
  readonly jurisdiction: string;
  readonly province: string | null;
  readonly rulebook_version: string;
  readonly ruled_on: LocalDate;
  readonly running_version: string | null;
  readonly running_on: LocalDate | null;
  readonly route: Route | null;
  readonly findings: readonly FindingSummary[];
  readonly inputs_enc: Buffer;
  readonly data_key_wrapped: Buffer | null;
  readonly key_epoch: number;
}

/** The decisions on a case or on a line, the oldest first. */
export async function decisionsOf(
  db: Db,
  vault: Vault,
  of: { readonly caseId: string } | { readonly lineId: string },
): Promise<readonly KeptDecision[]> {
  const [column, value] = 'caseId' in of ? ['case_id', of.caseId] : ['line_id', of.lineId];
  const { rows } = await db.query<DecisionRow>({
    name: `decisions-by-${column}`,
    text: `select d.*, p.data_key_wrapped, p.key_epoch from decision d join party p using (party_id)
      where d.${column} = $1 order by d.at, d.decision_id`,
    values: [value],
  });
  return rows.map((row) => keptDecision(vault, row));
}

export function keptDecision(vault: Vault, row: DecisionRow): KeptDecision {
  return {
    decisionId: row.decision_id,
    caseId: row.case_id,
    lineId: row.line_id,
    kind: row.kind,
    at: row.at,
    verdict: row.verdict,
    findings: row.findings,
    rules: {
      jurisdiction: row.jurisdiction,
      province: row.province,
      version: row.rulebook_version,
      on: row.ruled_on,
      running:
        row.running_version === null || row.running_on === null
          ? null
          : { version: row.running_version, on: row.running_on },
      route: row.route,
    },
    opened: openedBy(vault, row),
  };
}

/** What a decision was made from, and all that came out; null once that is erased. */
export function openedBy(
  vault: Vault,
  row: Pick<DecisionRow, 'inputs_enc' | 'data_key_wrapped' | 'key_epoch'>,
): Sealed | null {
  if (row.data_key_wrapped === null || row.inputs_enc.length === 0) return null;
  const key = vault.unwrap(row.data_key_wrapped, row.key_epoch);
  return JSON.parse(vault.decryptText(key, CONTEXT, row.inputs_enc)) as Sealed;
}
