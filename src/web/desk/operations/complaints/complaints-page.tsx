import {
  COMPLAINT_TOPICS,
  complaintState,
  LONGEST_COMPLAINT,
  TAKEN_VIAS,
} from '../../../../domain/complaints/complaint.ts';
import { parseLocalDate } from '../../../../domain/values/local-date.ts';
import { normaliseReference } from '../../../../operations/cases/receipt.ts';
import { listComplaints } from '../../../../operations/complaints/answer-complaint.ts';
import { complaintOfLink, complaintToken } from '../../../../operations/complaints/complaint-link.ts';
import { fileComplaint } from '../../../../operations/complaints/file-complaint.ts';
import { Answers } from '../../../kit/answers.ts';
import { ChoiceField, formPage } from '../../../kit/form-page.tsx';
import { formatsOf } from '../../../kit/formats.ts';
import { go } from '../../../kit/page.ts';
import { Clock, Heading, LinkButton, LinkList, Tag } from '../../../kit/parts.tsx';
import { mayAsk, rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { COMPLAINTS, complaintDeskPath } from './complaint-page.tsx';

const SHOWN = 100;
/** It is no page of the operations desk: whoever takes a call or a letter writes down what was said. */
const TAKE = '/desk/complaints/take';
/** By the same token as the person's own page: whoever takes calls may read no complaint but the one that they wrote down. */
const TAKEN = '/desk/complaints/taken';
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
            <DataTable label={t.title} columns={[t.reference, t.due, t.state, t.topic, t.via, t.received]}>
              {found.map((one) => (
                <tr key={one.reference}>
                  <th scope="row">
                    <a class="code" href={complaintDeskPath(one.reference)}>
                      {one.reference}
                    </a>
                  </th>
                  <td>{visit.formats.date(one.dueOn)}</td>
                  <td>
                    <Tag tone={TONES[complaintState(one)]}>{t.states[complaintState(one)]}</Tag>
                  </td>
                  <td>{complaints.topics[one.topic]}</td>
                  <td>{t.vias[one.via]}</td>
                  <td>{visit.formats.moment(one.receivedAt)}</td>
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
          <ChoiceField
            key="via"
            {...{ visit, form, name: 'via', label: t.via }}
            options={TAKEN_VIAS.map((value) => ({ value, words: t.vias[value] }))}
            short
          />,
          <ChoiceField
            key="topic"
            {...{ visit, form, name: 'topic', label: complaints.about }}
            options={COMPLAINT_TOPICS.map((value) => ({ value, words: complaints.topics[value] }))}
          />,
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
      return go(`${TAKEN}/${made.reference}/${complaintToken(visit.op, made.reference)}`);
    },
  }),
  roles: rolesOf('fileComplaint'),
};

/** What is to be told to whoever complains: the reference, and the day. */
export const takenComplaintPage: DeskPage = {
  path: `${TAKEN}/:reference/:token`,
  roles: rolesOf('fileComplaint'),
  async show(visit) {
    const { desk: t, state } = visit.t.complaints;
    const { reference = '', token = '' } = visit.params;
    const { complaint, timeZone } = await complaintOfLink(visit.op, staffOf(visit), { reference, token });
    const title = state.title(complaint.reference);
    const by = formatsOf(visit.language, timeZone).date(complaint.dueOn);
    return {
      kind: 'page',
      title,
      back: '/desk',
      body: (
        <div class="narrow stack">
          <Heading>{title}</Heading>
          <section class="note ok tight" role="status">
            <h2>{t.taken}</h2>
            <p>{t.takenText(complaint.reference, by)}</p>
          </section>
          <LinkList
            links={[
              ...(mayAsk(visit, 'viewComplaint')
                ? [[complaintDeskPath(complaint.reference), t.open] as const]
                : []),
              [TAKE, t.takeAnother],
            ]}
          />
        </div>
      ),
    };
  },
};
