import { MM_CAUSES, RELAY_CAUSES } from '../causes.ts';
import type { Cell } from '../cell.ts';
import {
  type Card,
  IDENTITY_NAMES,
  identityOfType,
  imsiIdentity,
  readTemporary,
  temporaryIdentity,
} from '../mobile-identity.ts';
import { ACCEPTED, type Cause, type Outcome, refused } from '../outcome.ts';
import type { PhoneLog, Sighting } from '../phone-log.ts';
import { Withholding } from '../withholding.ts';
import { Calls } from './calls.ts';
import type { Conversation, Listener } from './conversation.ts';
import {
  allocatedIdentity,
  identityResponse,
  imsiDetach,
  locationRequest,
  MM,
  MM_NAMES,
  mm,
  PROTOCOL,
  pagingResponse,
  SERVICE,
  serviceRequest,
  WITH_CAUSE,
} from './mm.ts';
import { TextMessages } from './text-messages.ts';

/** What a phone has of its base station. */
export interface VoiceRadio {
  readonly cell: Cell;
  /** Opens a channel with a first message. */
  open(first: Buffer, listener: Listener): Conversation;
}

/** One that no MSC allocated, so it must ask who that is. */
const FOREIGN_TMSI = 0x11223344;
const RELEASED: Readonly<Record<'cleared' | 'refused' | 'lost', string>> = {
  cleared: 'CHANNEL RELEASE',
  refused: 'CHANNEL REFUSED',
  lost: 'RADIO LINK LOST',
};
const ENDS = Object.values(RELEASED);

/**
 * The voice half of a phone: makes itself known to an MSC, asks for calls, writes and receives texts, and says what the
 * network told it. It has no SIM: networks that want authentication refuse it. A cancelled location is not told to it; it
 * finds out when it next asks for something.
 */
export class VoicePhone {
  readonly log: PhoneLog;
  readonly texts: TextMessages;
  readonly calls: Calls;
  readonly #card: Card;
  readonly #radio: VoiceRadio;
  readonly #withholding = new Withholding();
  #tmsi: number | null = null;
  #attached = false;
  #channel: Conversation | null = null;

  constructor(card: Card, radio: VoiceRadio, log: PhoneLog) {
    this.#card = card;
    this.#radio = radio;
    this.log = log;
    this.texts = new TextMessages(log);
    this.calls = new Calls(log);
  }

  /** What the phone believes. */
  get attached(): boolean {
    return this.#attached;
  }

  /**
   * Location update, as a phone that was just switched on. @throws Error if the network stays silent
   * @param options `as: 'foreign'`: it calls itself by another network's TMSI, so that the MSC asks for its IMSI
   */
  async attach(options: { readonly as?: 'imsi' | 'foreign' } = {}): Promise<Outcome> {
    this.#tmsi = null;
    this.#attached = false;
    const { imsi } = this.#card;
    const identity = options.as === 'foreign' ? temporaryIdentity(FOREIGN_TMSI) : imsiIdentity(imsi);
    const { channel, since } = await this.#open('LOCATION UPDATING REQUEST', () =>
      locationRequest(identity, this.#radio.cell),
    );
    await channel.closed;
    // The last word counts: a cancellation in the middle makes the MSC take its acceptance back.
    const answer = this.log.entries
      .slice(since)
      .findLast(
        ({ message }) => message === 'LOCATION UPDATING ACCEPT' || message === 'LOCATION UPDATING REJECT',
      );
    if (!answer) throw new Error(`${this.log.name}: released without an answer; it saw:\n${this.log}`);
    this.#attached = answer.message === 'LOCATION UPDATING ACCEPT';
    return this.#attached ? ACCEPTED : refused(answer.cause ?? 0);
  }

  /** Switched off. The network does not answer (TS 24.008 section 4.3.4). */
  async detach(): Promise<void> {
    this.#attached = false;
    const { channel } = await this.#open('IMSI DETACH INDICATION', () => imsiDetach(this.#identity()));
    await channel.closed;
  }

  /** Calls a number. Refused if the network grants no channel for it; otherwise the call comes to some end. */
  async call(to: string): Promise<Outcome & { readonly ended?: Cause }> {
    const { outcome, channel } = await this.#ask(SERVICE.call, 'call');
    const ended = outcome.accepted ? await this.calls.place(channel, to) : undefined;
    await channel.closed;
    return ended ? { ...outcome, ended } : outcome;
  }

  /** Writes a text. Refused either when it asks for the channel, or by the message centre. */
  async sendText(to: string, text: string): Promise<Outcome> {
    const { outcome, channel } = await this.#ask(SERVICE.text, 'text message');
    if (!outcome.accepted) {
      await channel.closed;
      return outcome;
    }
    const since = this.log.mark();
    this.texts.submit(channel, to, text);
    const answer = await this.#answer(['RP-ACK', 'RP-ERROR'], since);
    await channel.closed;
    return answer.message === 'RP-ACK' ? ACCEPTED : refused(answer.cause ?? 0, RELAY_CAUSES);
  }

  /** The next call of the network since `mark` of the log. */
  paging(since = 0): Promise<Sighting> {
    return this.log.received('PAGING REQUEST', since);
  }

  /** Stops before it sends that message; `release` sends it. */
  withhold(name: 'IDENTITY RESPONSE' | 'TMSI REALLOCATION COMPLETE'): void {
    this.#withholding.withhold(name);
  }

  release(): void {
    this.#withholding.release();
  }

  /** The network looks for somebody. */
  paged(who: { readonly imsi: Buffer | null; readonly tmsi: number | null }): void {
    const mine =
      who.tmsi === null ? who.imsi?.equals(imsiIdentity(this.#card.imsi)) : who.tmsi === this.#tmsi;
    // A phone with a channel open is told on that channel.
    if (!mine || !this.#attached || this.#channel) return;
    this.log.add({ direction: 'received', interface: 'A', message: 'PAGING REQUEST' });
    void this.#open('PAGING RESPONSE', () => pagingResponse(this.#identity()));
  }

  #identity(): Buffer {
    return this.#tmsi === null ? imsiIdentity(this.#card.imsi) : temporaryIdentity(this.#tmsi);
  }

  async #ask(service: number, detail: string): Promise<{ outcome: Outcome; channel: Conversation }> {
    const { channel, since } = await this.#open(
      'CM SERVICE REQUEST',
      () => serviceRequest(service, this.#identity()),
      detail,
    );
    const answer = await this.#answer(['CM SERVICE ACCEPT', 'CM SERVICE REJECT'], since);
    const outcome = answer.message === 'CM SERVICE ACCEPT' ? ACCEPTED : refused(answer.cause ?? 0);
    return { outcome, channel };
  }

  /** @throws Error if the channel ends without any of them */
  async #answer(messages: readonly string[], since: number): Promise<Sighting> {
    const sighting = await this.log.until(
      messages.join(' or '),
      ({ direction, message }) =>
        direction === 'received' && (messages.includes(message) || ENDS.includes(message)),
      since,
    );
    if (ENDS.includes(sighting.message))
      throw new Error(`${this.log.name}: ${sighting.message} without an answer; it saw:\n${this.log}`);
    return sighting;
  }

  /** A phone has one channel at a time: waits for its turn. @returns the channel, and where in the log it begins */
  async #open(
    name: string,
    first: () => Buffer,
    detail?: string,
  ): Promise<{ channel: Conversation; since: number }> {
    while (this.#channel) await this.#channel.closed;
    const since = this.log.mark();
    this.#sent(name, detail);
    const channel: Conversation = this.#radio.open(first(), {
      message: (layer3, sapi) => this.#receive(channel, layer3, sapi),
      released: (why) => this.log.add({ direction: 'received', interface: 'A', message: RELEASED[why] }),
    });
    this.#channel = channel;
    void channel.closed.then(() => {
      if (this.#channel === channel) this.#channel = null;
    });
    return { channel, since };
  }

  #receive(channel: Conversation, layer3: Buffer, sapi: number): void {
    const protocol = layer3[0]! & 0x0f;
    if (protocol === PROTOCOL.sms) this.texts.receive(channel, layer3);
    else if (protocol === PROTOCOL.callControl) this.calls.receive(channel, layer3);
    else if (protocol === PROTOCOL.mm) this.#receiveMm(channel, layer3);
    else
      this.log.add({
        direction: 'received',
        interface: 'A',
        message: `message ${layer3[1]} of protocol ${protocol}`,
        detail: `SAPI ${sapi}`,
      });
  }

  #receiveMm(channel: Conversation, layer3: Buffer): void {
    const type = layer3[1]! & 0x3f;
    const cause = WITH_CAUSE.has(type) ? layer3[2] : undefined;
    const detail =
      type === MM.identityRequest
        ? IDENTITY_NAMES[layer3[2]! & 7]
        : cause === undefined
          ? undefined
          : MM_CAUSES[cause];
    this.log.add({
      direction: 'received',
      interface: 'A',
      message: MM_NAMES[type] ?? `MM message ${type}`,
      ...(cause === undefined ? {} : { cause }),
      ...(detail === undefined ? {} : { detail }),
    });
    if (type === MM.identityRequest)
      this.#send(channel, 'IDENTITY RESPONSE', identityResponse(identityOfType(layer3[2]!, this.#card)));
    if (type === MM.locationAccept) {
      const identity = allocatedIdentity(layer3);
      const tmsi = identity && readTemporary(identity);
      if (tmsi === null) return;
      this.#tmsi = tmsi;
      this.#send(channel, 'TMSI REALLOCATION COMPLETE', mm(MM.tmsiComplete));
    }
  }

  #send(channel: Conversation, name: string, layer3: Buffer): void {
    this.#withholding.pass(name, () => {
      this.#sent(name);
      channel.send(layer3);
    });
  }

  #sent(message: string, detail?: string): void {
    this.log.add({ direction: 'sent', interface: 'A', message, ...(detail ? { detail } : {}) });
  }
}
