import type { FastifyReply } from 'fastify';
import type { CaseEvents } from '../../store/case-events.ts';

const HEARTBEAT_MS = 15_000;

/**
 * Streams a case (WHATWG HTML, server-sent events): its state now, and again whenever it changed. A heartbeat keeps
 * proxies from closing the stream; `X-Accel-Buffering` keeps them from holding it back. Ends when the case is closed.
 */
export async function streamCase(
  reply: FastifyReply,
  events: CaseEvents,
  caseId: string,
  read: () => Promise<{ readonly closedAt: string | null }>,
): Promise<void> {
  const { raw } = reply;
  let gone = false;
  raw.on('close', () => {
    gone = true;
  });
  const first = await read();
  reply.hijack();
  // Who left while we read would be announced to for ever.
  if (gone) return;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  });
  let last = '';
  let reading = false;
  let again = false;
  const send = (state: { readonly closedAt: string | null }): void => {
    const data = JSON.stringify(state);
    if (data === last) return;
    last = data;
    raw.write(`event: case\ndata: ${data}\n\n`);
    if (state.closedAt !== null) stop();
  };
  // Announcements come in bursts; one read at a time answers them all.
  const refresh = async (): Promise<void> => {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    do {
      again = false;
      try {
        send(await read());
      } catch {
        stop();
      }
    } while (again && !raw.writableEnded);
    reading = false;
  };
  const unsubscribe = events.subscribe(caseId, () => void refresh());
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
  const stop = (): void => {
    clearInterval(heartbeat);
    unsubscribe();
    if (!raw.writableEnded) raw.end();
  };
  raw.on('close', stop);
  raw.write('retry: 3000\n\n');
  send(first);
}
