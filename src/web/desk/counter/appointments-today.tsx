import type { ShopDay } from '../../../operations/stores/appointments.ts';
import { formatsOf } from '../../kit/formats.ts';
import { said } from '../../kit/house-parts.tsx';
import { Tag } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';

const TONES = { ahead: 'now', over: 'plain', cancelled: 'plain', store_changed: 'warn' } as const;

/** Who said that they would come to this store today: by the reference on their phone, for nobody is named. */
export function AppointmentsToday({ visit, today }: { visit: DeskVisit; today: ShopDay | null }) {
  const { desk: t, services } = visit.t.storeVisits;
  const formats = today === null ? null : formatsOf(visit.language, today.store.timeZone);
  return (
    <section class="tight" aria-labelledby="appointments">
      <h2 id="appointments">{t.title}</h2>
      {today === null ? <p class="hint">{t.noShop}</p> : <p class="hint">{said(visit, today.store.names)}</p>}
      {today !== null && today.appointments.length === 0 ? <p>{t.none}</p> : null}
      {today === null || today.appointments.length === 0 ? null : (
        <div class="scroll">
          <table class="list" aria-labelledby="appointments">
            <thead>
              <tr>
                <th scope="col">{t.time}</th>
                <th scope="col">{t.reference}</th>
                <th scope="col">{t.service}</th>
                <th scope="col">{t.state}</th>
              </tr>
            </thead>
            <tbody>
              {today.appointments.map(({ appointment, state }) => (
                <tr key={appointment.reference}>
                  <th scope="row">{formats?.clock(appointment.startsAt)}</th>
                  <td class="code">{appointment.reference}</td>
                  <td>{services[appointment.service]}</td>
                  <td>
                    <Tag tone={TONES[state]}>{t.states[state]}</Tag>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
