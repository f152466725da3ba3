import { type ComponentChildren, isValidElement, type VNode } from 'preact';
import type { Answer, Form, Page, PageAnswer } from './page.ts';
import { Actions, Errors, Field, Heading, type Input, LinkButton, MainForm, Submit } from './parts.tsx';
import type { Visit } from './visit.ts';

/** What a page asks for, from its title to its button. */
export interface Question {
  readonly title: string;
  /** On the page itself, where the title that the browser keeps says less. */
  readonly heading?: string | undefined;
  readonly lead?: ComponentChildren;
  readonly back: string | null;
  /** For search engines: only pages without anything personal. */
  readonly indexed?: boolean;
  /** Before everything, and between the heading and the form. */
  readonly top?: ComponentChildren;
  readonly above?: ComponentChildren;
  /** In their order. Anything that is more than one input is given as JSX. */
  readonly inputs: readonly (Input | VNode | null)[];
  readonly submit: string;
  /** Another way on, beside the button. */
  readonly other?: { readonly href: string; readonly text: string };
  /** Without a frame around the form. */
  readonly bare?: boolean;
  readonly below?: ComponentChildren;
  readonly islands?: readonly string[];
  /** As a page's. */
  readonly camera?: true;
}

interface FormPage<V extends Visit> extends Omit<Page<V>, 'show'> {
  /** The question, or where to go instead of it. */
  readonly ask: (visit: V, form: Form) => Promise<Question | Answer>;
}

/** A page with one form: refusals at the top, what is asked, the inputs, a button. */
export function formPage<V extends Visit = Visit>({ ask, ...page }: FormPage<V>): Page<V> {
  return {
    ...page,
    async show(visit, form) {
      const asked = await ask(visit, form);
      return 'kind' in asked ? asked : drawn(visit, form, asked, Boolean(page.upload ?? page.uploads));
    },
  };
}

function drawn(visit: Visit, form: Form, question: Question, upload: boolean): PageAnswer {
  const { title, lead, back, indexed = false, top, above, below, bare = false, islands = [] } = question;
  const asked = (
    <MainForm visit={visit} upload={upload}>
      {question.inputs.map((input) =>
        input === null || isValidElement(input) ? (
          input
        ) : (
          <Field key={(input as Input).name} visit={visit} form={form} {...(input as Input)} />
        ),
      )}
      <Buttons question={question} />
    </MainForm>
  );
  return {
    kind: 'page',
    title,
    back,
    form: true,
    indexed,
    islands,
    ...(question.camera ? { camera: true } : {}),
    body: (
      <>
        {top}
        <Errors visit={visit} form={form} />
        <Heading lead={lead}>{question.heading ?? title}</Heading>
        {above}
        {bare ? asked : <div class="panel">{asked}</div>}
        {below}
      </>
    ),
  };
}

function Buttons({ question: { submit, other } }: { question: Question }) {
  if (other === undefined) return <Submit>{submit}</Submit>;
  return (
    <Actions two>
      <Submit>{submit}</Submit>
      <LinkButton href={other.href} second>
        {other.text}
      </LinkButton>
    </Actions>
  );
}

/** The inputs that several pages ask for; the words are the page's own. */
export const NUMBER_INPUT = { name: 'number', type: 'tel', inputmode: 'tel' } as const;
export const DOCUMENT_INPUT = {
  name: 'document',
  autocomplete: 'off',
  spellcheck: false,
  maxLength: 60,
} as const;

interface Choice {
  readonly value: string;
  readonly words: string;
  readonly hint?: string | null;
}

/** The same with its question above it, and beside it what was refused. */
export function ChoiceField({
  visit,
  form,
  label,
  ...choices
}: {
  readonly visit: Visit;
  readonly form: Form;
  readonly name: string;
  readonly label: string;
  readonly options: readonly Choice[];
  readonly short?: boolean;
}) {
  const { name } = choices;
  const fault = form.errors.find((error) => error.field === name);
  return (
    <fieldset
      class={fault ? 'field wrong' : 'field'}
      id={name}
      aria-describedby={fault ? `${name}-fault` : undefined}
    >
      <legend>{label}</legend>
      {fault ? (
        <span class="fault" id={`${name}-fault`}>
          {visit.t.punctuation.titled(fault.title, fault.detail)}
        </span>
      ) : null}
      <Choices {...choices} chosen={form.values[name]} />
    </fieldset>
  );
}

/** One of several, none chosen beforehand. */
export function Choices(props: {
  readonly name: string;
  readonly options: readonly Choice[];
  readonly chosen: string | null | undefined;
  /** Many short ones, beside each other. */
  readonly short?: boolean;
}) {
  return (
    <div class={props.short ? 'choices short' : 'choices'}>
      {props.options.map(({ value, words, hint }) => (
        <label class="choice" key={value}>
          <input type="radio" name={props.name} value={value} checked={props.chosen === value} />
          <span class="text">
            {words}
            {hint ? <span class="hint">{hint}</span> : null}
          </span>
        </label>
      ))}
    </div>
  );
}
