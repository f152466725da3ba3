import type { FastifyReply } from 'fastify';
import { HandbackError } from '../../domain/errors.ts';
import type { CaseEvents } from '../../store/case-events.ts';

export type { CaseEvents } from '../../store/case-events.ts';

const HEARTBEAT_MS = 15_000;

/**
 * One stream of server-sent events (WHATWG HTML, section 9.2). A heartbeat keeps proxies from closing it;
 * `X-Accel-Buffering` keeps them from holding it back. It is made before anything is read for it, so that it notices a
 * reader who leaves meanwhile; else it would stay subscribed for ever.
 */
export class EventStream {
  readonly #reply: FastifyReply;
  readonly #atEnd: (() => void)[] = [];
  #state: 'waiting' | 'open' | 'over' = 'waiting';

  constructor(reply: FastifyReply) {
    this.#reply = reply;
    reply.raw.on('close', () => this.end());
  }

  get over(): boolean {
    return this.#state === 'over';
  }

  /** Answers the request with the stream. From here on nothing else may answer it, even if the reader has left. */
  open(): void {
    this.#reply.hijack();
    if (this.over) return;
    this.#state = 'open';
    const { raw } = this.#reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      connection: 'keep-alive',
    });
    raw.write('retry: 3000\n\n');
    const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
    this.atEnd(() => clearInterval(heartbeat));
  }

  send(event: string, data = ''): void {
    if (this.#state === 'open') this.#reply.raw.write(`event: ${event}\ndata:${data && ` ${data}`}\n\n`);
  }

  /** Calls back once when the stream ends, from whichever side; at once if it has ended. */
  atEnd(call: () => void): void {
    if (this.over) call();
    else this.#atEnd.push(call);
  }

  end(): void {
    if (this.over) return;
    const wasOpen = this.#state === 'open';
    this.#state = 'over';
    for (const call of this.#atEnd.splice(0)) call();
    if (wasOpen && !this.#reply.raw.writableEnded) this.#reply.raw.end();
  }
}

/** Streams of one viewer of one case; a browser needs one, and shares it among its pages. */
const MOST_OF_VIEWER = 3;
/** An office, or a hall of a mobile operator's own network, may be behind one address. */
const MOST_OF_CLIENT = 300;
const MOST = 5_000;
const RETRY_MS = 30_000;

/** Who follows a case. */
export interface Viewer {
  readonly caseId: string;
  /** The credential by which they may: no other has the same. */
  readonly credential: string;
  /** As `clientOf` names it. */
  readonly client: string;
}

/** The open streams of a server. Of a viewer who opens too many the oldest ends, and its page goes on by polling. */
export class OpenStreams {
  readonly #viewers = new Map<string, readonly EventStream[]>();
  readonly #clients = new Map<string, number>();
  #all = 0;

  get size(): number {
    return this.#all;
  }

  /** @throws HandbackError `too_many_requests` where its client, or the server, has too many */
  add(stream: EventStream, { caseId, credential, client }: Viewer): void {
    const name = `${caseId} ${credential}`;
    const mine = this.#viewers.get(name) ?? [];
    // One more of a viewer with the most takes the place of the oldest.
    const free = mine.length >= MOST_OF_VIEWER ? 1 : 0;
    const ofClient = this.#clients.get(client) ?? 0;
    if (ofClient - free >= MOST_OF_CLIENT || this.#all - free >= MOST) {
      stream.end();
      throw new HandbackError('too_many_requests', {
        retryAt: new Date(Date.now() + RETRY_MS).toISOString(),
      });
    }
    this.#viewers.set(name, [...mine, stream]);
    this.#clients.set(client, ofClient + 1);
    this.#all += 1;
    stream.atEnd(() => {
      const left = (this.#viewers.get(name) ?? []).filter((one) => one !== stream);
      if (left.length > 0) this.#viewers.set(name, left);
      else this.#viewers.delete(name);
      const count = (this.#clients.get(client) ?? 0) - 1;
      if (count > 0) this.#clients.set(client, count);
      else this.#clients.delete(client);
      this.#all -= 1;
    });
    if (free > 0) mine[0]!.end();
  }

  endAll(): void {
    for (const streams of [...this.#viewers.values()]) for (const stream of streams) stream.end();
  }
}

type CaseState = { readonly closedAt: string | null };

/** The streams of one viewer of one case: what is read for one is read for all. */
class SharedCase {
  readonly #read: () => Promise<CaseState>;
  readonly #streams = new Set<EventStream>();
  readonly first: Promise<CaseState>;
  #last: string | null = null;
  #reading = false;
  #again = false;
  /** Streams that wait for the first read. */
  waiting = 0;

  constructor(read: () => Promise<CaseState>) {
    this.#read = read;
    this.first = read();
  }

  get idle(): boolean {
    return this.waiting === 0 && this.#streams.size === 0;
  }

  join(stream: EventStream, state: CaseState): void {
    this.#streams.add(stream);
    stream.atEnd(() => this.#streams.delete(stream));
    this.#last ??= JSON.stringify(state);
    stream.send('case', this.#last);
  }

  /** Announcements come in bursts; one read at a time answers them all. */
  async refresh(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#again && this.#streams.size > 0) {
      this.#again = false;
      await this.#read().then(
        (state) => this.#tell(state),
        () => this.#end(),
      );
    }
    this.#reading = false;
  }

  #tell(state: CaseState): void {
    const data = JSON.stringify(state);
    if (data !== this.#last) for (const stream of this.#streams) stream.send('case', data);
    this.#last = data;
    if (state.closedAt !== null) this.#end();
  }

  #end(): void {
    for (const stream of [...this.#streams]) stream.end();
  }
}

/** Streams cases: their state now, and again whenever it changed. A stream ends when its case is closed. */
export class CaseStreams {
  readonly open = new OpenStreams();
  readonly #events: CaseEvents;
  readonly #cases = new Map<string, { readonly shared: SharedCase; stop: (() => void) | null }>();

  constructor(events: CaseEvents) {
    this.#events = events;
  }

  /** @param read asked anew for each change, once for all streams of the viewer: who may see no more, is told no more */
  async follow(reply: FastifyReply, viewer: Viewer, read: () => Promise<CaseState>): Promise<void> {
    const stream = new EventStream(reply);
    this.open.add(stream, viewer);
    const name = `${viewer.caseId} ${viewer.credential}`;
    const entry = this.#cases.get(name) ?? { shared: new SharedCase(read), stop: null };
    this.#cases.set(name, entry);
    const { shared } = entry;
    const leave = (): void => {
      if (!shared.idle || this.#cases.get(name) !== entry) return;
      this.#cases.delete(name);
      entry.stop?.();
      entry.stop = null;
    };
    shared.waiting += 1;
    let first: CaseState;
    try {
      first = await shared.first;
    } catch (error) {
      stream.end();
      throw error;
    } finally {
      shared.waiting -= 1;
      leave();
    }
    stream.open();
    if (stream.over) return;
    this.#cases.set(name, entry);
    shared.join(stream, first);
    stream.atEnd(leave);
    entry.stop ??= this.#events.subscribe(viewer.caseId, () => void shared.refresh());
    // The case may have changed between the first read and the subscription.
    await shared.refresh();
  }
}
