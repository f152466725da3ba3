import { healthFault } from '../json-client.ts';
import type { Probe } from '../probe.ts';
import { accountFactsAddress } from './address.ts';

/** Asks `GET /health` with the token, as the driver would; no customer is asked about. */
export const probeAccountFacts: Probe = async (url, _surroundings, timeoutMs) => {
  const fault = await healthFault(accountFactsAddress(url), timeoutMs);
  return [{ channel: url.protocol.slice(0, -1), address: url.host, fault }];
};
