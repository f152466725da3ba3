import {
  COMPLAINT_TOPICS,
  type ComplaintState,
  LONGEST_COMPLAINT,
} from '../../../domain/complaints/complaint.ts';
import { complaintOfLink, complaintPath } from '../../../operations/complaints/complaint-link.ts';
import { complaintDueOn, fileComplaint } from '../../../operations/complaints/file-complaint.ts';
import { Answers } from '../../kit/answers.ts';
import { ChoiceField, formPage } from '../../kit/form-page.tsx';
import { formatsOf } from '../../kit/formats.ts';
import { go, type Page } from '../../kit/page.ts';
import { Clock, Heading, Rows, Written } from '../../kit/parts.tsx';
import { asFollower, caseIdOf } from '../../kit/visit.ts';

/** Whoever follows a case complains about it. */
export const complainPage = formPage({
  path: '/cases/:caseId/complain',
  fields: { text_missing: 'text', text_too_long: 'text' },
  async ask(visit, form) {
    const { complaints: t } = visit.t;
    const caseId = caseIdOf(visit);
    const { dueOn, timeZone } = await asFollower(visit, (actor) =>
      complaintDueOn(visit.op, actor, { caseId }),
    );
    return {
      title: t.title,
      lead: t.lead(formatsOf(visit.language, timeZone).date(dueOn)),
      back: `/cases/${caseId}`,
      inputs: [
        <ChoiceField
          key="topic"
          {...{ visit, form, name: 'topic', label: t.about }}
          options={COMPLAINT_TOPICS.map((value) => ({ value, words: t.topics[value] }))}
        />,
        { name: 'text', label: t.text, hint: t.textHint, lines: 8, maxLength: LONGEST_COMPLAINT },
      ],
      submit: t.submit,
    };
  },
  async submit(visit) {
    const { complaints: t, common } = visit.t;
    const answers = new Answers(visit);
    const topic = answers.oneOf('topic', COMPLAINT_TOPICS, t.topicMissing);
    const text = answers.filled('text', common.missing(t.text));
    if (answers.refused !== null) return answers.refused;
    const { reference } = await asFollower(visit, (actor) =>
      fileComplaint(visit.op, actor, { caseId: caseIdOf(visit), topic, text, via: 'portal' }),
    );
    return go(complaintPath(visit.op, reference));
  },
});

const NOTES = { open: 'info', late: 'warn', answered: 'ok' } as const satisfies Record<
  ComplaintState,
  string
>;

/** Behind the link of the message: how a complaint stands, and its answer. */
export const complaintStatePage: Page = {
  path: '/complaint/:reference/:token',
  async show(visit) {
    const { complaints } = visit.t;
    const t = complaints.state;
    const { params } = visit;
    const { complaint, state, text, answer, earlier, regulator, timeZone } = await complaintOfLink(
      visit.op,
      visit.actor,
      {
        reference: params['reference'] ?? '',
        token: params['token'] ?? '',
      },
    );
    const formats = formatsOf(visit.language, timeZone);
    const by = formats.date(complaint.dueOn);
    const { topic, receivedAt, outcome, authority } = complaint;
    const said =
      state === 'open'
        ? t.openText(by)
        : state === 'late'
          ? t.lateText(by, regulator)
          : t.answeredText(regulator);
    return {
      kind: 'page',
      title: t.title(complaint.reference),
      back: null,
      body: (
        <>
          <Heading>{t.title(complaint.reference)}</Heading>
          <section class={`note ${NOTES[state]} tight`} role="status">
            <h2>{t.states[state]}</h2>
            <p>{said}</p>
            {state === 'open' ? <p class="hint">{t.keep}</p> : null}
          </section>
          {answer === null || outcome === null ? null : (
            <section class="tight">
              <h2>{t.answer}</h2>
              <p>
                <strong>{t.outcomes[outcome]}</strong>
              </p>
              <Written text={answer} />
            </section>
          )}
          {earlier.map((one) => (
            <section class="tight" key={one.at.toISOString()}>
              <h2>{t.earlier(formats.moment(one.at))}</h2>
              <p>
                <strong>{t.outcomes[one.outcome]}</strong>
              </p>
              <Written text={one.text} />
            </section>
          ))}
          <Rows
            rows={[
              { label: t.about, value: complaints.topics[topic] },
              { label: t.at, value: formats.moment(receivedAt) },
              ...(authority === null ? [] : [{ label: t.authority, value: authority }]),
            ]}
          />
          <section class="tight">
            <h2>{t.said}</h2>
            {text === null ? <p>{t.gone}</p> : <Written text={text} />}
          </section>
          <Clock visit={visit} zone={formats.zone} />
        </>
      ),
    };
  },
};
