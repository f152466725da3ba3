import { int4s, texts, uuids } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { insertOf, type NamedColumn } from '../database/named-columns.ts';

/** What became of one line of a campaign's list. */
export interface CampaignLine {
  readonly lineId: string;
  readonly result: 'started' | 'open_already' | 'ended_already' | 'unknown' | 'blocked' | 'cannot_tell';
  /** The checks that stand in the way. */
  readonly checks: readonly string[];
  readonly caseId: string | null;
}

/** The campaign of this name, begun now if nobody did; null where it is made of a file. */
export async function findOrBeginCampaign(tx: Db, name: string, startedBy: string): Promise<string | null> {
  const { rows } = await tx.query<{ campaign_id: string }>(
    `insert into campaign (name, started_by) values ($1, $2)
     on conflict (name) do update set name = excluded.name where campaign.state = 'at_once'
     returning campaign_id`,
    [name, startedBy],
  );
  return rows[0]?.campaign_id ?? null;
}

/** `rowNumber`: in its file; null for one that was started at once. */
export type NumberedLine = CampaignLine & { readonly rowNumber: number | null };
type LineOfCampaign = NumberedLine & { readonly campaignId: string };

const COLUMNS: readonly NamedColumn<LineOfCampaign>[] = [
  { name: 'campaign_id', type: 'uuid', values: (all) => uuids(all, (l) => l.campaignId) },
  { name: 'line_id', type: 'text', values: (all) => texts(all, (l) => l.lineId) },
  { name: 'result', type: 'text', values: (all) => texts(all, (l) => l.result) },
  {
    name: 'checks',
    type: 'text',
    values: (all) => texts(all, (l) => l.checks.join(' ')),
    read: (listed) => `string_to_array(${listed}, ' ')`,
  },
  { name: 'case_id', type: 'uuid', values: (all) => uuids(all, (l) => l.caseId) },
  { name: 'row_number', type: 'int', values: (all) => int4s(all, (l) => l.rowNumber) },
];

/** What became of lines, by the newest try; a line that the campaign started stays its own, however often the list is sent. */
export async function recordCampaignLines(
  tx: Db,
  campaignId: string,
  lines: readonly NumberedLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const { text, values } = insertOf(
    'campaign_line',
    COLUMNS,
    lines.map((line) => ({ ...line, campaignId })),
  );
  await tx.query({
    name: 'record-campaign-lines',
    text: `${text} on conflict (campaign_id, line_id) do update
      set result = excluded.result, checks = excluded.checks, case_id = excluded.case_id, decided_at = now()
      where campaign_line.case_id is null`,
    values: [...values],
  });
}
