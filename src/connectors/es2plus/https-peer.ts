import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { createSecureContext } from 'node:tls';

/** A certificate (with what is between it and the root, if anything) and its private key, in PEM. */
export interface TlsIdentity {
  readonly certPem: string;
  readonly keyPem: string;
}

export interface HttpsPeerConfig {
  /** `https://host:port`, perhaps with a path in front of the functions' own. The certificate must name this host. */
  readonly url: string;
  /** Roots that the peer's certificate must chain to, in PEM; nothing else is trusted. */
  readonly caPem: string;
  /** Shown to the peer: ES2+ demands authentication of both sides (SGP.22 section 6.5). */
  readonly identity: TlsIdentity;
}

export interface HttpAnswer {
  readonly status: number;
  /** Status line and headers as received; with the body, the evidence of what the peer said. */
  readonly head: Buffer;
  readonly body: Buffer;
}

/** No answer. `sent` is false only where not one byte of the request left this machine. */
export class PostFailure extends Error {
  readonly sent: boolean;
  /** The system's or OpenSSL's code, or a stable word. */
  readonly detail: string;

  constructor(sent: boolean, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'PostFailure';
    this.sent = sent;
    this.detail = detail;
  }
}

/** Larger answers are cut off: a header and a status are a few hundred bytes. */
const BODY_LIMIT = 64 * 1024;
/**
 * An idle connection is given up before the peer does so, which many servers do after 5 s: a request that is written
 * into a connection as the peer closes it would be `sent` with no answer.
 */
const IDLE_MS = 4_000;

/** One HTTPS server with mutual TLS; connections are kept for the next request. */
export class HttpsPeer {
  readonly #base: URL;
  readonly #agent: Agent;
  #closed = false;

  /** @throws Error of OpenSSL for PEM that is none, or a key that is not the certificate's; TypeError for the URL. */
  constructor({ url, caPem, identity }: HttpsPeerConfig) {
    this.#base = new URL(url);
    this.#agent = new Agent({
      keepAlive: true,
      timeout: IDLE_MS,
      secureContext: createSecureContext({
        ca: caPem,
        cert: identity.certPem,
        key: identity.keyPem,
        minVersion: 'TLSv1.2',
      }),
      // A resumed session skips the peer's certificate, so its expiry would go unseen.
      maxCachedSessions: 0,
    });
  }

  /** The peer's name, with its port where that is not 443. */
  get host(): string {
    return this.#base.host;
  }

  urlOf(path: string): string {
    return new URL(this.#base.pathname.replace(/\/$/, '') + path, this.#base).href;
  }

  /** @throws PostFailure */
  async post(
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    if (this.#closed) throw new PostFailure(false, 'closed');
    let sent = false;
    const request = httpsRequest(this.urlOf(path), {
      method: 'POST',
      agent: this.#agent,
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      signal,
    });
    const send = (): void => {
      sent = true;
      request.end(body);
    };
    // Nothing is handed to the connection before the peer's certificate is verified.
    request.once('socket', (socket) => {
      if (request.reusedSocket) send();
      else socket.once('secureConnect', send);
    });
    // An error after the response began comes out of reading the body; without a listener it would end the process.
    request.on('error', () => {});
    try {
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      return { status: response.statusCode ?? 0, head: headOf(response), body: await bodyOf(response) };
    } catch (error) {
      request.destroy();
      throw new PostFailure(sent, this.#reason(error, signal), { cause: error });
    }
  }

  /** Requests under way fail. */
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
}

/** @throws RangeError for a body over the limit. */
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

function headOf({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`HTTP/${httpVersion} ${statusCode} ${statusMessage}`];
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
