import { CHANGE_KINDS, type ReplayReason, type Result } from '../../../../domain/cases/replay.ts';
import type { RuleReference } from '../../../../domain/rules/rulebook.ts';
import type { RuleName } from '../../../../domain/rules/rulebook-difference.ts';
import {
  type SimulatedChange,
  type SimulationView,
  viewSimulation,
} from '../../../../operations/rulebooks/simulate.ts';
import { simulationCsv } from '../../../../reports/simulation-csv.ts';
import { begun } from '../../../kit/page.ts';
import { Heading, Rows } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { RecentLooks } from '../../kit/recent-looks.ts';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS, OPERATIONS_ROLES } from '../sections.ts';
import { Lines, RULES, scrolls, simulationPath, versionPath } from './rule-parts.tsx';

const A_PAGE = 50;
const LOOKS_AGAIN_S = 3;
const LOOKS = new RecentLooks();

/** How far a simulation is, and what would come out otherwise. */
export const simulationPage: DeskPage = {
  path: `${RULES}/simulations/:simulationId`,
  roles: OPERATIONS_ROLES,
  async show(visit) {
    const { simulate: t } = visit.t.ruleDesk;
    const asked = Number(visit.url.searchParams.get('after') ?? '0');
    const after = Number.isInteger(asked) && asked > 0 ? asked : 0;
    const simulationId = visit.params['simulationId'] ?? '';
    const staff = staffOf(visit);
    const quietly = LOOKS.goesOn(staff.person.sessionId, `${simulationId} ${after}`, visit.op.clock.now());
    const view = await viewSimulation(visit.op, staff, { simulationId, after, limit: A_PAGE, quietly });
    const { simulation, outdated } = view;
    const { jurisdiction, version, state } = simulation;
    return {
      kind: 'page',
      title: t.one(jurisdiction, version),
      back: versionPath(simulation),
      islands: state === 'running' ? ['desk-simulation'] : [],
      refresh: state === 'running' ? LOOKS_AGAIN_S : null,
      body: (
        <OperationsFrame visit={visit} here="rules">
          <Heading>{t.one(jurisdiction, version)}</Heading>
          <div class="stack" id="simulation" data-running={state === 'running' ? '' : undefined}>
            <Standing visit={visit} view={view} />
            <Counts visit={visit} view={view} />
            {outdated ? <p class="note warn">{t.outdated}</p> : <Changes visit={visit} view={view} />}
          </div>
        </OperationsFrame>
      ),
    };
  },
};

/** The whole list as a file. */
export const simulationFile: DeskPage = {
  path: `${RULES}/simulations/:simulationId/changes.csv`,
  roles: OPERATIONS_ROLES,
  async show(visit) {
    const simulationId = visit.params['simulationId'] ?? '';
    return {
      kind: 'file',
      type: 'text/csv; charset=utf-8',
      name: `simulation-${simulationId}.csv`,
      bytes: await begun(simulationCsv(visit.op, staffOf(visit), simulationId)),
    };
  },
};

const seenOf = ({ counts }: SimulationView): number => counts.replayed + counts.erased + counts.unknown;

function Standing({ visit, view }: { visit: DeskVisit; view: SimulationView }) {
  const { simulate: t } = visit.t.ruleDesk;
  const { state, fault, last, askedBy, askedAt, ruledOn } = view.simulation;
  return (
    <>
      {state === 'running' ? (
        <p class="note" role="status">
          {t.running(String(seenOf(view)), String(last))}
        </p>
      ) : null}
      {state === 'stopped' ? <p class="note warn">{fault === null ? t.stopped : t.failed}</p> : null}
      <Rows
        rows={[
          { label: t.by, value: askedBy, hint: visit.formats.moment(askedAt) },
          { label: t.ruledOn, value: visit.formats.date(ruledOn) },
        ]}
      />
    </>
  );
}

function Counts({ visit, view: { counts } }: { visit: DeskVisit; view: SimulationView }) {
  const { simulate: t } = visit.t.ruleDesk;
  return (
    <Rows
      rows={[
        { label: t.replayed, value: String(counts.replayed) },
        { label: t.unchanged, value: String(counts.unchanged) },
        ...CHANGE_KINDS.map((kind) => ({ label: t.counts[kind], value: String(counts[kind]) })),
        ...(counts.erased === 0 ? [] : [{ label: t.erased, value: String(counts.erased) }]),
        ...(counts.unknown === 0 ? [] : [{ label: t.unknown, value: String(counts.unknown) }]),
      ]}
    />
  );
}

function Changes({ visit, view }: { visit: DeskVisit; view: SimulationView }) {
  const { t, formats } = visit;
  const { simulate: words } = t.ruleDesk;
  const { changes, next, simulation } = view;
  const here = simulationPath(simulation.simulationId);
  return (
    <section class="tight" aria-labelledby="changes">
      <h2 id="changes">{words.changes}</h2>
      {changes.length === 0 ? (
        simulation.state === 'running' ? null : (
          <p>{words.none}</p>
        )
      ) : (
        <>
          <div class="scroll" {...scrolls(words.changes)}>
            <table class="list rule-changes">
              <thead>
                <tr>
                  {[words.case, words.decidedAt, words.was, words.would, words.why].map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {changes.map((change) => (
                  <tr key={change.n}>
                    <th scope="row" class="code">
                      {change.reference === null ? (
                        words.noCase
                      ) : (
                        <a href={`${OPERATIONS}/cases/${encodeURIComponent(change.reference)}`}>
                          {change.reference}
                        </a>
                      )}
                    </th>
                    <td>{formats.moment(change.at)}</td>
                    <Outcome visit={visit} change={change} />
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p>
            {next === null ? null : (
              <a class="act" href={`${here}?${new URLSearchParams({ after: String(next) })}`}>
                {words.further}
              </a>
            )}{' '}
            <a class="act" href={`${here}/changes.csv`} download>
              {words.csv}
            </a>
          </p>
        </>
      )}
    </section>
  );
}

function Outcome({ visit, change: { result } }: { visit: DeskVisit; change: SimulatedChange }) {
  const { simulate: words } = visit.t.ruleDesk;
  if (result === null) return <td colSpan={3}>{words.gone}</td>;
  return (
    <>
      <td>
        <Lines lines={resultLines(visit, result.before)} />
      </td>
      <td>
        <Lines lines={resultLines(visit, result.after)} />
      </td>
      <td>
        <Lines lines={result.reasons.map((reason) => reasonText(visit, reason))} />
      </td>
    </>
  );
}

function resultLines(
  { t, formats }: DeskVisit,
  { verdict, serviceEndOn, billingEndOn, total }: Result,
): readonly string[] {
  const { simulate: words } = t.ruleDesk;
  return [
    words.verdicts[verdict],
    ...(serviceEndOn === null ? [] : [words.serviceEnd(formats.date(serviceEndOn))]),
    ...(billingEndOn === null ? [] : [words.billingEnd(formats.date(billingEndOn))]),
    ...(total.minor === 0 ? [] : [formats.money(total)]),
  ];
}

function reasonText({ t }: DeskVisit, { rule, before, after }: ReplayReason): string {
  const { simulate: words, names } = t.ruleDesk;
  const named = (reference: RuleReference | null): string =>
    reference === null ? words.noFinding : words.versionOf(reference.id, reference.version);
  return words.byRule(names[rule as RuleName], named(before), named(after));
}
