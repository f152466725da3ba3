import type { ComponentChildren } from 'preact';
import type { Route } from '../../../domain/rules/route.ts';
import type { Material } from '../../../domain/rules/rulebook.ts';
import { NAMES_HOLDER } from '../../../domain/special/special-request.ts';
import { maskMsisdn } from '../../../domain/values/msisdn.ts';
import type { RouteAsks } from '../../../operations/special/route-asks.ts';
import { Choices, DOCUMENT_INPUT } from '../../kit/form-page.tsx';
import type { Form } from '../../kit/page.ts';
import { Field, type Input } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { photoOf } from './paths.ts';
import { documentsOf, LONG_INPUTS, type OwnLine, PAPER, paperInput, tickInput } from './read-request.ts';

interface FieldsProps {
  readonly visit: Visit;
  readonly form: Form;
  readonly route: Route;
  readonly view: RouteAsks;
  /** The lines of whoever signed in, to be ticked where they are none of theirs. */
  readonly own: readonly OwnLine[];
}

/** All that a request on one route asks for. */
export function RequestFields({ form: given, ...props }: FieldsProps) {
  const { visit, route, view } = props;
  const { special: text } = visit.t;
  const form = uncut(visit, given);
  const same = { ...props, form };
  // Browsers keep what was typed, for the next one who types there; of some pages nobody may find that.
  const kept = view.confidential ? ({ autocomplete: 'off' } as const) : {};
  return (
    <>
      {view.wishes.length < 2 ? null : (
        <Group visit={visit} form={form} name="wish" legend={text.wish}>
          <Choices
            name="wish"
            options={view.wishes.map((wish) => ({ value: wish, words: text.wishes[wish] }))}
            chosen={form.values['wish']}
          />
        </Group>
      )}
      <Numbers {...same} />
      {NAMES_HOLDER.includes(route) ? (
        <Person {...same} who="holder" legend={text.routes[route].holder} />
      ) : null}
      <Person {...same} who="requester" legend={text.routes[route].requester} />
      <Pictures {...same} />
      <Field
        {...{ visit, form, ...kept }}
        name="contact"
        label={text.contact}
        hint={view.confidential ? text.contactSafe : text.contactHint}
        optional
        maxLength={200}
      />
      <Field
        {...{ visit, form, ...kept }}
        name="note"
        label={text.note}
        {...(view.confidential ? { hint: text.noteSafe } : {})}
        optional
        lines={4}
        maxLength={2_000}
      />
    </>
  );
}

/** A list of some hundred numbers is longer than what other inputs keep. */
function uncut(visit: Visit, form: Form): Form {
  const long = LONG_INPUTS.flatMap((name) => {
    const whole = visit.long[name];
    return whole === undefined || form.values[name] === undefined ? [] : [[name, whole] as const];
  });
  return { ...form, values: { ...form.values, ...Object.fromEntries(long) } };
}

function Numbers({ visit, form, route, view, own }: FieldsProps) {
  const { special: text } = visit.t;
  const list = (name: string, label: string, hint: string, optional: Input['optional']) => (
    <Field
      {...{ visit, form, name, label, hint, optional: optional ?? false }}
      lines={view.mostNumbers > 100 ? 10 : 3}
      autocomplete="off"
      spellcheck={false}
    />
  );
  const named = list('numbers', text.routes[route].numbers, text.oneALine(view.mostNumbers), 'unmarked');
  if (route !== 'not_mine') return named;
  const { values } = form;
  const ticked = own.map((_, i) => values[tickInput(i)]);
  return (
    <>
      <Group visit={visit} form={form} name="which" legend={text.which}>
        <Choices
          name="which"
          options={(['these', 'all'] as const).map((value) => ({ value, words: text.whichOptions[value] }))}
          chosen={values['which']}
        />
      </Group>
      {own.length === 0 ? null : (
        <Group visit={visit} form={form} name="ticks" legend={text.tick}>
          <div class="choices">
            {own.map(({ lineId, msisdn }, i) => (
              <label class="choice" key={lineId}>
                <input type="checkbox" name={tickInput(i)} value={lineId} checked={ticked.includes(lineId)} />
                <span class="text number">{maskMsisdn(msisdn)}</span>
              </label>
            ))}
          </div>
        </Group>
      )}
      {named}
      {list('mine', text.mineLabel, text.mineHint, true)}
    </>
  );
}

function Person(props: FieldsProps & { who: 'holder' | 'requester'; legend: string }) {
  const { visit, form, route, view, who, legend } = props;
  const { special: text } = visit.t;
  const company = who === 'holder' && route === 'company';
  const own = who === 'requester' && !view.confidential;
  const types = documentsOf(who, route);
  return (
    <fieldset class="part stack near">
      <legend>{legend}</legend>
      <Field
        {...{ visit, form }}
        name={`${who}_name`}
        label={company ? text.companyName : text.name}
        autocomplete={own ? 'name' : 'off'}
        maxLength={100}
      />
      <div class="field">
        <label for={`${who}_type`}>{text.documentType}</label>
        <select id={`${who}_type`} name={`${who}_type`}>
          {types.map((type) => (
            <option key={type} value={type} selected={type === (form.values[`${who}_type`] ?? types[0])}>
              {visit.t.documentTypes[type]}
            </option>
          ))}
        </select>
      </div>
      <Field {...{ visit, form, ...DOCUMENT_INPUT }} name={`${who}_number`} label={text.documentNumber} />
      <div class="if-foreign">
        <Field
          {...{ visit, form }}
          name={`${who}_country`}
          label={text.country}
          hint={text.countryHint}
          optional="unmarked"
          maxLength={2}
          autocomplete="off"
          class="short"
        />
      </div>
    </fieldset>
  );
}

function Pictures({ visit, form, route, view: { materials, oneOf } }: FieldsProps) {
  const { special: text } = visit.t;
  const chosen = visit.files.length + visit.shed.length > 0;
  const paper = (material: Material, optional: Input['optional'] = false) => (
    <Field
      {...{ visit, form, optional }}
      key={material}
      name={paperInput(material)}
      label={photoOf(visit.t, route, material)}
      type="file"
      multiple
      accept="image/jpeg,image/png,image/webp"
    />
  );
  return (
    <Group visit={visit} form={form} name={PAPER} legend={text.papers} hint={text.papersHint} part>
      <div class="stack near">
        {chosen ? <p class="note warn">{text.papersAgain}</p> : null}
        {materials.map((material) => paper(material))}
        {oneOf.length === 0 ? null : (
          <Group visit={visit} form={form} name="one_of" legend={text.onePaper}>
            <div class="stack near">{oneOf.map((material) => paper(material, 'unmarked'))}</div>
          </Group>
        )}
      </div>
    </Group>
  );
}

/** Inputs that belong together, with what was refused of them. */
function Group(props: {
  visit: Visit;
  form: Form;
  name: string;
  legend: string;
  hint?: string;
  /** A part of the form of its own. */
  part?: boolean;
  children: ComponentChildren;
}) {
  const { visit, form, name, legend, hint, part = false, children } = props;
  const fault = form.errors.find(({ field }) => field === name);
  const told = [hint ? `${name}-hint` : '', fault ? `${name}-fault` : ''].filter(Boolean).join(' ');
  return (
    <fieldset
      id={name}
      class={`${part ? 'part ' : ''}field${fault ? ' wrong' : ''}`}
      aria-describedby={told || undefined}
    >
      <legend>{legend}</legend>
      {hint ? (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      ) : null}
      {fault ? (
        <span class="fault" id={`${name}-fault`}>
          {visit.t.punctuation.titled(fault.title, fault.detail)}
        </span>
      ) : null}
      {children}
    </fieldset>
  );
}
