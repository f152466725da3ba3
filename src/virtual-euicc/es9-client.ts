import { request } from 'node:https';

/** Where the server of an address really is, for tests and forwarding proxies; what is left out is as the address says. */
export interface Endpoint {
  readonly host?: string;
  readonly port?: number;
  /** What its certificate must chain to, PEM. Default: what this system trusts. */
  readonly ca?: string | Buffer;
}

export interface DeliveryOptions {
  readonly resolve?: (address: string) => Endpoint;
  /** Milliseconds until an answer must be there; default 30,000. */
  readonly timeoutMs?: number;
}

/** SGP.22 section 6.5.2.9. */
const PATH = '/gsma/rsp2/es9plus/handleNotification';

/**
 * Sends a PendingNotification (DER) to its address by ES9+ HandleNotification, with the headers and the body of lpac.
 * Answers the HTTP status: 2xx says that the receiver has it, and the card may forget it.
 *
 * @throws Error of the connection: no server, no answer in time, a certificate that is not trusted or of another name.
 */
export async function handleNotification(
  address: string,
  pending: Buffer,
  { resolve = () => ({}), timeoutMs = 30_000 }: DeliveryOptions = {},
): Promise<number> {
  const named = new URL(`https://${address}`);
  const { host = named.hostname, port = Number(named.port || 443), ca } = resolve(address);
  const body = JSON.stringify({ pendingNotification: pending.toString('base64') });
  return new Promise((done, failed) => {
    const sent = request(
      {
        method: 'POST',
        path: PATH,
        host,
        port,
        // The certificate must be of the address, wherever its server is.
        servername: named.hostname,
        ...(ca === undefined ? {} : { ca }),
        headers: {
          Host: named.host,
          'User-Agent': 'gsma-rsp-lpad',
          'X-Admin-Protocol': 'gsma/rsp/v2.2.2',
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
        },
        // One connection for one notification: nothing is left open for a process to wait for.
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      },
      // The status says it all; what follows is read away.
      (response) => done(response.resume().on('error', () => {}).statusCode ?? 0),
    );
    sent.on('error', (error) =>
      failed(error.name === 'AbortError' ? new Error(`no answer within ${timeoutMs} ms`) : error),
    );
    sent.end(body);
  });
}
