import { type Decision, decide } from '../../domain/cases/decision.ts';
import type { Move, Problem } from '../../domain/cases/moves.ts';
import { PIVOT, type Stage } from '../../domain/cases/termination.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { changedLines } from '../../store/cases/changed-lines.ts';
import { insertDecisions, type NewDecision } from '../../store/cases/decisions.ts';
import type { Work } from '../../store/cases/work.ts';
import type { Db } from '../../store/database/database.ts';
import { findLines, type LineRecord } from '../../store/lines/lines.ts';
import { openSnapshot } from '../stages/snapshot.ts';
import type { StageContext } from './stage.ts';

/** Why a case may not go on although it was confirmed. */
export interface Barrier {
  readonly checks: readonly string[];
  /** Nothing stands in the way but that somebody objected: it goes on by itself then. Null where a person of the operator looks. */
  readonly restsUntil: Date | null;
}

/** What a case does at a barrier, for a move. */
export function stopFor({
  checks,
  restsUntil,
}: Barrier): Pick<Move, 'due' | 'waitingFor'> & { readonly problem: Problem } {
  return restsUntil === null
    ? { due: null, waitingFor: 'staff', problem: { code: 'blocked_at_intent', checks } }
    : {
        due: { at: restsUntil },
        waitingFor: 'paused',
        problem: { code: 'objection', until: restsUntil.toISOString() },
      };
}

/** How the audit log names what a case did there. */
export const stopAction = (stage: Stage, { restsUntil }: Barrier): string =>
  `${stage}.${restsUntil === null ? 'stuck' : 'paused'}`;

/** A case and the stage whose intent is about to be opened. */
export interface Opening {
  /** The case as the stages of this commit leave it. */
  readonly work: Work;
  readonly stage: Stage;
}

/** Whether opening the intent of `stage` asks again. A lost or stolen phone is barred whatever holds the line has. */
export function needsRecheck(work: Pick<Work, 'urgent'>, stage: Stage): boolean {
  return stage === PIVOT || (stage === 'bar' && !work.urgent);
}

/**
 * Looks again, just before an intent is opened, at what could have changed since the person confirmed: holds, a
 * port-out, another holder; before the pivot also a card or a number that the network was never asked about. One query
 * for many cases; only lines that show something are evaluated in full.
 */
export async function barriersTo(
  db: Db,
  context: StageContext,
  openings: readonly Opening[],
): Promise<ReadonlyMap<string, Barrier>> {
  const asked = openings.filter(({ work, stage }) => needsRecheck(work, stage));
  if (asked.length === 0) return new Map();
  const pivoting = asked.filter(({ stage }) => stage === PIVOT).map(({ work }) => work);
  const changed = await changedLines(
    db,
    asked.map(({ work }) => work.caseId),
    {
      lineIds: pivoting.map((work) => work.lineId),
      accessIds: pivoting.flatMap((work) => askedAbout(context, work)),
      msisdns: pivoting.flatMap((work) => work.msisdn ?? []),
    },
  );
  if (changed.length === 0) return new Map();
  const byId = new Map(asked.map(({ work }) => [work.caseId, work]));
  const records = await findLines(
    db,
    changed.map(({ caseId }) => byId.get(caseId)!.lineId),
  );
  const barriers = new Map<string, Barrier>();
  const decisions: NewDecision[] = [];
  for (const { caseId, otherHolder, lineChanged, held, pausedUntil } of changed) {
    const work = byId.get(caseId)!;
    const record = records.get(work.lineId);
    const checks: string[] = [];
    if (otherHolder || record === undefined) checks.push('other_holder');
    else if (held || lineChanged) {
      const decision = recheck(context, work, record);
      const { lineId, holderId: partyId, key } = work;
      decisions.push({ caseId, lineId, partyId, dataKey: key.dataKey, decision });
      checks.push(...blocking(decision));
    }
    if (lineChanged) checks.push('line_changed');
    if (checks.length > 0) barriers.set(caseId, { checks, restsUntil: null });
    else if (pausedUntil !== null) barriers.set(caseId, { checks, restsUntil: pausedUntil });
  }
  await insertDecisions(db, context.vault, decisions);
  return barriers;
}

/** The accesses that were looked up before the bar: no other one was detached. */
function askedAbout(context: StageContext, work: Work): string[] {
  const saved = openSnapshot(context.vault, work);
  return work.accesses.flatMap(({ accessId }) =>
    work.snapshotEnc === null || accessId in saved ? [accessId] : [],
  );
}

function recheck(context: StageContext, work: Work, record: LineRecord): Decision {
  const rules = context.rules(work);
  const now = context.clock.now();
  return decide(
    'recheck',
    now,
    {
      line: record.line,
      // Money was settled with the person at the confirmation and is booked after the cut; it cannot change who may leave now.
      standing: { known: false, system: 'billing' },
      portOut: { known: true, value: record.portOut },
      channel: work.channel,
      urgent: work.urgent,
      today: localDateAt(now, rules.timeZone),
    },
    rules,
  );
}

const blocking = ({ eligibility }: Decision): readonly string[] =>
  eligibility.findings.filter((finding) => finding.effect === 'blocks').map((finding) => finding.check);
