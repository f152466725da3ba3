import { readFileSync } from 'node:fs';
import { hostOf } from '../address.ts';

/** Larger answers are no list of a few top-ups. */
const BODY_LIMIT = 64 * 1024;
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** Where the account system is, and with what it is asked. */
export interface AccountFactsAddress {
  /** Without a slash at its end. */
  readonly base: string;
  /** Read for each question, so that a token can be changed while we run. */
  readonly token: () => string | null;
}

/** What it answered, or why it did not. */
export type AccountAnswer = { readonly status: number; readonly json: unknown } | { readonly fault: string };

/**
 * `https://HOST[:PORT][/PATH]`, with the token in the place of a password (`https://:TOKEN@HOST`), or in a file
 * (`?token-file=PATH`).
 * @throws Error for an address that would send the token or a customer's facts in the clear, and for a file that is not there
 */
export function accountFactsAddress(url: URL): AccountFactsAddress {
  const host = hostOf(url);
  if (url.protocol === 'http:' && !LOOPBACK.includes(host))
    throw new Error('the account system is asked over https://; http:// is for this machine only');
  const file = url.searchParams.get('token-file');
  const inAddress = decodeURIComponent(url.password);
  if (file !== null && inAddress !== '')
    throw new Error('the token is in the address or in a file, not in both');
  const token = (): string | null =>
    file === null ? inAddress || null : readFileSync(file, 'utf8').trim() || null;
  if (file !== null && token() === null) throw new Error(`${file} holds no token`);
  return { base: `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}`, token };
}

/** One question. Never throws. */
export async function askAccountSystem(
  { base, token }: AccountFactsAddress,
  path: string,
  timeoutMs: number,
): Promise<AccountAnswer> {
  try {
    const bearer = token();
    const response = await fetch(base + path, {
      headers: {
        accept: 'application/json',
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      },
      // The token is for this host, and for no other that it might name.
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
