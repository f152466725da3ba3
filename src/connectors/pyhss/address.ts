import type { Clock } from '../../ports/clock.ts';
import { hostOf } from '../address.ts';
import type { Surroundings, TlsClient } from '../driver.ts';

export interface PyHssConfig {
  /** `http://host:port` or `https://host:port`. */
  readonly origin: string;
  /** For https: whom we trust, and as whom we call. */
  readonly tls?: TlsClient;
  /** Where `hss.lock_provisioning` is set. */
  readonly provisioningKey?: string | null;
  /** Bounds every method, in milliseconds. Default 10,000. */
  readonly callTimeoutMs?: number;
  /** Names this HSS in evidence and errors. Default `pyhss`. */
  readonly element?: string;
  readonly clock?: Clock;
}

const PORT = 8080;

/** @throws Error where the address, or a file that it needs, cannot be used */
export function pyHssConfig(
  url: URL,
  { hlrClient }: Pick<Surroundings, 'hlrClient'>,
): PyHssConfig & { readonly provisioningKey: string | null } {
  const isTls = url.protocol === 'pyhss+https:';
  hostOf(url);
  const port = url.port === '' ? (isTls ? 443 : PORT) : Number(url.port);
  return {
    origin: `${isTls ? 'https' : 'http'}://${url.hostname}:${port}`,
    ...(isTls && { tls: hlrClient() }),
    provisioningKey: url.password === '' ? null : decodeURIComponent(url.password),
  };
}
