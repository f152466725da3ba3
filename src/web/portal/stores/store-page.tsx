import { randomUUID } from 'node:crypto';
import { HandbackError } from '../../../domain/errors.ts';
import { STORE_SERVICES } from '../../../domain/stores/store.ts';
import type { LocalDate } from '../../../domain/values/local-date.ts';
import { isUuid } from '../../../operations/is-uuid.ts';
import { appointmentPath } from '../../../operations/stores/appointment-link.ts';
import { bookAppointment } from '../../../operations/stores/book-appointment.ts';
import {
  type FreeSlot,
  type StoreView,
  viewSlots,
  viewStore,
} from '../../../operations/stores/view-stores.ts';
import { Answers } from '../../kit/answers.ts';
import { Choices } from '../../kit/form-page.tsx';
import { formatsOf } from '../../kit/formats.ts';
import { said } from '../../kit/house-parts.tsx';
import { type Form, go, type Page } from '../../kit/page.ts';
import { Errors, Heading, MainForm, Rows, Select, Submit } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { dayText, hoursText, STORES, StoreAddress, storePath } from './store-parts.tsx';

const idOf = ({ params }: Visit): string => params['storeId'] ?? '';

/** One store: where it is, what is done there, when, and a time of one's own. */
export const storePage: Page = {
  path: `${STORES}/:storeId`,
  fields: {
    slot_taken: 'slot',
    slot_unknown: 'slot',
    appointments_exhausted: null,
    appointments_from_here: null,
  },
  async show(visit, form) {
    const { storeVisits: t } = visit.t;
    const view = await viewStore(visit.op, visit.actor, { storeId: idOf(visit) });
    const { store } = view;
    return {
      kind: 'page',
      title: said(visit, store.names),
      back: STORES,
      indexed: true,
      form: true,
      body: (
        <>
          <Errors visit={visit} form={form} />
          <Heading>{said(visit, store.names)}</Heading>
          <StoreAddress visit={visit} store={store} />
          <section class="tight" aria-labelledby="does">
            <h2 id="does">{t.does}</h2>
            <ul class="plain-list">
              {store.services.map((service) => (
                <li key={service}>{t.services[service]}</li>
              ))}
            </ul>
            <a class="act" href={needOf(view)}>
              {t.bring}
            </a>
          </section>
          <Week visit={visit} view={view} />
          <Booking visit={visit} form={form} view={view} booked={await bookedOf(visit, form, view)} />
        </>
      ),
    };
  },
  async submit(visit) {
    const { storeVisits: t } = visit.t;
    const { values } = visit;
    const answers = new Answers(visit);
    const service = STORE_SERVICES.find((one) => one === values['service']);
    if (service === undefined) answers.refuse('service', t.book.missingService);
    const slot = answers.filled('slot', t.book.missingTime);
    if (answers.refused !== null || service === undefined) return answers.refused!;
    const startsAt = new Date(/^\d{4}-[\dT:.-]{10,25}Z$/.test(slot) ? slot : Number.NaN);
    if (Number.isNaN(startsAt.getTime())) throw new HandbackError('slot_unknown');
    const link = await bookAppointment(visit.op, visit.actor, {
      ...{ storeId: idOf(visit), startsAt, service, client: visit.client },
      formKey: isUuid(values['key'] ?? '') ? values['key']! : randomUUID(),
    });
    return go(appointmentPath(link));
  },
};

/** What to bring there: the guidance of its own country and province. */
function needOf({ store: { jurisdiction, province } }: StoreView): string {
  return `/need?${new URLSearchParams({ country: jurisdiction, province: province ?? '' })}`;
}

function Week({ visit, view }: { visit: Visit; view: StoreView }) {
  const { storeVisits: t } = visit.t;
  return (
    <section class="tight" aria-labelledby="week">
      <h2 id="week">{t.week}</h2>
      <Rows
        rows={view.week.map(({ day, spans }, i) => ({
          label: i === 0 ? t.today(dayText(visit, day)) : dayText(visit, day),
          value: hoursText(visit.t, spans),
        }))}
      />
    </section>
  );
}

interface Booked {
  readonly day: LocalDate | null;
  /** The times of the day that are not full. */
  readonly slots: readonly FreeSlot[];
}

async function bookedOf(visit: Visit, form: Form, { store, days }: StoreView): Promise<Booked> {
  const asked = form.values['day'] ?? visit.url.searchParams.get('day');
  const day = days.find((one) => one === asked) ?? null;
  if (day === null) return { day, slots: [] };
  const slots = await viewSlots(visit.op, visit.actor, { storeId: store.storeId, day });
  return { day, slots: slots.filter(({ free }) => free > 0) };
}

function Booking(props: { visit: Visit; form: Form; view: StoreView; booked: Booked }) {
  const { visit, view, booked } = props;
  const { book: t } = visit.t.storeVisits;
  const { store, days } = view;
  const open = store.places > 0 && days.length > 0;
  return (
    <section class="stack" id="book" aria-labelledby="book-title">
      <h2 id="book-title">{t.title}</h2>
      <p>{open ? t.lead : t.walkIn}</p>
      {open ? (
        <form
          class="stack near"
          method="get"
          action={`${storePath(store.storeId)}#book`}
          aria-label={t.pickDay}
        >
          <Select
            name="day"
            label={t.day}
            chosen={booked.day ?? ''}
            options={[['', t.pickDay], ...days.map((one) => [one, dayText(visit, one)] as const)]}
          />
          <button class="button second" type="submit">
            {t.showTimes}
          </button>
        </form>
      ) : null}
      {booked.day === null ? null : <Times {...props} day={booked.day} />}
    </section>
  );
}

function Times(props: { visit: Visit; form: Form; view: StoreView; booked: Booked; day: LocalDate }) {
  const { visit, form, view, booked, day } = props;
  const { storeVisits: t } = visit.t;
  const { store } = view;
  const formats = formatsOf(visit.language, store.timeZone);
  if (booked.slots.length === 0) return <p role="status">{t.book.noTimes}</p>;
  return (
    <MainForm visit={visit}>
      <input type="hidden" name="day" value={day} />
      <input type="hidden" name="key" value={form.values['key'] ?? randomUUID()} />
      <fieldset class="field" id="service">
        <legend>{t.service}</legend>
        <Choices
          name="service"
          options={store.services.map((value) => ({ value, words: t.services[value] }))}
          chosen={form.values['service']}
        />
      </fieldset>
      <fieldset class="field" id="slot">
        <legend>{visit.t.punctuation.labelled(t.book.time, dayText(visit, day))}</legend>
        <Choices
          name="slot"
          short
          options={booked.slots.map(({ startsAt, free }) => ({
            value: startsAt.toISOString(),
            words: formats.clock(startsAt),
            hint: t.book.free(free),
          }))}
          chosen={form.values['slot']}
        />
      </fieldset>
      <p class="hint">{visit.session === null ? t.book.untold : t.book.told}</p>
      <p class="hint">{t.zone(formats.zone)}</p>
      <Submit>{t.book.submit}</Submit>
    </MainForm>
  );
}
