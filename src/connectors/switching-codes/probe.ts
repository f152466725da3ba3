import type { Probe } from '../probe.ts';
import { askSwitching, switchingAddress } from './client.ts';

/** Asks `GET /health` with the token; no code is issued. */
export const probeSwitchingCodes: Probe = async (url, _surroundings, timeoutMs) => {
  const answer = await askSwitching(switchingAddress(url), { method: 'GET', path: '/health' }, timeoutMs);
  const fault = 'fault' in answer ? answer.fault : answer.status === 200 ? null : `http_${answer.status}`;
  return [{ channel: url.protocol.slice(0, -1), address: url.host, fault }];
};
