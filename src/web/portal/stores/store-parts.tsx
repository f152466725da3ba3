import { clockOf, type Span } from '../../../domain/stores/opening-hours.ts';
import type { Store } from '../../../domain/stores/store.ts';
import type { LocalDate } from '../../../domain/values/local-date.ts';
import type { Messages } from '../../../messages/index.ts';
import type { StoreFilter } from '../../../operations/stores/view-stores.ts';
import { Phone, said } from '../../kit/house-parts.tsx';
import type { Visit } from '../../kit/visit.ts';

export const STORES = '/stores';
export const storePath = (storeId: string): string => `${STORES}/${encodeURIComponent(storeId)}`;

/** The address of the list for these. */
export function storesQuery(filter: StoreFilter, after: string | null = null): string {
  const { jurisdiction, province, service } = filter;
  return new URLSearchParams(
    Object.entries({ country: jurisdiction, province, service, after }).flatMap(([name, value]) =>
      value === null ? [] : [[name, value]],
    ),
  ).toString();
}

/** When it is open on a day, in words. */
export function hoursText({ punctuation, storeVisits: t }: Messages, spans: readonly Span[]): string {
  if (spans.length === 0) return t.closed;
  return punctuation.listed(spans.map(({ from, to }) => t.spans(clockOf(from), clockOf(to))));
}

/** A day with its name: people plan by the day of the week. */
export function dayText({ t }: Visit, day: LocalDate): string {
  const style = { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(t.writing.locale, style).format(new Date(`${day}T00:00:00Z`));
}

/** Its address, with the town where the address does not name it. */
export function placeText(visit: Visit, store: Pick<Store, 'address' | 'city'>): string {
  const city = said(visit, store.city);
  const address = said(visit, store.address);
  return address.includes(city) ? address : visit.t.punctuation.listed([address, city]);
}

/** Where a store is and how it is reached. */
export function StoreAddress({ visit, store }: { visit: Visit; store: Store }) {
  return (
    <>
      <p>{placeText(visit, store)}</p>
      {store.phone === null ? null : (
        <p>
          <Phone number={store.phone} />
        </p>
      )}
    </>
  );
}
