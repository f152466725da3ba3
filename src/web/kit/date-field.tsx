import { dateOrder } from './formats.ts';
import type { Form } from './page.ts';
import type { Visit } from './visit.ts';

const PARTS = { year: 4, month: 2, day: 2 } as const;
export type DatePart = keyof typeof PARTS;

const nameOf = (name: string, part: DatePart): string => `${name}-${part}`;

/**
 * The date that was typed in the three fields of `DateField`, as `parseLocalDate` reads it; empty where all are. What is no
 * number stays as typed, and is refused there.
 */
export function typedDate(values: Readonly<Record<string, string>>, name: string): string {
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) =>
    (values[nameOf(name, part)] ?? '').normalize('NFKC').trim(),
  ) as [string, string, string];
  if (year === '' && month === '' && day === '') return '';
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

interface DateFieldProps {
  readonly visit: Visit;
  readonly form: Form;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
}

/** A day in three fields, in the order in which the reader's language writes it: no calendar to page through for years. */
export function DateField({ visit, form, name, label, hint, optional = false }: DateFieldProps) {
  const { common, punctuation } = visit.t;
  const fault = form.errors.find((error) => error.field === name);
  const told = [hint ? `${name}-hint` : '', fault ? `${name}-fault` : ''].filter(Boolean).join(' ');
  return (
    <fieldset class={fault ? 'field wrong' : 'field'} id={name} aria-describedby={told || undefined}>
      <legend>
        {label}
        {optional ? <span class="opt">{common.optional}</span> : null}
      </legend>
      {hint ? (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      ) : null}
      {fault ? (
        <span class="fault" id={`${name}-fault`}>
          {punctuation.titled(fault.title, fault.detail)}
        </span>
      ) : null}
      <div class="date-parts">
        {dateOrder(visit.language).map((part) => (
          <label key={part}>
            {common.dateParts[part]}
            <input
              class={part}
              name={nameOf(name, part)}
              value={form.values[nameOf(name, part)]}
              inputmode="numeric"
              autocomplete="off"
              maxLength={PARTS[part]}
              required={!optional}
              aria-invalid={fault ? 'true' : undefined}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
