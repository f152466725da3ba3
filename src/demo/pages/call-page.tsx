import { randomUUID } from 'node:crypto';
import { HandbackError } from '../../domain/errors.ts';
import type { MenuInput } from '../../domain/voice/menu.ts';
import { voicePlatform } from '../../operations/access/actor.ts';
import { endVoiceCall } from '../../operations/voice/end-voice-call.ts';
import { type Sentence, sentencesOf } from '../../operations/voice/sentences.ts';
import { beginVoiceCall, takeVoiceStep, type VoiceAnswer } from '../../operations/voice/take-step.ts';
import { MAIN_FORM } from '../../web/kit/layout.tsx';
import { type Form, go, type Page } from '../../web/kit/page.ts';
import { Errors, Field, Heading, LinkButton, Submit, Tag, Token } from '../../web/kit/parts.tsx';
import type { Visit } from '../../web/kit/visit.ts';
import { CALL_PATH, GUIDE_PATH } from '../demo-paths.ts';

const DEMO = voicePlatform('demo');
/** As a telephone has them. */
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** The voice menu without a telephone: what is said, and the keys. Only for demonstrations. */
export const callPage: Page = {
  path: CALL_PATH,
  async show(visit, form) {
    const { call: text } = visit.t.voiceMenu;
    const [callId, step] = [visit.url.searchParams.get('call'), visit.url.searchParams.get('step')];
    const answer =
      callId === null || step === null
        ? null
        : await takeVoiceStep(visit.op, DEMO, { callId, step, input: null }).catch(ofAnotherTime);
    return {
      kind: 'page',
      title: text.title,
      back: GUIDE_PATH,
      islands: ['voice'],
      body: (
        <>
          <div class="tight">
            <Tag tone="warn">{visit.t.common.demo}</Tag>
            <Heading lead={text.lead}>{text.title}</Heading>
          </div>
          <Errors visit={visit} form={form} />
          {answer === null || callId === null ? (
            <Dial visit={visit} form={form} gone={callId !== null} />
          ) : (
            <Call visit={visit} form={form} callId={callId} answer={answer} />
          )}
        </>
      ),
    };
  },
  async submit(visit) {
    const { op, values } = visit;
    const { call: callId, step } = values;
    if (callId === undefined || step === undefined) {
      const made = { callId: randomUUID(), caller: values['caller'] ?? '' };
      return went(made.callId, await beginVoiceCall(op, DEMO, made));
    }
    if (values['act'] === 'hang_up') {
      await endVoiceCall(op, DEMO, { callId });
      return go(CALL_PATH);
    }
    const answer = await takeVoiceStep(op, DEMO, { callId, step, input: inputOf(values) }).catch(
      ofAnotherTime,
    );
    return answer === null ? go(`${CALL_PATH}?call=${callId}&step=`) : went(callId, answer);
  },
};

/** A step that the call has left: of a page that was open for long, or a call that is forgotten. */
function ofAnotherTime(error: unknown): null {
  if (error instanceof HandbackError && error.code === 'request_invalid') return null;
  throw error;
}

/** Neither holds anything that was keyed in. */
const went = (callId: string, { step }: VoiceAnswer) =>
  go(`${CALL_PATH}?${new URLSearchParams({ call: callId, step })}`);

function inputOf(values: Visit['values']): MenuInput {
  if (values['act'] === 'silent') return { kind: 'silence' };
  const keys = values['key'] ?? (values['keys'] ?? '').trim();
  return keys === '' ? { kind: 'silence' } : { kind: 'keys', keys };
}

function Dial({ visit, form, gone }: { visit: Visit; form: Form; gone: boolean }) {
  const { call: text } = visit.t.voiceMenu;
  return (
    <>
      {gone ? <p class="note">{text.over}</p> : null}
      <form class="panel stack near" id={MAIN_FORM} method="post" action={CALL_PATH}>
        <Field
          visit={visit}
          form={form}
          name="caller"
          label={text.caller}
          hint={text.callerHint}
          type="tel"
          inputmode="tel"
          autocomplete="off"
          optional
        />
        <Token visit={visit} />
        <Submit>{text.dial}</Submit>
      </form>
    </>
  );
}

interface CallProps {
  readonly visit: Visit;
  readonly form: Form;
  readonly callId: string;
  readonly answer: VoiceAnswer;
}

function Call({ visit, form, callId, answer }: CallProps) {
  const { call: text } = visit.t.voiceMenu;
  const { next } = answer.screen;
  const sentences = sentencesOf(answer.screen, visit.op.house.name);
  return (
    <>
      <section class="panel tight" aria-labelledby="said-title" data-voice={text.readAloud}>
        <h2 id="said-title">{text.said}</h2>
        {sentences.map((one) => (
          <Said key={`${one.language} ${one.text}`} sentence={one} />
        ))}
        {next.kind === 'person' ? (
          <>
            <p class="hint">{text.person}</p>
            {visit.op.staff === null ? null : (
              <p>
                <a href="/desk/hotline/hand-overs">{text.toDesk}</a>
              </p>
            )}
          </>
        ) : null}
        {next.kind === 'hang_up' ? <p class="hint">{text.hungUp}</p> : null}
      </section>
      {next.kind === 'keys' ? (
        <>
          <form class="panel stack near" method="post" action={CALL_PATH}>
            <Hidden callId={callId} answer={answer} visit={visit} />
            <fieldset>
              <legend>{text.keypad}</legend>
              <div class="keypad">
                {KEYS.map((key) => (
                  <button class="button second" type="submit" name="key" value={key} key={key}>
                    {key}
                    <span class="hidden-text"> {text.names[key as keyof typeof text.names] ?? ''}</span>
                  </button>
                ))}
              </div>
            </fieldset>
          </form>
          {next.most > 1 ? (
            <form class="panel stack near" id={MAIN_FORM} method="post" action={CALL_PATH}>
              <Hidden callId={callId} answer={answer} visit={visit} />
              <Field
                visit={visit}
                form={{ ...form, values: {} }}
                name="keys"
                label={text.many}
                hint={text.manyHint}
                inputmode="tel"
                autocomplete="off"
                maxLength={300}
                autofocus
              />
              <Submit>{text.enter}</Submit>
            </form>
          ) : null}
          <form class="actions two" method="post" action={CALL_PATH}>
            <Hidden callId={callId} answer={answer} visit={visit} />
            <button class="button second" type="submit" name="act" value="silent">
              {text.silent}
            </button>
            <button class="button second" type="submit" name="act" value="hang_up">
              {text.hangUp}
            </button>
          </form>
        </>
      ) : (
        <LinkButton href={CALL_PATH}>{text.again}</LinkButton>
      )}
    </>
  );
}

function Said({ sentence: { language, text } }: { sentence: Sentence }) {
  return (
    <p lang={language} data-say>
      {text}
    </p>
  );
}

function Hidden({ visit, callId, answer }: { visit: Visit; callId: string; answer: VoiceAnswer }) {
  return (
    <>
      <input type="hidden" name="call" value={callId} />
      <input type="hidden" name="step" value={answer.step} />
      <Token visit={visit} />
    </>
  );
}
