import { healthFault } from '../json-client.ts';
import type { Probe } from '../probe.ts';
import { textCountsAddress } from './address.ts';

/** Asks `GET /health` with the token, as the driver would; no number is asked about. */
export const probeTextCounts: Probe = async (url, _surroundings, timeoutMs) => {
  const fault = await healthFault(textCountsAddress(url), timeoutMs);
  return [{ channel: url.protocol.slice(0, -1), address: url.host, fault }];
};
