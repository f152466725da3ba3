import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Probe } from '../probe.ts';

/**
 * Greets an SM-DP+ by mutual TLS and asks for its root: whatever it answers, it answered. No function of ES2+ is called. One
 * that does not let us in says so by TLS, or by 401 or 403.
 */
export const probeEs2Plus: Probe = async (url, { smdpClient }, timeoutMs) => {
  const { caPem, certPem, keyPem } = smdpClient();
  return [{ channel: 'tls', address: url.host, fault: await asked() }];

  async function asked(): Promise<string | null> {
    const signal = AbortSignal.timeout(timeoutMs);
    const asking = request(url.origin, {
      method: 'GET',
      ca: caPem,
      cert: certPem,
      key: keyPem,
      minVersion: 'TLSv1.2',
      agent: false,
      signal,
    });
    asking.on('error', () => undefined);
    asking.end();
    try {
      const [answer] = (await once(asking, 'response')) as [IncomingMessage];
      answer.on('error', () => undefined);
      answer.destroy();
      return answer.statusCode === 401 || answer.statusCode === 403 ? `http_${answer.statusCode}` : null;
    } catch (error) {
      if (signal.aborted) return 'timeout';
      return (error as NodeJS.ErrnoException).code ?? 'connection_failed';
    } finally {
      asking.destroy();
    }
  }
};
