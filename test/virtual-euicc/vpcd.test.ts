import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertCard } from '../../src/virtual-euicc/vpcd.ts';
import { LAKESIDE_BYTES, profile, SELECT, testCard } from './cards.ts';

/** The reader's side of vpcd. */
let server: ReturnType<typeof createServer>;
let where: { host: string; port: number };

beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  where = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
});
afterEach(() => server.close());

async function reader(): Promise<Reader> {
  const [socket] = (await once(server, 'connection')) as [Socket];
  return new Reader(socket);
}

class Reader {
  readonly socket: Socket;
  readonly #bytes: AsyncIterator<number>;

  constructor(socket: Socket) {
    this.socket = socket;
    this.#bytes = (async function* () {
      for await (const chunk of socket) yield* chunk as Buffer;
    })();
  }

  send(hex: string): void {
    this.socket.write(frame(hex));
  }

  /** The next frame, hexadecimal. */
  async receive(): Promise<string> {
    const length = Buffer.from(await this.#take(2)).readUInt16BE();
    return Buffer.from(await this.#take(length))
      .toString('hex')
      .toUpperCase();
  }

  async #take(count: number): Promise<number[]> {
    const bytes: number[] = [];
    while (bytes.length < count) {
      const { value, done } = await this.#bytes.next();
      if (done) throw new Error('the card is out');
      bytes.push(value);
    }
    return bytes;
  }
}

function frame(hex: string): Buffer {
  const payload = Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(payload.length);
  return Buffer.concat([length, payload]);
}

const ATR = '3B056555494343';

describe('a card in a vpcd reader', () => {
  it('gives its ATR and answers APDUs, in frames', async () => {
    const [card, slot] = await Promise.all([insertCard(testCard().card, where), reader()]);
    slot.send('01');
    slot.send('04');
    expect(await slot.receive()).toBe(ATR);
    slot.send(SELECT);
    expect(await slot.receive()).toBe('611B');
    await card.close();
  });

  it('reads frames that come byte by byte and several at once', async () => {
    const [card, slot] = await Promise.all([insertCard(testCard().card, where), reader()]);
    slot.socket.setNoDelay();
    for (const byte of frame(SELECT)) slot.socket.write(Buffer.of(byte));
    expect(await slot.receive()).toBe('611B');
    slot.socket.write(Buffer.concat(['80E2910003BF2800', '80C0000005', '04'].map(frame)));
    expect(await slot.receive()).toBe('6105');
    expect(await slot.receive()).toBe('BF2802A0009000');
    expect(await slot.receive()).toBe(ATR);
    await card.close();
  });

  it.each([
    ['reset', ['02']],
    ['the loss of power', ['00', '01']],
  ])('forgets its selection at %s, and keeps what it did', async (_, controls) => {
    const { card, euicc } = testCard([profile()]);
    const [inserted, slot] = await Promise.all([insertCard(card, where), reader()]);
    slot.send(SELECT);
    slot.send(`80E291000FBF330C5A0A${LAKESIDE_BYTES}`);
    controls.forEach((control) => {
      slot.send(control);
    });
    slot.send('80E2910003BF2800');
    expect([await slot.receive(), await slot.receive(), await slot.receive()]).toEqual([
      '611B',
      '6106',
      '6D00',
    ]);
    expect(euicc.state.profiles).toEqual([]);
    await inserted.close();
  });

  it('says when the reader goes away, and can be put in again', async () => {
    const { card } = testCard();
    const [first, slot] = await Promise.all([insertCard(card, where), reader()]);
    slot.socket.resetAndDestroy();
    await first.out;
    const [second, again] = await Promise.all([insertCard(card, where), reader()]);
    again.send('04');
    expect(await again.receive()).toBe(ATR);
    await second.close();
    await expect(again.receive()).rejects.toThrow('the card is out');
  });

  it('is out, with the reason, when it cannot keep its state', async () => {
    let full = false;
    const { card } = testCard([profile()], {}, () => {
      if (full) throw new Error('no space left');
    });
    full = true;
    const [inserted, slot] = await Promise.all([insertCard(card, where), reader()]);
    slot.socket.on('error', () => {});
    slot.send(SELECT);
    slot.send(`80E291000FBF330C5A0A${LAKESIDE_BYTES}`);
    await expect(inserted.out).rejects.toThrow('no space left');
  });

  it('cannot be put in where no reader is', async () => {
    server.close();
    await once(server, 'close');
    await expect(insertCard(testCard().card, where)).rejects.toThrow('ECONNREFUSED');
  });
});
