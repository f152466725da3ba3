import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Eid } from '../../domain/values/eid.ts';
import type { Iccid } from '../../domain/values/iccid.ts';
import type { NotificationEvent } from '../../rsp/notification-tags.ts';
import { VirtualCard } from '../../virtual-euicc/card.ts';
import type { Endpoint } from '../../virtual-euicc/es9-client.ts';
import { answerEs10 } from '../../virtual-euicc/es10.ts';
import { VirtualEuicc } from '../../virtual-euicc/euicc.ts';
import type { EuiccState } from '../../virtual-euicc/euicc-state.ts';
import { type ListedProfile, LocalProfileAssistant } from '../../virtual-euicc/lpa.ts';
import { readState, writeState } from '../../virtual-euicc/state-file.ts';
import { keep, readKept } from '../kept-file.ts';

/** How a phone reaches the Internet, as its owner chose. */
export type Over = 'mobile' | 'wifi' | 'nothing';

/** What was done on a phone, and what became of the eUICC's word on it. */
export interface PhoneEvent {
  readonly at: Date;
  readonly did: 'on' | 'off' | 'delete';
  /** The profile's name, as the phone shows it. */
  readonly name: string;
  /** Of the notification that the eUICC signed; null where the profile names nobody to tell. */
  readonly seqNumber: number | null;
  readonly deliveredAt: Date | null;
  /** What the last try to deliver it met, if it failed: `HTTP 503`, or the error of the connection. */
  readonly fault: string | null;
}

export interface PhoneView {
  readonly eid: Eid;
  readonly over: Over;
  readonly profiles: readonly ListedProfile[];
  /** Newest first. */
  readonly events: readonly PhoneEvent[];
}

export interface PhoneOptions {
  readonly eid: Eid;
  /** Where its files are: `EID.json` is the eUICC, for `handback virtual-euicc` too; `EID.phone.json` is the rest. */
  readonly folder: string;
  readonly resolve: (address: string) => Endpoint;
  /** Whether its line serves: without, there is no mobile data. */
  readonly hasService: () => Promise<boolean>;
  readonly now: () => Date;
}

type KeptEvent = Omit<PhoneEvent, 'at' | 'deliveredAt'> & {
  readonly at: string;
  readonly deliveredAt: string | null;
};

interface Kept {
  readonly over: Over;
  readonly events: readonly KeptEvent[];
}

const FORMAT = 'handback demo phone 1';
const NEW: Kept = { over: 'mobile', events: [] };
const MOST_EVENTS = 20;
const TIMEOUT_MS = 10_000;
const NOTIFIED: Readonly<Record<PhoneEvent['did'], NotificationEvent>> = {
  on: 'enable',
  off: 'disable',
  delete: 'delete',
};

/** A phone, tablet or watch: a local profile assistant, the APDUs that it sends, and the virtual card that answers. */
export class VirtualPhone {
  readonly eid: Eid;
  readonly #options: PhoneOptions;
  /** A phone does one thing at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: PhoneOptions) {
    this.eid = options.eid;
    this.#options = options;
  }

  get #euiccFile(): string {
    return join(this.#options.folder, `${this.eid}.json`);
  }

  get #phoneFile(): string {
    return join(this.#options.folder, `${this.eid}.phone.json`);
  }

  get exists(): boolean {
    return existsSync(this.#euiccFile);
  }

  /** Puts a chip into it. */
  equip(state: EuiccState): void {
    writeState(this.#euiccFile, state);
  }

  look(): Promise<PhoneView> {
    return this.#withAssistant(async (lpa) => {
      const { over, events } = this.#kept();
      const waiting = new Set((await lpa.notifications()).map(({ seqNumber }) => seqNumber));
      return {
        eid: this.eid,
        over,
        profiles: await lpa.profiles(),
        events: events.map((event) => ({ ...event, ...timesOf(event, waiting) })),
      };
    });
  }

  /** Whether it reaches the Internet now. */
  async isOnline(): Promise<boolean> {
    const { over } = this.#kept();
    return over === 'wifi' || (over === 'mobile' && (await this.#options.hasService()));
  }

  turnOn(iccid: Iccid): Promise<void> {
    return this.#withAssistant(async (lpa) => {
      const profiles = await lpa.profiles();
      const target = profiles.find((one) => one.iccid === iccid);
      if (target === undefined || target.enabled) return;
      requireOk('enable', await lpa.enable(iccid));
      // At most one is enabled: the eUICC disables the other one by itself.
      const before = profiles.find(({ enabled }) => enabled);
      if (before !== undefined) await this.#note(lpa, 'off', before);
      await this.#note(lpa, 'on', target);
      await this.#deliver(lpa);
    });
  }

  turnOff(iccid: Iccid): Promise<void> {
    return this.#withAssistant(async (lpa) => {
      await this.#disable(lpa, iccid);
      await this.#deliver(lpa);
    });
  }

  /** Deletes the profile, disabling it first where it is in use, as phones do. Without the profile nothing happens. */
  delete(iccid: Iccid): Promise<void> {
    return this.#withAssistant(async (lpa) => {
      await this.#disable(lpa, iccid);
      const target = (await lpa.profiles()).find((one) => one.iccid === iccid);
      if (target === undefined) return;
      requireOk('delete', await lpa.delete(iccid));
      await this.#note(lpa, 'delete', target);
      await this.#deliver(lpa);
    });
  }

  /** Chooses how it reaches the Internet, and delivers what waits if it does. */
  connect(over: Over): Promise<void> {
    return this.#withAssistant(async (lpa) => {
      this.#keep({ ...this.#kept(), over });
      await this.#deliver(lpa);
    });
  }

  /** Delivers what waits, as a phone does after a start. */
  retry(): Promise<void> {
    return this.#withAssistant((lpa) => this.#deliver(lpa));
  }

  async #disable(lpa: LocalProfileAssistant, iccid: Iccid): Promise<void> {
    const target = (await lpa.profiles()).find((one) => one.iccid === iccid);
    if (!target?.enabled) return;
    requireOk('disable', await lpa.disable(iccid));
    await this.#note(lpa, 'off', target);
  }

  async #note(
    lpa: LocalProfileAssistant,
    did: PhoneEvent['did'],
    { iccid, nickname, profileName }: ListedProfile,
  ): Promise<void> {
    const signed = (await lpa.notifications()).findLast(
      (one) => one.event === NOTIFIED[did] && one.iccid === iccid,
    );
    const { over, events } = this.#kept();
    const known = new Set(events.map(({ seqNumber }) => seqNumber));
    const seqNumber = signed === undefined || known.has(signed.seqNumber) ? null : signed.seqNumber;
    const event: KeptEvent = {
      at: this.#options.now().toISOString(),
      did,
      name: nickname ?? profileName,
      seqNumber,
      deliveredAt: null,
      fault: null,
    };
    this.#keep({ over, events: [event, ...events].slice(0, MOST_EVENTS) });
  }

  async #deliver(lpa: LocalProfileAssistant): Promise<void> {
    if ((await lpa.notifications()).length === 0 || !(await this.isOnline())) return;
    const { resolve, now } = this.#options;
    const tried = new Map(
      (await lpa.deliverAll({ resolve, timeoutMs: TIMEOUT_MS })).map(({ notification, outcome }) => [
        notification.seqNumber,
        outcome,
      ]),
    );
    const at = now().toISOString();
    const { over, events } = this.#kept();
    this.#keep({
      over,
      events: events.map((event) => {
        const outcome = event.seqNumber === null ? undefined : tried.get(event.seqNumber);
        if (outcome === undefined) return event;
        if (outcome === 'delivered') return { ...event, deliveredAt: at, fault: null };
        return { ...event, fault: 'status' in outcome ? `HTTP ${outcome.status}` : outcome.error.message };
      }),
    });
  }

  #kept(): Kept {
    return readKept<Kept>(this.#phoneFile, FORMAT) ?? NEW;
  }

  #keep(kept: Kept): void {
    keep(this.#phoneFile, FORMAT, kept);
  }

  /** The card is read anew each time: `handback virtual-euicc` or lpac may have used it meanwhile. */
  #withAssistant<T>(action: (lpa: LocalProfileAssistant) => Promise<T>): Promise<T> {
    const done = this.#last
      .catch(() => undefined)
      .then(async () => {
        const file = this.#euiccFile;
        const euicc = new VirtualEuicc(readState(file), (state) => writeState(file, state));
        const card = new VirtualCard((command) => answerEs10(euicc, command));
        const lpa = await LocalProfileAssistant.open(async (apdu) => card.transmit(apdu));
        try {
          return await action(lpa);
        } finally {
          await lpa.close();
        }
      });
    this.#last = done;
    return done;
  }
}

/** What is no longer on the card was taken by its receiver, also where the process ended before that was written down. */
function timesOf(
  { at, deliveredAt, seqNumber }: KeptEvent,
  waiting: ReadonlySet<number>,
): Pick<PhoneEvent, 'at' | 'deliveredAt'> {
  const gone = seqNumber !== null && !waiting.has(seqNumber);
  return { at: new Date(at), deliveredAt: gone ? new Date(deliveredAt ?? at) : null };
}

function requireOk(what: string, result: string): void {
  if (result !== 'ok') throw new Error(`the eUICC answered ${what} with ${result}`);
}
