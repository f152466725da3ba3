import { isSpared, type Outcome, type Stage } from '../../../domain/cases/termination.ts';
import type { WaitingFor } from '../../../domain/cases/waiting.ts';
import { Tag, type Tone } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';
import { OPERATIONS } from './sections.ts';

/** The one page of a case. Its reference is no secret, and says nothing of anybody. */
export const casePath = (reference: string): string => `${OPERATIONS}/cases/${encodeURIComponent(reference)}`;

/** As much of a case as tells in a few words where it stands. */
interface StateOf {
  readonly stage: Stage;
  readonly outcome: Outcome | null;
  readonly waitingFor: WaitingFor | null;
  readonly closedAt: Date | null;
  readonly confidential?: boolean;
}

const TONES: Readonly<Record<WaitingFor, Tone>> = {
  person: 'plain',
  staff: 'bad',
  cooling_off: 'plain',
  device: 'plain',
  serving_node: 'plain',
  paused: 'warn',
  peer: 'warn',
};

/** Where a case stands, always in words. */
export function CaseState({ visit, found }: { visit: DeskVisit; found: StateOf }) {
  const t = visit.t.caseDesk;
  const { stage, outcome, waitingFor, closedAt, confidential } = found;
  return (
    <span class="tag-line">
      {closedAt !== null && outcome !== null ? (
        <Tag tone={isSpared(outcome) ? 'plain' : 'ok'}>{t.outcomes[outcome]}</Tag>
      ) : (
        <Tag tone={waitingFor === null ? 'now' : TONES[waitingFor]}>
          {waitingFor === null ? t.running : t.waits[waitingFor]}
        </Tag>
      )}
      {closedAt === null ? <span>{t.stages[stage]}</span> : null}
      {confidential ? <Tag tone="warn">{t.confidential}</Tag> : null}
    </span>
  );
}

/** What stopped a case: in words where the cause has some, and always by its code. */
export function ProblemText({
  visit,
  problem,
}: {
  visit: DeskVisit;
  problem: Readonly<Record<string, unknown>>;
}) {
  const code = String(problem['code'] ?? '');
  const words = causeWords(visit, code);
  const more = Object.entries(problem).filter(([name]) => name !== 'code');
  return (
    <>
      {words === null ? null : <span>{words} </span>}
      <span class="code">{code}</span>
      {more.length === 0 ? null : (
        <span class="facts-of">
          {more.map(([name, value]) => (
            <span key={name} class="code">
              {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
            </span>
          ))}
        </span>
      )}
    </>
  );
}

/** Null for a code that only a connector knows. */
export function causeWords({ t }: DeskVisit, code: string): string | null {
  const words = t.stuckDesk;
  if (Object.hasOwn(words.causes, code)) return words.causes[code]!;
  return code.endsWith('_refused') ? words.refusedBy(code.slice(0, -'_refused'.length)) : null;
}
