import { once } from 'node:events';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { TlsClient } from '../driver.ts';

export interface RestClientOptions {
  /** `http://host:port` or `https://host:port`. */
  readonly origin: string;
  /** For https: whom we trust, and as whom we call. */
  readonly tls?: TlsClient;
  /** Sent as `Provisioning-Key`; null where PyHSS asks for none. */
  readonly provisioningKey: string | null;
  /** Names the register in errors. */
  readonly connector: string;
}

export type Method = 'GET' | 'PUT' | 'PATCH' | 'DELETE';

export interface RestAnswer {
  readonly status: number;
  /** Whether the answer has the header that PyHSS gives all of its own (`services/apiService.py`, `apply_caching`). */
  readonly isOfPyHss: boolean;
  /** The body, read as JSON; undefined where it is none. */
  readonly json: unknown;
  /** Status line and body as received, without headers: they say nothing of a subscriber. */
  readonly raw: Buffer;
}

/** Larger bodies are cut off: a subscriber is some kilobytes, with its attributes. */
const BODY_LIMIT = 1_048_576;
/** At once; PyHSS works one request off after the other. */
const CONNECTIONS = 16;
/** An idle connection is given up before the peer does so. */
const IDLE_MS = 4_000;

/** JSON over HTTP, as PyHSS speaks it. */
export class RestClient {
  readonly #options: RestClientOptions;
  readonly #agent: HttpAgent;
  readonly #isTls: boolean;
  #closed = false;

  constructor(options: RestClientOptions) {
    this.#options = options;
    this.#isTls = options.origin.startsWith('https:');
    const pool = { keepAlive: true, maxSockets: CONNECTIONS, timeout: IDLE_MS };
    const { tls } = options;
    this.#agent = this.#isTls
      ? new HttpsAgent({
          ...pool,
          ...(tls && { ca: tls.caPem, cert: tls.certPem, key: tls.keyPem }),
          minVersion: 'TLSv1.2',
          // A resumed session skips the peer's certificate, so its expiry would go unseen.
          maxCachedSessions: 0,
        })
      : new HttpAgent(pool);
  }

  /**
   * Any whole answer is returned, whatever its status.
   * @throws ConnectorError as `unavailable` where nothing was sent, else as `unknown`
   */
  async ask(method: Method, path: string, body: unknown, signal: AbortSignal): Promise<RestAnswer> {
    if (this.#closed) throw this.#fault(false, 'closed');
    let sent = false;
    const text = body === undefined ? '' : JSON.stringify(body);
    const { origin, provisioningKey } = this.#options;
    const make = this.#isTls ? httpsRequest : httpRequest;
    const request = make(new URL(path, origin), {
      method,
      agent: this.#agent,
      signal,
      headers: {
        Accept: 'application/json',
        ...(provisioningKey !== null && { 'Provisioning-Key': provisioningKey }),
        ...(text !== '' && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
      },
    });
    const send = (): void => {
      sent = true;
      request.end(text);
    };
    // Nothing is handed to a connection before it stands, and its certificate is verified.
    request.once('socket', (socket: Socket | TLSSocket) => {
      if ('secureConnecting' in socket && socket.secureConnecting) socket.once('secureConnect', send);
      else if (socket.connecting) socket.once('connect', send);
      else send();
    });
    // An error after the response began comes out of reading the body; without a listener it would end the process.
    request.on('error', () => undefined);
    try {
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      const content = await bodyOf(response);
      const status = response.statusCode ?? 0;
      return {
        status,
        isOfPyHss: response.headers['hss'] !== undefined,
        json: jsonOf(content),
        raw: Buffer.concat([Buffer.from(`HTTP ${status}\n`), content]),
      };
    } catch (error) {
      request.destroy();
      throw this.#fault(sent, this.#reason(error, signal), error);
    }
  }

  close(): void {
    this.#closed = true;
    this.#agent.destroy();
  }

  #reason(error: unknown, signal: AbortSignal): string {
    if (this.#closed) return 'closed';
    if (signal.aborted) return 'timeout';
    if (error instanceof RangeError) return 'answer_too_large';
    return (error as NodeJS.ErrnoException).code ?? 'connection_failed';
  }

  #fault(sent: boolean, detail: string, cause?: unknown): ConnectorError {
    return new ConnectorError(this.#options.connector, sent ? 'unknown' : 'unavailable', detail, [], {
      cause,
    });
  }
}

/** @throws RangeError for a body over the limit */
async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new RangeError('answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
