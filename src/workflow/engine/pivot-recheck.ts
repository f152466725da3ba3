import { recheckAtPivot } from '../../domain/cases/eligibility.ts';
import { PIVOT, type Stage } from '../../domain/cases/termination.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import type { Work } from '../../store/cases/work.ts';
import type { Db } from '../../store/database/database.ts';
import { findLines, type LineRecord } from '../../store/lines/lines.ts';
import { openSnapshot } from '../stages/snapshot.ts';
import type { StageContext } from './stage.ts';

/** Why a case may not go on although it was confirmed. */
export interface Barrier {
  readonly checks: readonly string[];
}

/** Whether opening the intent of `stage` asks again. A lost or stolen phone is barred whatever holds the line has. */
export function needsRecheck(work: Work, stage: Stage): boolean {
  return stage === PIVOT || (stage === 'bar' && !work.urgent);
}

/**
 * Looks again, just before an intent is opened, at what could have changed since the person confirmed: holds, a
 * port-out, another holder; before the pivot also a card or a number that the network was never asked about. One query
 * for many cases; only lines that show something are evaluated in full.
 */
export async function barriersToIntent(
  db: Db,
  context: StageContext,
  cases: readonly Work[],
  stageOf: (work: Work) => Stage,
): Promise<ReadonlyMap<string, Barrier>> {
  if (cases.length === 0) return new Map();
  const pivoting = cases.filter((work) => stageOf(work) === PIVOT);
  const { rows } = await db.query<{ case_id: string; other_holder: boolean; line_changed: boolean }>({
    name: 'suspicious-lines',
    text: `select * from (
        select t.case_id, l.holder_id <> t.holder_id as other_holder,
          l.holds <> '[]' or l.port_out is not null or l.status = 'ended' as held,
          l.line_id = any($2::text[]) and (
            exists (select from access a where a.line_id = l.line_id and a.to_at is null and a.access_id <> all($3::text[]))
            or exists (select from msisdn_assignment m where m.line_id = l.line_id and m.to_at is null and m.msisdn <> all($4::text[]))
          ) as line_changed
        from termination t join line l using (line_id)
        where t.case_id = any($1::uuid[])) as seen
      where other_holder or held or line_changed`,
    values: [
      cases.map((work) => work.caseId),
      pivoting.map((work) => work.lineId),
      pivoting.flatMap((work) => askedAbout(context, work)),
      pivoting.flatMap((work) => work.msisdn ?? []),
    ],
  });
  if (rows.length === 0) return new Map();
  const byId = new Map(cases.map((work) => [work.caseId, work]));
  const records = await findLines(
    db,
    rows.map((row) => byId.get(row.case_id)!.lineId),
  );
  const barriers = new Map<string, Barrier>();
  for (const row of rows) {
    const work = byId.get(row.case_id)!;
    const record = records.get(work.lineId);
    const checks =
      row.other_holder || record === undefined ? ['other_holder'] : recheck(context, work, record);
    if (row.line_changed) checks.push('line_changed');
    if (checks.length > 0) barriers.set(row.case_id, { checks });
  }
  return barriers;
}

/** The accesses that were looked up before the bar: no other one was detached. */
function askedAbout(context: StageContext, work: Work): string[] {
  const saved = openSnapshot(context.vault, work);
  return work.accesses.flatMap(({ accessId }) =>
    work.snapshotEnc === null || accessId in saved ? [accessId] : [],
  );
}

function recheck(context: StageContext, work: Work, record: LineRecord): string[] {
  const rules = context.rules(work);
  const found = recheckAtPivot(
    {
      line: record.line,
      // Money was settled with the person at the confirmation and is booked after the cut; it cannot change who may leave now.
      standing: { known: false, system: 'billing' },
      portOut: { known: true, value: record.portOut },
      channel: 'online',
      urgent: work.urgent,
      today: localDateAt(context.clock.now(), rules.timeZone),
    },
    rules,
  );
  return found.findings.filter((finding) => finding.effect === 'blocks').map((finding) => finding.check);
}
