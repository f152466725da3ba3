import { HandbackError } from '../domain/errors.ts';
import { type GivenUpFor, type NoticeKind, nextTryMs } from '../domain/notices.ts';
import { parseEmail } from '../domain/values/email.ts';
import { parseMsisdn } from '../domain/values/msisdn.ts';
import { ConnectorError, type ConnectorFault } from '../ports/connector-error.ts';
import { DeliveryError, type PartIds, type PartsTaken, type Trouble } from '../ports/delivery-error.ts';
import type { Mail } from '../ports/mail.ts';
import type { Sms } from '../ports/sms.ts';
import type { Pool } from '../store/database/database.ts';
import type { Vault } from '../store/database/vault.ts';
import { noteTakenParts, takenPartsOf } from '../store/delivery-receipts.ts';
import { isGivenUp } from '../store/lines/former-numbers.ts';
import {
  type ContactChannel,
  giveUpLate,
  noteResults,
  type OpenedMessage,
  openMessage,
  type SendResult,
  type TakenMessage,
  takeMessages,
} from '../store/outbox.ts';
import { Outlet, type OutletEvents, type OutletOptions } from './outlet.ts';
import { SendNotes } from './send-notes.ts';
import { WakingLoop } from './waking-loop.ts';

/** How e-mail leaves, and what every one of them is called. */
export interface Letters {
  readonly mail: Mail;
  readonly subject: string;
}

export interface OutboxParts {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly sms: Sms;
  /** Null where there is no mail server. */
  readonly letters: Letters | null;
}

/** A message that does not wait any more. */
export interface Ended {
  readonly kind: NoticeKind;
  readonly channel: ContactChannel;
  /** Null: it was sent. */
  readonly givenUpFor: GivenUpFor | null;
}

export interface OutboxEvents extends OutletEvents {
  /** What nobody expected: the database, or a fault of ours. */
  readonly onFault?: (error: unknown) => void;
  readonly onEnded?: (ended: readonly Ended[]) => void;
}

const IDLE_MS = 1_000;
/** What did not get its turn is in line again within this. */
const SOON_MS = 2_000;
/** A message is held for twice the time of its call, and this for writing down what became of it. */
const NOTING_MS = 30_000;

/**
 * Sends what transactions left in the outbox, at least once: a message is held, sent, and then noted as sent. A crash in between
 * sends it a second time, with the same reference in the text. A message is tried until its deadline; then, or when its peer will
 * never take it, it is given up and stays in the table with the reason.
 */
export class OutboxSender {
  readonly #parts: OutboxParts;
  readonly #events: OutboxEvents;
  readonly #random: () => number;
  readonly #outlets: readonly Outlet[];
  readonly #notes: SendNotes;
  readonly #loop: WakingLoop;
  /** Calls of peers, and the same until what became of them is noted. */
  readonly #calls = new Set<Promise<unknown>>();
  readonly #inHand = new Set<Promise<unknown>>();

  constructor(parts: OutboxParts, events: OutboxEvents = {}, options: Partial<OutletOptions> = {}) {
    this.#parts = parts;
    this.#events = events;
    this.#random = options.random ?? Math.random;
    const now = options.now ?? (() => performance.now());
    this.#outlets = (['sms', 'email'] as const).map(
      (channel) => new Outlet(channel, events, { now, random: this.#random }),
    );
    const onFault = (error: unknown): void => events.onFault?.(error);
    this.#notes = new SendNotes((results) => this.#note(results), onFault);
    this.#loop = new WakingLoop(() => this.#turn(), IDLE_MS, onFault);
  }

  start(): void {
    this.#loop.start();
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Ends after the calls that are under way. */
  async stop(): Promise<void> {
    await this.#loop.stop();
    await Promise.allSettled(this.#calls);
    await this.#notes.flush().catch((error: unknown) => this.#events.onFault?.(error));
    this.#notes.letGo();
  }

  /** Sends what is due now, as far as there are places, and waits for it; answers how many were taken. */
  async sendDue(): Promise<number> {
    const taken = await this.#turn();
    await Promise.all(this.#inHand);
    return taken;
  }

  async #turn(): Promise<number> {
    const { pool, sms, letters } = this.#parts;
    // Before anything is taken: what was sent and not noted would be taken again.
    await this.#notes.flush();
    const late = await giveUpLate(pool, new Map(this.#outlets.map((one) => [one.channel, one.detail])));
    if (late.length > 0)
      this.#events.onEnded?.(late.map((one) => ({ ...one, givenUpFor: 'deadline' as const })));
    const callMs = { sms: sms.callTimeoutMs, email: letters?.mail.callTimeoutMs ?? 0 };
    let taken = 0;
    for (const outlet of this.#outlets) {
      const { channel } = outlet;
      const room = outlet.room();
      if (room.urgent + room.others === 0) continue;
      const rows = await takeMessages(pool, { channel, ...room, leaseMs: 2 * callMs[channel] + NOTING_MS });
      for (const row of rows) this.#carry(outlet, row);
      taken += rows.length;
    }
    return taken;
  }

  #carry(outlet: Outlet, message: TakenMessage): void {
    const leave = outlet.enter(message.urgent);
    const call = this.#send(outlet, message);
    const carried = call
      .then((result) => this.#notes.add(result))
      .finally(() => {
        leave();
        this.#calls.delete(call);
        this.#inHand.delete(carried);
        this.#loop.wake();
      });
    this.#calls.add(call);
    this.#inHand.add(carried);
  }

  /** Never throws. */
  async #send(outlet: Outlet, message: TakenMessage): Promise<SendResult> {
    const { messageId, lease, kind, channel, partsTaken } = message;
    const of = { messageId, lease, kind, channel };
    try {
      const opened = await this.#open(message);
      if ('failed' in opened) {
        const why = opened.failed;
        return { ...of, tried: false, partsTaken, state: 'given_up', failed: why, why };
      }
      const partIds = await this.#deliver(message, opened);
      outlet.heard(null, '');
      return { ...of, tried: true, partsTaken: null, partIds, state: 'sent' };
    } catch (error) {
      const failed = this.#failure(error);
      // A number that cannot be read, or a fault of ours, says nothing of the peer.
      if (error instanceof ConnectorError) outlet.heard(failed.trouble, failed.detail);
      const tried = failed.trouble === 'message' || failed.fault === 'unknown';
      const rest = {
        ...{ ...of, tried, partsTaken: failed.partsTaken ?? partsTaken, partIds: failed.partIds ?? null },
        failed: failed.detail,
      };
      if (failed.fault === 'refused') return { ...rest, state: 'given_up', why: 'refused' };
      // What the peer said of this message, or may have taken of it, is reason to leave it alone for longer each time.
      const waitMs = tried
        ? nextTryMs(message.attempts + 1, message.leftMs, this.#random)
        : SOON_MS * this.#random();
      return { ...rest, state: 'waiting', waitMs };
    }
  }

  /** A number that a person gave up is no contact of theirs any more, whatever an import says of it. */
  async #open(message: TakenMessage): Promise<ReturnType<typeof openMessage>> {
    const { pool, vault } = this.#parts;
    const opened = openMessage(vault, message);
    const { partyId, contactEnc, toEnc } = message;
    if ('failed' in opened || partyId === null || toEnc !== null || contactEnc === null) return opened;
    if (opened.channel !== 'sms' || !(await isGivenUp(pool, partyId, opened.to))) return opened;
    return { failed: 'contact_gone' };
  }

  async #deliver(
    { messageId, urgent, partsTaken }: TakenMessage,
    opened: OpenedMessage,
  ): Promise<PartIds | null> {
    const { channel, to, text } = opened;
    const reference = messageId;
    const { sms, letters } = this.#parts;
    if (channel === 'sms') {
      const { partIds } = await sms.send({ reference, to: parseMsisdn(to), text, urgent, partsTaken });
      return partIds ?? null;
    }
    if (letters === null)
      throw new DeliveryError('smtp', 'unavailable', 'not_configured', { trouble: 'set_up' });
    await letters.mail.send({ reference, to: parseEmail(to), subject: letters.subject, text });
    return null;
  }

  #failure(error: unknown): Failure {
    if (error instanceof DeliveryError) return error;
    if (error instanceof ConnectorError) {
      const { fault, detail } = error;
      return { fault, detail, trouble: fault === 'unavailable' ? 'link' : 'message', partsTaken: null };
    }
    // A number or an address that is none never will be one.
    if (error instanceof HandbackError)
      return { fault: 'refused', detail: error.code, trouble: 'message', partsTaken: null };
    this.#events.onFault?.(error);
    return { fault: 'unavailable', detail: 'send_failed', trouble: 'message', partsTaken: null };
  }

  async #note(results: readonly SendResult[]): Promise<void> {
    await noteResults(this.#parts.pool, results);
    const ended = results.flatMap((one): readonly Ended[] =>
      one.state === 'waiting'
        ? []
        : [{ kind: one.kind, channel: one.channel, givenUpFor: one.state === 'sent' ? null : one.why }],
    );
    if (ended.length > 0) this.#events.onEnded?.(ended);
    await this.#noteParts(results);
  }

  /**
   * Without the names of its parts a message stays `sent`, and that is all that is lost. It must not keep what was sent from being noted,
   * nor anything from being sent: so it is written apart, and not tried again.
   */
  async #noteParts(results: readonly SendResult[]): Promise<void> {
    try {
      await noteTakenParts(this.#parts.pool, takenPartsOf(results));
    } catch (error) {
      this.#events.onFault?.(error);
    }
  }
}

interface Failure {
  readonly fault: ConnectorFault;
  readonly trouble: Trouble;
  readonly detail: string;
  readonly partsTaken: PartsTaken | null;
  readonly partIds?: PartIds | null;
}
