import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as bodyOf } from 'node:stream/consumers';
import { decimalText } from '../../domain/values/money.ts';
import type { ChargeDisputeAnswer, ChargedLine } from '../../ports/charge-control.ts';

/** An answer instead of the right one; `silent`: none at all; `lost`: it happens, and the answer does not arrive. */
export type ChargeControlFault = { readonly status: number; readonly body: string } | 'silent' | 'lost';

export interface ChargeControlSimulator {
  /** Its address with the token, in the form of HANDBACK_CHARGE_CONTROL. */
  readonly url: URL;
  /** Every question for a dispute, as it came. */
  readonly asked: readonly Readonly<Record<string, unknown>>[];
  /** The disputes that it has, by key: one each, however often it was asked. */
  readonly disputes: ReadonlyMap<string, ChargeDisputeAnswer>;
  /** How a dispute stands from now on. */
  decide(key: string, state: ChargeDisputeAnswer['state'], reason?: string): void;
  /** The lines that it charges; it sorts them. */
  charge(lines: readonly ChargedLine[]): void;
  inject(fault: ChargeControlFault | null): void;
  close(): Promise<void>;
}

/** A billing system by the contract of docs/reference/charge-control.md, in this process. */
export async function startChargeControlSimulator(options: {
  readonly token: string;
}): Promise<ChargeControlSimulator> {
  const asked: Record<string, unknown>[] = [];
  const disputes = new Map<string, ChargeDisputeAnswer>();
  let lines: readonly ChargedLine[] = [];
  let fault: ChargeControlFault | null = null;
  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    if (fault === 'lost') return void response.destroy();
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const server = createServer(async (request, response) => {
    if (fault === 'silent') return;
    if (request.headers.authorization !== `Bearer ${options.token}`)
      return answer(response, 401, { code: 'token_unknown' });
    if (fault !== null && fault !== 'lost') return answer(response, fault.status, fault.body);
    const url = new URL(request.url ?? '/', 'http://simulator');
    if (url.pathname === '/health') return answer(response, 200, {});
    if (url.pathname === '/charge-disputes' && request.method === 'POST') {
      const body = (await bodyOf(request)) as { readonly key: string };
      asked.push(body);
      const known = disputes.get(body.key);
      const dispute = known ?? { disputeRef: `D-${disputes.size + 1}`, state: 'open', reason: null };
      disputes.set(body.key, dispute);
      return answer(response, known === undefined ? 201 : 200, dispute);
    }
    if (url.pathname === '/charged-lines') {
      const after = url.searchParams.get('after');
      const limit = Number(url.searchParams.get('limit') ?? 1_000);
      const begin = after === null ? 0 : lines.findIndex(({ lineId }) => bytewise(lineId, after) > 0);
      const page = begin === -1 ? [] : lines.slice(begin, begin + limit);
      return answer(response, 200, { lines: page.map(said) });
    }
    answer(response, 404, { code: 'not_found' });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://:${options.token}@127.0.0.1:${port}`),
    asked,
    disputes,
    decide(key, state, reason) {
      disputes.set(key, { ...disputes.get(key)!, state, reason: reason ?? null });
    },
    charge(next) {
      lines = [...next].sort((a, b) => bytewise(a.lineId, b.lineId));
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

const bytewise = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function said({ lineId, lastCharge }: ChargedLine): unknown {
  if (lastCharge === null) return { lineId };
  const { amount, ...charge } = lastCharge;
  return { lineId, lastCharge: { ...charge, amount: decimalText(amount), currency: amount.currency } };
}
