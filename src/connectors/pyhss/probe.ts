import { ConnectorError } from '../../ports/connector-error.ts';
import type { Probe } from '../probe.ts';
import { pyHssConfig } from './address.ts';
import { isList } from './answers.ts';
import { RestClient } from './rest-client.ts';

/** Asks PyHSS for the first of its access points: that its API and its database answer. Nothing is changed. */
export const probePyHss: Probe = async (url, surroundings, timeoutMs) => {
  const { origin, provisioningKey, tls } = pyHssConfig(url, surroundings);
  const client = new RestClient({ origin, provisioningKey, ...(tls && { tls }), connector: 'pyhss' });
  const answer = (fault: string | null) => [{ channel: 'api', address: new URL(origin).host, fault }];
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const list = await client.ask('GET', '/apn/list?page=0&page_size=1', undefined, signal);
    if (list.status === 401) return answer('provisioning_key_refused');
    return answer(isList(list) ? null : list.status === 200 ? 'malformed_answer' : `http_${list.status}`);
  } catch (error) {
    return answer(error instanceof ConnectorError ? error.detail : 'malformed_answer');
  } finally {
    client.close();
  }
};
