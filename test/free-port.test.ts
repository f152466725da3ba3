import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort } from '../src/free-port.ts';

it('gives a port that the system gives to nobody who asks for any, and that can be listened on', async () => {
  // The first port of the range from which Linux serves connections that go out and servers that listen on port 0.
  const first = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/)[0]);
  for (let n = 0; n < 50; n += 1) {
    const port = await freePort();
    expect(port).toBeLessThan(first);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  }
});

it('says what is wrong with an address that is not of this machine', async () => {
  await expect(freePort('192.0.2.1')).rejects.toThrow(/EADDRNOTAVAIL/);
});
