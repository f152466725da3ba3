import { MAIN_FORM } from '../../kit/layout.tsx';
import type { Form } from '../../kit/page.ts';
import { Actions, Field, Token } from '../../kit/parts.tsx';
import type { DeskVisit } from './desk-visit.ts';

/** A decision that wants a reason: the field `reason`, and a button for each `choice`, of which the first is the usual one. */
export function ReasonedChoices<C extends string>(props: {
  readonly visit: DeskVisit;
  readonly form: Form;
  readonly choices: readonly C[];
  readonly words: {
    readonly reason: string;
    readonly reasonHint: string;
    readonly do: Readonly<Record<C, string>>;
  };
}) {
  const { visit, form, choices, words } = props;
  return (
    <form class="stack" id={MAIN_FORM} method="post" action={visit.url.pathname} noValidate>
      <Token visit={visit} />
      <Field
        visit={visit}
        form={form}
        name="reason"
        label={words.reason}
        hint={words.reasonHint}
        lines={3}
        maxLength={500}
      />
      <Actions two={choices.length > 1}>
        {choices.map((choice, i) => (
          <button
            key={choice}
            class={i === 0 ? 'button' : 'button second'}
            type="submit"
            name="choice"
            value={choice}
          >
            {words.do[choice]}
          </button>
        ))}
      </Actions>
    </form>
  );
}
