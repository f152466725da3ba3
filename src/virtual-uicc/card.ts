import { type CommandApdu, parseApdu, responseApdu, StatusWordError, SW } from '../virtual-euicc/apdu.ts';
import type { InsertableCard } from '../virtual-euicc/vpcd.ts';
import { fileControlParameters, response2g } from './descriptions.ts';
import type { CardFile, ElementaryFile, Folder } from './files.ts';
import { Pin, type PinState } from './pin.ts';

/** A UICC with a USIM, which answers class 00, or a card of 2G, which answers class A0. */
export type CardKind = 'usim' | '2g';

/** T=0, with the historical bytes `SIM`. */
const ATR = Buffer.from('3B0353494D', 'hex');

const INS = {
  select: 0xa4,
  readBinary: 0xb0,
  readRecord: 0xb2,
  getResponse: 0xc0,
  verify: 0x20,
  unblock: 0x2c,
};

/** Further status words: ETSI TS 102 221 section 10.2.1 and, for class A0, 3GPP TS 51.011 section 9.4. */
const REFUSED = {
  noFileSelected: { usim: 0x6986, '2g': 0x9400 },
  notFound: { usim: SW.fileNotFound, '2g': 0x9404 },
  noSuchRecord: { usim: 0x6a83, '2g': 0x9402 },
  otherStructure: { usim: 0x6981, '2g': 0x9408 },
  locked: { usim: 0x6982, '2g': 0x9804 },
  blocked: { usim: 0x6983, '2g': 0x9840 },
} as const;

interface Position {
  readonly folder: Folder;
  readonly parent: Position | null;
}

/**
 * A card of files that can be read, behind a PIN (ETSI TS 102 221, 3GPP TS 31.102 and TS 51.011), as T=0 carries it: answers
 * wait for GET RESPONSE, and a wrong length is told the right one. It cannot be written.
 */
export class VirtualUicc implements InsertableCard {
  readonly atr = ATR;
  readonly kind: CardKind;
  readonly pin: Pin;
  readonly #root: Position;
  #at: Position;
  #file: ElementaryFile | null = null;
  #response: Buffer = Buffer.alloc(0);

  constructor(kind: CardKind, master: Folder, pin: PinState) {
    this.kind = kind;
    this.pin = new Pin(pin);
    this.#root = { folder: master, parent: null };
    this.#at = this.#root;
  }

  reset(): void {
    this.#at = this.#root;
    this.#file = null;
    this.#response = Buffer.alloc(0);
    this.pin.reset();
  }

  transmit(bytes: Buffer): Buffer {
    try {
      return this.#dispatch(parseApdu(bytes));
    } catch (error) {
      if (error instanceof StatusWordError) return responseApdu(error.statusWord);
      throw error;
    }
  }

  #dispatch(command: CommandApdu): Buffer {
    if (command.cla !== (this.kind === 'usim' ? 0x00 : 0xa0)) throw new StatusWordError(SW.claNotSupported);
    if (command.ins === INS.getResponse) return this.#getResponse(command.le ?? 256);
    this.#response = Buffer.alloc(0);
    switch (command.ins) {
      case INS.select:
        return this.#select(command);
      case INS.readBinary:
        return this.#readBinary(command);
      case INS.readRecord:
        return this.#readRecord(command);
      case INS.verify:
        return this.#verify(command);
      case INS.unblock:
        return this.#unblock(command);
      default:
        throw new StatusWordError(SW.insNotSupported);
    }
  }

  #refuse(why: keyof typeof REFUSED): StatusWordError {
    return new StatusWordError(REFUSED[why][this.kind]);
  }

  #select({ p1, data }: CommandApdu): Buffer {
    const found = p1 === 0x04 ? this.#application(data) : this.#reachable(data.toString('hex').toUpperCase());
    if (found === null) throw this.#refuse('notFound');
    const file: CardFile = 'folder' in found ? found.folder : found;
    if ('folder' in found) this.#at = found;
    this.#file = file.kind === 'folder' ? null : file;
    const describe = this.kind === 'usim' ? fileControlParameters : response2g;
    this.#response = describe(file, this.pin.state);
    return responseApdu((this.kind === 'usim' ? 0x6100 : 0x9f00) | this.#response.length);
  }

  /** By the start of an AID (ETSI TS 102 221 section 8.4.2): what is longer than the AID itself names none. */
  #application(name: Buffer): Position | null {
    if (this.kind === '2g' || name.length === 0) return null;
    const found = this.#root.folder.children.find(
      (one): one is Folder =>
        one.kind === 'folder' && one.aid !== undefined && one.aid.subarray(0, name.length).equals(name),
    );
    return found === undefined ? null : { folder: found, parent: this.#root };
  }

  /** Section 8.4.1: the MF, what is in the current folder, that folder, its parent and its parent's folders. */
  #reachable(id: string): Position | ElementaryFile | null {
    if (id === this.#root.folder.id) return this.#root;
    const named = ({ folder }: Position): CardFile[] =>
      // An ADF has no identifier on this level: it is reached by its AID.
      folder.children.filter((one) => one.id === id && !(one.kind === 'folder' && one.aid !== undefined));
    const [child] = named(this.#at);
    if (child !== undefined) return child.kind === 'folder' ? { folder: child, parent: this.#at } : child;
    const { parent } = this.#at;
    if (this.#at.folder.id === id) return this.#at;
    if (parent === null) return null;
    if (parent.folder.id === id) return parent;
    const sibling = named(parent).find((one) => one.kind === 'folder');
    return sibling?.kind === 'folder' ? { folder: sibling, parent } : null;
  }

  #getResponse(length: number): Buffer {
    if (this.#response.length === 0) throw new StatusWordError(SW.conditionsNotSatisfied);
    const data = this.#response.subarray(0, length);
    this.#response = this.#response.subarray(length);
    return responseApdu(this.#response.length === 0 ? SW.ok : 0x6100 | this.#response.length, data);
  }

  #readBinary({ p1, p2, le }: CommandApdu): Buffer {
    const file = this.#readable();
    if (file.kind !== 'transparent') throw this.#refuse('otherStructure');
    const offset = (p1 << 8) | p2;
    const left = file.bytes.length - offset;
    if (left < 0 || le === null) throw new StatusWordError(SW.wrongLength);
    return this.#give(file.bytes.subarray(offset), Math.min(le, 256));
  }

  #readRecord({ p1, p2, le }: CommandApdu): Buffer {
    const file = this.#readable();
    if (file.kind !== 'records') throw this.#refuse('otherStructure');
    if (p2 !== 0x04) throw new StatusWordError(SW.incorrectP1P2);
    const record = file.records[p1 - 1];
    if (record === undefined) throw this.#refuse('noSuchRecord');
    if (le !== record.length) throw this.#wrongLength(record.length);
    return responseApdu(SW.ok, record);
  }

  #give(bytes: Buffer, length: number): Buffer {
    if (length > bytes.length) throw this.#wrongLength(bytes.length);
    return responseApdu(SW.ok, bytes.subarray(0, length));
  }

  /** 6Cxx names the right length; a 2G card says 67xx alike (3GPP TS 51.011 section 9.4.6). */
  #wrongLength(right: number): StatusWordError {
    return new StatusWordError((this.kind === 'usim' ? 0x6c00 : 0x6700) | (right & 0xff));
  }

  #readable(): ElementaryFile {
    if (this.#file === null) throw this.#refuse('noFileSelected');
    const open = this.#file.kind === 'transparent' && this.#file.open === true;
    if (!open && !this.pin.satisfied) throw this.#refuse('locked');
    return this.#file;
  }

  #verify({ p1, p2, data }: CommandApdu): Buffer {
    if (p1 !== 0x00 || p2 !== 0x01) throw new StatusWordError(SW.incorrectP1P2);
    if (this.pin.blocked) throw this.#refuse('blocked');
    if (data.length === 0 && this.kind === 'usim') throw new StatusWordError(this.#triesLeft());
    if (data.length !== 8) throw new StatusWordError(SW.wrongLength);
    if (this.pin.verify(digits(data))) return responseApdu(SW.ok);
    throw this.kind === 'usim' ? new StatusWordError(this.#triesLeft()) : this.#refuse('locked');
  }

  #unblock({ p1, p2, data }: CommandApdu): Buffer {
    // A 2G card names CHV1 by 00 here (3GPP TS 51.011 section 9.3).
    if (p1 !== 0x00 || p2 !== (this.kind === 'usim' ? 0x01 : 0x00))
      throw new StatusWordError(SW.incorrectP1P2);
    if (data.length !== 16) throw new StatusWordError(SW.wrongLength);
    if (this.pin.unblock(digits(data.subarray(0, 8)), digits(data.subarray(8)))) return responseApdu(SW.ok);
    if (this.pin.state.pukTriesLeft === 0) throw this.#refuse('blocked');
    throw this.kind === 'usim'
      ? new StatusWordError(0x63c0 | this.pin.state.pukTriesLeft)
      : this.#refuse('locked');
  }

  #triesLeft(): number {
    return 0x63c0 | this.pin.state.triesLeft;
  }
}

const digits = (bytes: Buffer): string => bytes.toString('latin1').replace(/\u00ff+$/, '');
