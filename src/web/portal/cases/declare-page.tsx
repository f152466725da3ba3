import { REASONS } from '../../../domain/cases/reason.ts';
import { parseLocalDate } from '../../../domain/values/local-date.ts';
import { parseMsisdn } from '../../../domain/values/msisdn.ts';
import { declarePublicly } from '../../../operations/cases/declarations/declare-publicly.ts';
import { Answers } from '../../kit/answers.ts';
import { DateField, typedDate } from '../../kit/date-field.tsx';
import { formPage, NUMBER_INPUT } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { LinkList } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { keepDeclaration } from './declaration-receipt.ts';

/** Only what may be asked, and no sign-in: the declaration is received before anything is checked. */
export const declarePage = formPage({
  path: '/declare',
  fields: { msisdn_invalid: 'number', msisdn_not_international: 'number', date_invalid: 'end' },
  async ask(visit, form) {
    const { declare: text, special } = visit.t;
    const { name, nameHint, contact, contactHint, endOn, endOnHint } = text;
    const free = { optional: true, maxLength: 200, autocomplete: 'off' } as const;
    return {
      title: text.title,
      lead: text.lead,
      back: '/',
      indexed: true,
      inputs: [
        { ...NUMBER_INPUT, label: text.number, autocomplete: 'tel' },
        { name: 'name', label: name, hint: nameHint, autocomplete: 'name', maxLength: 200 },
        { ...free, name: 'contact', label: contact, hint: contactHint },
        <DateField key="end" visit={visit} form={form} name="end" label={endOn} hint={endOnHint} optional />,
        <ReasonList key="reason" visit={visit} chosen={form.values['reason']} />,
      ],
      submit: text.submit,
      below: <LinkList links={[['/special', special.link, special.linkHint]]} />,
    };
  },
  async submit(visit) {
    const { values, t, op, actor } = visit;
    const number = values['number'] ?? '';
    const end = typedDate(values, 'end');
    const answers = new Answers(visit);
    answers.read('number', () => parseMsisdn(number, op.defaultCallingCode));
    const name = answers.filled('name', t.declare.nameMissing);
    const endOn = end === '' ? null : answers.read('end', () => parseLocalDate(end));
    if (answers.refused !== null) return answers.refused;
    const made = await declarePublicly(op, actor, {
      number,
      name: name.slice(0, 200),
      contact: (values['contact'] ?? '').trim().slice(0, 200),
      reason: REASONS.find((one) => one === values['reason']) ?? null,
      endOn,
    });
    if (made === null) throw new RangeError('a declaration without a receipt');
    keepDeclaration(visit, made);
    return go('/declare/receipt');
  },
});

function ReasonList({ visit, chosen }: { visit: Visit; chosen: string | undefined }) {
  const { declare: text, reason, common } = visit.t;
  return (
    <div class="field">
      <label for="reason">
        {text.reason}
        <span class="opt">{common.optional}</span>
      </label>
      <span class="hint" id="reason-hint">
        {text.reasonHint}
      </span>
      <select id="reason" name="reason" aria-describedby="reason-hint">
        <option value="">{text.noReason}</option>
        {REASONS.map((name) => (
          <option key={name} value={name} selected={chosen === name}>
            {reason.options[name]}
          </option>
        ))}
      </select>
    </div>
  );
}
