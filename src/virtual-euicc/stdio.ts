import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { VirtualCard } from './card.ts';

/**
 * lpac's `stdio` interface (LPAC_APDU=stdio), the card's side: one JSON object a line, an answer to each request.
 * lpac 2.3.0 takes the sending of its first request for a failure and ends; that one works with `vpcd`.
 */
export interface StdioStreams {
  /** What lpac prints. */
  readonly input: Readable;
  /** What lpac reads. */
  readonly output: Writable;
  /** Where lines go that are not for the card: lpac prints its progress and its result among the requests. */
  readonly others: Writable;
}

interface Answer {
  /** Negative for a failure; of `logic_channel_open` the number of the channel. */
  readonly ecode: number;
  /** Hexadecimal. */
  readonly data?: string;
}

const FAILED: Answer = { ecode: -1 };

/** Resolves when the input ends. */
export async function serveStdio(card: VirtualCard, { input, output, others }: StdioStreams): Promise<void> {
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    const request = readRequest(line);
    // An answer to what asks nothing would be taken for the answer to the next request.
    if (request === 'not_for_the_card') others.write(`${line}\n`);
    else output.write(`${JSON.stringify({ type: 'apdu', payload: answer(card, request) })}\n`);
  }
}

interface Request {
  readonly func: unknown;
  readonly param: Buffer;
}

function readRequest(line: string): Request | 'malformed' | 'not_for_the_card' {
  let message: { type?: unknown; payload?: { func?: unknown; param?: unknown } | null } | null;
  try {
    message = JSON.parse(line);
  } catch {
    return 'malformed';
  }
  if (typeof message === 'object' && typeof message?.type === 'string' && message.type !== 'apdu')
    return 'not_for_the_card';
  const payload = message?.payload;
  if (message?.type !== 'apdu' || typeof payload !== 'object' || payload === null) return 'malformed';
  const hex = payload.param ?? '';
  if (typeof hex !== 'string' || !/^([0-9a-f]{2})*$/i.test(hex)) return 'malformed';
  return { func: payload.func, param: Buffer.from(hex, 'hex') };
}

function answer(card: VirtualCard, request: Request | 'malformed'): Answer {
  if (request === 'malformed') return FAILED;
  const { func, param } = request;
  switch (func) {
    case 'connect':
    case 'disconnect':
      card.reset();
      return { ecode: 0 };
    case 'transmit':
      return { ecode: 0, data: card.transmit(param).toString('hex').toUpperCase() };
    case 'logic_channel_open':
      return { ecode: openChannel(card, param) };
    case 'logic_channel_close':
      return { ecode: succeeded(card.transmit(Buffer.of(0x00, 0x70, 0x80, param[0] ?? 0))) ? 0 : -1 };
    default:
      return FAILED;
  }
}

/** The number of a channel on which the application is selected, or -1. */
function openChannel(card: VirtualCard, aid: Buffer): number {
  const opened = card.transmit(Buffer.of(0x00, 0x70, 0x00, 0x00, 0x01));
  if (!succeeded(opened)) return -1;
  const channel = opened[0]!;
  const select = Buffer.concat([Buffer.of(channel, 0xa4, 0x04, 0x00, aid.length), aid]);
  if (succeeded(card.transmit(select))) return channel;
  card.transmit(Buffer.of(0x00, 0x70, 0x80, channel));
  return -1;
}

/** 9000, or 61xx: there is more to fetch. */
function succeeded(response: Buffer): boolean {
  const sw1 = response.at(-2);
  return sw1 === 0x90 || sw1 === 0x61;
}
