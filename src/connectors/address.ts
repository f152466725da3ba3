/**
 * The host of an address, without the brackets around an IPv6 address.
 * @throws Error if it names none
 */
export function hostOf(url: URL): string {
  if (url.hostname === '') throw new Error(`${url.protocol}// address: it names no host`);
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** The port of an address, if it names one. @throws Error where it is 0 */
export function portOf(url: URL): number | undefined {
  if (url.port === '0') throw new Error(`${url.protocol}// address: 0 is no port`);
  return url.port === '' ? undefined : Number(url.port);
}

/**
 * A port that an address names in its query.
 * @throws Error naming what is no port
 */
export function portIn(url: URL, name: string, fallback: number): number {
  const text = url.searchParams.get(name);
  if (text === null) return fallback;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535 || Number(text) === 0)
    throw new Error(`${url.protocol}// address: ${name}=${text} is no port`);
  return Number(text);
}
