import { hostOf, portOf } from '../address.ts';

/** As Kannel's guide names them: smsbox listens for `sendsms` there. */
const SENDSMS_PORT = 13_013;
const SENDSMS = '/cgi-bin/sendsms';
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const SHORTEST_TOKEN = 16;
const ANSWER_LIMIT = 4_096;

/** Where smsbox is, as whom it is asked, and where it brings the texts of phones. */
export interface KannelAddress {
  readonly sendsms: string;
  readonly username: string;
  readonly password: string;
  /** Null where it brings none. */
  readonly listen: { readonly host: string; readonly port: number; readonly token: string } | null;
}

/**
 * `kannel+http://USER:PASSWORD@HOST[:13013][/cgi-bin/sendsms][?listen=HOST:PORT&token=TOKEN]`, or `kannel+https://`.
 * @throws Error for an address that would send the password in the clear over a network, and for one that cannot be used
 */
export function kannelAddress(url: URL): KannelAddress {
  const host = hostOf(url);
  const scheme = url.protocol === 'kannel+https:' ? 'https' : 'http';
  const loopback = LOOPBACK.includes(host);
  if (scheme === 'http' && !loopback && url.searchParams.get('plain') !== 'yes')
    throw new Error(
      'kannel+http:// sends password and texts in the clear: use kannel+https://, or say plain=yes where the network is your own',
    );
  const path = url.pathname === '' || url.pathname === '/' ? SENDSMS : url.pathname;
  const at = host.includes(':') ? `[${host}]` : host;
  return {
    sendsms: `${scheme}://${at}:${portOf(url) ?? SENDSMS_PORT}${path}`,
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    listen: listenOf(url),
  };
}

function listenOf(url: URL): KannelAddress['listen'] {
  const where = url.searchParams.get('listen');
  const token = url.searchParams.get('token') ?? '';
  if (where === null) return null;
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(where) ?? [];
  if (host === undefined || Number(port) > 65_535)
    throw new Error(`${url.protocol}// address: listen is not HOST:PORT`);
  if (token.length < SHORTEST_TOKEN)
    throw new Error(`${url.protocol}// address: token must have ${SHORTEST_TOKEN} signs or more`);
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port), token };
}

export interface KannelAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * One request to `sendsms`. What a person is sent stands in the body and in headers: smsbox logs addresses as they were called.
 * @throws what `fetch` throws
 */
export async function askSendsms(
  { sendsms, username, password }: KannelAddress,
  message: { readonly from: string; readonly to: string; readonly text: string; readonly wide: boolean },
  timeoutMs: number,
): Promise<KannelAnswer> {
  const { from, to, text, wide } = message;
  const response = await fetch(sendsms, {
    method: 'POST',
    headers: {
      // Kannel reads the alphabet here, and makes UCS2 of it where the coding says so.
      'content-type': 'text/plain; charset=UTF-8',
      'x-kannel-username': username,
      'x-kannel-password': password,
      'x-kannel-from': from,
      'x-kannel-to': to,
      'x-kannel-coding': wide ? '2' : '0',
    },
    body: Buffer.from(text.toWellFormed()),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, text: (await response.text()).slice(0, ANSWER_LIMIT) };
}
