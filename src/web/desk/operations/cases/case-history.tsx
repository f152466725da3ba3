import type { Messages } from '../../../../messages/index.ts';
import type { CaseEvent } from '../../../../operations/oversight/cases/view-whole-case.ts';
import { actionText, actorText, factsText, isTold } from '../../../../reports/evidence/audit-words.ts';
import type { Formats } from '../../../kit/formats.ts';
import { DataTable } from '../data-table.tsx';
import type { PartProps } from './case-summary.tsx';

/** What happened, by the clock; and everything that the audit log has of it. */
export function Happened({ visit, found, formats }: PartProps) {
  const t = visit.t.caseDesk.page;
  const told = found.events.filter(({ action }) => isTold(action));
  const rows = (events: readonly CaseEvent[]) =>
    events.map((event, i) => (
      // Two things may happen at one moment.
      <tr key={`${event.at.toISOString()} ${i}`}>
        <th scope="row">{formats.exact(event.at)}</th>
        <td>{actionText(visit.t, event.action)}</td>
        <td>{event.actorName ?? actorText(visit.t, event.actor)}</td>
        <td>
          <Facts facts={event.facts} t={visit.t} formats={formats} />
        </td>
      </tr>
    ));
  const columns = [t.at, t.what, t.who, t.facts];
  return (
    <section class="tight" aria-labelledby="happened">
      <h2 id="happened">{t.happened}</h2>
      <DataTable label={t.happened} columns={columns}>
        {rows(told)}
      </DataTable>
      <details>
        <summary>{t.allAudit}</summary>
        {found.olderEvents > 0 ? <p class="hint">{t.older(found.olderEvents)}</p> : null}
        <DataTable label={t.allAudit} columns={columns}>
          {rows(found.events)}
        </DataTable>
      </details>
    </section>
  );
}

function Facts({ facts, t, formats }: { facts: CaseEvent['facts']; t: Messages; formats: Formats }) {
  if (facts === null) return null;
  return (
    <span class="facts-of">
      {factsText(t, formats, facts).map(({ name, value }) => (
        <span key={name}>{t.punctuation.labelled(name, value)}</span>
      ))}
    </span>
  );
}
