import { type AuditSeal, sealAudit } from '../store/audit-seals.ts';
import type { Pool } from '../store/database/database.ts';
import type { Vault } from '../store/database/vault.ts';
import { WakingLoop } from './waking-loop.ts';

const EVERY_MS = 1_000;
/** A campaign writes more than this a second; the chain follows it, and takes little from it. */
const ROWS_A_TURN = 5_000;

/** Numbers and chains the audit rows that were committed, once a second. */
export class AuditSealer {
  readonly #loop: WakingLoop;

  /** Kept here and not in the database, which whoever works on the log can change. */
  #head: AuditSeal | null = null;

  constructor(pool: Pool, vault: Vault, onFault: (error: unknown) => void) {
    this.#loop = new WakingLoop(
      async () => {
        this.#head = (await sealAudit(pool, vault, ROWS_A_TURN, this.#head)).head;
        // Always a pause: the rest waits for the next second.
        return 0;
      },
      EVERY_MS,
      onFault,
    );
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }
}
