/** Whose `X-Forwarded-For` is believed: addresses and networks, or how many proxies are on the way; null: nobody's. */
export type TrustedProxies = readonly string[] | number | null;

/**
 * The same as Fastify's `trustProxy`. By number, the nearest so many are believed whoever they are: then nothing but the
 * proxies may reach the port.
 */
export function proxyTrust(
  proxies: TrustedProxies,
): false | string[] | ((address: string, hop: number) => boolean) {
  if (proxies === null) return false;
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : [...proxies];
}
