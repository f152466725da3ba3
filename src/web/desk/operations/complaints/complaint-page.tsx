import { COMPLAINT_OUTCOMES, LONGEST_COMPLAINT } from '../../../../domain/complaints/complaint.ts';
import { parseLocalDate } from '../../../../domain/values/local-date.ts';
import { lastDayOf } from '../../../../domain/values/working-days.ts';
import {
  answerComplaint,
  noteRegulator,
  viewComplaint,
  type WholeComplaint,
} from '../../../../operations/complaints/answer-complaint.ts';
import { Answers } from '../../../kit/answers.ts';
import { ChoiceField } from '../../../kit/form-page.tsx';
import { formatsOf } from '../../../kit/formats.ts';
import { MAIN_FORM } from '../../../kit/layout.tsx';
import { type Form, go } from '../../../kit/page.ts';
import { Errors, Field, Heading, LinkList, Rows, Submit, Tag, Token, Written } from '../../../kit/parts.tsx';
import { mayAsk, rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { casePath } from '../case-words.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS } from '../sections.ts';

export const COMPLAINTS = `${OPERATIONS}/complaints`;
export const complaintDeskPath = (complaint: string): string =>
  `${COMPLAINTS}/${encodeURIComponent(complaint)}`;

const named = ({ params }: DeskVisit) => ({ complaint: params['complaint'] ?? '' });

/** One complaint: what was said, its clock, the answer, and that an authority has it. */
export const complaintPage: DeskPage = {
  path: `${COMPLAINTS}/:complaint`,
  roles: rolesOf('viewComplaint'),
  async show(visit, form) {
    const { state: t } = visit.t.complaints;
    const found = await viewComplaint(visit.op, staffOf(visit), named(visit));
    const { reference, answeredAt } = found.complaint;
    const answers = answeredAt === null && mayAsk(visit, 'answerComplaint');
    return {
      kind: 'page',
      title: t.title(reference),
      back: COMPLAINTS,
      form: true,
      body: (
        <OperationsFrame visit={visit} here="complaints">
          <div class="narrow stack">
            <Errors visit={visit} form={form} />
            <Heading>{t.title(reference)}</Heading>
            <Facts visit={visit} found={found} />
            {answers ? <Answer visit={visit} form={form} /> : null}
            {mayAsk(visit, 'noteRegulator') ? <Authority visit={visit} form={form} /> : null}
          </div>
        </OperationsFrame>
      ),
    };
  },
  fields: {
    complaint_answered: null,
    text_missing: 'text',
    text_too_long: 'text',
    field_missing: 'authority',
    field_invalid: 'authority',
    date_invalid: 'dueOn',
  },
  async submit(visit) {
    const { desk: t } = visit.t.complaints;
    const { op, t: words } = visit;
    const answers = new Answers(visit);
    if (visit.values['act'] === 'authority') {
      const name = answers.filled('authority', words.common.missing(t.authority));
      const dueOn = answers.filled('dueOn', words.common.missing(t.dueOn));
      if (answers.refused !== null) return answers.refused;
      const reference = visit.values['authorityReference'] ?? '';
      await noteRegulator(op, staffOf(visit), {
        ...named(visit),
        name,
        reference,
        dueOn: parseLocalDate(dueOn),
      });
    } else {
      const outcome = answers.oneOf('outcome', COMPLAINT_OUTCOMES, t.outcomeMissing);
      const text = answers.filled('text', words.common.missing(t.answerText));
      if (answers.refused !== null) return answers.refused;
      await answerComplaint(op, staffOf(visit), { ...named(visit), outcome, text });
    }
    return go(visit.url.pathname);
  },
};

function Facts({ visit, found }: { visit: DeskVisit; found: WholeComplaint }) {
  const { complaints } = visit.t;
  const t = complaints.desk;
  const { complaint, state, text, answer, earlier, answeredByName, caseReference, timeZone } = found;
  const formats = formatsOf(visit.language, timeZone);
  const { topic, via, receivedAt, dueOn, workBy, ruleId, ruleVersion, authority, outcome, answeredAt } =
    complaint;
  return (
    <>
      <Rows
        rows={[
          {
            label: t.state,
            value: (
              <Tag tone={state === 'answered' ? 'ok' : state === 'late' ? 'bad' : 'now'}>
                {t.states[state]}
              </Tag>
            ),
          },
          { label: t.topic, value: complaints.topics[topic] },
          { label: t.via, value: t.vias[via] },
          { label: t.received, value: formats.moment(receivedAt) },
          {
            label: t.due,
            value: formats.date(dueOn),
            hint: visit.t.caseDesk.page.version(ruleId, ruleVersion),
          },
          { label: t.workBy, value: formats.date(lastDayOf(workBy, timeZone)) },
          ...(authority === null
            ? []
            : [{ label: t.authority, value: authority, hint: complaint.authorityReference ?? undefined }]),
          ...(caseReference === null
            ? []
            : [
                {
                  label: t.case,
                  value: (
                    <a class="code" href={casePath(caseReference)}>
                      {caseReference}
                    </a>
                  ),
                },
              ]),
          { label: t.said, value: <Written text={text ?? complaints.state.gone} /> },
          ...earlier.map((one) => ({
            label: t.earlier(formats.moment(one.at)),
            value: <Written text={one.text} />,
            hint: t.outcomes[one.outcome],
          })),
          ...(answeredAt === null || outcome === null
            ? []
            : [
                { label: t.outcome, value: t.outcomes[outcome] },
                { label: t.answerTitle, value: <Written text={answer ?? complaints.state.gone} /> },
                { label: t.answered, value: formats.moment(answeredAt), hint: answeredByName ?? undefined },
              ]),
        ]}
      />
      {caseReference === null ? null : (
        <LinkList
          links={[[`${casePath(caseReference)}/evidence.zip`, t.pack, visit.t.evidencePack.linkHint]]}
        />
      )}
    </>
  );
}

interface FormProps {
  readonly visit: DeskVisit;
  readonly form: Form;
}

function Answer({ visit, form }: FormProps) {
  const t = visit.t.complaints.desk;
  return (
    <form id={MAIN_FORM} class="panel stack" method="post">
      <ChoiceField
        {...{ visit, form, name: 'outcome', label: t.outcome }}
        options={COMPLAINT_OUTCOMES.map((value) => ({ value, words: t.outcomes[value] }))}
      />
      <Field
        {...{ visit, form, name: 'text', label: t.answerText, hint: t.answerHint }}
        lines={8}
        maxLength={LONGEST_COMPLAINT}
      />
      <Submit>{t.answer}</Submit>
      <input type="hidden" name="act" value="answer" />
      <Token visit={visit} />
    </form>
  );
}

function Authority({ visit, form }: FormProps) {
  const t = visit.t.complaints.desk;
  return (
    <details>
      <summary>{t.authorityTitle}</summary>
      <form class="panel stack" method="post">
        <p class="hint">{t.authorityHint}</p>
        <Field {...{ visit, form, name: 'authority', label: t.authority }} maxLength={200} />
        <Field
          {...{ visit, form, name: 'authorityReference', label: t.authorityReference }}
          maxLength={100}
          optional
        />
        <Field {...{ visit, form, name: 'dueOn', label: t.dueOn, hint: t.dueOnHint }} maxLength={40} />
        <button class="button second" type="submit">
          {t.note}
        </button>
        <input type="hidden" name="act" value="authority" />
        <Token visit={visit} />
      </form>
    </details>
  );
}
