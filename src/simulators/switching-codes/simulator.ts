import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface IssuedCode {
  readonly code: string;
  readonly number: string;
  readonly expiresAt: string;
}

export interface SwitchingCodesSimulator {
  /** Its address with the token, in the form of HANDBACK_SWITCHING_CODES. */
  readonly url: URL;
  readonly issued: readonly IssuedCode[];
  /** Another operator uses a code, or one that nobody issued. */
  redeem(code: string, at?: Date): void;
  /** A status instead of the right answer; `silent`: none; null: it answers as it should. */
  inject(fault: number | 'silent' | null): void;
  close(): Promise<void>;
}

const PAGE = 2;

/** The system between operators by the contract of docs/reference/switching-codes.md, in this process. */
export async function startSwitchingCodesSimulator(options: {
  readonly token: string;
}): Promise<SwitchingCodesSimulator> {
  const byKey = new Map<string, IssuedCode>();
  const redemptions: { readonly code: string; readonly redeemedAt: string }[] = [];
  let fault: number | 'silent' | null = null;
  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (fault === 'silent') return;
    if (request.headers.authorization !== `Bearer ${options.token}`) return answer(response, 401, {});
    if (fault !== null) return answer(response, fault, {});
    const url = new URL(request.url ?? '/', 'http://simulator');
    if (url.pathname === '/health') return answer(response, 200, {});
    if (url.pathname === '/codes' && request.method === 'POST') {
      const { key, number, expiresAt } = JSON.parse(await bodyOf(request)) as IssuedCode & { key: string };
      const made = byKey.get(key) ?? { code: codeOf(byKey.size), number, expiresAt };
      byKey.set(key, made);
      return answer(response, 200, { code: made.code });
    }
    if (url.pathname === '/redemptions') {
      const from = Number(url.searchParams.get('after') ?? 0);
      const page = redemptions.slice(from, from + PAGE);
      return answer(response, 200, { redemptions: page, next: String(from + page.length) });
    }
    answer(response, 404, {});
  }
  const server = createServer((request, response) => {
    serve(request, response).catch(() => answer(response, 500, {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://:${options.token}@127.0.0.1:${port}`),
    get issued() {
      return [...byKey.values()];
    },
    redeem(code, at = new Date()) {
      redemptions.push({ code, redeemedAt: at.toISOString() });
    },
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

/** In the form of a STAC: six digits and three letters. */
const codeOf = (n: number): string => `${String(n + 100_001)}HBK`;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
