import { once } from 'node:events';
import { connect } from 'node:net';

/** Where the reader of Debian's vsmartcard-vpcd waits for a card. */
export const VPCD = { host: '127.0.0.1', port: 35963 } as const;

/** What the reader sends in place of an APDU, in one byte: 0 power off, 1 power on, 2 reset, and this. */
const ASKS_FOR_ATR = 4;

/** What a reader asks of a card. */
export interface InsertableCard {
  /** Answer to reset (ISO/IEC 7816-3 section 8). */
  readonly atr: Buffer;
  /** Answers any bytes. */
  transmit(bytes: Buffer): Buffer;
  /** Loses power, or is reset. */
  reset(): void;
}

/** A card that sits in a virtual PC/SC reader. */
export interface InsertedCard {
  /** Resolves when the card is out: taken by `close`, or because the reader went away. A new `insertCard` puts it in again. */
  readonly out: Promise<void>;
  close(): Promise<void>;
}

/**
 * Puts the card into a vpcd reader: frames of a 2-byte length (big-endian) and that many bytes, each way.
 * @throws Error of the socket where no reader listens. An error of the card itself (its state cannot be saved) takes it
 * out, and rejects `out`.
 */
export async function insertCard(
  card: InsertableCard,
  { host, port }: { readonly host: string; readonly port: number } = VPCD,
): Promise<InsertedCard> {
  const socket = connect({ host, port });
  await once(socket, 'connect');
  socket.setNoDelay();
  let pending: Buffer = Buffer.alloc(0);
  const takeFrame = (): Buffer | null => {
    if (pending.length < 2) return null;
    const end = 2 + pending.readUInt16BE(0);
    if (pending.length < end) return null;
    const frame = pending.subarray(2, end);
    pending = pending.subarray(end);
    return frame;
  };
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    try {
      for (let frame = takeFrame(); frame !== null; frame = takeFrame()) {
        const answer = answerFrame(card, frame);
        // Whoever takes it out while it works gets no answer.
        if (answer !== null && socket.writable) socket.write(Buffer.concat([lengthOf(answer), answer]));
      }
    } catch (error) {
      socket.destroy(error as Error);
    }
  });
  const out = new Promise<void>((resolve, reject) => {
    let failure: Error | undefined;
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A reader that is killed resets the connection: the card is out, nothing more.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') failure = error;
    });
    socket.on('close', () => (failure === undefined ? resolve() : reject(failure)));
  });
  // Whoever does not wait for it must not be ended by it.
  out.catch(() => {});
  return {
    out,
    async close() {
      socket.destroySoon();
      await out;
    },
  };
}

function lengthOf(frame: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(frame.length);
  return length;
}

function answerFrame(card: InsertableCard, frame: Buffer): Buffer | null {
  if (frame.length !== 1) return card.transmit(frame);
  if (frame[0] === ASKS_FOR_ATR) return card.atr;
  card.reset();
  return null;
}
