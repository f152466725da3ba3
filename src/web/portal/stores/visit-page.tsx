import { localDateAt } from '../../../domain/values/local-date.ts';
import { cancelAppointment, viewAppointment } from '../../../operations/stores/appointments.ts';
import { appointmentIcs } from '../../../reports/appointment-ics.ts';
import { formatsOf } from '../../kit/formats.ts';
import { said } from '../../kit/house-parts.tsx';
import { go, type Page } from '../../kit/page.ts';
import { Actions, Heading, LinkButton, Rows, Tap } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { dayText, StoreAddress, storePath } from './store-parts.tsx';

const VISIT = '/visit/:reference/:token';
const TONES = { ahead: 'ok', over: 'info', cancelled: 'info', store_changed: 'warn' } as const;

const linkOf = ({ params }: Visit) => ({
  reference: params['reference'] ?? '',
  token: params['token'] ?? '',
});

/** An appointment, behind its link: looked at without a change, for mail programs follow links by themselves, and cancelled by a tap. */
export const visitPage: Page = {
  path: VISIT,
  async show(visit) {
    const { storeVisits: t } = visit.t;
    const { appointment, store, state } = await viewAppointment(visit.op, visit.actor, linkOf(visit));
    const formats = formatsOf(visit.language, store.timeZone);
    return {
      kind: 'page',
      title: t.visit.title,
      back: null,
      body: (
        <>
          <Heading>{t.visit.title}</Heading>
          <section class={`note ${TONES[state]} tight`} role="status">
            <h2>{t.visit.states[state]}</h2>
            <p>{t.visit.stateText[state]}</p>
          </section>
          <Rows
            rows={[
              {
                label: t.visit.when,
                value: visit.t.punctuation.listed([
                  dayText(visit, localDateAt(appointment.startsAt, store.timeZone)),
                  t.spans(formats.clock(appointment.startsAt), formats.clock(appointment.endsAt)),
                ]),
                hint: t.zone(formats.zone),
              },
              { label: t.visit.what, value: t.services[appointment.service] },
              { label: t.visit.reference, value: <span class="code">{appointment.reference}</span> },
              {
                label: t.visit.where,
                value: <a href={storePath(store.storeId)}>{said(visit, store.names)}</a>,
              },
            ]}
          />
          <StoreAddress visit={visit} store={store} />
          {state === 'ahead' ? (
            <>
              <p>{t.visit.keep}</p>
              <Actions two>
                <LinkButton href={`${visit.url.pathname}/appointment.ics`} download>
                  {t.visit.calendar}
                </LinkButton>
                <Tap visit={visit} action={visit.url.pathname} second>
                  {t.visit.cancel}
                </Tap>
              </Actions>
            </>
          ) : (
            <LinkButton href={storePath(store.storeId)} second>
              {t.visit.again}
            </LinkButton>
          )}
        </>
      ),
    };
  },
  async submit(visit) {
    await cancelAppointment(visit.op, visit.actor, linkOf(visit));
    return go(visit.url.pathname);
  },
};

/** The same for a calendar. */
export const visitCalendar: Page = {
  path: `${VISIT}/appointment.ics`,
  async show(visit) {
    const link = linkOf(visit);
    const { appointment, store, state } = await viewAppointment(visit.op, visit.actor, link);
    const { reference, startsAt, endsAt, madeAt, endedAt } = appointment;
    const path = visit.url.pathname.replace(/\/appointment\.ics$/, '');
    return {
      kind: 'file',
      type: 'text/calendar; charset=utf-8',
      name: `${reference}.ics`,
      bytes: appointmentIcs({
        uid: `${reference}@${new URL(visit.portal.publicUrl).hostname}`,
        ...{ startsAt, endsAt, changedAt: endedAt ?? madeAt },
        title: visit.t.storeVisits.visit.calendarTitle(said(visit, store.names)),
        where: said(visit, store.address),
        url: `${visit.portal.publicUrl}${path}`,
        cancelled: state === 'cancelled' || state === 'store_changed',
      }),
    };
  },
};
