import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { ConnectorError, type ConnectorFault } from '../ports/connector-error.ts';

export interface PipelineOptions {
  /** Names the interface in errors, e.g. `osmo-hlr/ctrl`. */
  readonly connector: string;
  readonly host: string;
  readonly port: number;
  /** TLS, where it is spoken. */
  readonly tls?: ConnectionOptions;
  /** For TCP and the greeting together, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Exchanges that may be on the wire at once; the rest wait here, unsent. */
  readonly window: number;
}

/** One request and what became of it. */
export interface Exchange<Answer, Key> {
  readonly key: Key;
  readonly bytes: Buffer;
  state: 'queued' | 'written' | 'settled';
  writtenAt: number;
  /** After this it is not sent any more: too little time is left for an answer, and unsent is safer than unanswered. */
  readonly sendBefore: number;
  timer: NodeJS.Timeout | undefined;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: ConnectorError) => void;
}

/** What differs between the wire protocols. A throw from any of these breaks the connection, never the process. */
export interface Protocol<Answer, Key> {
  /** TCP is up, and TLS where it is spoken. Calls `greeted()` as soon as commands may be sent. */
  connected(socket: Socket): void;
  received(chunk: Buffer): void;
  written(exchange: Exchange<Answer, Key>): void;
  /** Nobody waits any more for the answer to a written exchange; one that comes late must not reach another exchange. */
  expired(exchange: Exchange<Answer, Key>): void;
  /** A whole time-out passed without one byte from the peer: ask it for a sign of life, or break. */
  silent(): void;
  disconnected(): void;
}

const FIRST_BACK_OFF_MS = 20;
const LAST_BACK_OFF_MS = 1_000;
const MARGIN_MS = 100;

const TIMEOUT_UNSENT = 'timeout_unsent';

/** The detail of an exchange for whose answer nobody waits any more. */
export const ABANDONED = 'abandoned';

/**
 * One TCP connection shared by all callers: connects on the first call, again on the next call after a loss
 * (with back-off), keeps many requests in flight, bounds each in time, and settles every one of them.
 * An exchange fails as `unavailable` while it is unsent, as `unknown` once it was written.
 */
export class Pipeline<Answer, Key> {
  readonly #options: PipelineOptions;
  readonly #protocol: Protocol<Answer, Key>;
  readonly #inFlight = new Set<Exchange<Answer, Key>>();
  #queue: Exchange<Answer, Key>[] = [];
  #head = 0;
  #socket: Socket | null = null;
  #phase: 'down' | 'backing_off' | 'connecting' | 'up' | 'draining' | 'closed' = 'down';
  #greetingTimer: NodeJS.Timeout | undefined;
  #backOffMs = 0;
  #batch: Buffer[] = [];
  #lastReceivedAt = 0;

  constructor(options: PipelineOptions, protocol: Protocol<Answer, Key>) {
    this.#options = options;
    this.#protocol = protocol;
  }

  /**
   * Sends `bytes` when the connection and the window allow; rejects with a `ConnectorError` after `timeoutMs`, or as
   * `abandoned` when `signal` says that nobody waits any more.
   */
  submit(bytes: Buffer, key: Key, timeoutMs: number, signal?: AbortSignal): Promise<Answer> {
    if (this.#phase === 'closed') return Promise.reject(this.fault('unavailable', 'closed'));
    if (signal?.aborted) return Promise.reject(this.fault('unavailable', ABANDONED));
    // A process that was stopped for longer than its call may take: somebody else may act on the case by now.
    if (timeoutMs <= 0) return Promise.reject(this.fault('unavailable', TIMEOUT_UNSENT));
    return new Promise<Answer>((resolve, reject) => {
      const exchange: Exchange<Answer, Key> = {
        key,
        bytes,
        state: 'queued',
        writtenAt: 0,
        sendBefore: performance.now() + timeoutMs - Math.min(MARGIN_MS, timeoutMs / 10),
        timer: undefined,
        resolve,
        reject,
      };
      exchange.timer = setTimeout(() => this.#expire(exchange), timeoutMs);
      signal?.addEventListener('abort', () => this.#abandon(exchange), { once: true });
      this.#queue.push(exchange);
      if (this.#phase === 'down') this.#connect();
      this.#pump();
    });
  }

  /** Writes outside the request flow: greetings, PONG. */
  write(bytes: Buffer): void {
    if (this.#batch.push(bytes) === 1) queueMicrotask(() => this.#flush());
  }

  /** The protocol's greeting is over. */
  greeted(): void {
    clearTimeout(this.#greetingTimer);
    this.#backOffMs = 0;
    this.#phase = 'up';
    this.#pump();
  }

  settle(exchange: Exchange<Answer, Key>, answer: Answer): void {
    if (this.#finish(exchange)) exchange.resolve(answer);
    this.#pump();
  }

  refuse(exchange: Exchange<Answer, Key>, error: ConnectorError): void {
    if (this.#finish(exchange)) exchange.reject(error);
    this.#pump();
  }

  /** Drops the connection after nonsense from the peer, or silence: nothing on it can be matched any more. */
  break(detail: string, cause?: unknown): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = null;
    socket.removeAllListeners();
    socket.on('error', () => {});
    socket.destroy();
    this.#down(detail, cause);
  }

  /** Sends no further request, and takes the answers that are on their way until the peer closes or `ms` are over. */
  drain(detail: string, ms: number): void {
    if (this.#phase !== 'up') return;
    this.#phase = 'draining';
    this.#greetingTimer = setTimeout(() => this.break(detail), ms);
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
    this.break('closed');
    this.#phase = 'closed';
    clearTimeout(this.#greetingTimer);
    this.#failAll('closed');
  }

  #connect(): void {
    if (this.#backOffMs > 0) {
      this.#phase = 'backing_off';
      this.#greetingTimer = setTimeout(() => this.#dial(), this.#backOffMs * (0.5 + Math.random() / 2));
    } else this.#dial();
  }

  #dial(): void {
    this.#phase = 'connecting';
    const { host, port, tls, connectTimeoutMs } = this.#options;
    const socket = tls === undefined ? connect({ host, port }) : connectTls({ ...tls, host, port });
    socket.setNoDelay(true).setKeepAlive(true, 30_000);
    this.#socket = socket;
    this.#greetingTimer = setTimeout(() => this.break('connect_timeout'), connectTimeoutMs);
    socket.on(tls === undefined ? 'connect' : 'secureConnect', () =>
      this.#guard(() => this.#protocol.connected(socket)),
    );
    socket.on('data', (chunk) => {
      this.#lastReceivedAt = performance.now();
      this.#guard(() => this.#protocol.received(chunk));
    });
    socket.on('error', (error: NodeJS.ErrnoException) => this.break(error.code ?? 'connection_error', error));
    socket.on('close', () => this.break('connection_closed'));
    socket.on('end', () => this.break('connection_closed'));
  }

  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.break('malformed_answer', error);
    }
  }

  #down(detail: string, cause?: unknown): void {
    clearTimeout(this.#greetingTimer);
    // A peer that accepts and then drops us at once must not be hammered either: only a greeting resets this.
    this.#backOffMs = Math.min(LAST_BACK_OFF_MS, Math.max(FIRST_BACK_OFF_MS, this.#backOffMs * 2));
    this.#phase = 'down';
    this.#batch = [];
    this.#protocol.disconnected();
    this.#failAll(detail, cause);
  }

  #failAll(detail: string, cause?: unknown): void {
    const written = [...this.#inFlight];
    const queued = this.#queue.slice(this.#head);
    this.#queue = [];
    this.#head = 0;
    for (const exchange of written)
      if (this.#finish(exchange)) exchange.reject(this.fault('unknown', detail, cause));
    for (const exchange of queued)
      if (this.#finish(exchange)) exchange.reject(this.fault('unavailable', detail, cause));
  }

  #expire(exchange: Exchange<Answer, Key>): void {
    if (exchange.state === 'queued') {
      this.#finish(exchange);
      exchange.reject(this.fault('unavailable', TIMEOUT_UNSENT));
      return;
    }
    const silent = this.#lastReceivedAt < exchange.writtenAt;
    if (!this.#finish(exchange)) return;
    this.#protocol.expired(exchange);
    exchange.reject(this.fault('unknown', 'timeout'));
    if (silent && this.#phase === 'up') this.#guard(() => this.#protocol.silent());
    this.#pump();
  }

  #abandon(exchange: Exchange<Answer, Key>): void {
    const written = exchange.state === 'written';
    if (!this.#finish(exchange)) return;
    if (written) this.#protocol.expired(exchange);
    exchange.reject(this.fault(written ? 'unknown' : 'unavailable', ABANDONED));
    this.#pump();
  }

  #finish(exchange: Exchange<Answer, Key>): boolean {
    if (exchange.state === 'settled') return false;
    exchange.state = 'settled';
    clearTimeout(exchange.timer);
    this.#inFlight.delete(exchange);
    return true;
  }

  #pump(): void {
    if (this.#phase !== 'up') return;
    const now = performance.now();
    while (this.#head < this.#queue.length && this.#inFlight.size < this.#options.window) {
      const exchange = this.#queue[this.#head++]!;
      if (exchange.state !== 'queued' || exchange.sendBefore < now) continue;
      exchange.state = 'written';
      exchange.writtenAt = now;
      this.#inFlight.add(exchange);
      this.#protocol.written(exchange);
      this.write(exchange.bytes);
    }
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    }
  }

  /** One `write` for all that was submitted in this turn: a system call a command would halve the throughput. */
  #flush(): void {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length > 0) this.#socket?.write(batch.length === 1 ? batch[0]! : Buffer.concat(batch));
  }
}
