import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { buildServer, type ServerParts } from '../../src/http/server.ts';
import { followTls, readTls } from '../../src/run/tls.ts';
import { makeTestPki } from '../../src/simulators/pki/tls-pki.ts';
import { apiInstance } from '../http/api-instance.ts';

const instance = await apiInstance();
const folder = mkdtempSync(join(tmpdir(), 'handback-tls-'));
const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
const pki = makeTestPki('own tls');
function renew(): string {
  const { certPem, keyPem } = pki.server(['localhost', '127.0.0.1']);
  writeFileSync(files.cert, certPem);
  writeFileSync(files.key, keyPem, { mode: 0o600 });
  return certPem;
}
renew();
const app = await buildServer({
  operations: instance.operations,
  events: instance.events,
  metrics: instance.metrics,
  log: pino({ level: 'silent' }),
  publicUrl: 'https://localhost',
  tls: await readTls(files),
} as unknown as ServerParts);
const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Status, and the serial number of the certificate that was shown. */
async function ask(): Promise<{ status: number; serial: string }> {
  const sent = request({
    host: '127.0.0.1',
    port,
    path: '/healthz',
    ca: pki.caPem,
    servername: 'localhost',
    agent: false,
  });
  sent.end();
  const [response] = await once(sent, 'response');
  const { serialNumber } = (response.socket as TLSSocket).getPeerCertificate();
  response.resume();
  return { status: response.statusCode, serial: serialNumber };
}

describe('TLS of our own', () => {
  it('serves with the files, and with new ones at SIGHUP, without a restart', async () => {
    const changed: (() => void)[] = [];
    const failures: unknown[] = [];
    const following = followTls(app.server as unknown as Server, files, {
      changed: () => changed.shift()?.(),
      failed: (error) => failures.push(error),
    });
    const first = await ask();
    expect(first.status).toBe(200);
    renew();
    const read = new Promise<void>((resolve) => changed.push(resolve));
    process.emit('SIGHUP');
    await read;
    const second = await ask();
    expect(second.status).toBe(200);
    expect(second.serial).not.toBe(first.serial);
    writeFileSync(files.cert, 'half a certifi');
    await following.reload();
    expect(failures).toHaveLength(1);
    expect((await ask()).serial).toBe(second.serial);
    following.stop();
    renew();
  });

  it.each([
    ['a certificate that is missing', () => rmSync(files.cert), 'HANDBACK_TLS_CERT'],
    ['a key that is none', () => writeFileSync(files.key, 'x'), 'HANDBACK_TLS_KEY'],
    [
      'a key of another certificate',
      () => writeFileSync(files.key, pki.server(['localhost']).keyPem),
      'is not the key of the certificate',
    ],
  ])('refuses %s with a word on which file it is', async (_, spoil, told) => {
    renew();
    chmodSync(files.key, 0o600);
    spoil();
    await expect(readTls(files)).rejects.toThrow(told);
    renew();
  });
});
