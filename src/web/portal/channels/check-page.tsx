import type { CheckAnswer } from '../../../domain/channels/check.ts';
import { LONGEST_SENDER, LONGEST_TEXT } from '../../../domain/channels/report.ts';
import { checkText } from '../../../operations/channels/check-text.ts';
import { reportText } from '../../../operations/channels/report-text.ts';
import { BLANK, type Form, type Page, type PageAnswer } from '../../kit/page.ts';
import { Errors, Field, Heading, LinkButton, MainForm, Submit, Token } from '../../kit/parts.tsx';
import { QrPicture } from '../../kit/qr.tsx';
import type { Visit } from '../../kit/visit.ts';
import { CheckAnswerView } from './check-answer.tsx';

export const CHECK_PATH = '/check';

const FIELDS = { text_missing: 'text', text_too_long: 'text', reports_exhausted: null } as const;

/** Anyone's question: is this from you? The text is in the body of the form, never in an address. */
export const checkPage: Page = {
  path: CHECK_PATH,
  fields: FIELDS,
  show: async (visit, form) => asking(visit, form),
  async submit(visit) {
    const given = givenIn(visit);
    const answer = await checkText(visit.op, visit.actor, given);
    return answered(visit, answer, given);
  },
};

/** What somebody reports is kept; a way back for whoever only looked at its address. */
export const reportPage: Page = {
  path: `${CHECK_PATH}/report`,
  fields: FIELDS,
  show: async (visit, form) => asking(visit, form),
  async submit(visit) {
    await reportText(visit.op, visit.actor, { ...givenIn(visit), client: visit.client });
    const { scamCheck: t } = visit.t;
    return {
      kind: 'page',
      title: t.report.thanks,
      back: CHECK_PATH,
      body: (
        <>
          <section class="note ok tight" role="status">
            <h1>{t.report.thanks}</h1>
            <p>{t.report.thanksLead}</p>
          </section>
          <LinkButton href={CHECK_PATH} second>
            {t.again}
          </LinkButton>
        </>
      ),
    };
  },
};

function givenIn({ long }: Visit): { readonly text: string; readonly sender: string | null } {
  const sender = (long['sender'] ?? '').trim();
  return { text: long['text'] ?? '', sender: sender === '' ? null : sender };
}

function asking(visit: Visit, form: Form): PageAnswer {
  const { scamCheck: t } = visit.t;
  return {
    kind: 'page',
    title: t.title,
    back: '/',
    form: true,
    indexed: form === BLANK,
    islands: ['check'],
    camera: true,
    body: (
      <>
        <Errors visit={visit} form={form} />
        <Heading lead={t.lead}>{t.title}</Heading>
        <div class="panel">
          <MainForm visit={visit} action={CHECK_PATH}>
            <Field
              visit={visit}
              form={form}
              name="text"
              label={t.text}
              hint={t.textHint}
              lines={6}
              autocomplete="off"
              spellcheck={false}
            />
            <QrPicture words={t.qr} />
            <Field
              visit={visit}
              form={form}
              name="sender"
              label={t.sender}
              hint={t.senderHint}
              autocomplete="off"
              spellcheck={false}
              optional="unmarked"
              maxLength={LONGEST_SENDER}
            />
            <Submit>{t.submit}</Submit>
          </MainForm>
        </div>
        <p>
          <a href="/channels">{t.channels.title}</a>
        </p>
      </>
    ),
  };
}

function answered(visit: Visit, answer: CheckAnswer, given: ReturnType<typeof givenIn>): PageAnswer {
  const { scamCheck: t } = visit.t;
  return {
    kind: 'page',
    title: t.verdicts[answer.verdict],
    back: CHECK_PATH,
    body: (
      <>
        <CheckAnswerView visit={visit} answer={answer} />
        {answer.verdict === 'official' ? null : (
          <section class="panel stack" aria-labelledby="report">
            <h2 id="report">{t.report.title}</h2>
            <p>{t.report.lead(visit.op.scamReports.keepDays)}</p>
            <form method="post" action={`${CHECK_PATH}/report`}>
              <Token visit={visit} />
              <input type="hidden" name="text" value={given.text.slice(0, LONGEST_TEXT)} />
              <input type="hidden" name="sender" value={given.sender ?? ''} />
              <button class="button second" type="submit">
                {t.report.submit}
              </button>
            </form>
          </section>
        )}
        <LinkButton href={CHECK_PATH}>{t.again}</LinkButton>
      </>
    ),
  };
}
