import { checkAgentCode } from '../../../operations/desks/hotline/codes/check-agent-code.ts';
import { NUMBER_INPUT } from '../../kit/form-page.tsx';
import { Phone } from '../../kit/house-parts.tsx';
import type { Page } from '../../kit/page.ts';
import { Errors, Field, Heading, MainForm, Submit } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';

const ANSWERS = ['real', 'not_real', 'cannot_tell'] as const;
const TONES = { real: 'ok', not_real: 'bad', cannot_tell: 'warn' } as const;

/** Whether who is on the telephone is an agent of ours: for anybody, without signing in. */
export const agentCodePage: Page = {
  path: '/agent-code',
  fields: { msisdn_invalid: 'number', msisdn_not_international: 'number', code_invalid: 'code' },
  async show(visit, form) {
    const { agentCheck: t } = visit.t;
    const answer = ANSWERS.find((one) => one === form.values['answer']);
    return {
      kind: 'page',
      title: answer === undefined ? t.title : t[answer].title,
      back: '/',
      form: true,
      indexed: answer === undefined,
      body: (
        <>
          <Errors visit={visit} form={form} />
          {answer === undefined ? (
            <Heading lead={t.lead}>{t.title}</Heading>
          ) : (
            <section class={`note ${TONES[answer]} tight`} role="status">
              <h1>{t[answer].title}</h1>
              <p>{t[answer].text}</p>
            </section>
          )}
          <Own visit={visit} />
          <div class="panel">
            <MainForm visit={visit}>
              <Field visit={visit} form={form} {...NUMBER_INPUT} label={t.number} autocomplete="tel" />
              <Field
                visit={visit}
                form={form}
                name="code"
                label={t.code}
                hint={t.codeHint}
                inputmode="numeric"
                autocomplete="off"
                maxLength={20}
              />
              <Submit>{t.submit}</Submit>
            </MainForm>
          </div>
        </>
      ),
    };
  },
  async submit(visit) {
    const { number = '', code = '' } = visit.values;
    const answer = await checkAgentCode(visit.op, visit.actor, { number, code });
    return agentCodePage.show!(visit, { values: { number, answer }, errors: [] });
  },
};

/** The one number that is ours, whatever the answer. */
function Own({ visit }: { visit: Visit }) {
  const { agentCheck: t } = visit.t;
  const { hotline } = visit.op.house;
  return hotline === null ? (
    <p>{t.noNumber}</p>
  ) : (
    <p>
      {t.call} <Phone number={hotline.number} />
    </p>
  );
}
