import {
  COMPLAINT_TOPICS,
  complaintState,
  LONGEST_COMPLAINT,
  TAKEN_VIAS,
} from '../../../../domain/complaints/complaint.ts';
import { parseLocalDate } from '../../../../domain/values/local-date.ts';
import { normaliseReference } from '../../../../operations/cases/receipt.ts';
import { listComplaints } from '../../../../operations/complaints/answer-complaint.ts';
import { complaintPath } from '../../../../operations/complaints/complaint-link.ts';
import { fileComplaint } from '../../../../operations/complaints/file-complaint.ts';
import { Answers } from '../../../kit/answers.ts';
import { Choices, formPage } from '../../../kit/form-page.tsx';
import { go } from '../../../kit/page.ts';
import { Clock, Heading, LinkButton, Tag } from '../../../kit/parts.tsx';
import { mayAsk, rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { COMPLAINTS, complaintDeskPath } from './complaint-page.tsx';

const SHOWN = 100;
/** It is no page of the operations desk: whoever takes a call or a letter writes down what was said. */
const TAKE = '/desk/complaints/take';
const TONES = { open: 'now', late: 'bad', answered: 'ok' } as const;

/** Complaints, those that wait first. */
export const complaintsPage: DeskPage = {
  path: COMPLAINTS,
  roles: rolesOf('listComplaints'),
  async show(visit) {
    const { complaints } = visit.t;
    const t = complaints.desk;
    const found = await listComplaints(visit.op, staffOf(visit), { openOnly: false, limit: SHOWN });
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <OperationsFrame visit={visit} here="complaints">
          <Heading lead={t.lead}>{t.title}</Heading>
          {mayAsk(visit, 'fileComplaint') ? (
            <LinkButton href={TAKE} second>
              {t.take}
            </LinkButton>
          ) : null}
          {found.length === 0 ? (
            <p>{t.none}</p>
          ) : (
            <DataTable label={t.title} columns={[t.reference, t.topic, t.via, t.received, t.due, t.state]}>
              {found.map((one) => (
                <tr key={one.reference}>
                  <th scope="row">
                    <a class="code" href={complaintDeskPath(one.reference)}>
                      {one.reference}
                    </a>
                  </th>
                  <td>{complaints.topics[one.topic]}</td>
                  <td>{t.vias[one.via]}</td>
                  <td>{visit.formats.moment(one.receivedAt)}</td>
                  <td>{visit.formats.date(one.dueOn)}</td>
                  <td>
                    <Tag tone={TONES[complaintState(one)]}>
                      {complaints.state.states[complaintState(one)]}
                    </Tag>
                  </td>
                </tr>
              ))}
            </DataTable>
          )}
          <Clock visit={visit} />
        </OperationsFrame>
      ),
    };
  },
};

/** What came by telephone, at a counter, by letter or from an authority. */
export const takeComplaintPage: DeskPage = {
  ...formPage<DeskVisit>({
    path: TAKE,
    fields: {
      case_unknown: 'case',
      text_missing: 'text',
      text_too_long: 'text',
      field_missing: 'authority',
      field_invalid: 'authority',
      date_invalid: 'dueOn',
    },
    async ask(visit, form) {
      const { complaints } = visit.t;
      const t = complaints.desk;
      return {
        title: t.take,
        lead: t.takeLead,
        back: '/desk',
        inputs: [
          { name: 'case', label: t.caseReference, hint: t.caseHint, maxLength: 40, spellcheck: false },
          <fieldset key="via" id="via">
            <legend>{t.via}</legend>
            <Choices
              name="via"
              chosen={form.values['via']}
              options={TAKEN_VIAS.map((value) => ({ value, words: t.vias[value] }))}
              short
            />
          </fieldset>,
          <fieldset key="topic" id="topic">
            <legend>{complaints.about}</legend>
            <Choices
              name="topic"
              chosen={form.values['topic']}
              options={COMPLAINT_TOPICS.map((value) => ({ value, words: complaints.topics[value] }))}
            />
          </fieldset>,
          { name: 'text', label: t.said, lines: 8, maxLength: LONGEST_COMPLAINT },
          { name: 'authority', label: t.authority, maxLength: 200, optional: true },
          { name: 'authorityReference', label: t.authorityReference, maxLength: 100, optional: true },
          { name: 'dueOn', label: t.dueOn, hint: t.dueOnHint, maxLength: 40, optional: true },
        ],
        submit: t.takeIt,
      };
    },
    async submit(visit) {
      const { complaints, common } = visit.t;
      const t = complaints.desk;
      const answers = new Answers(visit);
      const reference = answers.filled('case', common.missing(t.caseReference));
      const via = answers.oneOf('via', TAKEN_VIAS, t.viaMissing);
      const topic = answers.oneOf('topic', COMPLAINT_TOPICS, complaints.topicMissing);
      const text = answers.filled('text', common.missing(t.said));
      const dueOn = via === 'regulator' ? answers.filled('dueOn', common.missing(t.dueOn)) : '';
      if (answers.refused !== null) return answers.refused;
      const made = await fileComplaint(visit.op, staffOf(visit), {
        ...{ reference: normaliseReference(reference), via, topic, text },
        ...(via === 'regulator'
          ? {
              authority: {
                name: visit.values['authority'] ?? '',
                reference: visit.values['authorityReference'] ?? '',
                dueOn: parseLocalDate(dueOn),
              },
            }
          : {}),
      });
      // As its person sees it: with the reference and the day that they are to be told.
      return go(complaintPath(visit.op, made.reference));
    },
  }),
  roles: rolesOf('fileComplaint'),
};
