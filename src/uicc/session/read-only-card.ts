import { SimFault } from './sim-fault.ts';

/** Sends one command as it is, and answers data and status word. @throws SimFault where the card is gone */
export type Transmit = (apdu: Buffer) => Promise<Buffer>;

/** The commands that are ever sent (ETSI TS 102 221 section 10.1.2). None of them changes a file. */
export const INSTRUCTIONS = {
  select: 0xa4,
  readBinary: 0xb0,
  readRecord: 0xb2,
  getResponse: 0xc0,
  /** Counts tries: sent with a PIN once at most (`ReadOnlyCard.verify`). */
  verify: 0x20,
} as const;

/** Class byte of a UICC on its basic channel, and of a 2G card (3GPP TS 51.011 section 9.1). */
export type CardClass = 0x00 | 0xa0;

export interface CardAnswer {
  readonly data: Buffer;
  readonly statusWord: number;
}

export const OK = 0x9000;

/** More parts of an answer than any file has: a card that never ends is told apart from one that answers much. */
const MAX_PARTS = 64;

/**
 * A card that can be read and not written: every command goes through `INSTRUCTIONS`. Fetches what the card holds ready
 * (61xx; 9Fxx in class A0) and asks again with the length that the card names (6Cxx), as ETSI TS 102 221 section 7.3.1.1.4
 * has it for T=0.
 */
export class ReadOnlyCard {
  readonly #transmit: Transmit;
  #pinTried = false;
  /** The class byte of all commands. */
  readonly cardClass: CardClass;

  constructor(transmit: Transmit, cardClass: CardClass) {
    this.#transmit = transmit;
    this.cardClass = cardClass;
  }

  select(p1: number, p2: number, name: Buffer): Promise<CardAnswer> {
    return this.#send('select', p1, p2, Buffer.concat([Buffer.of(name.length), name]));
  }

  /** @param length 1 to 256 bytes */
  readBinary(offset: number, length: number): Promise<CardAnswer> {
    return this.#send('readBinary', offset >> 8, offset & 0xff, Buffer.of(length & 0xff));
  }

  /** @param record from 1; @param length 1 to 255 bytes */
  readRecord(record: number, length: number): Promise<CardAnswer> {
    return this.#send('readRecord', record, ABSOLUTE, Buffer.of(length));
  }

  /** Asks how many tries a PIN has left; costs none (ETSI TS 102 221 section 11.1.9.1.2). Class 00 only. */
  askTriesLeft(keyReference: number): Promise<CardAnswer> {
    return this.#send('verify', 0x00, keyReference, Buffer.alloc(0));
  }

  /**
   * Tries a PIN of 4 to 8 digits, padded with FF. @throws Error the second time: a card is not tried again by itself,
   * whatever it answered
   */
  verify(keyReference: number, pin: string): Promise<CardAnswer> {
    if (this.#pinTried) throw new Error('a PIN was tried already');
    this.#pinTried = true;
    const padded = Buffer.alloc(8, 0xff);
    padded.write(pin, 'latin1');
    return this.#send('verify', 0x00, keyReference, Buffer.concat([Buffer.of(8), padded]));
  }

  async #send(
    instruction: keyof typeof INSTRUCTIONS,
    p1: number,
    p2: number,
    rest: Buffer,
  ): Promise<CardAnswer> {
    const header = Buffer.of(this.cardClass, INSTRUCTIONS[instruction], p1, p2);
    let answer = await this.#exchange(Buffer.concat([header, rest]));
    // Wrong length, and the right one: only where nothing but a length was sent.
    if (answer.statusWord >> 8 === 0x6c && rest.length === 1)
      answer = await this.#exchange(Buffer.concat([header, Buffer.of(answer.statusWord & 0xff)]));
    const parts = [answer.data];
    for (let n = 0; isMore(answer.statusWord); n++) {
      if (n === MAX_PARTS) throw new SimFault('card_protocol', { detail: 'endless answer' });
      const length = answer.statusWord & 0xff;
      answer = await this.#exchange(Buffer.of(this.cardClass, INSTRUCTIONS.getResponse, 0, 0, length));
      if (answer.statusWord >> 8 === 0x6c)
        answer = await this.#exchange(
          Buffer.of(this.cardClass, INSTRUCTIONS.getResponse, 0, 0, answer.statusWord & 0xff),
        );
      parts.push(answer.data);
    }
    return { data: Buffer.concat(parts), statusWord: answer.statusWord };
  }

  async #exchange(apdu: Buffer): Promise<CardAnswer> {
    const bytes = await this.#transmit(apdu);
    // A card that is gone is told apart by whoever transmits.
    if (bytes.length < 2) throw new SimFault('card_protocol', { detail: bytes.toString('hex') });
    return { data: bytes.subarray(0, -2), statusWord: bytes.readUInt16BE(bytes.length - 2) };
  }
}

/** P2 of READ RECORD: the record that P1 names (ETSI TS 102 221 table 11.11). */
const ABSOLUTE = 0x04;

const isMore = (statusWord: number): boolean => statusWord >> 8 === 0x61 || statusWord >> 8 === 0x9f;
