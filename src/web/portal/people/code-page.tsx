import { maskMsisdn, parseMsisdn } from '../../../domain/values/msisdn.ts';
import { signInByCode } from '../../../operations/people/sign-in.ts';
import { go, type Page } from '../../kit/page.ts';
import { Errors, Field, Heading, MainForm, Submit } from '../../kit/parts.tsx';
import { beginSession } from '../../kit/visit.ts';
import { type PendingNumber, sendCode } from './start-page.tsx';

export const code: Page = {
  path: '/code',
  fields: { answer_wrong: 'code', answer_locked: 'code', code_too_soon: null, code_too_many: null },
  async show(visit, form) {
    const pending = visit.jar.sealed<PendingNumber>('hb_number');
    if (pending === null) return go('/?notice=start_again');
    const { code: text } = visit.t;
    const masked = maskMsisdn(parseMsisdn(pending.number, visit.op.defaultCallingCode));
    const wait = (new Date(pending.resendAt).getTime() - visit.op.clock.now().getTime()) / 1_000;
    const shown = { values: { ...form.values, code: '' }, errors: form.errors };
    return {
      kind: 'page',
      title: text.title,
      back: '/',
      form: true,
      body: (
        <>
          <Errors visit={visit} form={form} />
          <Heading lead={text.sent(masked)}>{text.title}</Heading>
          {pending.resent ? (
            <p class="note info" role="status">
              {text.resent}
            </p>
          ) : null}
          <div class="panel">
            <MainForm visit={visit}>
              <Field
                visit={visit}
                form={shown}
                name="code"
                label={text.label}
                {...(pending.validMinutes === null ? {} : { hint: text.valid(pending.validMinutes) })}
                class="code-entry"
                inputmode="numeric"
                autocomplete="one-time-code"
                maxLength={12}
              />
              <Submit>{visit.t.code.submit}</Submit>
            </MainForm>
          </div>
          <p class="note">{text.warn}</p>
          <form
            class="tight"
            method="post"
            action="/code"
            data-again={wait > 0 ? Math.ceil(wait) : undefined}
          >
            <input type="hidden" name="again" value="yes" />
            {wait > 0 ? (
              <p class="hint" data-wait={text.againIn}>
                {text.againAt(visit.formats.exactClock(pending.resendAt))}
              </p>
            ) : null}
            <button class="button second" type="submit">
              {text.again}
            </button>
          </form>
          <ul class="links">
            <li>
              <a href="/">
                <strong>{text.other}</strong>
              </a>
            </li>
            <li>
              <a href="/lost">
                <strong>{visit.t.start.other.lost}</strong>
                <span class="hint">{text.cannot}</span>
              </a>
            </li>
            <li>
              <a href="/receipt">
                <strong>{visit.t.start.other.receipt}</strong>
                <span class="hint">{text.ended}</span>
              </a>
            </li>
          </ul>
        </>
      ),
    };
  },
  async submit(visit) {
    const pending = visit.jar.sealed<PendingNumber>('hb_number');
    if (pending === null) return go('/?notice=start_again');
    if (visit.values['again'] !== undefined) {
      await sendCode(visit, pending.number, true);
      return go('/code');
    }
    const { token } = await signInByCode(visit.op, pending.number, visit.values['code'] ?? '');
    beginSession(visit, token);
    visit.jar.drop('hb_number');
    return go('/lines');
  },
};
