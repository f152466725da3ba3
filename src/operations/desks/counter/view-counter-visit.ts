import { type CounterStep, nextStep, type Progress } from '../../../domain/desks/counter-step.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { CAPACITIES, type Capacity } from '../../../domain/rules/capacity.ts';
import type { Period } from '../../../domain/values/period.ts';
import { type CounterVisit, findVisit, readDetails } from '../../../store/desks/counter-visits.ts';
import { findLine } from '../../../store/lines/lines.ts';
import { findParty, type Party } from '../../../store/people/parties.ts';
import type { Actor } from '../../access/actor.ts';
import { withoutConfidential } from '../../access/confidential.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { type MaterialsOf, materialsOf } from '../../materials-of.ts';
import { currentSession } from '../../people/current-session.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { atTheCounter, progressOf } from './at-the-counter.ts';

export type { CounterVisit } from '../../../store/desks/counter-visits.ts';

export interface CounterVisitView {
  /** Null before anything was done. */
  readonly visit: CounterVisit | null;
  readonly progress: Progress;
  readonly next: CounterStep;
  /** As whom somebody may come: a company acts through somebody, and nobody inherits one. */
  readonly capacities: readonly Capacity[];
  /** What is asked of whoever comes like this. */
  readonly asked: MaterialsOf;
  /** What was typed into the form, once the document was seen: at this visit, or at one that was not finished. */
  readonly typed: Readonly<Record<string, string>>;
  /** Whether the line has a card that can be handed in. */
  readonly hasCard: boolean;
  /** Whether an eSIM profile belongs to the line: there is nothing of it to hand in. */
  readonly hasProfile: boolean;
  readonly timeZone: string;
  /** How long a picture that is taken now is kept. */
  readonly keepPhotos: Period;
}

/**
 * How far the visit at the counter has come. It tells nothing of who the holder is.
 * @throws HandbackError `forbidden`, `role_needed`, `not_signed_in`, `visit_unknown`, `line_unknown`
 */
export async function viewCounterVisit(op: Operations, actor: Actor): Promise<CounterVisitView> {
  requireAccess(actor, 'viewCounterVisit');
  const { attendanceId } = atTheCounter(actor);
  const { session } = await currentSession(op.pool, actor);
  const visit = await findVisit(op.pool, attendanceId);
  if (visit !== null && visit.endedAt !== null) throw new HandbackError('visit_unknown');
  const found = await findLine(op.pool, session.lineId);
  const record = found === null ? null : withoutConfidential(found);
  const party = await findParty(op.pool, op.vault, session.partyId);
  if (record === null || party === null || record.holderId !== session.partyId)
    throw new HandbackError('line_unknown');
  const rules = rulesOfLine(op, record, op.clock.now());
  const { line } = record;
  const progress =
    visit === null
      ? { documentsDone: false, formDone: false, signed: false, cardDone: false }
      : progressOf(visit, record);
  return {
    visit,
    progress,
    next: nextStep(progress),
    capacities: capacitiesOf(party),
    asked: materialsOf(rules, line, record.reported),
    typed:
      visit === null || visit.documentSeenAt === null
        ? {}
        : (await readDetails(op.pool, op.vault, { ...visit, dataKey: party.dataKey })).typed,
    hasCard: line.accesses.some(({ kind }) => kind === 'sim'),
    hasProfile: line.accesses.some(({ kind }) => kind !== 'sim'),
    timeZone: rules.timeZone,
    keepPhotos: rules.settings.document_photos.value.keep,
  };
}

/** As whom somebody may come to end a line of this holder. */
export function capacitiesOf({ kind }: Pick<Party, 'kind'>): readonly Capacity[] {
  return kind === 'legal' ? ['company'] : CAPACITIES.filter((capacity) => capacity !== 'company');
}
