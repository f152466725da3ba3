import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach } from 'vitest';
import { sequence, tlv } from '../../src/asn1/der.ts';
import { extension, issueEuicc, makeCi, type TestCertificate } from '../../src/simulators/pki/rsp-chain.ts';

export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

const pem = ({ der }: TestCertificate): string => new X509Certificate(der).toString();

/** A receiver of notifications whose certificate is of this name, with the statuses that it answers one after the other. */
export async function receiver(
  name: string,
  statuses: readonly number[],
): Promise<{ endpoint: { host: string; port: number; ca: string }; received: Received[] }> {
  const ci = makeCi();
  const subjectAltName = extension('2.5.29.17', sequence(tlv(0x82, Buffer.from(name))));
  const certificate = issueEuicc(ci, '', { subjectSerial: null, policy: null, extensions: [subjectAltName] });
  const key = certificate.key.export({ format: 'pem', type: 'pkcs8' });
  const received: Received[] = [];
  const server = createServer({ cert: pem(certificate), key }, async (request, response) => {
    const { method, url, headers } = request;
    received.push({ method, url, headers, body: await text(request) });
    response.writeHead(statuses[received.length - 1] ?? 204, { 'X-Admin-Protocol': 'gsma/rsp/v2.2.2' }).end();
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { endpoint: { host: '127.0.0.1', port, ca: pem(ci) }, received };
}
