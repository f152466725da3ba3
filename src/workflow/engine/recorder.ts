import { setTimeout as delay } from 'node:timers/promises';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
import { isConnectionFailure } from '../../store/database/database.ts';
import { followOn } from './follow.ts';
import type { HeldCases } from './held-cases.ts';
import type { EngineEvents, EngineOptions } from './options.ts';
import { type Recorded, record } from './record.ts';
import { RecordQueues } from './record-queues.ts';
import type { StageContext } from './stage.ts';
import { failedStep, giveUp, goOn, type Step, stepOf, type Walked } from './walked.ts';

/** After a commit that met no database. */
const COMMIT_AGAIN_MS = 250;

/**
 * Records outcomes, some transactions at once, each of cases at one stage. What it does with a batch:
 *
 * - **following**: stages that wait for nobody are carried out first, and share the commit;
 * - **committing**: cases that were walked on keep their lease and go back to the walker, the others are let go of;
 * - **waiting for the database**: what the peers did is known here and nowhere else, so the commit is tried again while
 *   a lease of the batch holds;
 * - **halving**: a batch that the database refuses is halved until the one case that spoils it stands alone, and that
 *   one goes to a person.
 */
export class Recorder {
  readonly #context: StageContext;
  readonly #options: EngineOptions;
  readonly #held: HeldCases;
  readonly #events: EngineEvents;
  readonly #walkOn: (cases: readonly Work[]) => void;
  readonly #queues = new RecordQueues();
  #scheduled = false;
  #underWay = 0;
  #later: NodeJS.Timeout | undefined;

  constructor(
    context: StageContext,
    options: EngineOptions,
    held: HeldCases,
    events: EngineEvents,
    walkOn: (cases: readonly Work[]) => void,
  ) {
    this.#context = context;
    this.#options = options;
    this.#held = held;
    this.#events = events;
    this.#walkOn = walkOn;
  }

  add(work: Work, outcome: StageOutcome): void {
    if (!this.#held.has(work)) return;
    this.#queues.add({ work, steps: [this.#firstStep(work, outcome)] }, performance.now());
    if (this.#scheduled) return;
    // Outcomes of the same turn of the event loop share a commit.
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#next();
    });
  }

  /** A case whose answers cannot be sealed, e.g. for a damaged key, goes to a person and does not stop the commit of others. */
  #firstStep(work: Work, outcome: StageOutcome): Step {
    try {
      return stepOf(this.#context, work, work.stage, giveUp(work, outcome));
    } catch {
      return failedStep(work, work.stage);
    }
  }

  #next(): void {
    clearTimeout(this.#later);
    while (this.#underWay < this.#options.commitsAtOnce) {
      const now = performance.now();
      const last = this.#queues.size >= this.#held.size;
      const batch = this.#queues.take(this.#options.commitSize, now, last);
      if (batch === null) {
        const waitMs = this.#queues.waitMs(now);
        if (waitMs !== null) this.#later = setTimeout(() => this.#next(), waitMs);
        return;
      }
      this.#underWay += 1;
      followOn(this.#context, batch)
        .then((walked) => this.#commit(walked))
        .catch((error: unknown) => {
          this.#events.onFault?.('commit', error);
          for (const { work } of batch) this.#held.release(work);
        })
        .finally(() => {
          this.#underWay -= 1;
          this.#next();
        });
    }
  }

  async #commit(batch: readonly Walked[]): Promise<void> {
    const { leaseMs } = this.#options;
    let recorded: readonly Recorded[];
    const asked = performance.now();
    try {
      recorded = await record(this.#context, batch, leaseMs);
    } catch (error) {
      if (!isConnectionFailure(error)) return this.#halve(batch, error);
      const until = Math.max(...batch.map(({ work }) => work.leaseEnds));
      if (performance.now() + COMMIT_AGAIN_MS > until) throw error;
      this.#events.onFault?.('commit', error);
      await delay(COMMIT_AGAIN_MS);
      return this.#commit(batch);
    }
    this.#events.onCommit?.(recorded);
    for (const { walked } of recorded) {
      for (const { stage } of walked.steps) this.#context.fault(stage, 'after_commit');
    }
    const kept = recorded.filter(({ keep }) => keep);
    for (const { walked, to } of kept) {
      goOn(walked, to);
      walked.work.leaseEnds = asked + leaseMs;
    }
    const on = new Set(kept.map(({ walked }) => walked.work));
    for (const { work } of batch) if (!on.has(work)) this.#held.release(work);
    this.#walkOn([...on]);
  }

  async #halve(batch: readonly Walked[], error: unknown): Promise<void> {
    this.#events.onFault?.('commit', error);
    if (batch.length > 1) {
      const middle = batch.length >> 1;
      await this.#commit(batch.slice(0, middle));
      await this.#commit(batch.slice(middle));
      return;
    }
    const { work, steps } = batch[0]!;
    const { stage, outcome } = steps[0]!;
    if (outcome.kind === 'stuck' && outcome.code === 'commit_failed') throw error;
    await this.#commit([{ work, steps: [failedStep(work, stage)] }]);
  }
}
