import type { LogSigner } from '../ports/log/log-signer.ts';
import type { Pool } from '../store/database/database.ts';
import { type StoredCheckpoint, signedCheckpoint } from '../store/log/log-heads.ts';
import { appendEntries } from './log/append-entries.ts';
import {
  askWitness,
  type KnownWitness,
  lacking,
  NO_WITNESSES,
  publishCosigned,
  type Witnesses,
} from './log/ask-witnesses.ts';
import { signHead } from './log/sign-head.ts';
import { WakingLoop } from './waking-loop.ts';

const EVERY_MS = 1_000;
const ENTRIES_A_TURN = 20_000;
/** A witness that fails is asked again after a second, then after twice as long each time, up to a minute. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Keeps the public log, once a second: what was committed gets its place, the tree is committed, then its head is signed, then
 * shown. Any number of processes may do so; one at a time works. Between the steps a process may die at any place: the
 * next turn, here or elsewhere, goes on from what is committed.
 */
export class LogSequencer {
  readonly #pool: Pool;
  readonly #signer: LogSigner;
  readonly #witnesses: Witnesses;
  readonly #onFault: (error: unknown) => void;
  readonly #loop: WakingLoop;
  readonly #stopping = new AbortController();
  readonly #asked = new Map<KnownWitness, Promise<boolean>>();
  readonly #pauses = new Map<KnownWitness, { readonly until: number; readonly ms: number }>();
  #askedBefore = false;
  /** What was told last; the same is not told every second. */
  #told: string | null = null;

  constructor(
    pool: Pool,
    signer: LogSigner,
    onFault: (error: unknown) => void,
    witnesses: Witnesses = NO_WITNESSES,
  ) {
    this.#pool = pool;
    this.#signer = signer;
    this.#witnesses = witnesses;
    this.#onFault = onFault;
    this.#loop = new WakingLoop(() => this.#guarded(), EVERY_MS, onFault);
  }

  start(): void {
    this.#loop.start();
  }

  wake(): void {
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop.stop();
    await Promise.all(this.#asked.values());
  }

  async #guarded(): Promise<number> {
    try {
      const did = await this.turn();
      this.#told = null;
      return did;
    } catch (error) {
      const text = String(error);
      if (text !== this.#told) this.#onFault(error);
      this.#told = text;
      return 0;
    }
  }

  /** @returns 1 where more waits than one turn takes */
  async turn(): Promise<number> {
    await this.#askBeforeTheFirst();
    const names = this.#witnesses.known.map(({ key }) => key.name);
    const added = await appendEntries(this.#pool, this.#signer, ENTRIES_A_TURN, names);
    const head = await signHead(this.#pool, this.#signer, this.#witnesses.quorum, names);
    // What another machine signed is known here too: none of them signs a database that was restored from before it.
    const newest = head ?? (await signedCheckpoint(this.#pool, this.#signer.origin));
    if (newest !== null) await this.#signer.remember(newest);
    if (head !== null) await this.#witnessed(head);
    return added === ENTRIES_A_TURN ? 1 : 0;
  }

  /**
   * Before this process signs anything, the witnesses are shown what was signed last: where everything here was restored from
   * before the last head, they alone know of it.
   */
  async #askBeforeTheFirst(): Promise<void> {
    if (this.#askedBefore) return;
    const last = await signedCheckpoint(this.#pool, this.#signer.origin);
    if (last !== null) await Promise.all(this.#witnesses.known.map((one) => this.#ask(last, one)));
    this.#askedBefore = true;
  }

  /** Without a quorum nobody is waited for: cosignatures come to the head that is shown. With one, the next head waits for it. */
  async #witnessed(head: StoredCheckpoint): Promise<void> {
    const missing = lacking(head, this.#witnesses);
    const now = performance.now();
    const due = missing.filter((one) => !this.#asked.has(one) && (this.#pauses.get(one)?.until ?? 0) <= now);
    const asked = due.map((one) => this.#ask(head, one));
    const { known, quorum } = this.#witnesses;
    await enough(asked, quorum - (known.length - missing.length));
    // Whoever died between the last cosignature and this left it undone.
    if (quorum > 0) await publishCosigned(this.#pool, head, this.#witnesses);
  }

  #ask(head: StoredCheckpoint, one: KnownWitness): Promise<boolean> {
    const asking = this.#cosigned(head, one).finally(() => this.#asked.delete(one));
    this.#asked.set(one, asking);
    return asking;
  }

  async #cosigned(head: StoredCheckpoint, one: KnownWitness): Promise<boolean> {
    try {
      const fault = await askWitness(this.#pool, head, one, this.#witnesses, this.#stopping.signal);
      if (fault === null) this.#pauses.delete(one);
      else this.#pause(one);
      return fault === null;
    } catch (error) {
      this.#pause(one);
      this.#onFault(error);
      return false;
    }
  }

  #pause(one: KnownWitness): void {
    const ms = Math.min(LONGEST_PAUSE_MS, (this.#pauses.get(one)?.ms ?? EVERY_MS / 2) * 2);
    this.#pauses.set(one, { until: performance.now() + ms, ms });
  }
}

/** Ends when so many have answered yes, or all have answered. */
function enough(asked: readonly Promise<boolean>[], wanted: number): Promise<void> {
  if (wanted <= 0 || asked.length === 0) return Promise.resolve();
  return new Promise((resolve) => {
    let [yes, open] = [0, asked.length];
    for (const one of asked)
      void one.then((answer) => {
        open -= 1;
        if (answer) yes += 1;
        if (yes >= wanted || open === 0) resolve();
      });
  });
}
