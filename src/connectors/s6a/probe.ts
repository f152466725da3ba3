import { ConnectorError } from '../../ports/connector-error.ts';
import type { Probe } from '../probe.ts';
import { s6aConfig } from './address.ts';
import { DiameterLink } from './link.ts';

/**
 * Greets a Diameter peer, asks it for a sign of life and takes its leave. It speaks as whom a worker speaks: a peer that
 * allows one link an identity refuses this one while a worker holds the other.
 */
export const probeS6a: Probe = async (url, { hlrClient }, timeoutMs) => {
  const config = s6aConfig(url, { hlrClient });
  const link = new DiameterLink({
    connector: 's6a',
    host: config.host,
    port: config.port,
    ...(config.tls && { tls: config.tls }),
    identity: config.identity,
    connectTimeoutMs: timeoutMs,
    window: 1,
    watchdogMs: timeoutMs,
  });
  const answer = (fault: string | null) => [
    { channel: 's6a', address: `${url.hostname}:${config.port}`, fault },
  ];
  try {
    await link.signOfLife(timeoutMs);
    return answer(null);
  } catch (error) {
    return answer(error instanceof ConnectorError ? error.detail : 'malformed_answer');
  } finally {
    await link.close();
  }
};
