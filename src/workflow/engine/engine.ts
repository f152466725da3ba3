import { Breakers } from './breakers.ts';
import { Claimer } from './claimer.ts';
import { HeldCases } from './held-cases.ts';
import { ENGINE_DEFAULTS, type EngineEvents, type EngineOptions } from './options.ts';
import { Recorder } from './recorder.ts';
import type { StageContext } from './stage.ts';
import { Walker } from './walker.ts';

/** How often the engine looks for leases that ran out. */
const SWEEP_MS = 1_000;

/**
 * Walks cases through their stages. A case is claimed once (`Claimer`) and then goes from stage to stage: its effect
 * runs (`Walker`), the outcome joins whatever else is ready, and one transaction records all of them (`Recorder`). Alone,
 * a case commits at once; under load hundreds share a commit.
 */
export class Engine {
  readonly #held = new HeldCases();
  readonly #events: EngineEvents;
  readonly #claimer: Claimer;
  #sweep: NodeJS.Timeout | undefined;

  constructor(context: StageContext, options: Partial<EngineOptions> = {}, events: EngineEvents = {}) {
    const all = { ...ENGINE_DEFAULTS, ...options };
    const breakers = new Breakers(context.pool, events);
    const recorder: Recorder = new Recorder(context, all, this.#held, events, (cases) => walker.walk(cases));
    const walker = new Walker(context, this.#held, breakers, events, (work, outcome) =>
      recorder.add(work, outcome),
    );
    this.#events = events;
    this.#claimer = new Claimer(context, all, this.#held, breakers, events, (claim) => walker.admit(claim));
  }

  /** How many cases this process holds. */
  get held(): number {
    return this.#held.size;
  }

  start(): void {
    if (this.#sweep !== undefined) return;
    this.#sweep = setInterval(() => this.#letGoOfOverdue(), SWEEP_MS);
    this.#sweep.unref();
    this.#claimer.start();
  }

  /** Something became due: look now. */
  wake(): void {
    this.#claimer.wake();
  }

  /** Takes no more cases and waits for those it holds. */
  async stop(): Promise<void> {
    await this.#claimer.stop();
    await this.#held.empty();
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }

  #letGoOfOverdue(): void {
    for (const work of this.#held.overdue(performance.now())) {
      this.#events.onFault?.(`lease of ${work.stage}`, new Error('lease ran out before the stage answered'));
      this.#held.release(work);
    }
  }
}
