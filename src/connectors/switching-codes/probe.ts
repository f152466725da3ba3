import { healthFault } from '../json-client.ts';
import type { Probe } from '../probe.ts';
import { switchingAddress } from './address.ts';

/** Asks `GET /health` with the token; no code is issued. */
export const probeSwitchingCodes: Probe = async (url, _surroundings, timeoutMs) => {
  const fault = await healthFault(switchingAddress(url), timeoutMs);
  return [{ channel: url.protocol.slice(0, -1), address: url.host, fault }];
};
