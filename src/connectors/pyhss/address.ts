import type { Clock } from '../../ports/clock.ts';
import { hostOf } from '../address.ts';

export interface PyHssConfig {
  /** `http://host:port` or `https://host:port`. */
  readonly origin: string;
  /** Where `hss.lock_provisioning` is set. */
  readonly provisioningKey?: string | null;
  /** Bounds every method, in milliseconds. Default 10,000. */
  readonly callTimeoutMs?: number;
  /** Names this HSS in evidence and errors. Default `pyhss`. */
  readonly element?: string;
  readonly clock?: Clock;
}

const PORT = 8080;

/** @throws Error where the address cannot be used */
export function pyHssConfig(url: URL): PyHssConfig & { readonly provisioningKey: string | null } {
  const isTls = url.protocol === 'pyhss+https:';
  hostOf(url);
  const port = url.port === '' ? (isTls ? 443 : PORT) : Number(url.port);
  return {
    origin: `${isTls ? 'https' : 'http'}://${url.hostname}:${port}`,
    provisioningKey: url.password === '' ? null : decodeURIComponent(url.password),
  };
}
