import { HandbackError } from '../../../domain/errors.ts';
import { parseMsisdn } from '../../../domain/values/msisdn.ts';
import { requestCode } from '../../../operations/people/request-code.ts';
import { go, type Page } from '../../kit/page.ts';
import { Errors, Field, MainForm, Submit } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';

/** The number that waits for its code; sealed, so that it stands in no address. */
export interface PendingNumber {
  readonly number: string;
  readonly resendAt: string;
  readonly validMinutes: number | null;
  readonly resent: boolean;
}

const KEEP_SECONDS = 900;

/** Sends a code and remembers for which number; asked too soon, the code that is on its way is the one to enter. */
export async function sendCode(visit: Visit, number: string, resent: boolean): Promise<void> {
  try {
    const { resendAt, validMinutes } = await requestCode(visit.op, number);
    keep(visit, { number, resendAt: resendAt.toISOString(), validMinutes, resent });
  } catch (error) {
    if (!(error instanceof HandbackError) || error.code !== 'code_too_soon' || resent) throw error;
    keep(visit, { number, resendAt: String(error.facts['retryAt']), validMinutes: null, resent: false });
  }
}

function keep(visit: Visit, pending: PendingNumber): void {
  visit.jar.keepSealed('hb_number', pending, KEEP_SECONDS);
}

export const start: Page = {
  path: '/',
  fields: {
    msisdn_invalid: 'number',
    msisdn_not_international: 'number',
    code_too_many: 'number',
    answer_locked: 'number',
  },
  async show(visit, form) {
    const { t } = visit;
    const { start: text } = t;
    const notice = t.common.notices[visit.url.searchParams.get('notice') as keyof typeof t.common.notices];
    const other = [
      ['/lost', text.other.lost, text.other.lostHint],
      ['/declare', text.other.declare, text.other.declareHint],
      ['/receipt', text.other.receipt, text.other.receiptHint],
      ['/verify', text.other.verify, text.other.verifyHint],
    ] as const;
    return {
      kind: 'page',
      title: text.title,
      back: null,
      form: true,
      indexed: true,
      body: (
        <>
          {notice ? (
            <p class="note info" role="status">
              {notice}
            </p>
          ) : null}
          <Errors visit={visit} form={form} />
          <div class="tight">
            <h1>{text.title}</h1>
            <p class="lead">{text.lead}</p>
          </div>
          <div class="panel">
            <MainForm visit={visit}>
              <Field
                visit={visit}
                form={form}
                name="number"
                label={text.number}
                hint={text.numberHint}
                type="tel"
                inputmode="tel"
                autocomplete="tel"
              />
              <Submit>{text.send}</Submit>
            </MainForm>
          </div>
          <section class="tight">
            <h2>{text.needTitle}</h2>
            <ul class="plain-list">
              {text.need.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          </section>
          <section class="tight">
            <h2>{text.whatTitle}</h2>
            <ul class="plain-list">
              {text.what.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          </section>
          <section class="tight">
            <h2>{text.otherTitle}</h2>
            <ul class="links">
              {other.map(([href, title, hint]) => (
                <li key={href}>
                  <a href={href}>
                    <strong>{title}</strong>
                    <span class="hint">{hint}</span>
                  </a>
                </li>
              ))}
            </ul>
            <p class="hint">{text.channels}</p>
          </section>
        </>
      ),
    };
  },
  async submit(visit) {
    const number = visit.values['number'] ?? '';
    parseMsisdn(number, visit.op.defaultCallingCode);
    await sendCode(visit, number, false);
    return go('/code');
  },
};
