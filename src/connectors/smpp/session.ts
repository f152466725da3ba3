import { performance } from 'node:perf_hooks';
import smpp, { type Pdu, type Session } from 'smpp';
import { ConnectorError, type ConnectorFault } from '../../ports/connector-error.ts';
import { statusCode } from './codes.ts';

/** SMPP 3.4; the library's default 0x50 makes some message centres drop the bind without a word. */
const INTERFACE_VERSION = 0x34;
const FIRST_BACK_OFF_MS = 20;
const MOST_UNANSWERED = 2;
const LAST_BACK_OFF_MS = 1_000;

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
  readonly reject: (error: ConnectorError) => void;
  state: 'queued' | 'written' | 'settled';
  writtenAt: number;
  timer: NodeJS.Timeout | undefined;
}

/**
 * One bound transceiver shared by all callers: binds on the first submit and again after a loss, keeps a window of
 * submits in flight, and settles each of them. The library forgets its callbacks when a connection is lost, so the
 * pending submits are kept here.
 */
export class SmppSession {
  readonly #options: SmppSessionOptions;
  readonly #inFlight = new Set<Submit>();
  #queue: Submit[] = [];
  #session: Session | null = null;
  #phase: 'down' | 'binding' | 'bound' | 'closed' = 'down';
  #bindTimer: NodeJS.Timeout | undefined;
  #keepAlive: NodeJS.Timeout | undefined;
  #backOffMs = 0;
  /** Keep-alives since the peer last said anything. */
  #unanswered = 0;
  #lastReceivedAt = 0;

  constructor(options: SmppSessionOptions) {
    this.#options = options;
  }

  /** One submit_sm; resolves with its response, whatever the status. Rejects with a `ConnectorError` in `timeoutMs`. */
  submit(fields: Record<string, unknown>, timeoutMs: number): Promise<Pdu> {
    if (this.#phase === 'closed') return Promise.reject(this.fault('unavailable', 'closed'));
    return new Promise<Pdu>((resolve, reject) => {
      const submit: Submit = { fields, resolve, reject, state: 'queued', writtenAt: 0, timer: undefined };
      submit.timer = setTimeout(() => this.#expire(submit), timeoutMs);
      this.#queue.push(submit);
      if (this.#phase === 'down') this.#connect();
      this.#pump();
    });
  }

  fault(fault: ConnectorFault, detail: string, cause?: unknown): ConnectorError {
    return new ConnectorError(
      this.#options.connector,
      fault,
      detail,
      [],
      cause === undefined ? undefined : { cause },
    );
  }

  close(): void {
    // Unbind is a courtesy (SMPP 3.4 section 4.2); nobody waits for its response.
    const session = this.#session;
    if (session && this.#phase === 'bound') session.unbind({});
    this.#lost('closed', undefined, 'unavailable', true);
    session?.close();
    // A message centre that never ends its side must not keep this process alive.
    session?.socket.unref();
    this.#phase = 'closed';
  }

  #connect(): void {
    this.#phase = 'binding';
    const wait = this.#backOffMs * (0.5 + Math.random() / 2);
    this.#bindTimer = setTimeout(() => this.#bind(), wait);
  }

  #bind(): void {
    const { host, port, systemId, password, systemType, connectTimeoutMs } = this.#options;
    const session = smpp.connect({ host, port });
    this.#session = session;
    session.socket.setNoDelay(true);
    this.#bindTimer = setTimeout(() => this.#lost('connect_timeout'), connectTimeoutMs);
    session.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#session === session) this.#lost(error.code ?? 'malformed_answer', error);
    });
    session.on('close', () => {
      if (this.#session === session) this.#lost('connection_closed');
    });
    session.on('pdu', () => {
      this.#unanswered = 0;
      this.#lastReceivedAt = performance.now();
    });
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
    // A transceiver is handed messages too; Handback reads none, but an unanswered one would come again and again.
    session.on('deliver_sm', (pdu: Pdu) => session.send(pdu.response()));
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
          const { fault, detail } = statusCode(response.command_status);
          this.#lost(detail, undefined, fault === 'refused' ? 'refused' : 'unavailable');
        }
      });
    });
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

  /** @param unsent the fault of submits that never left: `refused` if the bind itself was */
  #lost(detail: string, cause?: unknown, unsent: ConnectorFault = 'unavailable', gently = false): void {
    const session = this.#session;
    this.#session = null;
    clearTimeout(this.#bindTimer);
    clearInterval(this.#keepAlive);
    if (!gently) session?.destroy();
    this.#phase = 'down';
    this.#backOffMs = Math.min(LAST_BACK_OFF_MS, Math.max(FIRST_BACK_OFF_MS, this.#backOffMs * 2));
    const written = [...this.#inFlight];
    const queued = this.#queue;
    this.#queue = [];
    for (const submit of written)
      if (this.#finish(submit)) submit.reject(this.fault('unknown', detail, cause));
    for (const submit of queued) if (this.#finish(submit)) submit.reject(this.fault(unsent, detail, cause));
  }

  #expire(submit: Submit): void {
    const written = submit.state === 'written';
    const silent = this.#lastReceivedAt < submit.writtenAt;
    if (!this.#finish(submit)) return;
    submit.reject(written ? this.fault('unknown', 'timeout') : this.fault('unavailable', 'timeout_unsent'));
    if (written && silent) this.#lost('silent');
    else this.#pump();
  }

  #finish(submit: Submit): boolean {
    if (submit.state === 'settled') return false;
    submit.state = 'settled';
    clearTimeout(submit.timer);
    this.#inFlight.delete(submit);
    return true;
  }

  #pump(): void {
    const session = this.#session;
    if (this.#phase !== 'bound' || !session) return;
    let taken = 0;
    while (taken < this.#queue.length && this.#inFlight.size < this.#options.window) {
      const submit = this.#queue[taken++]!;
      if (submit.state !== 'queued') continue;
      submit.writtenAt = performance.now();
      const sent = session.submit_sm(submit.fields, (response) => {
        if (this.#finish(submit)) submit.resolve(response);
        this.#pump();
      });
      if (!sent) {
        this.#queue.splice(0, taken - 1);
        this.#lost('connection_closed');
        return;
      }
      submit.state = 'written';
      this.#inFlight.add(submit);
    }
    if (taken > 0) this.#queue.splice(0, taken);
  }
}
