import { MM_CAUSES } from '../causes.ts';
import type { Cell } from '../cell.ts';
import {
  type Card,
  IDENTITY_NAMES,
  identityOfType,
  imsiIdentity,
  readTemporary,
  temporaryIdentity,
} from '../mobile-identity.ts';
import { ACCEPTED, type Outcome, refused } from '../outcome.ts';
import type { PhoneLog, Sighting } from '../phone-log.ts';
import { Withholding } from '../withholding.ts';
import {
  allocatedPtmsi,
  attachRequest,
  detachCause,
  detachRequest,
  GMM,
  GMM_NAMES,
  identityResponse,
  message,
  NETWORK_DETACH,
} from './gmm.ts';
import { decodeUi, encodeUi } from './llc.ts';

/** What a phone has of its base station. */
export interface DataRadio {
  readonly cell: Cell;
  /** A temporary link identity that nobody else uses, for a phone that has no P-TMSI. */
  randomTlli(): number;
  /** From now on frames for that identity come to this phone. */
  camp(tlli: number, phone: DataPhone): void;
  leave(tlli: number): void;
  send(tlli: number, llc: Buffer): void;
}

/** A P-TMSI makes a local TLLI by its two highest bits (3GPP TS 23.003 section 2.6). */
const localTlli = (ptmsi: number): number => (ptmsi | 0xc0000000) >>> 0;
/** One that no SGSN allocated, so it must ask who that is. */
const FOREIGN_PTMSI = 0xc1223344;

/**
 * The data half of a phone: attaches to an SGSN and says what the network told it. It has no SIM: networks that want
 * authentication refuse it.
 */
export class DataPhone {
  readonly log: PhoneLog;
  readonly #card: Card;
  readonly #radio: DataRadio;
  readonly #withholding = new Withholding();
  readonly #tllis = new Set<number>();
  #tlli = 0;
  #ptmsi: number | null = null;
  #frames = 0;
  #attached = false;
  /** Where in the log the last attach began. */
  #since = 0;

  constructor(card: Card, radio: DataRadio, log: PhoneLog) {
    this.#card = card;
    this.#radio = radio;
    this.log = log;
  }

  /** What the phone believes. */
  get attached(): boolean {
    return this.#attached;
  }

  /**
   * GPRS attach, as a phone that was just switched on. @throws Error if the network stays silent
   * @param options `as: 'foreign'`: it calls itself by another network's P-TMSI, so that the SGSN asks for its IMSI
   */
  async attach(options: { readonly as?: 'imsi' | 'foreign' } = {}): Promise<Outcome> {
    this.#switchOn();
    const identity =
      options.as === 'foreign' ? temporaryIdentity(FOREIGN_PTMSI) : imsiIdentity(this.#card.imsi);
    this.#since = this.log.mark();
    this.#send(GMM.attachRequest, attachRequest(identity, this.#radio.cell));
    const answer = await this.log.until(
      'answer to ATTACH REQUEST',
      // The phone has attached when it has said so itself: only then does the SGSN know it by its new name.
      (s) => s.message === 'ATTACH COMPLETE' || s.message === 'ATTACH REJECT',
      this.#since,
    );
    return answer.message === 'ATTACH COMPLETE' ? ACCEPTED : refused(answer.cause ?? 0);
  }

  /**
   * The phone's own GPRS detach. Switching off is said and not answered (TS 24.008 section 4.7.4.1). OsmoSGSN 1.9 then purges
   * the subscriber at the HLR, and never answers a phone that attaches again before its `show subscriber cache` is without it.
   */
  async detach(options: { readonly powerOff?: boolean } = {}): Promise<void> {
    const powerOff = options.powerOff ?? false;
    const since = this.log.mark();
    this.#attached = false;
    const identity = temporaryIdentity(this.#ptmsi ?? FOREIGN_PTMSI);
    this.#send(GMM.detachRequest, detachRequest(powerOff, identity), powerOff ? 'power off' : undefined);
    if (!powerOff) await this.log.received('DETACH ACCEPT', since);
  }

  /** The network's DETACH REQUEST since the last attach, whether it came already or still comes. */
  detached(timeoutMs?: number): Promise<Sighting> {
    return this.log.until(
      'DETACH REQUEST',
      (s) => s.interface === 'Gb' && s.direction === 'received' && s.message === 'DETACH REQUEST',
      this.#since,
      timeoutMs,
    );
  }

  /** Stops before it sends that message; `release` sends it. */
  withhold(name: 'IDENTITY RESPONSE' | 'ATTACH COMPLETE' | 'DETACH ACCEPT'): void {
    this.#withholding.withhold(name);
  }

  release(): void {
    this.#withholding.release();
  }

  /** A frame from the base station. */
  receive(llc: Buffer): void {
    const bytes = decodeUi(llc);
    if (!bytes || bytes.length < 2) return;
    const type = bytes[1]!;
    if (type === GMM.identityRequest) {
      this.#saw(type, undefined, IDENTITY_NAMES[bytes[2]! & 7]);
      this.#send(GMM.identityResponse, identityResponse(identityOfType(bytes[2]!, this.#card)));
    } else if (type === GMM.attachAccept) {
      this.#saw(type);
      const identity = allocatedPtmsi(bytes);
      const ptmsi = identity && readTemporary(identity);
      this.#attached = true;
      if (ptmsi !== null) {
        this.#ptmsi = ptmsi;
        this.#camp(localTlli(ptmsi));
      }
      this.#send(GMM.attachComplete, message(GMM.attachComplete));
    } else if (type === GMM.attachReject || type === GMM.status) {
      this.#saw(type, bytes[2]);
    } else if (type === GMM.detachRequest) {
      this.#attached = false;
      this.#saw(type, detachCause(bytes), NETWORK_DETACH[bytes[2]! & 7]);
      this.#send(GMM.detachAccept, message(GMM.detachAccept));
    } else this.#saw(type);
  }

  #switchOn(): void {
    for (const tlli of this.#tllis) this.#radio.leave(tlli);
    this.#tllis.clear();
    this.#frames = 0;
    this.#ptmsi = null;
    this.#attached = false;
    this.#camp(this.#radio.randomTlli());
  }

  #camp(tlli: number): void {
    this.#tlli = tlli;
    this.#tllis.add(tlli);
    this.#radio.camp(tlli, this);
  }

  #saw(type: number, cause?: number, detail?: string): void {
    const words = cause === undefined ? detail : [detail, MM_CAUSES[cause]].filter(Boolean).join(', ');
    this.log.add({
      direction: 'received',
      interface: 'Gb',
      message: GMM_NAMES[type] ?? `GMM message ${type}`,
      ...(cause === undefined ? {} : { cause }),
      ...(words ? { detail: words } : {}),
    });
  }

  #send(type: number, bytes: Buffer, detail?: string): void {
    const name = GMM_NAMES[type]!;
    this.#withholding.pass(name, () => {
      this.log.add({ direction: 'sent', interface: 'Gb', message: name, ...(detail ? { detail } : {}) });
      this.#radio.send(this.#tlli, encodeUi(this.#frames++, bytes));
    });
  }
}
