import type { Probe } from '../probe.ts';
import { kannelAddress } from './client.ts';

/** Asks smsbox for `sendsms` as the driver does, but to nobody: it says whether it knows us. No message is sent. */
export const probeKannel: Probe = async (url, _surroundings, timeoutMs) => {
  const { sendsms, username, password } = kannelAddress(url);
  const at = new URL(sendsms);
  const fault = await fetch(sendsms, {
    method: 'POST',
    headers: { 'x-kannel-username': username, 'x-kannel-password': password, 'content-type': 'text/plain' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).then(
    ({ status }) =>
      status === 403 ? 'authorization_failed' : status === 400 || status === 202 ? null : `http_${status}`,
    (error: { readonly name?: string; readonly cause?: { readonly code?: string } }) =>
      error.name === 'TimeoutError' ? 'timeout' : (error.cause?.code ?? 'connection_failed'),
  );
  return [{ channel: 'sendsms', address: at.host, fault }];
};
