import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { DeliveredText, TextTaker } from '../../ports/sms.ts';

export interface Listener {
  close(): Promise<void>;
}

const PATH = '/mo';
/** A text of 255 parts with 67 characters each, of three octets, each in percent form, and more: what is refused comes again. */
const LONGEST_URL = 192 * 1024;

/**
 * Takes the texts that smsbox brings: `get-url = "http://HOST:PORT/mo?token=...&from=%p&to=%P&text=%b&charset=%C&id=%I"`. It is
 * answered once a text is stored; where that fails, so that smsbox asks again (`http-request-retry`). The answer is empty: the
 * phone gets its own through `sendsms`.
 */
export function listenToKannel(
  { host, port, token }: { readonly host: string; readonly port: number; readonly token: string },
  take: TextTaker,
): Listener {
  const server = createServer({ maxHeaderSize: LONGEST_URL }, (request, response) => {
    answer(request, token, take).then(
      (status) => end(response, status),
      () => end(response, 503),
    );
  });
  // A port that is taken is told like any other failure of this process to begin.
  server.listen(port, host);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end();
}

async function answer(request: IncomingMessage, token: string, take: TextTaker): Promise<number> {
  const [path, query = ''] = (request.url ?? '').split('?', 2);
  if (request.method !== 'GET' || path !== PATH) return 404;
  const fields = octetsOf(query);
  if (!isSame(fields.get('token') ?? Buffer.alloc(0), Buffer.from(token))) return 403;
  await take(textOf(fields));
  return 200;
}

function textOf(fields: ReadonlyMap<string, Buffer>): DeliveredText {
  const field = (name: string): string => fields.get(name)?.toString('utf8').trim() ?? '';
  const from = field('from');
  const id = field('id');
  return {
    messageId: id === '' ? null : id,
    from: { type: from.startsWith('+') ? 'international' : 'unknown', value: from },
    to: field('to'),
    text: decoded(fields.get('text') ?? Buffer.alloc(0), field('charset') || 'utf-8'),
    // Kannel puts long texts together itself (`sms-combine-concatenated-mo`).
    part: null,
  };
}

/** The octets of each field: a text in UTF-16BE is written in them as it is, and `decodeURIComponent` would throw. */
function octetsOf(query: string): ReadonlyMap<string, Buffer> {
  return new Map(
    query.split('&').flatMap((pair) => {
      const at = pair.indexOf('=');
      return at < 1 ? [] : [[pair.slice(0, at), percentOctets(pair.slice(at + 1))] as const];
    }),
  );
}

function percentOctets(text: string): Buffer {
  const octets: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const hex = text[at] === '%' ? /^[0-9a-f]{2}/i.exec(text.slice(at + 1, at + 3))?.[0] : undefined;
    if (hex !== undefined) {
      octets.push(Number.parseInt(hex, 16));
      at += 2;
    } else octets.push(text[at] === '+' ? 0x20 : text.charCodeAt(at) & 0xff);
  }
  return Buffer.from(octets);
}

function decoded(octets: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(octets);
  } catch {
    return null;
  }
}

const digest = (of: Buffer): Buffer => createHash('sha256').update(of).digest();
const isSame = (a: Buffer, b: Buffer): boolean => timingSafeEqual(digest(a), digest(b));
