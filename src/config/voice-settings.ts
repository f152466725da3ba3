import { secretsIn } from './secret-list.ts';

/** By what the requests of the voice platforms are known, and who takes over from the menu. */
export interface VoiceSettings {
  /** Secrets of which one must fit. */
  readonly jambonz: readonly string[];
  readonly twilio: {
    readonly token: string | null;
    readonly key: { readonly id: string; readonly secret: string } | null;
  };
  /** A number in E.164, or `sip:`. */
  readonly person: string;
}

/** @throws Error that names the setting, and never its value: these are secrets */
export function voiceOf(given: {
  readonly jambonz: string | null;
  readonly twilio: string | null;
  readonly twilioKey: string | null;
  readonly person: string | null;
}): VoiceSettings | null {
  const { jambonz, twilio, twilioKey, person } = given;
  if (jambonz === null && twilio === null && twilioKey === null) return null;
  if (person === null || !/^(\+\d{7,15}|sips?:[^\s<>"]{3,200})$/.test(person))
    throw new Error(
      'HANDBACK_VOICE_PERSON is no number like +861012345678 and no address like sip:desk@pbx.example',
    );
  const secrets = secretsIn(jambonz);
  if (secrets.length > 2) throw new Error('HANDBACK_VOICE_JAMBONZ holds more than two secrets');
  const colon = twilioKey?.indexOf(':') ?? 1;
  if (colon < 1 || colon === (twilioKey?.length ?? 3) - 1)
    throw new Error('HANDBACK_VOICE_TWILIO_KEY is not KEY_ID:SECRET');
  return {
    jambonz: secrets,
    twilio: {
      token: twilio,
      key: twilioKey === null ? null : { id: twilioKey.slice(0, colon), secret: twilioKey.slice(colon + 1) },
    },
    person,
  };
}
