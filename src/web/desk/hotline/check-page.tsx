import { checkText } from '../../../operations/channels/check-text.ts';
import type { Form } from '../../kit/page.ts';
import { Errors, Field, Heading, MainForm, Submit } from '../../kit/parts.tsx';
import { CheckAnswerView } from '../../portal/channels/check-answer.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { HOTLINE_ROLES } from './roles.ts';

/** For an agent to whom a caller reads a text: the same answer as on the public page. */
export const agentCheckPage: DeskPage = {
  path: '/desk/hotline/check',
  roles: HOTLINE_ROLES,
  fields: { text_missing: 'text', text_too_long: 'text' },
  show: async (visit, form) => asking(visit, form),
  async submit(visit) {
    const { text = '', sender = '' } = visit.long;
    const answer = await checkText(visit.op, staffOf(visit), {
      text,
      sender: sender.trim() === '' ? null : sender.trim(),
    });
    const { scamCheck: t } = visit.t;
    return {
      kind: 'page',
      title: t.verdicts[answer.verdict],
      back: '/desk/hotline/check',
      body: (
        <div class="narrow stack">
          <CheckAnswerView visit={visit} answer={answer} />
        </div>
      ),
    };
  },
};

function asking(visit: DeskVisit, form: Form) {
  const { scamCheck: t } = visit.t;
  return {
    kind: 'page',
    title: t.agent.title,
    back: '/desk/hotline',
    form: true,
    body: (
      <div class="narrow stack">
        <Errors visit={visit} form={form} />
        <Heading lead={t.agent.lead}>{t.agent.title}</Heading>
        <MainForm visit={visit}>
          <Field
            visit={visit}
            form={form}
            name="text"
            label={t.text}
            hint={t.textHint}
            lines={6}
            spellcheck={false}
          />
          <Field
            visit={visit}
            form={form}
            name="sender"
            label={t.sender}
            hint={t.senderHint}
            optional="unmarked"
            maxLength={40}
          />
          <Submit>{t.submit}</Submit>
        </MainForm>
      </div>
    ),
  } as const;
}
