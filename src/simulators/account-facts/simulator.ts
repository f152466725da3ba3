import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decimalText } from '../../domain/values/money.ts';
import type { TopUp } from '../../ports/account-facts.ts';

/** An answer instead of the right one; `silent`: none at all. */
export type AccountFault = { readonly status: number; readonly body: string } | 'silent';

export interface AccountFactsSimulator {
  /** Its address with the token, in the form of HANDBACK_ACCOUNT_FACTS. */
  readonly url: URL;
  /** The paths that were asked for with the right token. */
  readonly asked: readonly string[];
  /** Replaces what was injected before; null: it answers as it should. */
  inject(fault: AccountFault | null): void;
  close(): Promise<void>;
}

/** An account system by the contract of docs/reference/account-facts.md, in this process. */
export async function startAccountFactsSimulator(options: {
  readonly token: string;
  /** The newest first; null for a line that it does not know. */
  readonly topUpsOf: (lineId: string) => readonly TopUp[] | null;
}): Promise<AccountFactsSimulator> {
  const asked: string[] = [];
  let fault: AccountFault | null = null;
  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    if (fault === 'silent') return;
    if (request.headers.authorization !== `Bearer ${options.token}`) {
      answer(response, 401, { code: 'token_unknown' });
      return;
    }
    const url = new URL(request.url ?? '/', 'http://simulator');
    asked.push(url.pathname);
    if (fault !== null) {
      answer(response, fault.status, fault.body);
      return;
    }
    if (url.pathname === '/health') {
      answer(response, 200, {});
      return;
    }
    const lineId = /^\/lines\/([^/]+)\/top-ups$/.exec(url.pathname)?.[1];
    const topUps = lineId === undefined ? null : options.topUpsOf(decodeURIComponent(lineId));
    if (topUps === null) {
      answer(response, 404, { code: 'line_unknown' });
      return;
    }
    const limit = Number(url.searchParams.get('limit') ?? topUps.length);
    answer(response, 200, {
      topUps: topUps
        .slice(0, limit)
        .map(({ on, amount }) => ({ on, amount: decimalText(amount), currency: amount.currency })),
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://:${options.token}@127.0.0.1:${port}`),
    asked,
    inject(next) {
      fault = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
