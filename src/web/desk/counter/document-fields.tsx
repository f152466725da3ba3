import { DOCUMENT_DUTIES, type DocumentDuty, LOOKS } from '../../../domain/desks/document-check.ts';
import { DOCUMENT_TYPES, type DocumentType, parseDocument } from '../../../domain/people/document.ts';
import type { Capacity } from '../../../domain/rules/capacity.ts';
import { parseLocalDate } from '../../../domain/values/local-date.ts';
import type {
  CheckDocumentRequest,
  ShownDocument,
} from '../../../operations/desks/counter/check-document.ts';
import type { Answers } from '../../kit/answers.ts';
import { DateField, typedDate } from '../../kit/date-field.tsx';
import { DOCUMENT_INPUT } from '../../kit/form-page.tsx';
import type { Form } from '../../kit/page.ts';
import { Field } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';

type Whose = 'holder' | 'own';

/** The inputs of one document: kind, number, its last day, and what the clerk looked at. */
export function DocumentFields(props: { visit: DeskVisit; form: Form; whose: Whose; capacity: Capacity }) {
  const { visit, form, whose, capacity } = props;
  const { documents: text } = visit.t.counter;
  const duty = DOCUMENT_DUTIES[capacity][whose];
  if (duty === null) return null;
  return (
    <fieldset class="stack near">
      <legend>{whose === 'holder' ? text.holder[capacity] : text.own}</legend>
      {whose === 'own' ? (
        <Field
          visit={visit}
          form={form}
          name="own_name"
          label={text.name}
          autocomplete="off"
          maxLength={100}
        />
      ) : null}
      <div class="pair">
        <TypeField visit={visit} form={form} whose={whose} capacity={capacity} />
        <Field
          visit={visit}
          form={form}
          {...DOCUMENT_INPUT}
          name={`${whose}_number`}
          label={whose === 'holder' ? text.number : text.ownNumber}
          {...(whose === 'holder' ? { hint: text.numberHint } : {})}
        />
      </div>
      <Field
        visit={visit}
        form={form}
        name={`${whose}_country`}
        label={text.country}
        hint={text.countryHint}
        optional
        maxLength={2}
        autocomplete="off"
        class="short"
      />
      {duty.expiry ? <Expiry visit={visit} form={form} whose={whose} /> : null}
      <Looks visit={visit} form={form} whose={whose} duty={duty} />
    </fieldset>
  );
}

function TypeField({ visit, form, whose, capacity }: Parameters<typeof DocumentFields>[0]) {
  const name = `${whose}_type`;
  const usual = whose === 'holder' && capacity === 'company' ? 'business_licence' : 'cn_resident_id';
  const chosen = form.values[name] ?? usual;
  return (
    <div class="field">
      <label for={name}>{visit.t.counter.documents.type}</label>
      <select id={name} name={name}>
        {DOCUMENT_TYPES.map((type) => (
          <option key={type} value={type} selected={type === chosen}>
            {visit.t.documentTypes[type]}
          </option>
        ))}
      </select>
    </div>
  );
}

function Expiry({ visit, form, whose }: { visit: DeskVisit; form: Form; whose: Whose }) {
  const { documents: text } = visit.t.counter;
  return (
    <>
      <DateField
        visit={visit}
        form={form}
        name={`${whose}_expires`}
        label={whose === 'holder' ? text.expires : text.ownExpires}
      />
      <Tick form={form} name={`${whose}_no_expiry`} value="yes" words={text.noExpiry} />
    </>
  );
}

function Looks(props: { visit: DeskVisit; form: Form; whose: Whose; duty: DocumentDuty }) {
  const { visit, form, whose, duty } = props;
  const { documents: text } = visit.t.counter;
  const name = `${whose}_looks`;
  return (
    <Ticks
      visit={visit}
      form={form}
      name={name}
      legend={whose === 'holder' ? text.looked : text.ownLooked}
      options={duty.looks.map((look) => ({ value: look, words: text.looks[look] }))}
    />
  );
}

/** Several of several, with what was refused of them. */
export function Ticks(props: {
  visit: DeskVisit;
  form: Form;
  name: string;
  legend: string;
  hint?: string;
  options: readonly { readonly value: string; readonly words: string }[];
}) {
  const { visit, form, name, legend, hint, options } = props;
  const fault = form.errors.find(({ field }) => field === name);
  return (
    <fieldset id={name} class={fault ? 'field wrong' : 'field'}>
      <legend>{legend}</legend>
      {hint === undefined ? null : <span class="hint">{hint}</span>}
      {fault ? <span class="fault">{visit.t.punctuation.titled(fault.title, fault.detail)}</span> : null}
      <div class="choices">
        {options.map(({ value, words }) => (
          <Tick key={value} form={form} name={name} value={value} words={words} />
        ))}
      </div>
    </fieldset>
  );
}

function Tick(props: { form: Form; name: string; value: string; words: string }) {
  const { form, name, value, words } = props;
  const chosen = (form.values[name] ?? '').split(' ');
  return (
    <label class="choice">
      <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} />
      <span class="text">{words}</span>
    </label>
  );
}

/** Reads one document; what is refused is kept with the answers. */
export function readDocument(
  visit: DeskVisit,
  answers: Answers,
  whose: Whose,
  capacity: Capacity,
): ShownDocument | null {
  const { values, t } = visit;
  const { documents: text } = t.counter;
  const duty = DOCUMENT_DUTIES[capacity][whose];
  if (duty === null) return null;
  const type = DOCUMENT_TYPES.find((one) => one === values[`${whose}_type`]) ?? DOCUMENT_TYPES[0];
  const number = answers.filled(
    `${whose}_number`,
    t.common.missing(whose === 'holder' ? text.number : text.ownNumber),
  );
  const country = (values[`${whose}_country`] ?? '').trim();
  if (number !== '')
    answers.read(`${whose}_number`, () => parseDocument(type, number, countryOf(type, country)));
  const looks = LOOKS.filter((look) => (values[`${whose}_looks`] ?? '').split(' ').includes(look));
  if (duty.looks.some((look) => !looks.includes(look)))
    answers.refuse(
      `${whose}_looks`,
      t.punctuation.labelled(
        whose === 'holder' ? text.looked : text.ownLooked,
        t.errors.document_check_incomplete.title,
      ),
      lookDetail(visit),
    );
  const expiresOn = duty.expiry ? expiryOf(visit, answers, whose) : null;
  return { type, number, country: countryOf(type, country), looks, expiresOn };
}

function lookDetail({ t }: DeskVisit): string {
  const { detail } = t.errors.document_check_incomplete;
  return typeof detail === 'string' ? detail : detail({});
}

/** Documents that only China issues need none. */
function countryOf(type: DocumentType, country: string): string | undefined {
  return country === '' || (type !== 'passport' && type !== 'other') ? undefined : country;
}

function expiryOf(visit: DeskVisit, answers: Answers, whose: Whose): ShownDocument['expiresOn'] {
  const { values, t } = visit;
  const name = `${whose}_expires`;
  if (values[`${whose}_no_expiry`] === 'yes') return null;
  const typed = typedDate(values, name);
  if (typed !== '') return answers.read(name, () => parseLocalDate(typed));
  const { documents: text } = t.counter;
  answers.refuse(name, t.common.missing(whose === 'holder' ? text.expires : text.ownExpires));
  return null;
}

/** Who stands there for the holder; null where it is the holder. */
export function readComer(
  visit: DeskVisit,
  answers: Answers,
  capacity: Capacity,
): CheckDocumentRequest['comer'] {
  const shown = readDocument(visit, answers, 'own', capacity);
  if (shown === null) return null;
  const name = answers.filled('own_name', visit.t.common.missing(visit.t.counter.documents.name));
  return { ...shown, name };
}
