import { readFileSync } from 'node:fs';
import { hostOf } from '../address.ts';

const BODY_LIMIT = 1024 * 1024;
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

export interface SwitchingAddress {
  /** Without a slash at its end. */
  readonly base: string;
  /** Read for each request, so that a token can be changed while we run. */
  readonly token: () => string | null;
}

export type SwitchingAnswer =
  | { readonly status: number; readonly json: unknown }
  | { readonly fault: string };

/**
 * `https://:TOKEN@HOST[:PORT][/PATH]`, or with the token in a file (`?token-file=PATH`).
 * @throws Error for an address that would send the token or a code in the clear
 */
export function switchingAddress(url: URL): SwitchingAddress {
  if (url.protocol === 'http:' && !LOOPBACK.includes(hostOf(url)))
    throw new Error('codes are asked for over https://; http:// is for this machine only');
  const file = url.searchParams.get('token-file');
  const given = decodeURIComponent(url.password);
  const token = (): string | null => (file === null ? given : readFileSync(file, 'utf8').trim()) || null;
  return { base: `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}`, token };
}

/** One request. Never throws. */
export async function askSwitching(
  { base, token }: SwitchingAddress,
  asked: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: object | undefined },
  timeoutMs: number,
): Promise<SwitchingAnswer> {
  try {
    const bearer = token();
    const response = await fetch(base + asked.path, {
      method: asked.method,
      headers: {
        accept: 'application/json',
        ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      },
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, json: JSON.parse(await textOf(response)) };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > BODY_LIMIT) throw new RangeError('too large');
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
