import { remindBeforeEnd } from '../../../operations/cases/reminders/remind-before-end.ts';
import { viewReminder } from '../../../operations/cases/reminders/view-reminder.ts';
import { formPage } from '../../kit/form-page.tsx';
import { formatsOf } from '../../kit/formats.ts';
import { go } from '../../kit/page.ts';
import { LinkList, Select } from '../../kit/parts.tsx';
import { caseIdOf } from '../../kit/visit.ts';

/** A message before the line ends, to where its holder can still be reached afterwards. */
export const reminderPage = formPage({
  path: '/cases/:caseId/reminder',
  signedIn: true,
  fields: { date_invalid: 'day', contact_invalid: 'contact', stage_conflict: null },
  async ask(visit, form) {
    const caseId = caseIdOf(visit);
    const view = await viewReminder(visit.op, visit.actor, { caseId });
    if (view === null) return go(`/cases/${caseId}`);
    const { leavingList: t, common } = visit.t;
    const { byUs } = t;
    const formats = formatsOf(visit.language, view.timeZone);
    const list = <LinkList links={[['/before-you-go', t.link, t.linkHint]]} />;
    const { contacts, days, chosen } = view;
    if (contacts.length === 0 || days === null)
      return {
        kind: 'page',
        title: byUs.title,
        back: `/cases/${caseId}`,
        body: (
          <>
            <h1>{byUs.title}</h1>
            <p class="note info">{days === null ? byUs.over : byUs.none}</p>
            {list}
          </>
        ),
      };
    const { contactId: usual } = contacts[0]!;
    // A message is kept without its receiver: named where there is only one of its kind.
    const [to, ...more] = contacts.filter(({ channel }) => channel === chosen?.channel);
    return {
      title: byUs.title,
      lead: byUs.lead(formats.moment(view.serviceEndAt)),
      back: `/cases/${caseId}`,
      above:
        chosen === null ? null : (
          <p class="note ok" role="status">
            {byUs.set(formats.moment(chosen.at), to !== undefined && more.length === 0 ? to.masked : null)}
          </p>
        ),
      inputs: [
        <Select
          key="contact"
          name="contact"
          label={byUs.to}
          chosen={form.values['contact'] ?? usual}
          options={contacts.map(({ contactId, masked }) => [contactId, masked])}
        />,
        {
          name: 'day',
          label: byUs.day,
          hint: byUs.dayHint(days.first, days.last),
          type: 'date',
          autocomplete: 'off',
        },
      ],
      submit: byUs.submit,
      below: (
        <>
          {list}
          <p class="small">{common.times(formats.zone)}</p>
        </>
      ),
    };
  },
  async submit(visit) {
    const caseId = caseIdOf(visit);
    const { contact = '', day = '' } = visit.values;
    await remindBeforeEnd(visit.op, visit.actor, { caseId, contactId: contact, day });
    return go(`/cases/${caseId}/reminder`);
  },
});
