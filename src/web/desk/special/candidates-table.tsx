import type { Finding } from '../../../domain/cases/finding.ts';
import type { Route } from '../../../domain/rules/route.ts';
import type { LineOutcome } from '../../../domain/special/special-request.ts';
import type { RequestCandidate } from '../../../operations/special/view-request.ts';
import { Tag, type Tone } from '../../kit/parts.tsx';
import { findingText } from '../../portal/cases/findings.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';

interface Props {
  readonly visit: DeskVisit;
  readonly route: Route;
  readonly candidates: readonly RequestCandidate[];
  /** What was ticked; null where nothing can be. */
  readonly ticked: readonly string[] | null;
}

/** The name of the box of one line. Each has its own: names that are the same are joined, and cut where they are many. */
export const boxOf = (at: number): string => `line-${at}`;

/** Every line that a request may be about: how it compares, what was found, and what became of it. */
export function CandidatesTable({ visit, route, candidates, ticked }: Props) {
  const { one: t } = visit.t.specialDesk;
  const tried = candidates.some(({ outcome }) => outcome !== null);
  const columns = [
    ...(ticked === null ? [] : [t.choose]),
    ...[t.number, t.holderMatches, t.inHand, t.status, t.found],
    ...(tried ? [t.outcome] : []),
  ];
  return (
    <>
      <p class="hint">{t.inHandHint}</p>
      <div class="scroll" {...(ticked === null ? reachable(t.lines) : {})}>
        <table class="list candidates" aria-label={t.lines}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {candidates.map((one, i) => (
              <tr key={one.lineId ?? String(one.number)}>
                {ticked === null ? null : <Box visit={visit} one={one} at={i} ticked={ticked} />}
                <th scope="row" class="code">
                  {one.number ?? t.noNumber}
                </th>
                <td>
                  {t.matches[one.holderMatches === null ? 'unknown' : one.holderMatches ? 'yes' : 'no']}
                </td>
                <td>{t.hands[one.inHand ? 'yes' : 'no']}</td>
                <td>
                  <Standing visit={visit} one={one} />
                </td>
                <td>
                  <Findings visit={visit} route={route} one={one} />
                </td>
                {tried ? (
                  <td>
                    <Outcome visit={visit} one={one} />
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Without a box in it, a table that is wider than its window is scrolled by keyboard only where it takes the focus. */
function reachable(name: string) {
  return { tabIndex: 0, role: 'region', 'aria-label': name } as const;
}

function Box(props: { visit: DeskVisit; one: RequestCandidate; at: number; ticked: readonly string[] }) {
  const { visit, one, at, ticked } = props;
  const { one: t } = visit.t.specialDesk;
  if (!one.choosable || one.lineId === null) return <td />;
  const name = boxOf(at);
  return (
    <td>
      <label class="box">
        <input
          type="checkbox"
          id={name}
          name={name}
          value={one.lineId}
          checked={ticked.includes(one.lineId)}
          aria-label={visit.t.punctuation.labelled(t.choose, one.number ?? t.noNumber)}
        />
      </label>
    </td>
  );
}

function Standing({ visit, one }: { visit: DeskVisit; one: RequestCandidate }) {
  const { one: t } = visit.t.specialDesk;
  if (one.status === null) return <>{t.nobody}</>;
  return (
    <>
      {visit.t.hotline.line.statuses[one.status]}
      {one.openCase && one.outcome?.outcome !== 'started' ? <span class="hint">{t.openCase}</span> : null}{' '}
      {one.fault === null || one.outcome !== null ? null : <Tag tone="warn">{t.faults[one.fault]}</Tag>}
    </>
  );
}

const TONES: Readonly<Record<Finding['effect'], Tone>> = {
  blocks: 'bad',
  cannot_tell: 'warn',
  sets_earliest_date: 'now',
  adds_charge: 'now',
  warns: 'plain',
};

/** What is owed by somebody who died is told to their heirs, and demanded of nobody. */
const TOLD: readonly Finding['check'][] = ['arrears', 'unbilled_usage'];

function Findings({ visit, route, one }: { visit: DeskVisit; route: Route; one: RequestCandidate }) {
  const { one: t } = visit.t.specialDesk;
  if (!one.choosable) return null;
  if (one.findings.length === 0) return <>{t.nothingFound}</>;
  return (
    <ul class="plain-list">
      {one.findings.map((finding) => {
        const { check, effect, rule } = finding;
        const told = route === 'bereavement' && effect === 'warns' && TOLD.includes(check);
        return (
          <li key={`${check}-${rule.id}`}>
            <Tag tone={TONES[effect]}>{told ? t.told : t.effects[effect]}</Tag>{' '}
            {visit.t.punctuation.labelled(
              visit.t.eligibility.checks[check].title,
              findingText(visit, finding),
            )}
          </li>
        );
      })}
    </ul>
  );
}

const OUTCOME_TONES: Readonly<Record<LineOutcome, Tone>> = {
  started: 'ok',
  split_off: 'ok',
  ended_already: 'ok',
  blocked: 'bad',
  cannot_tell: 'warn',
  open_already: 'warn',
};

function Outcome({ visit, one: { outcome } }: { visit: DeskVisit; one: RequestCandidate }) {
  const { one: t } = visit.t.specialDesk;
  if (outcome === null) return null;
  const { checks } = visit.t.eligibility;
  const why = outcome.checks.flatMap((check) =>
    Object.hasOwn(checks, check) ? [checks[check as keyof typeof checks].title] : [],
  );
  return (
    <>
      <Tag tone={OUTCOME_TONES[outcome.outcome]}>{t.outcomes[outcome.outcome]}</Tag>
      {why.length === 0 ? null : <span class="hint">{visit.t.punctuation.listed(why)}</span>}
    </>
  );
}
