import type { LineHint, ScreenPop } from '../../../operations/desks/hotline/calls/screen-pop.ts';
import type { DeskCalls } from '../../../operations/desks/hotline/calls/view-calls.ts';
import type { OtherAttendance } from '../../../operations/desks/view-attendance.ts';
import { Rows, Tag } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';

/** Who calls, as the telephone says: a hint. */
export function CallerPanel({ visit, pop }: { visit: DeskVisit; pop: ScreenPop }) {
  const { caller: text, waiting } = visit.t.hotline;
  return (
    <section class="panel tight" aria-labelledby="caller-title">
      <h2 id="caller-title">{text.title}</h2>
      <p class="number big">{pop.number ?? waiting.hidden}</p>
      <p>{text[pop.caller]}</p>
      <p class="hint">{text.hint}</p>
    </section>
  );
}

/** The line of the call, as little of it as may be seen before anything is proven. */
export function LinePanel(props: {
  readonly visit: DeskVisit;
  readonly line: LineHint;
  readonly others: readonly OtherAttendance[];
}) {
  const { visit, line, others } = props;
  const { line: text } = visit.t.hotline;
  const { punctuation } = visit.t;
  const { openCase } = line;
  return (
    <section class="panel tight" id="line" tabIndex={-1} aria-labelledby="line-title" data-key="KeyL">
      <h2 id="line-title">{text.title}</h2>
      <Rows
        kind="bare"
        rows={[
          { label: text.number, value: <span class="number">{line.number ?? text.noNumber}</span> },
          { label: text.status, value: text.statuses[line.status] },
          {
            label: text.openCase,
            value: openCase === null ? text.noCase : <span class="code">{openCase.reference}</span>,
            hint: openCase?.urgent ? text.urgent : undefined,
          },
        ]}
      />
      <Flags visit={visit} line={line} />
      {others.length === 0 ? null : (
        <p class="note warn">{text.others(punctuation.listed(others.map(({ name }) => name)))}</p>
      )}
    </section>
  );
}

function Flags({ visit, line: { risks, review } }: { visit: DeskVisit; line: LineHint }) {
  const { line: text } = visit.t.hotline;
  return (
    <div class="tight">
      <h3>{text.flags}</h3>
      {risks.length === 0 && review === null ? (
        <p class="hint">{text.noFlags}</p>
      ) : (
        <ul class="flags">
          {review === null ? null : (
            <li>
              <Tag tone="bad">{text.review[review]}</Tag>
            </li>
          )}
          {risks.map((risk) => (
            <li key={risk}>
              <Tag tone="warn">{text.risks[risk]}</Tag>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The calls of this agent that are not over. */
export function CallsPanel(props: {
  readonly visit: DeskVisit;
  readonly calls: DeskCalls;
  /** The one that is open on this page. */
  readonly here: string | null;
}) {
  const { visit, calls, here } = props;
  const { waiting: text } = visit.t.hotline;
  return (
    <section class="panel tight" id="calls" aria-labelledby="calls-title">
      <h2 id="calls-title">{text.calls}</h2>
      {calls.calls.length === 0 ? <p class="hint">{text.noCalls}</p> : null}
      <ul class="calls">
        {calls.calls.map(({ callId, number, event, rangAt, attendanceId }) => (
          <li key={callId}>
            <span>
              <span class="number">{number ?? text.hidden}</span>
              <span class="hint">
                {text.events[event]}
                {visit.t.punctuation.gap}
                {text.since(visit.formats.clock(rangAt))}
              </span>
            </span>
            {callId === here ? null : (
              <a
                class="act only"
                href={
                  attendanceId === null
                    ? `/desk/hotline?call=${encodeURIComponent(callId)}`
                    : `/desk/hotline/${attendanceId}`
                }
                data-key={event === 'ring' && attendanceId === null ? 'KeyR' : undefined}
              >
                {attendanceId === null ? text.open : text.goOn}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The keys of this page, for those who never touch a mouse. */
export function KeysPanel({ visit }: { visit: DeskVisit }) {
  const { keys } = visit.t.hotline;
  return (
    <details class="panel keys" id="keys" data-key="KeyK">
      <summary>{keys.title}</summary>
      <p class="hint">{keys.lead}</p>
      <dl>
        {Object.entries(keys.names).map(([key, name]) => (
          <div key={key}>
            <dt>
              <kbd>Alt</kbd> <kbd>{key.slice(3)}</kbd>
            </dt>
            <dd>{name}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
