import { KNOWN_PLAN_VERSIONS } from '../../domain/cases/plan.ts';
import { LANES } from '../../domain/cases/termination.ts';
import { type Claim, type ClaimRequest, claimDue, suspectsAreDue } from '../../store/cases/queue.ts';
import { WakingLoop } from '../waking-loop.ts';
import type { Breakers } from './breakers.ts';
import type { HeldCases } from './held-cases.ts';
import type { EngineEvents, EngineOptions } from './options.ts';
import type { StageContext } from './stage.ts';

/** How long suspects wait under load before the engine makes room for one. */
const SUSPECTS_WAIT_MS = 30_000;

type Terms = Omit<ClaimRequest, 'limit' | 'lanes'>;

/**
 * Takes due cases out of the queue, as many as there is room for. It is in one of three modes:
 *
 * - **claiming**: urgent and personal cases fill any room; a campaign's cases come when a good part of its share is
 *   free, because many small claims cost more than one. A claim that took something is followed by another at once.
 * - **idle**: nothing was due. A wake-up (something became due, or room became free) or the idle time ends it.
 * - **making room**: a suspect, a case that processes died with, has waited long. Nothing more is claimed until
 *   nothing is held; then the suspect is claimed alone, so that it takes nobody along.
 */
export class Claimer {
  readonly #context: StageContext;
  readonly #options: EngineOptions;
  readonly #held: HeldCases;
  readonly #breakers: Breakers;
  readonly #admit: (claim: Claim) => Promise<void>;
  readonly #loop: WakingLoop;
  #suspectsSince = performance.now();

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
      if (held.size === 0 || this.#campaignRoom() === this.#refill()) this.wake();
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
      rulebooks: this.#context.rulebooks,
      parkedStages: await this.#breakers.parkedStages(),
      suspects: false,
    };
    if (await this.#suspectsHaveWaited(terms)) {
      return this.#held.size > 0 ? 0 : this.#claimSuspect(terms);
    }
    let took = await this.#take(
      terms,
      [LANES.urgent, LANES.person],
      this.#options.capacity - this.#held.size,
    );
    const room = this.#campaignRoom();
    if (room >= this.#refill() || this.#held.size === 0)
      took += await this.#take(terms, [LANES.campaign], room);
    return took === 0 && this.#held.size === 0 ? this.#claimSuspect(terms) : took;
  }

  async #take(terms: Terms, lanes: readonly number[], limit: number): Promise<number> {
    const { pool, vault } = this.#context;
    const claim = await claimDue(pool, vault, { ...terms, lanes, limit });
    await this.#admit(claim);
    return claim.cases.length;
  }

  #campaignRoom(): number {
    return Math.floor(this.#options.capacity * this.#options.campaignShare) - this.#held.size;
  }

  #refill(): number {
    return Math.ceil((this.#options.capacity * this.#options.campaignShare) / 5);
  }

  async #claimSuspect(terms: Terms): Promise<number> {
    const { pool, vault } = this.#context;
    const lanes = Object.values(LANES);
    const alone = await claimDue(pool, vault, { ...terms, lanes, limit: 1, suspects: true });
    this.#suspectsSince = performance.now();
    await this.#admit(alone);
    await this.#held.empty();
    return alone.cases.length + alone.poisonous.length;
  }

  /** Under steady load this process always holds cases. So that a suspect gets its turn, it is made room for now and then. */
  async #suspectsHaveWaited(terms: Terms): Promise<boolean> {
    if (performance.now() - this.#suspectsSince < SUSPECTS_WAIT_MS) return false;
    if (await suspectsAreDue(this.#context.pool, terms)) return true;
    this.#suspectsSince = performance.now();
    return false;
  }
}
