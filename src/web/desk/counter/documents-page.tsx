import { HandbackError } from '../../../domain/errors.ts';
import { CAPACITIES, type Capacity } from '../../../domain/rules/capacity.ts';
import { MATERIALS, type Material } from '../../../domain/rules/rulebook.ts';
import { acceptMaterials } from '../../../operations/desks/counter/accept-materials.ts';
import { checkDocument } from '../../../operations/desks/counter/check-document.ts';
import { Answers } from '../../kit/answers.ts';
import { fieldError } from '../../kit/faults.tsx';
import { type Form, go } from '../../kit/page.ts';
import { Actions, LinkButton, MainForm, Submit } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';
import { type AtCounter, counterPage, stepPath } from './at-counter.tsx';
import { DocumentFields, readComer, readDocument, Ticks } from './document-fields.tsx';

/** The card is taken in at a step of its own. */
const tickedHere = (asked: readonly Material[]): readonly Material[] =>
  asked.filter((material) => material !== 'sim_card');

/** Step one: who stands here, by which documents, and what else was shown. */
export const documents = counterPage({
  path: '/documents',
  step: 'documents',
  fields: {
    answer_wrong: 'holder_number',
    answer_locked: 'holder_number',
    document_check_incomplete: null,
    document_invalid: null,
    request_invalid: 'own_number',
    field_invalid: 'own_name',
    materials_missing: 'materials',
    stage_conflict: null,
  },
  async ask(at, form) {
    const { visit, found, here } = at;
    const { documents: text } = visit.t.counter;
    const { visit: known, progress } = found;
    const again = visit.url.searchParams.get('again') === '1' || form.errors.length > 0;
    if (progress.documentsDone && !again)
      return {
        title: text.title,
        form: false,
        body: (
          <>
            <p class="note ok" role="status">
              {text.passed}
            </p>
            <Actions two>
              <LinkButton href={stepPath(here, 'form')}>{visit.t.counter.card.next}</LinkButton>
              <LinkButton href={`${here}/photos`} second>
                {text.photos}
              </LinkButton>
              {known?.signedAt === null ? (
                <LinkButton href={`${here}/documents?again=1`} second>
                  {text.again}
                </LinkButton>
              ) : null}
            </Actions>
          </>
        ),
      };
    const capacity = capacityOf(at);
    return {
      title: text.title,
      lead: text.lead,
      body: (
        <>
          <Capacities at={at} capacity={capacity} />
          <div class="panel">
            <MainForm visit={visit}>
              <DocumentFields visit={visit} form={form} whose="holder" capacity={capacity} />
              <DocumentFields visit={visit} form={form} whose="own" capacity={capacity} />
              <Materials at={at} form={form} capacity={capacity} />
              <input type="hidden" name="capacity" value={capacity} />
              <Submit>{text.submit}</Submit>
            </MainForm>
          </div>
        </>
      ),
    };
  },
  async take({ visit, customer, here }) {
    const capacity = CAPACITIES.find((one) => one === visit.values['capacity']) ?? 'owner';
    const answers = new Answers(visit);
    const holder = readDocument(visit, answers, 'holder', capacity);
    const comer = readComer(visit, answers, capacity);
    if (answers.refused !== null || holder === null) return answers.refused!;
    try {
      await checkDocument(visit.op, customer, { capacity, holder, comer });
    } catch (error) {
      if (!(error instanceof HandbackError) || error.code !== 'document_expired') throw error;
      const field = `${error.facts['whose'] === 'own' ? 'own' : 'holder'}_expires`;
      return { kind: 'again', errors: [fieldError(visit, error, field)] };
    }
    await acceptMaterials(visit.op, customer, { shown: shownIn(visit) });
    // What was typed before a session ended waits there.
    return go(`${stepPath(here, 'form')}?kept=1`);
  },
});

function capacityOf({ visit, found }: AtCounter): Capacity {
  const asked = visit.values['capacity'] ?? visit.url.searchParams.get('as');
  const known = found.capacities.find((one) => one === asked) ?? found.visit?.capacity;
  return found.capacities.find((one) => one === known) ?? found.capacities[0]!;
}

function shownIn({ values }: DeskVisit): readonly Material[] {
  const ticked = (values['materials'] ?? '').split(' ');
  return MATERIALS.filter((material) => ticked.includes(material));
}

/** As whom somebody comes; the form below asks accordingly. Links, so that it works without scripts. */
function Capacities({ at: { visit, found, here }, capacity }: { at: AtCounter; capacity: Capacity }) {
  const { documents: text } = visit.t.counter;
  return (
    <nav class="tabs" aria-label={text.capacity}>
      {found.capacities.map((one) => (
        <a
          key={one}
          class="button second"
          href={`${here}/documents?as=${one}&again=1`}
          aria-current={one === capacity ? 'true' : undefined}
        >
          {text.capacities[one]}
        </a>
      ))}
    </nav>
  );
}

function Materials({ at, form, capacity }: { at: AtCounter; form: Form; capacity: Capacity }) {
  const { visit, found } = at;
  const { documents: text } = visit.t.counter;
  const asked = found.asked[capacity];
  const ticked = tickedHere(asked);
  return (
    <>
      {ticked.length === 0 ? null : (
        <Ticks
          visit={visit}
          form={form}
          name="materials"
          legend={text.materials}
          hint={text.materialsHint}
          options={ticked.map((material) => ({ value: material, words: visit.t.materials.names[material] }))}
        />
      )}
      {asked.includes('sim_card') ? <p class="hint">{text.cardLater}</p> : null}
    </>
  );
}
