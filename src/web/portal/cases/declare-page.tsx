import { parseLocalDate } from '../../../domain/values/local-date.ts';
import { parseMsisdn } from '../../../domain/values/msisdn.ts';
import { REASONS } from '../../../operations/cases/declare.ts';
import { declarePublicly } from '../../../operations/cases/declare-publicly.ts';
import { go, type Page } from '../../kit/page.ts';
import { Clock, Errors, Field, Heading, LinkButton, MainForm, Rows, Submit } from '../../kit/parts.tsx';

/** A public declaration's receipt, as it is shown after the form. */
interface NewReceipt {
  readonly reference: string;
  readonly secret: string;
  readonly receivedAt: string;
  readonly expiresAt: string;
}

const KEEP_SECONDS = 900;

/** Only what may be asked, and no sign-in: the declaration is received before anything is checked. */
export const declarePage: Page = {
  path: '/declare',
  fields: { msisdn_invalid: 'number', msisdn_not_international: 'number', date_invalid: 'end' },
  async show(visit, form) {
    const { declare: text, reason } = visit.t;
    return {
      kind: 'page',
      title: text.title,
      back: '/',
      form: true,
      indexed: true,
      body: (
        <>
          <Errors visit={visit} form={form} />
          <Heading lead={text.lead}>{text.title}</Heading>
          <div class="panel">
            <MainForm visit={visit}>
              <Field
                visit={visit}
                form={form}
                name="number"
                label={text.number}
                type="tel"
                inputmode="tel"
                autocomplete="tel"
              />
              <Field
                visit={visit}
                form={form}
                name="name"
                label={text.name}
                hint={text.nameHint}
                autocomplete="name"
                maxLength={200}
              />
              <Field
                visit={visit}
                form={form}
                name="contact"
                label={text.contact}
                hint={text.contactHint}
                autocomplete="off"
                maxLength={200}
                optional
              />
              <Field
                visit={visit}
                form={form}
                name="end"
                label={text.endOn}
                hint={text.endOnHint}
                type="date"
                class="short"
                optional
              />
              <div class="field">
                <label for="reason">
                  {text.reason}
                  <span class="opt">{visit.t.common.optional}</span>
                </label>
                <span class="hint" id="reason-hint">
                  {text.reasonHint}
                </span>
                <select id="reason" name="reason" aria-describedby="reason-hint">
                  <option value="">{text.noReason}</option>
                  {REASONS.map((name) => (
                    <option key={name} value={name} selected={form.values['reason'] === name}>
                      {reason.options[name]}
                    </option>
                  ))}
                </select>
              </div>
              <Submit>{text.submit}</Submit>
            </MainForm>
          </div>
        </>
      ),
    };
  },
  async submit(visit) {
    const { values, t, op } = visit;
    const name = (values['name'] ?? '').trim();
    const number = values['number'] ?? '';
    parseMsisdn(number, op.defaultCallingCode);
    if (name === '')
      return { kind: 'again', errors: [{ field: 'name', title: t.declare.nameMissing, detail: '' }] };
    const end = (values['end'] ?? '').trim();
    const made = await declarePublicly(op, {
      number,
      name: name.slice(0, 200),
      contact: (values['contact'] ?? '').trim().slice(0, 200),
      reason: REASONS.find((one) => one === values['reason']) ?? null,
      endOn: end === '' ? null : parseLocalDate(end),
    });
    if (made === null) throw new RangeError('a declaration without a receipt');
    const kept: NewReceipt = {
      reference: made.reference,
      secret: made.receiptSecret,
      receivedAt: made.receivedAt.toISOString(),
      expiresAt: made.expiresAt.toISOString(),
    };
    visit.jar.keepSealed('hb_declared', kept, KEEP_SECONDS);
    return go('/declare/receipt');
  },
};

/** The receipt: with its time, at once, and the same whether or not we have such a number. */
export const declareReceipt: Page = {
  path: '/declare/receipt',
  async show(visit) {
    const made = visit.jar.sealed<NewReceipt>('hb_declared');
    if (made === null) return go('/receipt');
    const { declare: text } = visit.t;
    const { formats } = visit;
    return {
      kind: 'page',
      title: text.receiptTitle,
      back: null,
      body: (
        <>
          <Heading lead={text.receiptLead}>{text.receiptTitle}</Heading>
          <section class="note info">
            <dl>
              <dt class="hint">{text.reference}</dt>
              <dd class="code secret">{made.reference}</dd>
              <dt class="hint">{text.secret}</dt>
              <dd class="code secret">{made.secret}</dd>
            </dl>
          </section>
          <Rows
            rows={[
              { label: text.receivedAt, value: formats.exact(made.receivedAt) },
              { label: text.expiresAt, value: formats.exact(made.expiresAt) },
            ]}
          />
          <section class="tight">
            <h2>{text.next}</h2>
            <ul class="plain-list">
              {text.nextSteps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ul>
          </section>
          <LinkButton href="/">{text.signIn}</LinkButton>
          <Clock visit={visit} />
        </>
      ),
    };
  },
};
