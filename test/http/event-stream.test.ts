import { once } from 'node:events';
import { connect } from 'node:net';
import Fastify, { type FastifyReply } from 'fastify';
import { expect, test } from 'vitest';
import { type CaseEvents, CaseStreams } from '../../src/http/kit/event-stream.ts';

/** The one stream of a viewer who has no other. */
const follow = (
  reply: FastifyReply,
  events: CaseEvents,
  read: Parameters<CaseStreams['follow']>[2],
): Promise<void> =>
  new CaseStreams(events).follow(reply, { caseId: 'case-1', credential: '', client: '' }, read);

test('who leaves while the case is read for the first time is announced nothing', async () => {
  const app = Fastify();
  const asked = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const followers: string[] = [];
  const events = {
    subscribe(caseId: string) {
      followers.push(caseId);
      return () => undefined;
    },
  };
  app.get('/events', async (_request, reply) => {
    reply.raw.on('close', () => left.resolve());
    await follow(reply, events, async () => {
      asked.resolve();
      await left.promise;
      return { closedAt: null };
    });
    done.resolve();
  });
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const client = connect(Number(port), '127.0.0.1');
  await once(client, 'connect');
  client.write('GET /events HTTP/1.1\r\nhost: handback.test\r\n\r\n');
  await asked.promise;
  client.destroy();
  await done.promise;
  expect(followers).toEqual([]);
  await app.close();
});

test('a change between the first read and the subscription is told, and what did not change is told once', async () => {
  const app = Fastify();
  let step = 'confirm';
  const events = {
    subscribe() {
      step = 'cool_off';
      return () => undefined;
    },
  };
  app.get('/events', (_request, reply) => follow(reply, events, async () => ({ closedAt: null, step })));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const answer = await fetch(`${url}/events`);
  let text = '';
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('cool_off')) break;
  }
  expect(text.match(/"step":"\w+"/g)).toEqual(['"step":"confirm"', '"step":"cool_off"']);
  app.server.closeAllConnections();
  await app.close();
});

/** A server on which anybody follows the case named in the address, as the viewer named there. */
async function followed(more: { closedAt?: string } = {}) {
  const app = Fastify({ forceCloseConnections: true });
  const subscribers = new Map<string, Set<() => void>>();
  const streams = new CaseStreams({
    subscribe(caseId, onChange) {
      const calls = subscribers.get(caseId) ?? new Set();
      subscribers.set(caseId, calls.add(onChange));
      return () => {
        calls.delete(onChange);
        if (calls.size === 0) subscribers.delete(caseId);
      };
    },
  });
  const seen = { reads: 0, step: 'one' };
  app.get<{ Params: { caseId: string; viewer: string }; Querystring: { client?: string } }>(
    '/:caseId/:viewer',
    async (request, reply) => {
      const { caseId, viewer: credential } = request.params;
      const viewer = { caseId, credential, client: request.query.client ?? 'office' };
      try {
        await streams.follow(reply, viewer, async () => {
          seen.reads += 1;
          await new Promise((resolve) => setImmediate(resolve));
          return { closedAt: more.closedAt ?? null, step: seen.step };
        });
      } catch (error) {
        return reply.code((error as { code: string }).code === 'too_many_requests' ? 429 : 500).send();
      }
    },
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const open = async (path: string) => {
    const answer = await fetch(`${url}${path}`);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    return {
      status: answer.status,
      text: () => text,
      /** False where the stream ended without it. */
      async until(word: string): Promise<boolean> {
        while (!text.includes(word)) {
          const { done, value } = await reader.read();
          if (done) return false;
          text += value;
        }
        return true;
      },
      leave: () => reader.cancel(),
    };
  };
  const announce = (caseId: string): void => {
    for (const call of subscribers.get(caseId) ?? []) call();
  };
  return { app, streams, subscribers, seen, open, announce };
}

test('of a viewer who opens too many streams of a case the oldest ends', async () => {
  const { app, streams, open } = await followed();
  const first = await open('/a/me');
  expect(await first.until('"step":"one"')).toBe(true);
  for (let i = 0; i < 20; i++) await (await open('/a/me')).until('"step":"one"');
  expect(await first.until('never')).toBe(false);
  expect(streams.open.size).toBe(3);
  await (await open('/b/me')).until('"step":"one"');
  await (await open('/a/another')).until('"step":"one"');
  expect(streams.open.size).toBe(5);
  await app.close();
});

test('a change is read once for all streams of a viewer', async () => {
  const { app, seen, open, announce, subscribers } = await followed();
  const mine = [await open('/a/me'), await open('/a/me'), await open('/a/me')];
  for (const one of mine) await one.until('"step":"one"');
  const other = await open('/a/another');
  await other.until('"step":"one"');
  expect(subscribers.get('a')?.size).toBe(2);
  seen.reads = 0;
  seen.step = 'two';
  announce('a');
  for (const one of [...mine, other]) expect(await one.until('"step":"two"')).toBe(true);
  expect(seen.reads).toBe(2);
  await app.close();
});

test('streams that are opened at once are read for together', async () => {
  const { app, seen, open } = await followed();
  const all = await Promise.all(Array.from({ length: 3 }, () => open('/a/me')));
  for (const one of all) await one.until('"step":"one"');
  expect(seen.reads).toBeLessThanOrEqual(4);
  await app.close();
});

test('who leaves is forgotten, and who stays is told', async () => {
  const { app, seen, open, announce, subscribers, streams } = await followed();
  const [gone, stays] = [await open('/a/me'), await open('/a/me')];
  for (const one of [gone, stays]) await one.until('"step":"one"');
  await gone.leave();
  seen.step = 'two';
  announce('a');
  expect(await stays.until('"step":"two"')).toBe(true);
  await stays.leave();
  await expect.poll(() => [subscribers.size, streams.open.size]).toEqual([0, 0]);
  await app.close();
});

test('one client cannot take the streams of all', async () => {
  const { app, streams } = await followed();
  const reply = () => ({ raw: { on: () => undefined }, hijack: () => undefined }) as never;
  const never = () => new Promise<never>(() => undefined);
  const follow = (n: number, client: string) =>
    streams.follow(reply(), { caseId: `c${n}`, credential: 'me', client }, never);
  for (let n = 0; n < 300; n++) void follow(n, 'crowd');
  expect(streams.open.size).toBe(300);
  await expect(follow(301, 'crowd')).rejects.toMatchObject({ code: 'too_many_requests' });
  void follow(302, 'somebody else');
  expect(streams.open.size).toBe(301);
  streams.open.endAll();
  expect(streams.open.size).toBe(0);
  await app.close();
});

test('the stream of a case that is closed says so and ends', async () => {
  const { app, open } = await followed({ closedAt: '2026-01-01T00:00:00Z' });
  const stream = await open('/a/me');
  expect(await stream.until('never')).toBe(false);
  expect(stream.text()).toContain('"closedAt":"2026-01-01T00:00:00Z"');
  await app.close();
});
