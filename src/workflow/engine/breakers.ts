import type { StageOutcome } from '../../store/cases/work.ts';
import { openBreakers, setBreaker } from '../../store/connectors.ts';
import type { Pool } from '../../store/database/database.ts';
import { STAGE_MODULES } from '../stages/index.ts';
import type { EngineEvents } from './options.ts';
import { LEASE_SHORT } from './stage.ts';

const OPEN_AFTER = 5;
/** So many failures in a row are an outage: one can be a connection that was renewed. */
const AWAY_AFTER = 3;
const OPEN_MS = 15_000;
const REFRESH_MS = 1_000;

/**
 * Circuit breakers of the connectors, shared by all workers through the database: after some failures in a row,
 * cases that need a connector are left in the queue until it may be tried again.
 */
export class Breakers {
  readonly #pool: Pool;
  readonly #events: EngineEvents;
  readonly #failures = new Map<string, number>();
  /** Since when a connector is away, on the monotonic clock in milliseconds. */
  readonly #away = new Map<string, number>();
  #parked: readonly string[] = [];
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(pool: Pool, events: EngineEvents = {}) {
    this.#pool = pool;
    this.#events = events;
  }

  /** The stages whose connector is open right now; at most a second old. */
  async parkedStages(): Promise<readonly string[]> {
    if (performance.now() - this.#readAt < REFRESH_MS) return this.#parked;
    const open = await openBreakers(this.#pool);
    this.#parked = Object.values(STAGE_MODULES)
      .filter((module) => module.connector !== null && open.has(module.connector))
      .map((module) => module.stage);
    this.#readAt = performance.now();
    return this.#parked;
  }

  note(connector: string, outcome: StageOutcome): void {
    const failed = outcome.kind === 'retry' || outcome.kind === 'unknown';
    if (failed && outcome.code === LEASE_SHORT) return;
    const failures = failed ? (this.#failures.get(connector) ?? 0) + 1 : 0;
    const before = this.#failures.get(connector) ?? 0;
    this.#failures.set(connector, failures);
    if (failed && failures >= AWAY_AFTER) this.#isAway(connector, outcome.code);
    if (!failed) this.#isBack(connector);
    if (failed && failures === OPEN_AFTER) this.#write(connector, OPEN_MS, outcome.code);
    if (!failed && before >= OPEN_AFTER) this.#write(connector, 0, null);
  }

  #isAway(connector: string, code: string): void {
    if (this.#away.has(connector)) return;
    this.#away.set(connector, performance.now());
    this.#events.onAway?.({ connector, code });
  }

  #isBack(connector: string): void {
    const since = this.#away.get(connector);
    if (since === undefined) return;
    this.#away.delete(connector);
    this.#events.onBack?.({ connector, seconds: Math.round((performance.now() - since) / 1_000) });
  }

  #write(connector: string, openMs: number, reason: string | null): void {
    this.#readAt = Number.NEGATIVE_INFINITY;
    this.#failures.set(connector, 0);
    // A breaker that cannot be written only costs some tries; the next failure writes again.
    setBreaker(this.#pool, connector, openMs, reason).catch(() => undefined);
  }
}
