import type { Language } from '../../../domain/values/language.ts';
import { type Sentence, sentencesOf } from '../../../operations/voice/sentences.ts';
import type { VoiceAnswer } from '../../../operations/voice/take-step.ts';

/** What a renderer needs beside the answer. */
export interface RenderContext {
  /** As callers know the operator. */
  readonly house: Readonly<Record<Language, string>>;
  /** Where the next step is asked, without its name. */
  readonly stepUrl: string;
  /** A number in E.164, or `sip:`. */
  readonly person: string;
  readonly callId: string;
}

/** Seconds of silence before a place is asked again; between two keys of a number it is shorter. */
const SILENCE = 8;
const BETWEEN_KEYS = 5;
/** The header of a SIP call that names the call of the menu, so that the telephony can report it. */
const CALL_HEADER = 'X-Handback-Call';

const urlOf = ({ stepUrl }: RenderContext, { step }: VoiceAnswer, wait: boolean): string =>
  `${stepUrl}?step=${step}${wait ? '&wait=1' : ''}`;

type Verb = Readonly<Record<string, unknown>>;

/** As verbs of jambonz. */
export function jambonzVerbs(answer: VoiceAnswer, context: RenderContext): readonly Verb[] {
  const { screen } = answer;
  const spoken = byLanguage(sentencesOf(screen, context.house)).map(({ voice, text }) => ({
    text,
    synthesizer: { vendor: 'default', language: voice },
  }));
  const say = (one: Verb): Verb => ({ verb: 'say', ...one });
  const { next } = screen;
  switch (next.kind) {
    case 'keys': {
      const last = spoken.at(-1);
      return [
        ...spoken.slice(0, -1).map(say),
        {
          verb: 'gather',
          actionHook: urlOf(context, answer, false),
          input: ['digits'],
          ...(next.most === 1 ? { numDigits: 1 } : { minDigits: 1, maxDigits: next.most }),
          finishOnKey: '#',
          timeout: SILENCE,
          interDigitTimeout: BETWEEN_KEYS,
          dtmfBargein: true,
          ...(last === undefined ? {} : { say: last }),
        },
        // Where our answer did not arrive, the step is asked once more, and does nothing twice.
        { verb: 'redirect', actionHook: urlOf(context, answer, true) },
      ];
    }
    case 'wait':
      return [
        ...spoken.map(say),
        { verb: 'pause', length: 1 },
        { verb: 'redirect', actionHook: urlOf(context, answer, true) },
      ];
    case 'person':
      return [
        ...spoken.map(say),
        {
          verb: 'dial',
          target: [
            context.person.startsWith('sip')
              ? { type: 'sip', sipUri: context.person }
              : { type: 'phone', number: context.person },
          ],
          headers: { [CALL_HEADER]: context.callId },
          answerOnBridge: true,
        },
        { verb: 'hangup' },
      ];
    case 'hang_up':
      return [...spoken.map(say), { verb: 'hangup' }];
  }
}

/** As TwiML. */
export function twiml(answer: VoiceAnswer, context: RenderContext): string {
  const { screen } = answer;
  const says = sentencesOf(screen, context.house)
    .map(({ voice, text }) => `<Say language="${voice.twiml}">${xml(text)}</Say>`)
    .join('');
  const again = `<Redirect method="POST">${xml(urlOf(context, answer, true))}</Redirect>`;
  const { next } = screen;
  const body = (): string => {
    switch (next.kind) {
      case 'keys': {
        const digits = next.most === 1 ? ' numDigits="1"' : '';
        const action = xml(urlOf(context, answer, false));
        return `<Gather input="dtmf" action="${action}" method="POST" actionOnEmptyResult="true" finishOnKey="#" timeout="${SILENCE}"${digits}>${says}</Gather>${again}`;
      }
      case 'wait':
        return `${says}<Pause length="1"/>${again}`;
      case 'person':
        return `${says}<Dial answerOnBridge="true">${personIn(context)}</Dial><Hangup/>`;
      case 'hang_up':
        return `${says}<Hangup/>`;
    }
  };
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${body()}</Response>`;
}

function personIn({ person, callId }: RenderContext): string {
  if (!person.startsWith('sip')) return `<Number>${xml(person)}</Number>`;
  return `<Sip>${xml(`${person}?${CALL_HEADER}=${encodeURIComponent(callId)}`)}</Sip>`;
}

/** Sentences in a row of one language are spoken in one go, so that a key cuts all of them short. */
function byLanguage(
  sentences: readonly Sentence[],
): readonly { readonly voice: string; readonly text: string }[] {
  const spoken: { voice: string; text: string }[] = [];
  for (const { voice, text } of sentences) {
    const last = spoken.at(-1);
    if (last?.voice === voice.jambonz) last.text += ` ${text}`;
    else spoken.push({ voice: voice.jambonz, text });
  }
  return spoken;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const xml = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITIES[one]!);
