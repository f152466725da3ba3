import { parseLocalDate } from '../../../domain/values/local-date.ts';
import { dismissDeclarations } from '../../../operations/cases/declarations/dismiss-declarations.ts';
import { listDeclarations } from '../../../operations/cases/declarations/list-declarations.ts';
import { takeUpDeclaration } from '../../../operations/cases/declarations/take-up-declaration.ts';
import type { WaitingForProof } from '../../../operations/lines/waiting-for-proof.ts';
import { Answers } from '../../kit/answers.ts';
import { DateField, typedDate } from '../../kit/date-field.tsx';
import { Choices, formPage } from '../../kit/form-page.tsx';
import { type Form, go, type Page } from '../../kit/page.ts';
import { Clock, Tap } from '../../kit/parts.tsx';
import { lineIdOf, type Visit } from '../../kit/visit.ts';
import { keepReceipt } from './receipts/receipt-once.ts';

/** "Did you ask for this?": the holder says whether a form that anybody could have sent was theirs. */
export const takeUpPage = formPage({
  path: '/lines/:lineId/declaration',
  signedIn: true,
  fields: { date_invalid: 'end', case_unknown: 'reference', case_open: null },
  async ask(visit, form) {
    const lineId = lineIdOf(visit);
    const waiting = await listDeclarations(visit.op, visit.actor, { lineId });
    if (waiting.length === 0) return go('/lines');
    const { takeUp: text } = visit.t;
    const wanted = waiting.find(({ wantedEndOn }) => wantedEndOn !== null)?.wantedEndOn ?? null;
    return {
      title: text.title,
      lead: text.lead,
      back: '/lines',
      inputs: [
        <WhichOne key="reference" visit={visit} form={form} waiting={waiting} />,
        <DateField
          key="end"
          visit={visit}
          form={form}
          name="end"
          label={text.endOn}
          hint={wanted === null ? text.endOnHint : text.endOnSaid(visit.formats.date(wanted))}
          optional
        />,
      ],
      submit: text.mine,
      below: (
        <>
          <section class="panel tight">
            <h2>{text.notMineTitle}</h2>
            <p>{text.notMineLead}</p>
            <Tap visit={visit} action={`/lines/${encodeURIComponent(lineId)}/declaration/dismiss`} second>
              {text.notMine}
            </Tap>
          </section>
          <Clock visit={visit} />
        </>
      ),
    };
  },
  async submit(visit) {
    const lineId = lineIdOf(visit);
    const { values, t, op, actor } = visit;
    const answers = new Answers(visit);
    const reference = answers.filled('reference', t.takeUp.choose);
    const end = typedDate(values, 'end');
    const endOn = end === '' ? null : answers.read('end', () => parseLocalDate(end));
    if (answers.refused !== null) return answers.refused;
    const made = await takeUpDeclaration(op, actor, { lineId, reference, endOn });
    keepReceipt(visit, made);
    return go(`/cases/${made.caseId}/review`);
  },
});

/** The one form that waits, or which of several. */
function WhichOne({
  visit,
  form,
  waiting,
}: {
  readonly visit: Visit;
  readonly form: Form;
  readonly waiting: readonly WaitingForProof[];
}) {
  const { takeUp: text } = visit.t;
  const { formats } = visit;
  const [first] = waiting;
  if (waiting.length === 1)
    return (
      <div class="tight" id="reference">
        <p>
          <strong>{formats.exact(first!.receivedAt)}</strong>
        </p>
        <p class="hint code">{first!.reference}</p>
        <input type="hidden" name="reference" value={first!.reference} />
      </div>
    );
  const fault = form.errors.find((error) => error.field === 'reference');
  return (
    <fieldset class={fault ? 'field wrong' : 'field'} id="reference">
      <legend>{text.which}</legend>
      {fault ? <span class="fault">{fault.title}</span> : null}
      <Choices
        name="reference"
        options={waiting.map(({ reference, receivedAt }) => ({
          value: reference,
          words: formats.exact(receivedAt),
          hint: reference,
        }))}
        chosen={form.values['reference']}
      />
    </fieldset>
  );
}

/** "Not me": nothing of it happens, and further forms for the number wait for nobody. */
export const dismissal: Page = {
  path: '/lines/:lineId/declaration/dismiss',
  signedIn: true,
  async submit(visit) {
    await dismissDeclarations(visit.op, visit.actor, { lineId: lineIdOf(visit) });
    return go('/lines');
  },
};
