import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import Fastify from 'fastify';
import { afterAll, expect, it } from 'vitest';
import { boundRequestTime } from '../../src/http/kit/request-time.ts';

const app = Fastify();
boundRequestTime(app, 200);
app.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
app.post('/short', async () => 'short');
app.post('/long', { config: { takesLong: true } }, async (request) => {
  let bytes = 0;
  for await (const piece of request.body as AsyncIterable<Buffer>) bytes += piece.length;
  return String(bytes);
});
await app.listen({ port: 0, host: '127.0.0.1' });
afterAll(() => app.close());

/** Sends the head of a request at once, and its one byte when told. */
async function slowly(path: string, type: string) {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  let said = '';
  socket.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: ${type}\r\ncontent-length: 1\r\n\r\n`,
  );
  return { socket, closed, said: () => said };
}

it('ends a request that never arrives, and leaves a long file its time', async () => {
  const long = await slowly('/long', 'text/csv');
  const short = await slowly('/short', 'application/json');
  await short.closed;
  expect(short.said()).not.toContain('200 OK');
  // The other one began before, and is still waited for.
  long.socket.write('x');
  await long.closed;
  expect(long.said()).toMatch(/^HTTP\/1.1 200 OK[\s\S]*1$/);
});
