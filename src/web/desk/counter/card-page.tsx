import { CARD_CONDITIONS, CONDITIONS_HERE } from '../../../domain/certificates/card-words.ts';
import { parseIccid } from '../../../domain/values/iccid.ts';
import { makeMailLabel } from '../../../operations/cards/make-mail-label.ts';
import { sayCardMissing } from '../../../operations/cards/say-card-missing.ts';
import { takeInCard } from '../../../operations/cards/take-in-card.ts';
import { type CardsOfCase, viewCardOfCase } from '../../../operations/cards/view-card-of-case.ts';
import { finishCardStep } from '../../../operations/desks/counter/finish-card-step.ts';
import { Answers } from '../../kit/answers.ts';
import { Choices } from '../../kit/form-page.tsx';
import { type Form, go } from '../../kit/page.ts';
import { Field, LinkButton, MainForm, Submit, Token } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';
import { type AtCounter, counterPage, stepPath } from './at-counter.tsx';

/** Step four: the old card comes back, is known to be missing, or comes by post. */
export const card = counterPage({
  path: '/card',
  step: 'card',
  fields: {
    iccid_invalid: 'iccid',
    card_not_ours: 'iccid',
    card_of_other_line: 'iccid',
    card_is_esim: 'iccid',
    card_taken_in: 'iccid',
    card_unknown: 'iccid',
    card_too_early: null,
    card_case_missing: null,
    custody_conflict: null,
  },
  async ask(at, form) {
    const { visit, customer, found, here } = at;
    const { card: text } = visit.t.counter;
    const caseId = found.visit?.caseId ?? null;
    if (caseId === null) return go(stepPath(here, 'form'));
    const cards = await viewCardOfCase(visit.op, customer, { caseId });
    const ends = outstanding(cards);
    if (ends.length === 0)
      return {
        title: cards.cards.length === 0 ? text.none : text.title,
        form: false,
        body: (
          <>
            <p class="note info">{cards.cards.length === 0 ? text.noneEsim : text.takenIn}</p>
            <LinkButton href={stepPath(here, 'hand_over')}>{text.next}</LinkButton>
          </>
        ),
      };
    return {
      title: text.title,
      lead: text.lead,
      islands: ['desk-scanner'],
      camera: true,
      body: (
        <>
          <p>{text.outstanding(visit.t.punctuation.listed(ends))}</p>
          {cards.esims === 0 ? null : <p class="note info">{text.alsoEsim}</p>}
          <div class="panel">
            <MainForm visit={visit}>
              <Scanner visit={visit} form={form} />
              <Conditions visit={visit} form={form} />
              <Submit>{text.submit}</Submit>
            </MainForm>
          </div>
          <ByPost at={at} />
        </>
      ),
    };
  },
  async take({ visit, customer, found, here }) {
    const { card: text } = visit.t.counter;
    const caseId = found.visit?.caseId ?? null;
    if (caseId === null) return go(stepPath(here, 'form'));
    if (visit.values['by'] === 'post') {
      await makeMailLabel(visit.op, customer, { caseId });
      await finishCardStep(visit.op, customer, { how: 'by_post' });
      return go(stepPath(here, 'hand_over'));
    }
    const answers = new Answers(visit);
    const condition = CARD_CONDITIONS.find((one) => one === visit.values['condition']);
    if (condition === undefined) answers.refuse('condition', text.chooseCondition);
    if (condition === 'missing') {
      if (answers.refused !== null) return answers.refused;
      await sayMissing(visit, customer, caseId);
    } else {
      const iccid = answers.filled('iccid', visit.t.common.missing(text.iccid));
      if (iccid !== '') answers.read('iccid', () => parseIccid(iccid));
      const seen = CONDITIONS_HERE.find((one) => one === condition);
      if (answers.refused !== null || seen === undefined) return answers.refused!;
      await takeInCard(visit.op, customer, { caseId, iccid, condition: seen });
    }
    const left = outstanding(await viewCardOfCase(visit.op, customer, { caseId }));
    if (left.length > 0) return go(stepPath(here, 'card'));
    await finishCardStep(visit.op, customer, { how: 'taken_in' });
    return go(stepPath(here, 'hand_over'));
  },
});

/** The last digits of each card that is still with its holder. */
function outstanding({ cards }: CardsOfCase): readonly string[] {
  return cards.filter(({ place }) => place === 'with_holder').map(({ iccidEnd }) => iccidEnd);
}

/** Of a card that is not there: the one whose number was given, else the one that is left. */
async function sayMissing(visit: DeskVisit, customer: AtCounter['customer'], caseId: string): Promise<void> {
  const ends = outstanding(await viewCardOfCase(visit.op, customer, { caseId }));
  const typed = (visit.values['iccid'] ?? '').replace(/\s/g, '').slice(-4);
  const iccidEnd = ends.find((end) => end === typed) ?? ends[0];
  if (iccidEnd !== undefined) await sayCardMissing(visit.op, customer, { caseId, iccidEnd });
}

/** A scanner types into it; the camera, where a script and a camera serve it, fills it in. */
function Scanner({ visit, form }: { visit: DeskVisit; form: Form }) {
  const { card: text } = visit.t.counter;
  return (
    <div
      data-scanner
      data-next="condition"
      data-looking={text.looking}
      data-loading={text.loading}
      data-denied={text.denied}
      data-nocamera={text.nocamera}
      data-fits={text.fits}
      data-wrong={text.wrong}
      class="stack near"
    >
      <Field
        visit={visit}
        form={form}
        name="iccid"
        label={text.iccid}
        hint={text.iccidHint}
        inputmode="numeric"
        autocomplete="off"
        spellcheck={false}
        maxLength={40}
        optional
      />
      <p role="status" class="hint" />
      <button class="button second" type="button" data-camera hidden>
        {text.camera}
      </button>
      <div data-view hidden class="stack near">
        <video playsInline muted aria-label={text.cameraView} />
        <button class="button second" type="button" data-stop>
          {text.stop}
        </button>
      </div>
    </div>
  );
}

function Conditions({ visit, form }: { visit: DeskVisit; form: Form }) {
  const { card: text } = visit.t.counter;
  const fault = form.errors.find(({ field }) => field === 'condition');
  return (
    <fieldset id="condition" class={fault ? 'field wrong' : 'field'}>
      <legend>{text.condition}</legend>
      {fault ? <span class="fault">{fault.title}</span> : null}
      <Choices
        name="condition"
        options={CARD_CONDITIONS.map((value) => ({ value, words: text.conditions[value] }))}
        chosen={form.values['condition']}
      />
    </fieldset>
  );
}

function ByPost({ at: { visit, here } }: { at: AtCounter }) {
  const { card: text } = visit.t.counter;
  return (
    <section class="tight">
      <h2>{text.byPost}</h2>
      <p class="hint">{text.byPostHint}</p>
      <form method="post" action={`${here}/card`}>
        <Token visit={visit} />
        <input type="hidden" name="by" value="post" />
        <button class="button second" type="submit">
          {text.makeLabel}
        </button>
      </form>
    </section>
  );
}
