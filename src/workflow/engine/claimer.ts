import { KNOWN_PLAN_VERSIONS } from '../../domain/cases/plan.ts';
import { LANES } from '../../domain/cases/termination.ts';
import { type Claim, type ClaimRequest, claimDue, type Suspicion } from '../../store/cases/queue.ts';
import type { Work } from '../../store/cases/work.ts';
import { WakingLoop } from '../waking-loop.ts';
import type { Breakers } from './breakers.ts';
import type { HeldCases } from './held-cases.ts';
import type { EngineEvents, EngineOptions } from './options.ts';
import type { StageContext } from './stage.ts';

/** How many suspects are held together. If one of them kills the process, so many are claimed alone afterwards. */
const SUSPECTS_TOGETHER = 32;
/** How often suspects are looked for while there are none. */
const LOOK_FOR_SUSPECTS_MS = 1_000;

type Terms = Omit<ClaimRequest, 'limit' | 'lanes' | 'suspicion'>;

/**
 * Takes due cases out of the queue, as many as there is room for. It is in one of two modes:
 *
 * - **claiming**: urgent and personal cases fill any room; a campaign's cases come when a good part of its share is
 *   free, because many small claims cost more than one. A claim that took something is followed by another at once.
 * - **idle**: nothing was due. A wake-up (something became due, or room became free) or the idle time ends it.
 *
 * Beside that, in both modes, it holds at most one group of suspects: cases that processes died with. Nearly all of them were
 * only there when another one killed the process, so they are walked together; those of them that were there when it died
 * again are walked one by one. Cases that are under no suspicion never wait for them.
 */
export class Claimer {
  readonly #context: StageContext;
  readonly #options: EngineOptions;
  readonly #held: HeldCases;
  readonly #breakers: Breakers;
  readonly #admit: (claim: Claim) => Promise<void>;
  readonly #loop: WakingLoop;
  #suspects: readonly Work[] = [];
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** @param admit what is done with claimed cases; it ends when they are under way */
  constructor(
    context: StageContext,
    options: EngineOptions,
    held: HeldCases,
    breakers: Breakers,
    events: EngineEvents,
    admit: (claim: Claim) => Promise<void>,
  ) {
    this.#context = context;
    this.#options = options;
    this.#held = held;
    this.#breakers = breakers;
    this.#admit = admit;
    this.#loop = new WakingLoop(
      () => this.#claim(),
      options.idleMs,
      (error) => events.onFault?.('claim', error),
    );
    held.onRelease(() => {
      if (held.size === 0 || this.#campaignRoom() === this.#refill() || this.#suspectsAreDone()) this.wake();
    });
  }

  start(): void {
    this.#loop.start();
  }

  wake(): void {
    this.#loop.wake();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #claim(): Promise<number> {
    const terms: Terms = {
      leaseMs: this.#options.leaseMs,
      planVersions: KNOWN_PLAN_VERSIONS,
      rulebooks: this.#context.rulebooks(),
      parkedStages: await this.#breakers.parkedStages(),
    };
    let took = await this.#take(
      terms,
      [LANES.urgent, LANES.person],
      this.#options.capacity - this.#held.size,
    );
    const room = this.#campaignRoom();
    if (room >= this.#refill() || this.#held.size === 0)
      took += await this.#take(terms, [LANES.campaign], room);
    return took + (await this.#takeSuspects(terms));
  }

  async #take(
    terms: Terms,
    lanes: readonly number[],
    limit: number,
    suspicion: Suspicion = 'none',
  ): Promise<number> {
    const { pool, vault } = this.#context;
    const claim = await claimDue(pool, vault, { ...terms, lanes, limit, suspicion });
    if (suspicion !== 'none') this.#suspects = claim.cases;
    await this.#admit(claim);
    return claim.cases.length + claim.poisonous.length;
  }

  #campaignRoom(): number {
    return Math.floor(this.#options.capacity * this.#options.campaignShare) - this.#held.size;
  }

  #refill(): number {
    return Math.ceil((this.#options.capacity * this.#options.campaignShare) / 5);
  }

  /** A group of suspects, or one that must be alone; nothing while this process holds some. */
  async #takeSuspects(terms: Terms): Promise<number> {
    if (this.#suspects.length > 0 && !this.#suspectsAreDone()) return 0;
    const now = performance.now();
    if (this.#suspects.length === 0 && now - this.#lookedAt < LOOK_FOR_SUSPECTS_MS) return 0;
    this.#suspects = [];
    const lanes = Object.values(LANES);
    const together = await this.#take(terms, lanes, SUSPECTS_TOGETHER, 'suspect');
    const took = together > 0 ? together : await this.#take(terms, lanes, 1, 'alone');
    // Where there were some, there may be more.
    this.#lookedAt = took > 0 ? Number.NEGATIVE_INFINITY : now;
    return took;
  }

  #suspectsAreDone(): boolean {
    return this.#suspects.length > 0 && !this.#suspects.some((work) => this.#held.has(work));
  }
}
