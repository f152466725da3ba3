import { once } from 'node:events';
import { connect } from 'node:net';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { streamCase } from '../../src/http/kit/event-stream.ts';

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
    await streamCase(reply, events, 'case-1', async () => {
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
  app.get('/events', (_request, reply) =>
    streamCase(reply, events, 'case-1', async () => ({ closedAt: null, step })),
  );
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
