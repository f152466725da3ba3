import type { FastifyReply } from 'fastify';
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

/** Streams a case: its state now, and again whenever it changed. Ends when the case is closed. */
export async function streamCase(
  reply: FastifyReply,
  events: CaseEvents,
  caseId: string,
  read: () => Promise<{ readonly closedAt: string | null }>,
): Promise<void> {
  const stream = new EventStream(reply);
  const first = await read();
  stream.open();
  if (stream.over) return;
  let last = '';
  const send = (state: { readonly closedAt: string | null }): void => {
    const data = JSON.stringify(state);
    if (data === last) return;
    last = data;
    stream.send('case', data);
    if (state.closedAt !== null) stream.end();
  };
  let reading = false;
  let again = false;
  // Announcements come in bursts; one read at a time answers them all.
  const refresh = async (): Promise<void> => {
    again = true;
    if (reading) return;
    reading = true;
    while (again && !stream.over) {
      again = false;
      await read().then(send, () => stream.end());
    }
    reading = false;
  };
  stream.atEnd(events.subscribe(caseId, () => void refresh()));
  send(first);
  // The case may have changed between the first read and the subscription.
  await refresh();
}
