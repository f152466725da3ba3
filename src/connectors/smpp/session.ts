import { performance } from 'node:perf_hooks';
import smpp, { type Pdu, type Session } from 'smpp';
import type { ConnectorFault } from '../../ports/connector-error.ts';
import { DeliveryError, type Trouble } from '../../ports/delivery-error.ts';
import type { ReceiptTaker, TextTaker } from '../../ports/sms.ts';
import { statusCode } from './codes.ts';
import { deliveredText } from './delivered.ts';
import { isUnreadable } from './readable.ts';
import { isReceipt, receiptIn } from './receipt.ts';
import { SubmitRate } from './submit-rate.ts';

/** SMPP 3.4; the library's default 0x50 makes some message centres drop the bind without a word. */
const INTERFACE_VERSION = 0x34;
const FIRST_BACK_OFF_MS = 20;
const MOST_UNANSWERED = 2;
const LAST_BACK_OFF_MS = 1_000;
/** Where the bind is refused and nobody sends. */
const REFUSED_BACK_OFF_MS = 60_000;
const QUEUE_FULL = 0x14;
const BIND_STATUS_WRONG = 0x04;
/** SMPP 3.4 section 5.1.3, to what is handed to us. Temporary: the centre keeps the text and tries again. */
const TRY_AGAIN = 0x64;
const TOO_MUCH = 0x58;
/** Permanent: nobody ever reads it, and what comes behind it waits for its answer. */
const NOT_READABLE = 0x65;
/**
 * More than this are not taken at once: what waits in a process is lost with it. Receipts are counted apart, or a flood of them, as a
 * campaign brings it, would turn away who texts STOP or LOSS; they are stored many at a time.
 */
const MOST_IN_HAND = { text: 200, receipt: 500 } as const;

export interface SmppSessionOptions {
  readonly connector: string;
  readonly host: string;
  readonly port: number;
  readonly systemId: string;
  readonly password: string;
  readonly systemType: string;
  /** For TCP and bind together, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Submits that may wait for their response at once. */
  readonly window: number;
  /** Milliseconds between keep-alives; two that stay unanswered end the connection. */
  readonly enquireLinkMs: number;
}

interface Submit {
  readonly fields: Record<string, unknown>;
  readonly resolve: (response: Pdu) => void;
  readonly reject: (error: DeliveryError) => void;
  readonly urgent: boolean;
  /** What the peer answered last, where that was to come again later. */
  postponed: string | null;
  state: 'queued' | 'written' | 'settled';
  writtenAt: number;
  timer: NodeJS.Timeout | undefined;
}

interface Storing {
  readonly what: keyof typeof MOST_IN_HAND;
  readonly store: () => Promise<void>;
}

/**
 * One bound transceiver shared by all callers: binds on the first submit and again after a loss, keeps a window of
 * submits in flight, and settles each of them. Where the peer says that it is too much, all callers slow down together, and
 * what it did not take is submitted again as long as the caller waits. The library forgets its callbacks when a connection is
 * lost, so the pending submits are kept here.
 */
export class SmppSession {
  readonly #options: SmppSessionOptions;
  readonly #inFlight = new Set<Submit>();
  readonly #rate = new SubmitRate();
  /** Urgent ones first, else as they came. */
  #queue: Submit[] = [];
  #rateTimer: NodeJS.Timeout | undefined;
  #lastWasTooMuch = false;
  #take: TextTaker | null = null;
  #receipts: ReceiptTaker | null = null;
  readonly #inHand = { text: 0, receipt: 0 };
  #session: Session | null = null;
  #phase: 'down' | 'binding' | 'bound' | 'closed' = 'down';
  #bindTimer: NodeJS.Timeout | undefined;
  #keepAlive: NodeJS.Timeout | undefined;
  #backOffMs = 0;
  /** Nothing was sent when the bind was refused: the next one waits for long, or until somebody sends. */
  #resting = false;
  /** Keep-alives since the peer last said anything. */
  #unanswered = 0;
  #lastReceivedAt = 0;

  constructor(options: SmppSessionOptions) {
    this.#options = options;
  }

  /**
   * One submit_sm; resolves with its response, whatever the status, but for "throttled": then it is submitted again.
   * Rejects with a `DeliveryError` in `timeoutMs`.
   */
  submit(fields: Record<string, unknown>, timeoutMs: number, urgent = false): Promise<Pdu> {
    if (this.#phase === 'closed') return Promise.reject(this.fault('unavailable', 'closed', 'link'));
    return new Promise<Pdu>((resolve, reject) => {
      const submit: Submit = {
        ...{ fields, resolve, reject, urgent },
        ...{ postponed: null, state: 'queued', writtenAt: 0, timer: undefined },
      };
      submit.timer = setTimeout(() => this.#expire(submit), timeoutMs);
      this.#enqueue(submit, 'last');
      if (this.#phase === 'down' || this.#resting) this.#connect();
      this.#pump();
    });
  }

  /** Binds, and stays bound, also while nothing is submitted. */
  receive(take: TextTaker, receipts?: ReceiptTaker): void {
    this.#take = take;
    this.#receipts = receipts ?? null;
    if (this.#phase === 'down') this.#connect();
  }

  fault(fault: ConnectorFault, detail: string, trouble: Trouble, cause?: unknown): DeliveryError {
    return new DeliveryError(this.#options.connector, fault, detail, { trouble, cause });
  }

  close(): void {
    // Unbind is a courtesy (SMPP 3.4 section 4.2); nobody waits for its response.
    const session = this.#session;
    if (session && this.#phase === 'bound') session.unbind({});
    this.#lost('closed', { gently: true });
    session?.close();
    // A message centre that never ends its side must not keep this process alive.
    session?.socket.unref();
    this.#phase = 'closed';
  }

  /** @param seldom each try is a sign-in with credentials that are refused */
  #connect(seldom = false): void {
    clearTimeout(this.#bindTimer);
    this.#phase = 'binding';
    this.#resting = seldom;
    const wait = Math.max(this.#backOffMs, seldom ? REFUSED_BACK_OFF_MS : 0) * (0.5 + Math.random() / 2);
    this.#bindTimer = setTimeout(() => this.#bind(), wait);
  }

  #bind(): void {
    const { host, port, systemId, password, systemType, connectTimeoutMs } = this.#options;
    const session = smpp.connect({ host, port });
    this.#session = session;
    this.#resting = false;
    session.socket.setNoDelay(true);
    this.#bindTimer = setTimeout(() => this.#lost('connect_timeout'), connectTimeoutMs);
    session.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#session === session) this.#lost(error.code ?? 'malformed_answer', { cause: error });
    });
    session.on('close', () => {
      if (this.#session === session) this.#lost('connection_closed');
    });
    session.on('pdu', () => {
      this.#unanswered = 0;
      this.#lastReceivedAt = performance.now();
    });
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
    session.on('deliver_sm', (pdu: Pdu) => this.#deliver(session, pdu));
    session.on('data_sm', (pdu: Pdu) => this.#deliver(session, pdu));
    // SMPP 3.4 section 4.3: what has no meaning here is answered so. An alert_notification or an outbind is never answered.
    session.on('unknown', (pdu: Pdu) => pdu.isResponse() || session.send(pdu.response()));
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      if (this.#session === session) this.#lost('unbound_by_peer');
    });
    session.on('connect', () => {
      const identity = { system_id: systemId, password, system_type: systemType };
      session.bind_transceiver({ ...identity, interface_version: INTERFACE_VERSION }, (response) => {
        if (this.#session !== session) return;
        if (response.command_status === 0) this.#bound();
        else {
          // Whatever a bind is refused with says nothing of any message.
          const { detail, trouble } = statusCode(response.command_status);
          this.#lost(detail, { trouble: trouble === 'set_up' ? 'set_up' : 'link' });
        }
      });
    });
  }

  /** Answered only once the text, or what a receipt says, is stored. A receipt of delivery is nothing that anybody wrote. */
  #deliver(session: Session, pdu: Pdu): void {
    const answer = (status: number): void => {
      session.send(pdu.response({ command_status: status }));
    };
    if (isUnreadable(pdu)) {
      answer(NOT_READABLE);
      return;
    }
    const storing = this.#storing(pdu);
    if (storing === null) answer(0);
    else if (this.#inHand[storing.what] >= MOST_IN_HAND[storing.what]) answer(TOO_MUCH);
    else {
      this.#inHand[storing.what] += 1;
      storing
        .store()
        .then(
          () => answer(0),
          () => answer(TRY_AGAIN),
        )
        .finally(() => {
          this.#inHand[storing.what] -= 1;
        });
    }
  }

  /** How what is handed over is stored; null for what is nothing to us. */
  #storing(pdu: Pdu): Storing | null {
    const take = this.#take;
    const receipts = this.#receipts;
    if (isReceipt(pdu)) {
      const receipt = receiptIn(pdu);
      return receipt === null || receipts === null
        ? null
        : { what: 'receipt', store: () => receipts(receipt) };
    }
    const text = deliveredText(pdu);
    return text === null || take === null ? null : { what: 'text', store: () => take(text) };
  }

  #bound(): void {
    clearTimeout(this.#bindTimer);
    this.#backOffMs = 0;
    this.#phase = 'bound';
    this.#unanswered = 0;
    this.#keepAlive = setInterval(() => this.#enquire(), this.#options.enquireLinkMs);
    this.#pump();
  }

  /** Counts questions, not time: a process that slept must not take its own sleep for the peer's silence. */
  #enquire(): void {
    if (this.#unanswered >= MOST_UNANSWERED) {
      this.#lost('silent');
      return;
    }
    this.#unanswered += 1;
    this.#session?.enquire_link({});
  }

  /** @param how `trouble`: what submits that never left are told; `gently`: the peer is let to close by itself */
  #lost(
    detail: string,
    how: { readonly cause?: unknown; readonly trouble?: Trouble; readonly gently?: boolean } = {},
  ): void {
    const { cause, trouble = 'link' } = how;
    const session = this.#session;
    this.#session = null;
    clearTimeout(this.#bindTimer);
    clearTimeout(this.#rateTimer);
    clearInterval(this.#keepAlive);
    if (how.gently !== true) session?.destroy();
    this.#phase = 'down';
    this.#backOffMs = Math.min(LAST_BACK_OFF_MS, Math.max(FIRST_BACK_OFF_MS, this.#backOffMs * 2));
    const written = [...this.#inFlight];
    const queued = this.#queue;
    this.#queue = [];
    for (const submit of written)
      if (this.#finish(submit)) submit.reject(this.fault('unknown', detail, 'link', cause));
    for (const submit of queued)
      if (this.#finish(submit)) submit.reject(this.fault('unavailable', detail, trouble, cause));
    // Texts come while nobody sends, too.
    if (this.#take !== null && how.gently !== true) this.#connect(trouble === 'set_up');
  }

  #expire(submit: Submit): void {
    const written = submit.state === 'written';
    const silent = this.#lastReceivedAt < submit.writtenAt;
    if (!this.#finish(submit)) return;
    const lost = this.fault('unknown', 'timeout', silent ? 'link' : 'message');
    submit.reject(written ? lost : this.#unsent(submit));
    if (written && silent) this.#lost('silent');
    else this.#pump();
  }

  /** Why a submit did not get its turn in time: the peer was slow with others, or we are not bound to it at all. */
  #unsent({ postponed }: Submit): DeliveryError {
    const bound = this.#phase === 'bound';
    return this.fault('unavailable', postponed ?? 'timeout_unsent', bound ? 'rate' : 'link');
  }

  #finish(submit: Submit): boolean {
    if (submit.state === 'settled') return false;
    submit.state = 'settled';
    clearTimeout(submit.timer);
    this.#inFlight.delete(submit);
    return true;
  }

  #enqueue(submit: Submit, where: 'first' | 'last'): void {
    if (submit.urgent && where === 'first') this.#queue.unshift(submit);
    else if (!submit.urgent && where === 'last') this.#queue.push(submit);
    else {
      // Between the urgent ones and the others.
      const at = this.#queue.findIndex((one) => !one.urgent);
      this.#queue.splice(at < 0 ? this.#queue.length : at, 0, submit);
    }
  }

  #pump(): void {
    const session = this.#session;
    if (this.#phase !== 'bound' || !session) return;
    while (this.#queue.length > 0 && this.#inFlight.size < this.#options.window) {
      const submit = this.#queue[0]!;
      if (submit.state === 'settled') {
        this.#queue.shift();
        continue;
      }
      const now = performance.now();
      const waitMs = this.#rate.wait(now);
      if (waitMs > 0) {
        clearTimeout(this.#rateTimer);
        this.#rateTimer = setTimeout(() => this.#pump(), Math.ceil(waitMs));
        return;
      }
      submit.writtenAt = now;
      if (!session.submit_sm(submit.fields, (response) => this.#answered(submit, response))) {
        this.#lost('connection_closed');
        return;
      }
      this.#queue.shift();
      this.#rate.wrote(now);
      submit.state = 'written';
      this.#inFlight.add(submit);
    }
  }

  #answered(submit: Submit, response: Pdu): void {
    const { command_status: status } = response;
    const { trouble, detail } = statusCode(status);
    const now = performance.now();
    const throttled = trouble === 'rate';
    const saysTooMuch = throttled || status === QUEUE_FULL;
    // A full queue may be that of one receiver: it is about our pace only where it is said to several, one after the other.
    if (throttled || (saysTooMuch && this.#lastWasTooMuch)) this.#rate.tooMuch(now, submit.writtenAt);
    else this.#rate.taken(now, submit.writtenAt, this.#queue.length > 0);
    this.#lastWasTooMuch = saysTooMuch;
    if (throttled && submit.state !== 'settled') {
      submit.postponed = detail;
      submit.state = 'queued';
      this.#inFlight.delete(submit);
      this.#enqueue(submit, 'first');
    } else if (this.#finish(submit)) submit.resolve(response);
    if (status === BIND_STATUS_WRONG) this.#lost(detail);
    this.#pump();
  }
}
