import type { VoicePhone } from './a/voice-phone.ts';
import type { DataPhone } from './gb/data-phone.ts';
import type { Outcome } from './outcome.ts';
import type { PhoneLog } from './phone-log.ts';

/** A mobile phone in software with a card of its own: packet data over Gb, calls and texts over A, and one log of both. */
export interface Phone {
  readonly imsi: string;
  readonly imei: string;
  readonly log: PhoneLog;
  readonly data: DataPhone;
  readonly voice: VoicePhone;
  /** Switched on: asks both halves of the network, one after the other. */
  attach(): Promise<{ readonly data: Outcome; readonly voice: Outcome }>;
  /** Switched off by its user, who lets it say goodbye. */
  switchOff(): Promise<void>;
}

export function phoneOf(imsi: string, imei: string, data: DataPhone, voice: VoicePhone): Phone {
  return {
    imsi,
    imei,
    log: data.log,
    data,
    voice,
    async attach() {
      // OsmoHLR 1.5 mixes up two location updates of one subscriber that are open at the same time, and fails one or both.
      const circuit = await voice.attach();
      return { data: await data.attach(), voice: circuit };
    },
    async switchOff() {
      await Promise.all([data.detach({ powerOff: true }), voice.detach()]);
    },
  };
}
