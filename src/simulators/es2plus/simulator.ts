import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion, TLSSocket } from 'node:tls';
import {
  adminProtocol,
  CANCEL_ORDER,
  isAdminProtocol,
  pathOf,
  responseBody,
  SPEC_VERSION,
} from '../../connectors/es2plus/functions.ts';
import type { TlsIdentity } from '../../connectors/es2plus/https-peer.ts';
import { isObject } from '../../connectors/es2plus/wire-values.ts';
import type { Eid } from '../../domain/values/eid.ts';
import type { Iccid } from '../../domain/values/iccid.ts';
import { parseStrictJson } from '../../domain/values/strict-json.ts';
import { type CallEnd, SimulatedOrders, type SimulatedProfile } from './simulator-orders.ts';

/** One call of cancelOrder as it came in, before anything was done. */
export interface ReceivedCall {
  readonly requester: string;
  readonly callId: string;
  /** Common name of the client certificate. */
  readonly client: string;
  readonly userAgent: string;
  readonly adminProtocol: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Not an answer of the function: a web server's page or nothing with 200, an error of HTTP, silence, a lost connection. */
type Breakdown = 'html' | 'empty' | 'http_500' | 'silent' | 'cut';

/** What is answered, true or not, and whether the call was executed. */
export interface CallBehaviour {
  readonly answer: CallEnd | Breakdown;
  readonly executed: boolean;
}

/** What each call is to meet; nothing for a call that is to be served as it should. */
export type CallFaults = (call: ReceivedCall) => CallBehaviour | undefined;

export interface SmdpSimulatorOptions {
  /** Shown to callers; must name `127.0.0.1`. */
  readonly identity: TlsIdentity;
  /** Roots of the client certificates that are let in, in PEM. */
  readonly clientCaPem: string;
  /** Default TLSv1.3. */
  readonly maxTlsVersion?: SecureVersion;
}

export interface SmdpSimulator {
  readonly url: string;
  /** Calls received, oldest first; the last 10,000. */
  readonly calls: readonly ReceivedCall[];
  putProfile(profile: SimulatedProfile): void;
  profile(iccid: Iccid): SimulatedProfile | undefined;
  /** A phone fetches the profile. @throws Error unless it is released, for this eUICC or for any. */
  download(iccid: Iccid, eid: Eid): void;
  /** Replaces what was injected before; without faults, ends them. */
  inject(faults?: CallFaults): void;
  /** From the next connection on, e.g. with an expired one. */
  useIdentity(identity: TlsIdentity): void;
  dropConnections(): void;
  /** Closes the port and all connections; `up` opens the same port again. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const KEPT = 10_000;
const REQUEST_LIMIT = 64 * 1024;

const BREAKDOWNS: Readonly<Record<Breakdown, (response: ServerResponse) => void>> = {
  html: (response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!DOCTYPE html><h1>502 Bad Gateway</h1>'),
  empty: (response) => response.writeHead(200, { 'Content-Length': 0 }).end(),
  http_500: (response) => response.writeHead(500).end(),
  silent: () => {},
  cut: (response) => response.socket?.destroy(),
};

/**
 * An SM-DP+ in this process, on a free port, that speaks ES2+ to callers with a client certificate. It remembers the
 * calls that it executed: the same requester and call identifier are answered as the first time.
 */
export async function startSmdpSimulator(options: SmdpSimulatorOptions): Promise<SmdpSimulator> {
  const orders = new SimulatedOrders();
  const calls: ReceivedCall[] = [];
  const remembered = new Map<string, CallEnd>();
  let faults: CallFaults = () => undefined;
  let port = 0;
  const tlsOptions = ({ certPem, keyPem }: TlsIdentity) => ({
    cert: certPem,
    key: keyPem,
    ca: options.clientCaPem,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2' as const,
    maxVersion: options.maxTlsVersion ?? ('TLSv1.3' as const),
  });
  const server = createServer(tlsOptions(options.identity), (request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = readCall(request, await readBody(request));
    if (typeof call === 'number') {
      response.writeHead(call).end();
      return;
    }
    calls.push(call);
    if (calls.length > KEPT) calls.shift();
    const behaviour = faults(call);
    if (behaviour === undefined) respond(response, execute(call));
    else misbehave(response, call, behaviour);
  }

  function execute(call: ReceivedCall): CallEnd {
    const key = `${call.requester} ${call.callId}`;
    const end = remembered.get(key) ?? orders.cancel(call.requester, call.body);
    remembered.set(key, end);
    return end;
  }

  function misbehave(
    response: ServerResponse,
    call: ReceivedCall,
    { answer, executed }: CallBehaviour,
  ): void {
    if (executed) execute(call);
    if (typeof answer === 'object') respond(response, answer);
    else BREAKDOWNS[answer](response);
  }

  const up = async (): Promise<void> => {
    server.listen(port, HOST);
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  const down = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await up();
  return {
    url: `https://${HOST}:${port}`,
    calls,
    putProfile: (profile) => orders.put(profile),
    profile: (iccid) => orders.get(iccid),
    download: (iccid, eid) => orders.download(iccid, eid),
    inject: (next = () => undefined) => {
      faults = next;
    },
    useIdentity: (identity) => server.setSecureContext(tlsOptions(identity)),
    dropConnections: () => server.closeAllConnections(),
    down,
    up,
    close: down,
  };
}

/** The call, or the HTTP status with which a request that is none is turned away. */
function readCall(request: IncomingMessage, bytes: Buffer | null): ReceivedCall | number {
  if (bytes === null) return 413;
  if (request.url !== pathOf(CANCEL_ORDER)) return 404;
  if (request.method !== 'POST') return 405;
  const protocol = request.headers['x-admin-protocol'];
  if (!isAdminProtocol(protocol)) return 400;
  let body: unknown;
  try {
    body = parseStrictJson(bytes);
  } catch {
    return 400;
  }
  const header = isObject(body) ? body['header'] : null;
  if (!isObject(body) || !isObject(header)) return 400;
  const { functionRequesterIdentifier: requester, functionCallIdentifier: callId } = header;
  if (typeof requester !== 'string' || typeof callId !== 'string') return 400;
  return {
    requester,
    callId,
    client: String((request.socket as TLSSocket).getPeerCertificate().subject?.CN),
    userAgent: request.headers['user-agent'] ?? '',
    adminProtocol: String(protocol),
    body,
  };
}

/** `null` if it is over the limit. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= REQUEST_LIMIT) chunks.push(chunk);
  }
  return size <= REQUEST_LIMIT ? Buffer.concat(chunks) : null;
}

function respond(response: ServerResponse, { status, code }: CallEnd): void {
  const headers = { 'Content-Type': 'application/json', 'X-Admin-Protocol': adminProtocol(SPEC_VERSION.v2) };
  response.writeHead(200, headers).end(JSON.stringify(responseBody(status, code)));
}
