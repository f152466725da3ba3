import { healthFault } from '../json-client.ts';
import type { Probe } from '../probe.ts';
import { chargeControlAddress } from './address.ts';

/** Asks `GET /health` with the token, as the driver would; no line is asked about. */
export const probeChargeControl: Probe = async (url, _surroundings, timeoutMs) => {
  const fault = await healthFault(chargeControlAddress(url), timeoutMs);
  return [{ channel: url.protocol.slice(0, -1), address: url.host, fault }];
};
