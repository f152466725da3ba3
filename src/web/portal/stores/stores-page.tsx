import type { ChineseProvince } from '../../../domain/rules/provinces.ts';
import { STORE_SERVICES } from '../../../domain/stores/store.ts';
import { guidanceChoices } from '../../../operations/guidance/view-guidance.ts';
import { listStores, type StoreFilter } from '../../../operations/stores/view-stores.ts';
import { said } from '../../kit/house-parts.tsx';
import type { Page } from '../../kit/page.ts';
import { Heading, LinkButton, LinkList, Select } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { placeText, STORES, storePath, storesQuery } from './store-parts.tsx';

const A_PAGE = 50;

/** Where people are attended to. Everything is in the address, so that it can be sent to somebody. */
export const storesPage: Page = {
  path: STORES,
  async show(visit) {
    const { storeVisits: t } = visit.t;
    const filter = filterOf(visit);
    const after = visit.url.searchParams.get('after');
    const page = await listStores(visit.op, visit.actor, {
      ...filter,
      after: after === null || !/^\d{1,9}$/.test(after) ? null : after,
      limit: A_PAGE,
    });
    return {
      kind: 'page',
      title: t.title,
      back: '/',
      indexed: true,
      body: (
        <>
          <Heading lead={t.lead}>{t.title}</Heading>
          <Filter visit={visit} filter={filter} />
          <section class="tight" aria-labelledby="found">
            <h2 id="found">{page.total === 0 ? t.none : t.found(page.total)}</h2>
            <LinkList
              links={page.stores.map((store) => [
                storePath(store.storeId),
                said(visit, store.names),
                placeText(visit, store),
              ])}
            />
          </section>
          {page.next === null ? null : (
            <LinkButton href={`${STORES}?${storesQuery(filter, page.next)}`} second>
              {t.more}
            </LinkButton>
          )}
        </>
      ),
    };
  },
};

/** What the address asks for; what is none of the choices is not asked for. */
function filterOf({ op, url }: Visit): StoreFilter {
  const choices = guidanceChoices(op);
  const country = choices.find(({ jurisdiction }) => jurisdiction === url.searchParams.get('country'));
  const asked = url.searchParams.get('province');
  const provinces = country?.provinces ?? choices.flatMap((one) => one.provinces);
  return {
    jurisdiction: country?.jurisdiction ?? null,
    province: provinces.find((one) => one === asked) ?? null,
    service: STORE_SERVICES.find((one) => one === url.searchParams.get('service')) ?? null,
  };
}

function Filter({ visit, filter }: { visit: Visit; filter: StoreFilter }) {
  const { storeVisits: t, guidance } = visit.t;
  const choices = guidanceChoices(visit.op);
  const provinces =
    choices.find(({ jurisdiction }) => jurisdiction === filter.jurisdiction)?.provinces ??
    choices.flatMap((one) => one.provinces);
  const country = new Intl.DisplayNames(visit.t.writing.locale, { type: 'region' });
  const names: Readonly<Record<ChineseProvince, string>> = guidance.provinces;
  return (
    <form class="stack near" method="get" action={STORES} aria-label={t.title}>
      <Select
        name="country"
        label={t.where}
        chosen={filter.jurisdiction ?? ''}
        options={[
          ['', t.anywhere],
          ...choices.map(
            ({ jurisdiction }) =>
              [jurisdiction, country.of(jurisdiction.toUpperCase()) ?? jurisdiction] as const,
          ),
        ]}
      />
      {provinces.length === 0 ? null : (
        <Select
          name="province"
          label={t.province}
          chosen={filter.province ?? ''}
          options={[
            ['', t.anyProvince],
            ...provinces.map((code) => [code, names[code as ChineseProvince] ?? code] as const),
          ]}
        />
      )}
      <Select
        name="service"
        label={t.service}
        chosen={filter.service ?? ''}
        options={[['', t.anyService], ...STORE_SERVICES.map((one) => [one, t.services[one]] as const)]}
      />
      <button class="button" type="submit">
        {t.show}
      </button>
    </form>
  );
}
