import type { Replay } from '../../domain/cases/replay.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { Rulebook } from '../../domain/rules/rulebook.ts';
import { wholeFrom } from '../../domain/rules/rulebook-difference.ts';
import { type LocalDate, localDateAt } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { decisionsNamed } from '../../store/rulebooks/replay-source.ts';
import {
  beginSimulation,
  changedDecisions,
  endSimulation,
  findSimulation,
  type ReplayCounts,
  type Simulation,
  saySimulated,
  simulationsOf,
} from '../../store/rulebooks/simulations.ts';
import { type Actor, auditName, staffBehind } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isUuid } from '../is-uuid.ts';
import {
  type Anew,
  counted,
  isChanged,
  NO_COUNTS,
  type Replayed,
  replayDecisions,
  replayer,
} from './replay-decisions.ts';
import { nameOf, type WhichRulebook } from './rulebook-name.ts';
import { readRulebook } from './view-rulebooks.ts';

export const MOST_DECISIONS = 100_000;

export interface SimulationRequest extends WhichRulebook {
  /** How many of the newest decisions, 1 to 100,000. */
  readonly last: number;
  /** By the rules of which day; null for the first on which everything that differs is so. */
  readonly on: LocalDate | null;
}

/**
 * Tries a version on past decisions, in the background of this process: the answer is at once, and `viewSimulation` says how far it is.
 * Nothing of any case changes.
 *
 * @returns its identity, and what ends when it has ended, for tests and the command line
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid`, `rulebook_unknown`, `rulebook_unfit` where the version has no rules for
 *   the day, `simulation_running`
 */
export async function startSimulation(
  op: Operations,
  actor: Actor,
  request: SimulationRequest,
): Promise<{ readonly simulationId: string; readonly ended: Promise<void> }> {
  requireAccess(actor, 'simulateRulebook');
  const { jurisdiction, version, last } = request;
  checkLast(last);
  const { kept, book, changes } = await readRulebook(op, request);
  const on = dayOf(op, { book, changes }, request.on);
  const simulationId = await inTransaction(op.pool, async (tx) => {
    const askedBy = staffBehind(actor)?.subject ?? auditName(actor);
    const begun = await beginSimulation(tx, {
      ...{ jurisdiction, version, fingerprint: kept.fingerprint, ruledOn: on, last, askedBy },
      counts: NO_COUNTS,
    });
    if (begun === null) return null;
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'rulebook_simulated' },
        facts: { rulebook: nameOf(request), simulation: begun, last, on },
      },
    ]);
    return begun;
  });
  if (simulationId === null) throw new HandbackError('simulation_running');
  return { simulationId, ended: run(op, simulationId, { book, on }, last) };
}

/** One that fails is kept as stopped, with its code, and the log has what happened; its process goes on. */
async function run(op: Operations, simulationId: string, anew: Anew, last: number): Promise<void> {
  try {
    let counts = NO_COUNTS;
    let [n, openN] = [1, 1];
    for await (const page of replayDecisions(op, anew, last)) {
      counts = counted(counts, page);
      const changed = page.filter(isChanged).map(({ past: { decisionId }, confidential }) => ({
        ...{ n: n++, openN: confidential ? null : openN++, decisionId },
      }));
      const goesOn = await inTransaction(op.pool, (tx) =>
        saySimulated(tx, simulationId, { counts, changed }),
      );
      if (!goesOn) return;
    }
    await endSimulation(op.pool, simulationId, null);
  } catch (error) {
    op.fault(error, 'a simulation stopped');
    // Where the database is away, nobody can be told there, and the silence says so.
    await endSimulation(
      op.pool,
      simulationId,
      error instanceof HandbackError ? error.code : 'internal',
    ).catch(() => undefined);
  }
}

/** The same without keeping anything, for a rulebook that is not proposed either: as each page is made again. */
export async function* simulate(
  op: Operations,
  actor: Actor,
  request: { readonly book: Rulebook; readonly on: LocalDate; readonly last: number },
): AsyncGenerator<readonly Replayed[]> {
  requireAccess(actor, 'simulateRulebook');
  checkLast(request.last);
  const confidential = seesConfidential(actor);
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'rulebook_simulated' },
      facts: { rulebook: nameOf(request.book), last: request.last, on: request.on },
    },
  ]);
  for await (const page of replayDecisions(op, request, request.last))
    yield confidential ? page : page.filter((one) => !one.confidential);
}

export interface SimulationView {
  readonly simulation: Omit<Simulation, 'counts'>;
  /** Of those that the actor may know of. */
  readonly counts: ReplayCounts;
  /** The version has another text by now. */
  readonly outdated: boolean;
  readonly changes: readonly SimulatedChange[];
  /** What `after` must be for the next page; null where there is none. */
  readonly next: number | null;
}

export interface SimulatedChange {
  /** Among those that the reader may know of, from 1 on. */
  readonly n: number;
  readonly reference: string | null;
  readonly caseId: string | null;
  readonly at: Date;
  readonly kind: string;
  /** Null where the person was erased meanwhile. */
  readonly result: Replay | null;
}

const MOST_A_PAGE = 1_000;

/**
 * How far a simulation is, and a page of what would come out otherwise. Dates and amounts are personal: they are worked out again from
 * what is kept, for this look, which is audited.
 *
 * @param request.quietly a page that renews itself, or a later page of a file: the look is in the audit log already
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid`, `simulation_unknown`
 */
export async function viewSimulation(
  op: Operations,
  actor: Actor,
  request: {
    readonly simulationId: string;
    readonly after: number;
    readonly limit: number;
    readonly quietly?: boolean;
  },
): Promise<SimulationView> {
  requireAccess(actor, 'viewSimulation');
  const { simulationId, after, limit } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_A_PAGE)
    throw new HandbackError('request_invalid', { field: 'limit' });
  if (!Number.isInteger(after) || after < 0 || after > MOST_DECISIONS)
    throw new HandbackError('request_invalid', { field: 'after' });
  const found = isUuid(simulationId) ? await findSimulation(op.pool, simulationId) : null;
  if (found === null) throw new HandbackError('simulation_unknown');
  const { counts, ...simulation } = found;
  const confidential = seesConfidential(actor);
  const view = await readRulebook(op, simulation).catch((error: unknown) => {
    if (error instanceof HandbackError && error.code === 'rulebook_unknown') return null;
    throw error;
  });
  const outdated = view === null || view.kept.fingerprint !== simulation.fingerprint;
  const rows = outdated
    ? []
    : await changedDecisions(op.pool, simulationId, { after, confidential, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const changes = outdated ? [] : await changesNamed(op, { book: view.book, on: simulation.ruledOn }, shown);
  if (request.quietly !== true)
    await insertAudit(op.pool, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
        facts: { what: 'simulation', simulation: simulationId },
      },
    ]);
  return {
    ...{ simulation, outdated, changes, counts: confidential ? counts.all : counts.open },
    next: rows.length > limit ? shown.at(-1)!.n : null,
  };
}

async function changesNamed(
  op: Operations,
  anew: Anew,
  rows: readonly { readonly n: number; readonly decisionId: string }[],
): Promise<readonly SimulatedChange[]> {
  const again = replayer(op, anew);
  const byId = new Map(
    (
      await decisionsNamed(
        op.pool,
        op.vault,
        rows.map(({ decisionId }) => decisionId),
      )
    ).map((past) => [past.decisionId, past]),
  );
  return rows.flatMap(({ n, decisionId }) => {
    const past = byId.get(decisionId);
    if (past === undefined) return [];
    const { result } = again(past);
    const { reference, caseId, at, kind } = past;
    return [{ n, reference, caseId, at, kind, result: typeof result === 'object' ? result : null }];
  });
}

/** What was tried of a version, the newest first. @throws HandbackError `forbidden`, `role_needed` */
export async function listSimulations(
  op: Operations,
  actor: Actor,
  which: WhichRulebook,
): Promise<readonly Omit<Simulation, 'counts'>[]> {
  requireAccess(actor, 'viewSimulation');
  return (await simulationsOf(op.pool, which)).map(({ counts: _, ...simulation }) => simulation);
}

/** @throws HandbackError `rulebook_unfit` where the version has no rules for the day */
export function dayOf(
  op: Operations,
  { book, changes }: Pick<Awaited<ReturnType<typeof readRulebook>>, 'book' | 'changes'>,
  on: LocalDate | null,
): LocalDate {
  const day = on ?? wholeFrom(changes, localDateAt(op.clock.now(), book.timeZone));
  if (day < book.effectiveFrom)
    throw new HandbackError('rulebook_unfit', { reason: 'not_yet', date: book.effectiveFrom });
  return day;
}

function checkLast(last: number): void {
  if (!Number.isInteger(last) || last < 1 || last > MOST_DECISIONS)
    throw new HandbackError('request_invalid', { field: 'last' });
}
