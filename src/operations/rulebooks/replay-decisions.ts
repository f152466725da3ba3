import type { RulesOfDecision } from '../../domain/cases/decision.ts';
import { CHANGE_KINDS, type Replay, replay } from '../../domain/cases/replay.ts';
import { HandbackError } from '../../domain/errors.ts';
import { rulesOfRoute } from '../../domain/rules/route-rules.ts';
import { type ResolvedRules, type Rulebook, rulesFor } from '../../domain/rules/rulebook.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { type PastDecision, pastDecisions } from '../../store/rulebooks/replay-source.ts';
import type { ReplayCounts, SimulationCounts } from '../../store/rulebooks/simulations.ts';
import type { Operations } from '../context.ts';

/** By which rules decisions are made again. */
export interface Anew {
  readonly book: Rulebook;
  /** The day by whose rules: those that begin later are left out. */
  readonly on: LocalDate;
}

/** A decision that was made again; without a result where that cannot be. */
export interface Replayed {
  readonly past: PastDecision;
  readonly confidential: boolean;
  /** `erased`: nothing is left of what it was made from. `unknown`: this process has not its rules, or there are none for the day. */
  readonly result: Replay | 'erased' | 'unknown';
}

/** So long decisions are opened and made again before others are served. */
const AT_ONCE_MS = 5;
const A_PAGE = 512;
const MOST_KEPT = 1_000;

/**
 * Makes the last decisions of a jurisdiction again, page by page. Memory holds one page; opening and deciding happens in portions of a
 * few milliseconds, so that whoever else asks this process is served meanwhile.
 */
export async function* replayDecisions(
  op: Operations,
  anew: Anew,
  last: number,
): AsyncGenerator<readonly Replayed[]> {
  const { jurisdiction } = anew.book;
  const again = replayer(op, anew);
  for await (const sealed of pastDecisions(op.pool, { jurisdiction, last, page: A_PAGE })) {
    const found: Replayed[] = [];
    let began = performance.now();
    for (const one of sealed) {
      found.push(again(one.open(op.vault)));
      if (performance.now() - began < AT_ONCE_MS) continue;
      await new Promise<void>((resolve) => setImmediate(resolve));
      began = performance.now();
    }
    yield found;
  }
}

/** Makes one decision again. Rules are looked up once for each province and route. */
export function replayer(op: Operations, { book, on }: Anew): (past: PastDecision) => Replayed {
  const resolved = new Map<string, ResolvedRules>();
  const rulesOf = (province: string | null, route: PastDecision['rules']['route']): ResolvedRules => {
    const key = `${province} ${route}`;
    const rules = resolved.get(key) ?? rulesOfRoute(rulesFor(book, province, on), route);
    resolved.set(key, rules);
    return rules;
  };
  const decided = new Map<string, ResolvedRules>();
  const decidedBy = (rules: RulesOfDecision): ResolvedRules => {
    const { province, version, on: then, running, route } = rules;
    const key = [province, version, then, running?.version, running?.on, route].join(' ');
    // One for each day, province and route: years of them are let go.
    if (decided.size > MOST_KEPT) decided.clear();
    const by = decided.get(key) ?? op.rulebooks.asDecided(rules);
    decided.set(key, by);
    return by;
  };
  return (past) => {
    const confidential = past.confidential || onSilentRoute(op, past);
    if (past.opened === null) return { past, confidential, result: 'erased' };
    const { facts, eligibility } = past.opened;
    try {
      const by = decidedBy(past.rules);
      const { kind, at, confirmedAt, wantedEndOn } = past;
      const made = { kind, at, facts, eligibility, confirmedAt, wantedEndOn };
      return {
        past,
        confidential,
        result: replay(made, by, rulesOf(past.rules.province, past.rules.route)),
      };
    } catch (error) {
      if (error instanceof HandbackError) return { past, confidential, result: 'unknown' };
      throw error;
    }
  };
}

/** Decided on a route of which the holder must not know, whether or not a case came of it. */
function onSilentRoute(op: Operations, { rules }: PastDecision): boolean {
  if (rules.route === null) return false;
  try {
    return op.rulebooks.asDecided({ ...rules, route: null }).settings.routes.value.routes[rules.route]
      .confidential;
  } catch (error) {
    // By rules that are not known here: then it is not known to be harmless either.
    if (error instanceof HandbackError) return true;
    throw error;
  }
}

const NOTHING = Object.fromEntries(
  [...CHANGE_KINDS, 'replayed', 'unchanged', 'erased', 'unknown'].map((name) => [name, 0]),
) as ReplayCounts;

export const NO_COUNTS: SimulationCounts = { all: NOTHING, open: NOTHING };

/** The counts with further decisions. */
export function counted(before: SimulationCounts, further: readonly Replayed[]): SimulationCounts {
  const add = (counts: ReplayCounts, some: readonly Replayed[]): ReplayCounts => {
    const sum: Record<keyof ReplayCounts, number> = { ...counts };
    for (const { result } of some) {
      if (result === 'erased' || result === 'unknown') {
        sum[result] += 1;
        continue;
      }
      sum.replayed += 1;
      if (result.changed.length === 0) sum.unchanged += 1;
      for (const kind of result.changed) sum[kind] += 1;
    }
    return sum;
  };
  return {
    all: add(before.all, further),
    open: add(
      before.open,
      further.filter(({ confidential }) => !confidential),
    ),
  };
}

/** Whether it comes out otherwise. */
export function isChanged({ result }: Replayed): boolean {
  return typeof result === 'object' && result.changed.length > 0;
}
