import type { RulebookChange } from '../../../../domain/rules/rulebook-difference.ts';
import { localDateAt } from '../../../../domain/values/local-date.ts';
import { changeText, type DayWords } from '../../../../messages/rule-difference.ts';
import { homeTimeZone } from '../../../../operations/home-time-zone.ts';
import type { KeptVersion } from '../../../../operations/rulebooks/view-rulebooks.ts';
import type { DeskVisit } from '../../kit/desk-visit.ts';
import { OPERATIONS } from '../sections.ts';

export const RULES = `${OPERATIONS}/rules`;

export interface NamedVersion {
  readonly jurisdiction: string;
  readonly version: string;
}

export const versionPath = ({ jurisdiction, version }: NamedVersion): string =>
  `${RULES}/${encodeURIComponent(jurisdiction)}/${encodeURIComponent(version)}`;

export const simulationPath = (simulationId: string): string => `${RULES}/simulations/${simulationId}`;

/** The version that an address names. */
export function versionOf({ params }: DeskVisit): NamedVersion {
  return { jurisdiction: params['jurisdiction'] ?? '', version: params['version'] ?? '' };
}

/** A wide table is scrolled by keys too, where nothing in it can be focused. */
export const scrolls = (label: string) => ({ tabIndex: 0, role: 'group' as const, 'aria-label': label });

/** By whom it came to decide. */
export function byWhom({ t }: DeskVisit, { askedBy, approvedBy }: KeptVersion): string {
  const words = t.ruleDesk;
  if (askedBy === null) return words.atStart;
  return t.punctuation.listed([
    words.asked(askedBy),
    approvedBy === null ? words.alone : words.agreed(approvedBy),
  ]);
}

/** How the reader writes days, and which is today for the operator. */
export function daysOf({ op, formats }: DeskVisit): DayWords {
  return { date: formats.date, today: localDateAt(op.clock.now(), homeTimeZone(op)) };
}

/** What differs, one rule a row: before and after side by side. */
export function Difference({
  visit,
  changes,
}: {
  readonly visit: DeskVisit;
  readonly changes: readonly RulebookChange[];
}) {
  const { t } = visit;
  const words = t.ruleDesk;
  const days = daysOf(visit);
  if (changes.length === 0) return <p>{words.noDifference}</p>;
  return (
    <div class="scroll" {...scrolls(words.difference)}>
      <table class="list rule-changes">
        <thead>
          <tr>
            {[words.rule, words.province, words.before, words.after, words.begins, words.source].map(
              (column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {changes.map((change, i) => {
            const text = changeText(t, change, days);
            return (
              <tr key={`${text.what} ${text.where} ${i}`}>
                <th scope="row">
                  {text.what}
                  {text.notes.map((note) => (
                    <span key={note} class="hint below">
                      {note}
                    </span>
                  ))}
                </th>
                <td>{text.where}</td>
                <td>
                  <Lines lines={text.before} />
                </td>
                <td>
                  <Lines lines={text.after} />
                </td>
                <td>{text.from}</td>
                <td>{text.source}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** More statements than this are opened by who wants them. */
const MOST_OPEN = 10;

/** What a rule says, statement by statement. */
export function Lines({ lines, more }: { readonly lines: readonly string[]; readonly more?: string }) {
  const [only] = lines;
  if (lines.length <= 1) return <>{only}</>;
  if (more !== undefined && lines.length > MOST_OPEN)
    return (
      <details>
        <summary>{more}</summary>
        <Lines lines={lines} />
      </details>
    );
  return (
    <ul class="rule-lines">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
