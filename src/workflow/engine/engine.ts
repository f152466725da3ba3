import { setTimeout as delay } from 'node:timers/promises';
import { KNOWN_PLAN_VERSIONS } from '../../domain/cases/plan.ts';
import { LANES, STAGES } from '../../domain/cases/termination.ts';
import { type Claim, type ClaimRequest, claimDue, suspectsAreDue } from '../../store/cases/case-queue.ts';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
import { isConnectionFailure } from '../../store/database/database.ts';
import { STAGE_MODULES } from '../stages/index.ts';
import { planAdvance } from './advance.ts';
import { Breakers } from './breakers.ts';
import { type Committed, commitOutcomes, openIntents, parkPoisonous, type Settled } from './commit.ts';
import { reachAll } from './fault-points.ts';
import { followOn } from './follow.ts';
import { SettledQueues } from './settled-queues.ts';
import type { StageContext, StageModule } from './stage.ts';

export interface EngineOptions {
  /** Cases held at once by this process. */
  readonly capacity: number;
  /** The part of `capacity` that campaigns may fill, so that a person never waits behind one. */
  readonly campaignShare: number;
  /** Outcomes a transaction. */
  readonly commitSize: number;
  readonly commitsAtOnce: number;
  readonly leaseMs: number;
  /** How long to wait, when nothing is due, before looking again; a wake-up comes sooner. */
  readonly idleMs: number;
}

export const ENGINE_DEFAULTS: EngineOptions = {
  capacity: 3200,
  campaignShare: 0.85,
  commitSize: 500,
  commitsAtOnce: 3,
  leaseMs: 60_000,
  idleMs: 1_000,
};

/** After a commit that met no database. */
const COMMIT_AGAIN_MS = 250;

/** How long suspects wait under load before the engine makes room for one. */
const SUSPECTS_WAIT_MS = 30_000;

export interface EngineEvents {
  onCommit?(committed: readonly Committed[]): void;
  onFault?(where: string, error: unknown): void;
}

/**
 * Walks cases through their stages. A case is claimed once and then goes from stage to stage: its effect runs,
 * the outcome joins whatever else is ready, and one transaction records all of them. Alone, a case commits at
 * once; under load hundreds share a commit. A slow case holds nobody, because nobody waits for it.
 */
export class Engine {
  readonly #context: StageContext;
  readonly #options: EngineOptions;
  readonly #events: EngineEvents;
  readonly #breakers: Breakers;
  readonly #held = new Map<string, Work>();
  readonly #settled = new SettledQueues();
  #scheduled = false;
  #commits = 0;
  #commitLater: NodeJS.Timeout | undefined;
  #running = false;
  #pump: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;
  #woken = false;
  #drained: (() => void)[] = [];
  #sweep: NodeJS.Timeout | undefined;
  #suspectsSince = performance.now();

  constructor(context: StageContext, options: Partial<EngineOptions> = {}, events: EngineEvents = {}) {
    this.#context = context;
    this.#options = { ...ENGINE_DEFAULTS, ...options };
    this.#events = events;
    this.#breakers = new Breakers(context.pool);
  }

  get held(): number {
    return this.#held.size;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#sweep = setInterval(() => this.#abandonExpired(), 1_000);
    this.#sweep.unref();
    this.#pump = this.#run();
  }

  /** Something became due: look now. */
  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  /** Takes no more cases and waits for those it holds. */
  async stop(): Promise<void> {
    this.#running = false;
    this.wake();
    await this.#pump;
    if (this.#held.size > 0) await new Promise<void>((resolve) => this.#drained.push(resolve));
    clearInterval(this.#sweep);
  }

  async #run(): Promise<void> {
    while (this.#running) {
      this.#woken = false;
      let took = 0;
      try {
        took = await this.#claim();
      } catch (error) {
        this.#events.onFault?.('claim', error);
      }
      if (took === 0 && this.#running) await this.#idle();
    }
  }

  async #claim(): Promise<number> {
    const { pool, vault } = this.#context;
    const { capacity, leaseMs } = this.#options;
    const request = {
      leaseMs,
      planVersions: KNOWN_PLAN_VERSIONS,
      parkedStages: await this.#breakers.parkedStages(),
      suspects: false,
    };
    if (await this.#suspectsHaveWaited(request)) {
      if (this.#held.size > 0) return 0;
      return this.#claimSuspect(request);
    }
    const room = capacity - this.#held.size;
    const first = await claimDue(pool, vault, {
      ...request,
      lanes: [LANES.urgent, LANES.person],
      limit: room,
    });
    await this.#admit(first);
    let took = first.cases.length;
    const campaignRoom = this.#campaignRoom();
    // Many small claims cost more than one: while busy, a campaign waits until a good part is free.
    if (campaignRoom >= this.#refill() || this.#held.size === 0) {
      const campaign = await claimDue(pool, vault, {
        ...request,
        lanes: [LANES.campaign],
        limit: campaignRoom,
      });
      await this.#admit(campaign);
      took += campaign.cases.length;
    }
    return took === 0 && this.#held.size === 0 ? this.#claimSuspect(request) : took;
  }

  #campaignRoom(): number {
    return Math.floor(this.#options.capacity * this.#options.campaignShare) - this.#held.size;
  }

  #refill(): number {
    return Math.ceil((this.#options.capacity * this.#options.campaignShare) / 5);
  }

  /** A case that processes died with is walked while nothing else is held, so that it takes nobody along. */
  async #claimSuspect(request: Omit<ClaimRequest, 'limit' | 'lanes'>): Promise<number> {
    const lanes = Object.values(LANES);
    const { pool, vault } = this.#context;
    const alone = await claimDue(pool, vault, { ...request, lanes, limit: 1, suspects: true });
    this.#suspectsSince = performance.now();
    await this.#admit(alone);
    // It may have left already, e.g. for a person: then nobody would wake us.
    if (this.#held.size > 0) await new Promise<void>((resolve) => this.#drained.push(resolve));
    return alone.cases.length + alone.poisonous.length;
  }

  /** Under steady load nothing is ever held by nobody; now and then a suspect gets its turn all the same. */
  async #suspectsHaveWaited(request: Pick<ClaimRequest, 'parkedStages'>): Promise<boolean> {
    if (performance.now() - this.#suspectsSince < SUSPECTS_WAIT_MS) return false;
    if (await suspectsAreDue(this.#context.pool, request.parkedStages)) return true;
    this.#suspectsSince = performance.now();
    return false;
  }

  async #admit(claim: Claim): Promise<void> {
    if (claim.poisonous.length > 0) await parkPoisonous(this.#context.pool, claim.poisonous);
    if (claim.cases.length === 0) return;
    for (const work of claim.cases) this.#held.set(work.caseId, work);
    const stages = claim.cases.map((work) => work.stage);
    await reachAll(this.#context.fault, stages, 'claimed');
    const closed = claim.cases.filter((work) => STAGES[work.stage].intent && !work.resumed);
    const failed = new Set<Work>();
    const open = await this.#openIntents(closed, failed);
    const ready = claim.cases.filter((work) => !closed.includes(work) || open.has(work.caseId));
    for (const work of closed) if (!open.has(work.caseId) && !failed.has(work)) this.#release(work);
    this.#walk(ready);
  }

  /** A case that spoils the rechecks of its group is found by asking one by one, and left for a person. */
  async #openIntents(cases: readonly Work[], failed: Set<Work>): Promise<ReadonlySet<string>> {
    if (cases.length === 0) return new Set();
    try {
      return await openIntents(this.#context, cases);
    } catch (error) {
      if (isConnectionFailure(error)) throw error;
      if (cases.length === 1) {
        failed.add(cases[0]!);
        this.#settle(cases[0]!, this.#failed(cases[0]!, error));
        return new Set();
      }
    }
    const open = new Set<string>();
    for (const work of cases) for (const id of await this.#openIntents([work], failed)) open.add(id);
    return open;
  }

  #walk(cases: readonly Work[]): void {
    const byStage = Map.groupBy(cases, (work) => work.stage);
    for (const [stage, group] of byStage) this.#runStage(STAGE_MODULES[stage], group);
  }

  #runStage(module: StageModule, group: readonly Work[]): void {
    const callMs = module.connector === null ? 0 : this.#context[module.connector].callTimeoutMs;
    // No call starts that could outlive its lease: whoever holds the case next would act at the same time.
    const [cases, late] = partition(group, (work) => performance.now() + callMs < work.leaseEnds);
    for (const work of late) this.#settle(work, { kind: 'retry', code: 'lease_short' });
    if (cases.length === 0) return;
    let runs: readonly Promise<StageOutcome>[];
    try {
      for (const work of cases) this.#context.fault(work.stage, 'before_effect');
      runs = module.run(cases, this.#context);
    } catch (error) {
      runs = cases.map(() => Promise.reject(error));
    }
    cases.forEach((work, i) => {
      const settle = (outcome: StageOutcome) => {
        this.#context.fault(work.stage, 'after_effect');
        if (module.connector !== null) this.#breakers.note(module.connector, outcome);
        this.#settle(work, outcome);
      };
      runs[i]!.then(settle, (error: unknown) => settle(this.#failed(work, error)));
    });
  }

  #failed(work: Work, error: unknown): StageOutcome {
    this.#events.onFault?.(`stage ${work.stage}`, error);
    return isConnectionFailure(error)
      ? { kind: 'unknown', code: 'database_unavailable' }
      : { kind: 'stuck', code: 'stage_failed' };
  }

  #settle(work: Work, outcome: StageOutcome): void {
    if (this.#held.get(work.caseId) !== work) return;
    this.#settled.add({ work, outcome }, performance.now());
    if (this.#scheduled) return;
    // Outcomes of the same turn of the event loop share a commit.
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#commit();
    });
  }

  #commit(): void {
    clearTimeout(this.#commitLater);
    while (this.#commits < this.#options.commitsAtOnce) {
      const now = performance.now();
      const last = this.#settled.size >= this.#held.size;
      const batch = this.#settled.take(this.#options.commitSize, now, last);
      if (batch === null) {
        const waitMs = this.#settled.waitMs(now);
        if (waitMs !== null) this.#commitLater = setTimeout(() => this.#commit(), waitMs);
        return;
      }
      this.#commits += 1;
      followOn(this.#context, batch)
        .then((chains) => this.#commitBatch(chains))
        .catch((error: unknown) => {
          this.#events.onFault?.('commit', error);
          for (const { work } of batch) this.#release(work);
        })
        .finally(() => {
          this.#commits -= 1;
          this.#commit();
        });
    }
  }

  async #commitBatch(batch: readonly Settled[]): Promise<void> {
    let committed: readonly Committed[];
    try {
      const asked = performance.now();
      committed = await commitOutcomes(this.#context, batch, this.#options.leaseMs, planAdvance);
      for (const { work } of committed) work.leaseEnds = asked + this.#options.leaseMs;
    } catch (error) {
      if (!isConnectionFailure(error)) return this.#bisect(batch, error);
      // What the peers did is known here and nowhere else: while a lease holds, the database may come back in time.
      const until = Math.max(...batch.map(({ work }) => work.leaseEnds));
      if (performance.now() + COMMIT_AGAIN_MS > until) throw error;
      this.#events.onFault?.('commit', error);
      await delay(COMMIT_AGAIN_MS);
      return this.#commitBatch(batch);
    }
    this.#events.onCommit?.(committed);
    const on: Work[] = [];
    const kept = new Set<string>();
    for (const { work, from, keep, to } of committed) {
      this.#context.fault(from, 'after_commit');
      if (keep) {
        work.resumed = false;
        work.attempts = 1;
        work.stage = to;
        kept.add(work.caseId);
        on.push(work);
      }
    }
    for (const { work } of batch) if (!kept.has(work.caseId)) this.#release(work);
    this.#walk(on);
  }

  /** A batch that does not commit is halved until the one case that spoils it stands alone; that one is for a person. */
  async #bisect(batch: readonly Settled[], error: unknown): Promise<void> {
    this.#events.onFault?.('commit', error);
    if (batch.length > 1) {
      const middle = batch.length >> 1;
      await this.#commitBatch(batch.slice(0, middle));
      await this.#commitBatch(batch.slice(middle));
      return;
    }
    const { work, steps } = batch[0]!;
    const { stage, outcome } = steps[0]!;
    if (outcome.kind === 'stuck' && outcome.code === 'commit_failed') throw error;
    await this.#commitBatch([
      { work, steps: [{ stage, outcome: { kind: 'stuck', code: 'commit_failed' }, evidence: [] }] },
    ]);
  }

  #release(work: Work): void {
    if (this.#held.get(work.caseId) === work) this.#held.delete(work.caseId);
    if (this.#held.size === 0) for (const resolve of this.#drained.splice(0)) resolve();
    if (this.#held.size === 0 || this.#campaignRoom() === this.#refill()) this.wake();
  }

  /** A call that never answers must not hold its case for ever: when the lease is over, another claim may have it. */
  #abandonExpired(): void {
    const now = performance.now();
    for (const work of this.#held.values()) {
      if (now > work.leaseEnds) {
        this.#events.onFault?.(
          `lease of ${work.stage}`,
          new Error('lease ran out before the stage answered'),
        );
        this.#release(work);
      }
    }
  }

  #idle(): Promise<void> {
    if (this.#woken) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#options.idleMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}
