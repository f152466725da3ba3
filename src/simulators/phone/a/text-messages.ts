import { RELAY_CAUSES } from '../causes.ts';
import type { PhoneLog } from '../phone-log.ts';
import type { Conversation } from './conversation.ts';
import { answering, CP, cpAck, cpData, OWN_TRANSACTION, readRp, rpAck, rpData } from './relay.ts';
import { decodeDeliver, encodeSubmit, relayAddress } from './short-message.ts';

export interface ReceivedText {
  readonly from: string;
  readonly text: string;
}

/** Short messages travel beside signalling, on an access point of their own (3GPP TS 44.006). */
const SAPI = 3;
/** OsmoMSC is its own message centre and does not look at this. */
const CENTRE = relayAddress('+447700900099');

/** The texts of one phone: sends them, receives them, puts long ones together again. */
export class TextMessages {
  readonly #log: PhoneLog;
  readonly #inbox: ReceivedText[] = [];
  readonly #parts = new Map<string, (string | undefined)[]>();
  #reference = 0;
  #read = 0;

  constructor(log: PhoneLog) {
    this.#log = log;
  }

  /** Whole messages, oldest first. */
  get inbox(): readonly ReceivedText[] {
    return this.#inbox;
  }

  /** The oldest that was not read yet, whether it is there already or still comes. @throws Error after the time-out */
  async next(timeoutMs?: number): Promise<ReceivedText> {
    const mine = this.#read++;
    await this.#log.until('text message', () => this.#inbox.length > mine, 0, timeoutMs);
    return this.#inbox[mine]!;
  }

  /** Sends a text on a channel that the network has granted for it. */
  submit(channel: Conversation, to: string, text: string): void {
    const reference = this.#reference++ & 0xff;
    const rp = rpData(reference, CENTRE, encodeSubmit(to, text, reference));
    this.#add('sent', 'RP-DATA', `to ${to}: ${text}`);
    channel.send(cpData(OWN_TRANSACTION, rp), SAPI);
  }

  /** A message of the control layer. */
  receive(channel: Conversation, layer3: Buffer): void {
    if (layer3[1] !== CP.data) return;
    const transaction = answering(layer3[0]!);
    const rp = readRp(layer3.subarray(3, 3 + layer3[2]!));
    channel.send(cpAck(transaction), SAPI);
    if (rp?.kind === 'ack') this.#add('received', 'RP-ACK');
    else if (rp?.kind === 'error') this.#add('received', 'RP-ERROR', RELAY_CAUSES[rp.cause], rp.cause);
    else if (rp?.kind === 'message') {
      this.#deliver(rp.tpdu);
      this.#add('sent', 'RP-ACK');
      channel.send(cpData(transaction, rpAck(rp.reference)), SAPI);
    }
  }

  #deliver(tpdu: Buffer): void {
    const { from, text, part } = decodeDeliver(tpdu);
    const which = part ? ` (${part.which} of ${part.total})` : '';
    const whole = part ? this.#assemble(from, text, part) : text;
    if (whole !== null) this.#inbox.push({ from, text: whole });
    this.#add('received', 'RP-DATA', `from ${from}${which}: ${text}`);
  }

  #assemble(
    from: string,
    text: string,
    part: { readonly of: number; readonly total: number; readonly which: number },
  ): string | null {
    const key = `${from} ${part.of} ${part.total}`;
    const parts = this.#parts.get(key) ?? Array.from<string | undefined>({ length: part.total });
    parts[part.which - 1] = text;
    if (parts.includes(undefined)) {
      this.#parts.set(key, parts);
      return null;
    }
    this.#parts.delete(key);
    return parts.join('');
  }

  #add(direction: 'sent' | 'received', message: string, detail?: string, cause?: number): void {
    this.#log.add({
      direction,
      interface: 'A',
      message,
      ...(cause === undefined ? {} : { cause }),
      ...(detail === undefined ? {} : { detail }),
    });
  }
}
