import { eligibilityBy } from '../../domain/cases/decision.ts';
import type { EligibilityFacts } from '../../domain/cases/finding.ts';
import { rulesOfRoute } from '../../domain/rules/route-rules.ts';
import { type Rulebook, rulesFor, rulesForDecision } from '../../domain/rules/rulebook.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import {
  type ConfirmedCase,
  confirmedBeforePivot,
  openCasesUnder,
} from '../../store/rulebooks/running-cases.ts';
import type { Actor } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import type { Operations } from '../context.ts';

/** Running cases that could not go on under a version. */
export interface ImpossibleCases {
  /** `currency`, `time_zone`: what was promised to them counts in another one. `blocked`: confirmed, and stopped now. */
  readonly why: 'currency' | 'time_zone' | 'blocked';
  /** Of those that the actor may know of. */
  readonly count: number;
  /** The first of them. */
  readonly references: readonly string[];
}

/** So many are named. */
const NAMED = 100;

/**
 * Which running cases a version would make impossible. A case keeps the version that it pinned, and a province without rules of its own
 * has those of its jurisdiction, so only this can: another currency or time zone, in which its `running` rules could not be read
 * beside the pinned ones; and a `running` check, asked again before the cut, that stops whom the rules let confirm. Who has
 * not confirmed yet is asked by the new rules, and told; that is what rules are for.
 *
 * @returns null where all go on
 */
export async function impossibleCases(
  op: Operations,
  actor: Actor,
  { book, inForce }: { readonly book: Rulebook; readonly inForce: Rulebook },
): Promise<ImpossibleCases | null> {
  const { jurisdiction } = book;
  const confidential = seesConfidential(actor);
  const why =
    book.currency !== inForce.currency ? 'currency' : book.timeZone !== inForce.timeZone ? 'time_zone' : null;
  if (why !== null) {
    const { any, count, references } = await openCasesUnder(op.pool, {
      jurisdiction,
      confidential,
      most: NAMED,
    });
    return any ? { why, count, references } : null;
  }
  if (!asksAnew(book)) return null;
  return newlyBlocked(op, { book, inForce }, confidential);
}

/** Whether anything that follows the day is asked again before the cut: else nothing pinned can change. */
const asksAnew = ({ checks }: Rulebook): boolean =>
  Object.values(checks).some((versions) =>
    versions.some(({ running, value }) => running && value.recheckAtPivot),
  );

async function newlyBlocked(
  op: Operations,
  { book, inForce }: { readonly book: Rulebook; readonly inForce: Rulebook },
  confidential: boolean,
): Promise<ImpossibleCases | null> {
  const now = op.clock.now();
  let any = false;
  let count = 0;
  const references: string[] = [];
  for await (const page of confirmedBeforePivot(op.pool, op.vault, book.jurisdiction)) {
    for (const found of page) {
      if (!isBlocked(op, found, { book, inForce }, now)) continue;
      any = true;
      if (found.confidential && !confidential) continue;
      count += 1;
      if (references.length < NAMED) references.push(found.reference);
    }
    // Many cases take a while: others are served between two pages.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return any ? { why: 'blocked', count, references } : null;
}

function isBlocked(
  op: Operations,
  found: ConfirmedCase,
  { book, inForce }: { readonly book: Rulebook; readonly inForce: Rulebook },
  now: Date,
): boolean {
  const { jurisdiction, province, route } = found;
  if (found.facts === null || !op.rulebooks.versions.includes(`${jurisdiction} ${found.rulebookVersion}`))
    return false;
  const pinned = op.rulebooks.asDecided({
    ...{ jurisdiction, province, version: found.rulebookVersion, running: null, route: null },
    on: localDateAt(found.declaredAt, book.timeZone),
  });
  const today = localDateAt(now, book.timeZone);
  // As before the cut: money was settled with the person at the confirmation.
  const facts: EligibilityFacts = { ...found.facts, standing: { known: false, system: 'billing' }, today };
  const verdict = (by: Rulebook) =>
    eligibilityBy(
      'recheck',
      facts,
      rulesOfRoute(rulesForDecision(pinned, rulesFor(by, province, today)), route),
    ).verdict;
  return verdict(book) === 'blocked' && verdict(inForce) !== 'blocked';
}
