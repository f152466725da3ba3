import type { Claim } from '../../store/cases/queue.ts';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
import { isConnectionFailure } from '../../store/database/database.ts';
import { STAGE_MODULES } from '../stages/index.ts';
import type { Breakers } from './breakers.ts';
import { reachAll } from './fault-points.ts';
import type { HeldCases } from './held-cases.ts';
import { openIntents, parkPoisonous } from './intents.ts';
import type { EngineEvents } from './options.ts';
import { LEASE_SHORT, type StageContext, type StageModule } from './stage.ts';

/**
 * Carries out stages. A case comes here when it is claimed, and again whenever a stage of it was recorded and the next
 * one waits for nobody outside; it leaves with an outcome, to be recorded. Cases at the same stage run together, and a
 * slow one holds nobody.
 */
export class Walker {
  readonly #context: StageContext;
  readonly #held: HeldCases;
  readonly #breakers: Breakers;
  readonly #events: EngineEvents;
  readonly #answered: (work: Work, outcome: StageOutcome) => void;

  constructor(
    context: StageContext,
    held: HeldCases,
    breakers: Breakers,
    events: EngineEvents,
    answered: (work: Work, outcome: StageOutcome) => void,
  ) {
    this.#context = context;
    this.#held = held;
    this.#breakers = breakers;
    this.#events = events;
    this.#answered = answered;
  }

  /** Claimed cases: their intents are opened first, where their stage needs one. */
  async admit({ cases, poisonous }: Claim): Promise<void> {
    if (poisonous.length > 0) await parkPoisonous(this.#context.pool, poisonous);
    if (cases.length === 0) return;
    for (const work of cases) this.#held.take(work);
    await reachAll(
      this.#context.fault,
      cases.map((work) => work.stage),
      'claimed',
    );
    const { open, left, failed } = await openIntents(this.#context, cases);
    const asked = new Set([...open, ...left, ...failed.map(({ work }) => work)]);
    for (const { work, error } of failed) this.#answered(work, this.#failure(work, error));
    for (const work of left) this.#held.release(work);
    this.walk([...cases.filter((work) => !asked.has(work)), ...open]);
  }

  walk(cases: readonly Work[]): void {
    for (const [stage, group] of Map.groupBy(cases, (work) => work.stage)) {
      this.#runStage(STAGE_MODULES[stage], group);
    }
  }

  #runStage(module: StageModule, group: readonly Work[]): void {
    const callMs = module.connector === null ? 0 : this.#context[module.connector].callTimeoutMs;
    // No call starts that could outlive its lease: whoever holds the case next would act at the same time.
    const [cases, late] = partition(group, (work) => performance.now() + callMs < work.leaseEnds);
    for (const work of late) this.#answered(work, { kind: 'retry', code: LEASE_SHORT });
    if (cases.length === 0) return;
    let runs: readonly Promise<StageOutcome>[];
    try {
      for (const work of cases) this.#context.fault(work.stage, 'before_effect');
      runs = module.run(cases, this.#context);
    } catch (error) {
      runs = cases.map(() => Promise.reject(error));
    }
    cases.forEach((work, i) => {
      const answer = (outcome: StageOutcome) => {
        this.#context.fault(work.stage, 'after_effect');
        if (module.connector !== null) this.#breakers.note(module.connector, outcome);
        this.#answered(work, outcome);
      };
      runs[i]!.then(answer, (error: unknown) => answer(this.#failure(work, error)));
    });
  }

  #failure(work: Work, error: unknown): StageOutcome {
    this.#events.onFault?.(`stage ${work.stage}`, error);
    return isConnectionFailure(error)
      ? { kind: 'unknown', code: 'database_unavailable' }
      : { kind: 'stuck', code: 'stage_failed' };
  }
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}
