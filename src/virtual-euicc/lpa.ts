import { readMembers, readOnly, TAG, type Tlv, tlv } from '../asn1/der.ts';
import { type Eid, parseEid } from '../domain/values/eid.ts';
import type { Iccid } from '../domain/values/iccid.ts';
import { iccidFromBytes, iccidToBytes } from '../rsp/iccid-bytes.ts';
import type { NotificationMetadata } from '../rsp/notification-writer.ts';
import { ISD_R_AID } from './card.ts';
import { type DeliveryOptions, handleNotification } from './es9-client.ts';
import {
  DELETE_RESULTS,
  type DeleteResult,
  DISABLE_RESULTS,
  type DisableResult,
  ENABLE_RESULTS,
  type EnableResult,
  REMOVE_RESULTS,
  type RemoveResult,
} from './es10-results.ts';
import { ES10, LIST, RESULT, TAG_LIST } from './es10-tags.ts';
import { readEvent } from './notification-event.ts';
import { PROFILE_TAG } from './profile-info.ts';
import { readSequenceNumber, writeSequenceNumber } from './sequence-number.ts';

/** Sends one APDU to a card and answers what comes back, status word included. */
export type Transmit = (apdu: Buffer) => Promise<Buffer>;

/** What GetProfilesInfo says of a profile. */
export interface ListedProfile {
  readonly iccid: Iccid;
  readonly isdpAid: string;
  readonly enabled: boolean;
  readonly nickname: string | null;
  readonly serviceProviderName: string;
  readonly profileName: string;
}

export interface Delivery {
  readonly notification: NotificationMetadata;
  /** `delivered` and off the card; else it is still there: the HTTP status, or why no answer came. */
  readonly outcome: 'delivered' | { readonly status: number } | { readonly error: Error };
}

/** Bytes in a STORE DATA block, as lpac cuts them: some modems pass no more. */
const SEGMENT = 120;

/**
 * A local profile assistant: what a phone does with its eUICC when the user manages profiles, and the delivery of
 * notifications (SGP.22 sections 5.7 and 3.5). It has a logical channel of its own from `open` to `close`.
 */
export class LocalProfileAssistant {
  readonly #transmit: Transmit;
  readonly #channel: number;

  private constructor(transmit: Transmit, channel: number) {
    this.#transmit = transmit;
    this.#channel = channel;
  }

  /** @throws Error where the card has no channel left, or no ISD-R. */
  static async open(transmit: Transmit): Promise<LocalProfileAssistant> {
    const opened = await exchange(transmit, Buffer.of(0x00, 0x70, 0x00, 0x00, 0x01));
    const lpa = new LocalProfileAssistant(transmit, opened[0] ?? 0);
    const header = Buffer.of(lpa.#channel, 0xa4, 0x04, 0x00, ISD_R_AID.length);
    await exchange(transmit, Buffer.concat([header, ISD_R_AID]));
    return lpa;
  }

  async close(): Promise<void> {
    await exchange(this.#transmit, Buffer.of(0x00, 0x70, 0x80, this.#channel));
  }

  async eid(): Promise<Eid> {
    const data = await this.#ask(ES10.getEuiccData, tlv(TAG_LIST, Buffer.of(0x5a)));
    return parseEid(part(data, 0x5a).toString('hex'));
  }

  async profiles(): Promise<ListedProfile[]> {
    return (await this.#askList(ES10.getProfilesInfo)).map((one) => {
      const info = readMembers(one, PROFILE_TAG.info);
      const text = (tag: number): string | null =>
        info.find((field) => field.tag === tag)?.content.toString() ?? null;
      return {
        iccid: iccidFromBytes(part(info, PROFILE_TAG.iccid)),
        isdpAid: part(info, PROFILE_TAG.isdpAid).toString('hex').toUpperCase(),
        enabled: part(info, PROFILE_TAG.state)[0] === 1,
        nickname: text(PROFILE_TAG.nickname),
        serviceProviderName: text(PROFILE_TAG.serviceProviderName) ?? '',
        profileName: text(PROFILE_TAG.profileName) ?? '',
      };
    });
  }

  async enable(iccid: Iccid): Promise<EnableResult> {
    return named(ENABLE_RESULTS, await this.#ask(ES10.enableProfile, ...withRefresh(iccid)));
  }

  async disable(iccid: Iccid): Promise<DisableResult> {
    return named(DISABLE_RESULTS, await this.#ask(ES10.disableProfile, ...withRefresh(iccid)));
  }

  async delete(iccid: Iccid): Promise<DeleteResult> {
    return named(DELETE_RESULTS, await this.#ask(ES10.deleteProfile, byIccid(iccid)));
  }

  /** What waits for delivery, oldest first. */
  async notifications(): Promise<NotificationMetadata[]> {
    return (await this.#askList(ES10.listNotification)).map((one) => {
      const [seqNumber, event, address, iccid] = readMembers(one, 0xbf2f);
      if (seqNumber?.tag !== 0x80 || event?.tag !== 0x81 || address?.tag !== TAG.utf8String)
        throw new RangeError('not NotificationMetadata');
      return {
        seqNumber: readSequenceNumber(seqNumber.content),
        event: readEvent(event.content),
        address: address.content.toString(),
        iccid: iccid === undefined ? null : iccidFromBytes(iccid.content),
      };
    });
  }

  /** The PendingNotification in DER. @throws Error where the card has none with that number. */
  async retrieve(seqNumber: number): Promise<Buffer> {
    const criterion = tlv(LIST, tlv(0x80, writeSequenceNumber(seqNumber)));
    const [pending] = await this.#askList(ES10.retrieveNotificationsList, criterion);
    if (pending === undefined) throw new Error(`the card has no notification ${seqNumber}`);
    return pending.raw;
  }

  async remove(seqNumber: number): Promise<RemoveResult> {
    const number = tlv(0x80, writeSequenceNumber(seqNumber));
    return named(REMOVE_RESULTS, await this.#ask(ES10.removeNotification, number));
  }

  /** Delivers all that wait, in order. */
  async deliverAll(options: DeliveryOptions = {}): Promise<Delivery[]> {
    const deliveries: Delivery[] = [];
    for (const notification of await this.notifications())
      deliveries.push({ notification, outcome: await this.deliver(notification, options) });
    return deliveries;
  }

  /** Delivers one; takes it off the card where its receiver took it with 2xx. */
  async deliver(
    { seqNumber, address }: NotificationMetadata,
    options: DeliveryOptions,
  ): Promise<Delivery['outcome']> {
    let status: number;
    try {
      status = await handleNotification(address, await this.retrieve(seqNumber), options);
    } catch (error) {
      return { error: error as Error };
    }
    if (status < 200 || status > 299) return { status };
    await this.remove(seqNumber);
    return 'delivered';
  }

  /** The members of the answer to an ES10 command. */
  async #ask(tag: number, ...content: readonly Buffer[]): Promise<Tlv[]> {
    const command = tlv(tag, ...content);
    let answer: Buffer = Buffer.alloc(0);
    for (let at = 0, block = 0; at < command.length; at += SEGMENT, block++) {
      const segment = command.subarray(at, at + SEGMENT);
      const p1 = at + SEGMENT < command.length ? 0x11 : 0x91;
      const header = Buffer.of(0x80 | this.#channel, 0xe2, p1, block, segment.length);
      answer = await exchange(this.#transmit, Buffer.concat([header, segment]));
    }
    return readMembers(readOnly(answer), tag);
  }

  /** The members of the list in the answer. @throws Error where the card answers with an error code in its place. */
  async #askList(tag: number, ...content: readonly Buffer[]): Promise<Tlv[]> {
    const [list] = await this.#ask(tag, ...content);
    if (list?.tag !== LIST)
      throw new Error(`the card answered ${tag.toString(16)} with error ${list?.content[0] ?? 'none'}`);
    return readMembers(list, LIST);
  }
}

/** Fetches what 61xx announces. @throws Error where the status word at the end tells of no success. */
async function exchange(transmit: Transmit, apdu: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  let response = await transmit(apdu);
  for (;;) {
    parts.push(response.subarray(0, -2));
    const [sw1, sw2] = response.subarray(-2);
    if (sw1 === 0x61) {
      // GET RESPONSE on the same channel, in the class of the command.
      response = await transmit(Buffer.of(apdu[0]!, 0xc0, 0x00, 0x00, sw2!));
      continue;
    }
    // 91xx: done, and the card has something to tell the phone, such as to read it anew (ETSI TS 102 221 section 10.2.1.1).
    if (sw1 === 0x90 || sw1 === 0x91) return Buffer.concat(parts);
    throw new Error(`the card answered ${response.subarray(-2).toString('hex').toUpperCase()}`);
  }
}

function part(members: readonly Tlv[], tag: number): Buffer {
  const found = members.find((one) => one.tag === tag);
  if (found === undefined) throw new RangeError(`the card's answer has no ${tag.toString(16)}`);
  return found.content;
}

const byIccid = (iccid: Iccid): Buffer => tlv(PROFILE_TAG.iccid, iccidToBytes(iccid));

/** ProfileIdentifier and refresh flag, as lpac sends them: `A0 { 5A }, 81 FF`. */
const withRefresh = (iccid: Iccid): Buffer[] => [tlv(LIST, byIccid(iccid)), tlv(0x81, Buffer.of(0xff))];

/** The name of the result code `80`; what the standard does not list is `undefinedError`. */
function named<Name extends string>(
  table: Readonly<Record<Name | 'undefinedError', number>>,
  members: readonly Tlv[],
): Name | 'undefinedError' {
  const code = part(members, RESULT)[0];
  const names = Object.keys(table) as (Name | 'undefinedError')[];
  return names.find((name) => table[name] === code) ?? 'undefinedError';
}
