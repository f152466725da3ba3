import { readFileSync } from 'node:fs';
import { hostOf } from './address.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** Where a system of the operator is, and with what it is asked. */
export interface JsonAddress {
  /** Without a slash at its end. */
  readonly base: string;
  /** Read for each request, so that a token can be changed while we run. */
  readonly token: () => string | null;
}

/** What it answered, or why it did not. */
export type JsonAnswer = { readonly status: number; readonly json: unknown } | { readonly fault: string };

export interface JsonRequest {
  readonly path: string;
  /** Sent as JSON by POST; without one it is a GET. */
  readonly body?: object;
  readonly timeoutMs: number;
  /** Bytes; a larger answer is none. */
  readonly limit: number;
}

/**
 * `https://HOST[:PORT][/PATH]`, with the token in the place of a password (`https://:TOKEN@HOST`), or in a file
 * (`?token-file=PATH`).
 *
 * @param inTheClear what is said of an address that would send all that in the clear
 * @throws Error for such an address, for a token in both places, and for a file that is not there
 */
export function jsonAddress(url: URL, inTheClear: string): JsonAddress {
  if (url.protocol === 'http:' && !LOOPBACK.includes(hostOf(url))) throw new Error(inTheClear);
  const file = url.searchParams.get('token-file');
  const inAddress = decodeURIComponent(url.password);
  if (file !== null && inAddress !== '')
    throw new Error('the token is in the address or in a file, not in both');
  const token = (): string | null =>
    file === null ? inAddress || null : readFileSync(file, 'utf8').trim() || null;
  if (file !== null && token() === null) throw new Error(`${file} holds no token`);
  return { base: `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}`, token };
}

/** One request. Never throws. */
export async function askJson(
  { base, token }: JsonAddress,
  { path, body, timeoutMs, limit }: JsonRequest,
): Promise<JsonAnswer> {
  try {
    const bearer = token();
    const response = await fetch(base + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // The token is for this host, and for no other that it might name.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, json: JSON.parse(await textOf(response, limit)) };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

/** Why `GET /health` is not answered as it should be; null where it is. */
export async function healthFault(address: JsonAddress, timeoutMs: number): Promise<string | null> {
  const answer = await askJson(address, { path: '/health', timeoutMs, limit: 64 * 1024 });
  if ('fault' in answer) return answer.fault;
  return answer.status === 200 ? null : `http_${answer.status}`;
}

async function textOf(response: Response, limit: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > limit) throw new RangeError('too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function faultOf(error: unknown): string {
  if (error instanceof RangeError) return 'answer_too_large';
  if (error instanceof SyntaxError) return 'answer_unreadable';
  const { name, cause, code } = error as {
    readonly name?: string;
    readonly code?: unknown;
    readonly cause?: { readonly code?: unknown };
  };
  if (name === 'TimeoutError') return 'timeout';
  const known = cause?.code ?? code;
  return typeof known === 'string' ? known : 'connection_failed';
}
