import type { Probe } from '../probe.ts';
import { accountFactsAddress, askAccountSystem } from './client.ts';

/** Asks `GET /health` with the token, as the driver would; no customer is asked about. */
export const probeAccountFacts: Probe = async (url, _surroundings, timeoutMs) => {
  const answer = await askAccountSystem(accountFactsAddress(url), '/health', timeoutMs);
  const fault = 'fault' in answer ? answer.fault : answer.status === 200 ? null : `http_${answer.status}`;
  return [{ channel: url.protocol.slice(0, -1), address: url.host, fault }];
};
