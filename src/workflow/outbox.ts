import { parseMsisdn } from '../domain/values/msisdn.ts';
import { ConnectorError } from '../ports/connector-error.ts';
import type { Sms } from '../ports/sms.ts';
import { inTransaction, type Pool } from '../store/database/database.ts';
import type { Vault } from '../store/database/vault.ts';

const BATCH = 50;
const MAX_ATTEMPTS = 8;
const IDLE_MS = 1_000;
/** Rows taken by a sender that died come back after this. */
const LEASE_MS = 60_000;

interface OutboxRow {
  message_id: string;
  kind: string;
  attempts: number;
  to_msisdn_enc: Buffer | null;
  contact_enc: Buffer | null;
  body_enc: Buffer;
  data_key_wrapped: Buffer | null;
  key_epoch: number;
}

/**
 * Sends what transactions left in the outbox, at least once: a message is taken for a minute, sent, and then noted as
 * sent. A crash in between sends it a second time, with the same reference in the text.
 */
export class OutboxSender {
  readonly #pool: Pool;
  readonly #vault: Vault;
  readonly #sms: Sms;
  readonly #onFault: (error: unknown) => void;
  #running = false;
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;
  #woken = false;

  constructor(pool: Pool, vault: Vault, sms: Sms, onFault: (error: unknown) => void = () => undefined) {
    this.#pool = pool;
    this.#vault = vault;
    this.#sms = sms;
    this.#onFault = onFault;
  }

  start(): void {
    this.#running = true;
    this.#loop = this.#run();
  }

  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (this.#running) {
      this.#woken = false;
      let sent = 0;
      try {
        sent = await this.sendDue();
      } catch (error) {
        this.#onFault(error);
      }
      if (sent === 0 && this.#running && !this.#woken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, IDLE_MS);
          this.#wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    }
  }

  /** Sends what is due now, up to a batch; answers how many were taken. */
  async sendDue(): Promise<number> {
    const rows = await this.#take();
    const results = await Promise.all(rows.map((row) => this.#send(row)));
    if (results.length > 0) {
      await this.#pool.query(
        `update outbox o set sent_at = case when r.state = 'sent' then now() end, failed = r.failed,
           due_at = case when r.state = 'later' then now() + r.wait * interval '1 second' end
         from unnest($1::uuid[], $2::text[], $3::text[], $4::float8[]) as r(message_id, state, failed, wait)
         where o.message_id = r.message_id`,
        [
          rows.map((r) => r.message_id),
          results.map((r) => r.state),
          results.map((r) => r.failed),
          results.map((r) => r.waitSeconds),
        ],
      );
    }
    return rows.length;
  }

  #take(): Promise<OutboxRow[]> {
    return inTransaction(this.#pool, async (tx) => {
      const { rows } = await tx.query<OutboxRow>(
        `with taken as (
           select message_id from outbox where due_at <= now() order by due_at limit $1 for update skip locked),
         held as (
           update outbox o set due_at = now() + $2 * interval '1 millisecond', attempts = attempts + 1
           from taken where o.message_id = taken.message_id returning o.*)
         select h.message_id, h.kind, h.attempts, h.to_msisdn_enc, h.body_enc, c.value_enc as contact_enc, p.data_key_wrapped, p.key_epoch
         from held h left join contact c using (contact_id) left join party p on p.party_id = h.party_id`,
        [BATCH, LEASE_MS],
      );
      return rows;
    });
  }

  async #send(
    row: OutboxRow,
  ): Promise<{ state: 'sent' | 'later' | 'dropped'; failed: string | null; waitSeconds: number }> {
    try {
      if (row.data_key_wrapped === null) return { state: 'dropped', failed: 'person_erased', waitSeconds: 0 };
      const key = this.#vault.unwrap(row.data_key_wrapped, row.key_epoch);
      const to =
        row.to_msisdn_enc !== null
          ? this.#vault.decryptText(key, 'outbox to', row.to_msisdn_enc)
          : row.contact_enc !== null
            ? this.#vault.decryptText(key, 'contact', row.contact_enc)
            : null;
      if (to === null) return { state: 'dropped', failed: 'contact_gone', waitSeconds: 0 };
      const text = this.#vault.decryptText(key, 'outbox body', row.body_enc);
      await this.#sms.send({ reference: row.message_id, to: parseMsisdn(to), text });
      return { state: 'sent', failed: null, waitSeconds: 0 };
    } catch (error) {
      this.#onFault(error);
      const failed = error instanceof ConnectorError ? error.detail : 'send_failed';
      const final =
        row.attempts >= MAX_ATTEMPTS || (error instanceof ConnectorError && error.fault === 'refused');
      return { state: final ? 'dropped' : 'later', failed, waitSeconds: Math.min(2 ** row.attempts, 300) };
    }
  }
}
