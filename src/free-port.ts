import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that a system hands out by itself: to connections that go out, and to servers that ask for any port (from 32768 on Linux, from
 * 49152 by RFC 6335 section 6). A port from there can be taken again between the look at it and its use; one from here only by somebody who names it.
 */
const FIRST = 20_000;
const LAST = 32_767;

/** With half of all ports in use, so many attempts in a row miss once in some billion times. */
const ATTEMPTS = 32;

/** A port that nobody listens on now, for servers whose address must be known before they listen. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  let last: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST, LAST + 1);
    try {
      await listenOnce(port, host);
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      last = error;
    }
  }
  throw last;
}

function listenOnce(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
