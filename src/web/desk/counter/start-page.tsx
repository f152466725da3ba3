import { attend } from '../../../operations/desks/attend.ts';
import { listAppointments } from '../../../operations/stores/appointments.ts';
import { NUMBER_INPUT } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { Errors, Field, Heading, LinkButton, MainForm, Submit } from '../../kit/parts.tsx';
import { type DeskPage, staffOf } from '../kit/desk-visit.ts';
import { AppointmentsToday } from './appointments-today.tsx';
import { COUNTER, COUNTER_ROLES } from './at-counter.tsx';

/** The next customer. */
export const start: DeskPage = {
  path: COUNTER,
  roles: COUNTER_ROLES,
  fields: { msisdn_invalid: 'number', msisdn_not_international: 'number', line_unknown: 'number' },
  async show(visit, form) {
    const { start: text } = visit.t.counter;
    const today = await listAppointments(visit.op, staffOf(visit));
    return {
      kind: 'page',
      title: text.title,
      back: null,
      form: true,
      body: (
        <div class="counter alone stack">
          {visit.url.searchParams.get('done') === '1' ? (
            <p class="note ok" role="status">
              {text.done}
            </p>
          ) : null}
          <Errors visit={visit} form={form} />
          <Heading lead={text.lead}>{text.title}</Heading>
          <div class="panel">
            <MainForm visit={visit} action={COUNTER}>
              <Field
                visit={visit}
                form={form}
                {...NUMBER_INPUT}
                label={text.number}
                hint={text.numberHint}
                autocomplete="off"
              />
              <Submit>{text.begin}</Submit>
            </MainForm>
          </div>
          <LinkButton href={`${COUNTER}/special`} second>
            {visit.t.specialDesk.intake.link}
          </LinkButton>
          <AppointmentsToday visit={visit} today={today} />
        </div>
      ),
    };
  },
  async submit(visit) {
    const { attendanceId } = await attend(visit.op, staffOf(visit), {
      channel: 'store',
      why: 'visit',
      number: visit.values['number'] ?? '',
    });
    return go(`${COUNTER}/${attendanceId}/documents`);
  },
};
