import type { ProfileState } from '../../domain/lines/esim-profile.ts';
import type { Label } from '../label.ts';

export const OVER = ['mobile', 'wifi', 'nothing'] as const;

/** A device with an eSIM chip, as its own settings show it. */
export interface DemoPhone {
  readonly eid: string;
  readonly name: string;
  /** How it is to reach the Internet. */
  readonly over: (typeof OVER)[number];
  /** Whether it has mobile data: a line that it serves is active. */
  readonly service: 'works' | 'cut' | 'not_in_use';
  readonly profiles: readonly {
    readonly iccid: string;
    readonly name: string;
    readonly provider: string;
    readonly enabled: boolean;
  }[];
  /** Newest first. */
  readonly events: readonly DemoPhoneEvent[];
}

export interface DemoPhoneEvent {
  readonly at: Date;
  readonly did: 'on' | 'off' | 'delete';
  readonly name: string;
  /** Null: the chip signed nothing. */
  readonly seqNumber: number | null;
  readonly deliveredAt: Date | null;
  readonly fault: string | null;
}

/** The virtual phones of the demo. */
export interface DemoPhones {
  /** The numbers that have some. */
  owners(): readonly {
    readonly msisdn: string;
    readonly label: Label;
  }[];
  list(msisdn: string): Promise<readonly DemoPhone[]>;
  /** The profiles of the number that are on no device. */
  orders(msisdn: string): readonly { readonly iccid: string; readonly state: ProfileState }[];
  turnOn(eid: string, iccid: string): Promise<void>;
  turnOff(eid: string, iccid: string): Promise<void>;
  delete(eid: string, iccid: string): Promise<void>;
  /** Writes to the operator's short code from a number of the demo, as its phone would. */
  text(from: string, text: string): Promise<void>;
  connect(eid: string, over: DemoPhone['over']): Promise<void>;
}

export const PHONE_PATH = '/demo/phone';

/** Where the phones of a number are; without one, where a number is chosen. */
export function phoneOf(number: string): string {
  return number === '' ? PHONE_PATH : `${PHONE_PATH}?number=${encodeURIComponent(number)}`;
}

/** Where something is done on a device, and with one of its profiles. */
export function actionOf(msisdn: string, { eid }: Pick<DemoPhone, 'eid'>, iccid?: string): string {
  return `${phoneOf(msisdn)}&eid=${eid}${iccid === undefined ? '' : `&iccid=${iccid}`}`;
}
