import { ConnectorError } from '../../ports/connector-error.ts';
import type { Probe } from '../probe.ts';
import { pyHssConfig } from './address.ts';
import { isList } from './answers.ts';
import { RestClient } from './rest-client.ts';

/** PyHSS counts from 1. */
const NOBODY = 0;

/**
 * Asks PyHSS for the first of its access points: that its API and its database answer. Then it changes nothing of a
 * subscriber that nobody is: only what changes something needs the key (`services/apiService.py`, `auth_before_request`).
 */
export const probePyHss: Probe = async (url, surroundings, timeoutMs) => {
  const { origin, provisioningKey, tls } = pyHssConfig(url, surroundings);
  const client = new RestClient({ origin, provisioningKey, ...(tls && { tls }), connector: 'pyhss' });
  const answer = (channel: string, fault: string | null) => ({
    channel,
    address: new URL(origin).host,
    fault,
  });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const list = await client.ask('GET', '/apn/list?page=0&page_size=1', undefined, signal);
    if (!isList(list))
      return [answer('api', list.status === 200 ? 'malformed_answer' : `http_${list.status}`)];
    const { status } = await client.ask('PATCH', `/subscriber/${NOBODY}`, {}, signal);
    return [answer('api', null), answer('key', status === 401 ? 'provisioning_key_refused' : null)];
  } catch (error) {
    return [answer('api', error instanceof ConnectorError ? error.detail : 'malformed_answer')];
  } finally {
    client.close();
  }
};
