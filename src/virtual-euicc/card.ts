import { tlv } from '../asn1/der.ts';
import { type CommandApdu, parseApdu, responseApdu, StatusWordError, SW } from './apdu.ts';
import { SGP22_VERSION } from './euicc-info.ts';
import type { InsertableCard } from './vpcd.ts';

/** SGP.22 section 5.7.1: the AID of every eUICC's ISD-R. */
export const ISD_R_AID = Buffer.from('A0000005591010FFFFFFFF8900000100', 'hex');

/**
 * T=0, as UICCs speak it, with the historical bytes `eUICC`. No global interface bytes: nothing here has a clock.
 * ISO/IEC 7816-3 section 8.2: a card that offers only T=0 has no check byte.
 */
export const ATR = Buffer.from('3B056555494343', 'hex');

/** SGP.22 section 5.7.1: file control information with the AID and the version of SGP.22, 2.2.2. */
const FCI = tlv(0x6f, tlv(0x84, ISD_R_AID), tlv(0xe0, tlv(0x82, SGP22_VERSION)));

/** Basic channel and three more: what class bytes 0x to 3x and 8x can name (ISO/IEC 7816-4 section 5.4.1). */
const CHANNELS = 4;

const INS = {
  terminalCapability: 0xaa,
  manageChannel: 0x70,
  select: 0xa4,
  getResponse: 0xc0,
  storeData: 0xe2,
};
const MORE_BLOCKS = 0x11;
const LAST_BLOCK = 0x91;

class Channel {
  selected = false;
  /** Blocks of a STORE DATA command that is not complete. */
  blocks: Buffer[] = [];
  /** What GET RESPONSE has still to fetch. */
  response: Buffer = Buffer.alloc(0);
}

/**
 * The transport side of a card whose one application is an ISD-R: logical channels, SELECT, segmented STORE DATA and
 * GET RESPONSE (ISO/IEC 7816-4, ETSI TS 102 221, SGP.22 section 5.7.2). `isdR` answers one whole ES10 command; it
 * throws StatusWordError to refuse, and RangeError where the command is not DER.
 */
export class VirtualCard implements InsertableCard {
  readonly atr = ATR;
  readonly #isdR: (command: Buffer) => Buffer;
  #channels: (Channel | undefined)[] = [new Channel()];

  constructor(isdR: (command: Buffer) => Buffer) {
    this.#isdR = isdR;
  }

  /** Forgets channels, selections and what was not fetched, as a loss of power does. What the ISD-R keeps stays. */
  reset(): void {
    this.#channels = [new Channel()];
  }

  /** Answers any bytes: with an error's status word where they are no command that the card knows. */
  transmit(bytes: Buffer): Buffer {
    try {
      return this.#dispatch(parseApdu(bytes));
    } catch (error) {
      if (error instanceof StatusWordError) return responseApdu(error.statusWord);
      throw error;
    }
  }

  #dispatch(command: CommandApdu): Buffer {
    const { cla, ins } = command;
    // Bits 1 and 2 name the channel; 8x is the GlobalPlatform class, 0x the interindustry class.
    const proprietary = (cla & 0x80) !== 0;
    if ((cla & 0x7c) !== 0) throw new StatusWordError(SW.claNotSupported);
    const channel = this.#channels[cla & 0x03];
    if (channel === undefined) throw new StatusWordError(SW.channelNotSupported);
    if (ins === INS.getResponse) return getResponse(channel, command.le ?? 256);
    channel.response = Buffer.alloc(0);
    if (ins === INS.storeData && proprietary) return this.#storeData(channel, command);
    channel.blocks = [];
    if (ins === INS.select && !proprietary) return select(channel, command);
    if (ins === INS.manageChannel && !proprietary) return this.#manageChannel(command);
    if (ins === INS.terminalCapability && proprietary) return responseApdu(SW.ok);
    throw new StatusWordError(SW.insNotSupported);
  }

  #storeData(channel: Channel, { p1, p2, data }: CommandApdu): Buffer {
    if (!channel.selected) throw new StatusWordError(SW.insNotSupported);
    if (p2 === 0) channel.blocks = [];
    if ((p1 !== MORE_BLOCKS && p1 !== LAST_BLOCK) || p2 !== channel.blocks.length) {
      channel.blocks = [];
      throw new StatusWordError(SW.incorrectP1P2);
    }
    channel.blocks.push(data);
    if (p1 === MORE_BLOCKS) return responseApdu(SW.ok);
    const command = Buffer.concat(channel.blocks);
    channel.blocks = [];
    try {
      return respond(channel, this.#isdR(command));
    } catch (error) {
      if (error instanceof RangeError) throw new StatusWordError(SW.incorrectData);
      throw error;
    }
  }

  #manageChannel({ cla, p1, p2 }: CommandApdu): Buffer {
    if (p1 === 0x00 && p2 === 0x00) {
      const number = [1, 2, 3].find((n) => this.#channels[n] === undefined);
      if (number === undefined) throw new StatusWordError(SW.functionNotSupported);
      this.#channels[number] = new Channel();
      return responseApdu(SW.ok, Buffer.of(number));
    }
    const number = p2 === 0 ? cla & 0x03 : p2;
    // The basic channel is open for as long as the card has power.
    if (p1 !== 0x80 || number === 0 || number >= CHANNELS) throw new StatusWordError(SW.incorrectP1P2);
    if (this.#channels[number] === undefined) throw new StatusWordError(SW.channelNotSupported);
    this.#channels[number] = undefined;
    return responseApdu(SW.ok);
  }
}

function select(channel: Channel, { p1, p2, data }: CommandApdu): Buffer {
  if (p1 !== 0x04 || !data.equals(ISD_R_AID)) throw new StatusWordError(SW.fileNotFound);
  channel.selected = true;
  return (p2 & 0x0c) === 0x0c ? responseApdu(SW.ok) : respond(channel, FCI);
}

function respond(channel: Channel, data: Buffer): Buffer {
  channel.response = data;
  return responseApdu(nextStatus(data));
}

/** 61xx while there is more: how much, or 00 for 256 and above (ISO/IEC 7816-4 section 5.3.4). */
function nextStatus(rest: Buffer): number {
  return rest.length === 0 ? SW.ok : 0x6100 | (rest.length < 256 ? rest.length : 0);
}

function getResponse(channel: Channel, le: number): Buffer {
  if (channel.response.length === 0) throw new StatusWordError(SW.conditionsNotSatisfied);
  const data = channel.response.subarray(0, le);
  channel.response = channel.response.subarray(le);
  return responseApdu(nextStatus(channel.response), data);
}
