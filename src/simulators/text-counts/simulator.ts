import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as bodyOf } from 'node:stream/consumers';

export interface TextCountsSimulator {
  /** Its address with the token, in the form of HANDBACK_TEXT_COUNTS. */
  readonly url: URL;
  /** The questions with the right token. */
  readonly asked: readonly { readonly on: string; readonly numbers: readonly string[] }[];
  /** A text came for a number on a day. */
  text(number: string, on: string, times?: number): void;
  /** An answer instead of the right one; null: it answers as it should. */
  inject(answer: { readonly status: number; readonly body: string } | null): void;
  close(): Promise<void>;
}

/** A message centre that counts, by the contract of docs/reference/text-counts.md, in this process. */
export async function startTextCountsSimulator(options: {
  readonly token: string;
}): Promise<TextCountsSimulator> {
  const asked: { on: string; numbers: string[] }[] = [];
  const counts = new Map<string, number>();
  let instead: { readonly status: number; readonly body: string } | null = null;
  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== `Bearer ${options.token}`)
      return answer(response, 401, { code: 'token_unknown' });
    if (instead !== null) return answer(response, instead.status, instead.body);
    if (request.url === '/health') return answer(response, 200, {});
    if (request.url !== '/text-counts' || request.method !== 'POST')
      return answer(response, 404, { code: 'not_found' });
    const body = (await bodyOf(request)) as { on: string; numbers: string[] };
    asked.push(body);
    const found = body.numbers.flatMap((number) => {
      const texts = counts.get(`${number} ${body.on}`);
      return texts === undefined ? [] : [{ number, texts }];
    });
    answer(response, 200, { counts: found });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://:${options.token}@127.0.0.1:${port}`),
    asked,
    text(number, on, times = 1) {
      const key = `${number} ${on}`;
      counts.set(key, (counts.get(key) ?? 0) + times);
    },
    inject(next) {
      instead = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
