import type { ComponentChildren, InputHTMLAttributes, TextareaHTMLAttributes } from 'preact';
import { MAIN_FORM } from './layout.tsx';
import type { Form } from './page.ts';
import type { Visit } from './visit.ts';

type Children = { readonly children?: ComponentChildren };

/** Everything that was refused, at the top, focused, each linked to its input. */
export function Errors({ visit, form }: { visit: Visit; form: Form }) {
  if (form.errors.length === 0) return null;
  if (form.errors.every(({ calm }) => calm === true))
    return (
      <section class="note info tight" id="errors" tabIndex={-1} autofocus aria-labelledby="errors-title">
        {form.errors.map(({ title, detail }, n) => (
          <>
            <h2 id={n === 0 ? 'errors-title' : undefined}>{title}</h2>
            <p>{detail}</p>
          </>
        ))}
      </section>
    );
  return (
    <section class="errors" id="errors" tabIndex={-1} autofocus aria-labelledby="errors-title">
      <h2 id="errors-title">{visit.t.common.problem}</h2>
      <ul>
        {form.errors.map(({ field, title, detail }) => (
          <li key={title}>
            {field === null ? (
              <>
                <strong>{title}</strong>
                <p>{detail}</p>
              </>
            ) : (
              <a href={`#${field}`}>{title}</a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One input, as it is written down. */
export interface Input {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** `unmarked`: where the words around it say so. */
  readonly optional?: boolean | 'unmarked';
  /** The value that was given is not shown again, because it works only once. */
  readonly once?: boolean;
  readonly type?: 'text' | 'tel' | 'date' | 'file';
  readonly inputmode?: 'tel' | 'numeric';
  readonly autocomplete?: 'tel' | 'name' | 'one-time-code' | 'off';
  readonly class?: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Of a picture: a tablet offers its camera first. */
  readonly capture?: 'environment';
  readonly maxLength?: number;
  /** A text of several lines. */
  readonly lines?: number;
  readonly spellcheck?: boolean;
  readonly autofocus?: boolean;
  /** By which key with Alt it is reached, where a page has such keys. */
  readonly 'data-key'?: string;
}

interface FieldProps extends Input {
  readonly visit: Visit;
  readonly form: Form;
}

export function Field({ visit, form, name, label, hint, optional, once, lines, ...input }: FieldProps) {
  const fault = form.errors.find((error) => error.field === name);
  const told = [hint ? `${name}-hint` : '', fault ? `${name}-fault` : ''].filter(Boolean).join(' ');
  const attributes = {
    ...input,
    id: name,
    name,
    ...(input.type === 'file' ? {} : { value: once ? '' : form.values[name] }),
    'aria-describedby': told || undefined,
    'aria-invalid': fault ? 'true' : undefined,
    required: !optional,
  } as InputHTMLAttributes<HTMLInputElement>;
  return (
    <div class={fault ? 'field wrong' : 'field'}>
      <label for={name}>
        {label}
        {optional === true ? <span class="opt">{visit.t.common.optional}</span> : null}
      </label>
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
      {input.type === 'file' ? (
        <FileInput visit={visit} attributes={attributes} />
      ) : lines === undefined ? (
        <input {...attributes} />
      ) : (
        <textarea {...(attributes as unknown as TextareaHTMLAttributes<HTMLTextAreaElement>)} rows={lines} />
      )}
    </div>
  );
}

/** In our words and not in those of the browser, whose language may be another. Without scripts the browser's own stands there. */
function FileInput({
  visit,
  attributes,
}: {
  visit: Visit;
  attributes: InputHTMLAttributes<HTMLInputElement>;
}) {
  const { chooseFile, noFile } = visit.t.common;
  return (
    <label class="file">
      <input {...attributes} />
      <span class="button second face">{chooseFile}</span>
      <span class="hint" data-file={attributes.name as string} aria-live="polite">
        {noFile}
      </span>
    </label>
  );
}

/** One of a list, chosen without a script. */
export function Select(props: {
  readonly name: string;
  readonly label: string;
  readonly chosen: string;
  readonly options: readonly (readonly [string, string])[];
}) {
  return (
    <div class="field">
      <label for={props.name}>{props.label}</label>
      <select id={props.name} name={props.name}>
        {props.options.map(([value, words]) => (
          <option key={value} value={value} selected={value === props.chosen}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

interface FormProps extends Children {
  readonly visit: Visit;
  readonly action?: string;
  readonly upload?: boolean;
}

/** The one form of a page that people fill in. */
export function MainForm({ visit, action, upload, children }: FormProps) {
  return (
    <form
      class="stack"
      id={MAIN_FORM}
      method="post"
      action={action ?? visit.url.pathname}
      enctype={upload ? 'multipart/form-data' : undefined}
      noValidate
    >
      {children}
      <Token visit={visit} />
    </form>
  );
}

/** A button that is a form of its own: one tap, nothing to fill in. */
export function Tap(props: {
  visit: Visit;
  action: string;
  second?: boolean;
  name?: string;
  value?: string;
  children: ComponentChildren;
}) {
  return (
    <form method="post" action={props.action}>
      <Token visit={props.visit} />
      {props.name ? <input type="hidden" name={props.name} value={props.value} /> : null}
      <button class={props.second ? 'button second' : 'button'} type="submit">
        {props.children}
      </button>
    </form>
  );
}

/** What shows that a form is one of ours; in every form of somebody who signed in. */
export function Token({ visit }: { visit: Visit }) {
  return visit.formToken === null ? null : <input type="hidden" name="token" value={visit.formToken} />;
}

/** Buttons of equal size, in a row where there is room. */
export function Actions({ two = false, children }: Children & { two?: boolean }) {
  return <div class={two ? 'actions two' : 'actions'}>{children}</div>;
}

export function Submit({ children }: Children) {
  return (
    <button class="button" type="submit">
      {children}
    </button>
  );
}

export function LinkButton({
  href,
  second,
  download,
  children,
}: Children & { href: string; second?: boolean; download?: boolean }) {
  return (
    <a class={second ? 'button second' : 'button'} href={href} download={download}>
      {children}
    </a>
  );
}

export type Tone = 'ok' | 'warn' | 'bad' | 'now' | 'plain';

export function Tag({ tone, children }: Children & { tone: Tone }) {
  return <span class={tone === 'plain' ? 'tag' : `tag ${tone}`}>{children}</span>;
}

export interface Row {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly hint?: string | undefined;
  /** Where the row can be changed. */
  readonly change?: { readonly href: string; readonly text: string; readonly label: string } | undefined;
}

export function Rows({ rows, kind = '' }: { rows: readonly Row[]; kind?: string }) {
  return (
    <dl class={`rows ${kind}`.trim()}>
      {rows.map(({ label, value, hint, change }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value}
            {hint ? <span class="hint">{hint}</span> : null}
          </dd>
          {change ? (
            <dd>
              <a class="act only" href={change.href} aria-label={change.label}>
                {change.text}
              </a>
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
}

export function Heading({ children, lead }: Children & { lead?: ComponentChildren }) {
  return (
    <div class="tight">
      <h1>{children}</h1>
      {lead ? <p class="lead">{lead}</p> : null}
    </div>
  );
}

/** A heading and what belongs under it, point by point. */
export function PlainList({ title, items }: { title: string; items: readonly string[] }) {
  return (
    <section class="tight">
      <h2>{title}</h2>
      <ul class="plain-list">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  );
}

/** Ways to other pages: the address, what it is, and a hint where one helps. */
export function LinkList({ links }: { links: readonly (readonly [string, string, string?])[] }) {
  return (
    <ul class="links">
      {links.map(([href, title, hint]) => (
        <li key={href}>
          <a href={href}>
            <strong>{title}</strong>
            {hint === undefined ? null : <span class="hint">{hint}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Which clock the times on this page follow; once a page. */
export function Clock({ visit, zone }: { visit: Visit; zone?: string }) {
  return <p class="small">{visit.t.common.times(zone ?? visit.formats.zone)}</p>;
}

/** As it was written, in its paragraphs. */
export function Written({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n+/).map((line, n) => (
        <p key={n}>{line}</p>
      ))}
    </>
  );
}
