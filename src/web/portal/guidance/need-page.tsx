import { HandbackError } from '../../../domain/errors.ts';
import type { GuidanceAsked } from '../../../domain/guidance/guidance.ts';
import { CAPACITIES } from '../../../domain/rules/capacity.ts';
import type { ChineseProvince } from '../../../domain/rules/provinces.ts';
import type { RuleReference } from '../../../domain/rules/rulebook.ts';
import { ACCESS_KINDS, OPENED_CHANNELS, PAYMENT_KINDS } from '../../../domain/values/line-terms.ts';
import { ruleSourceText } from '../../../messages/rule-sources.ts';
import {
  type GuidanceView,
  type GuidanceWhere,
  guidanceChoices,
  viewGuidance,
} from '../../../operations/guidance/view-guidance.ts';
import { said } from '../../kit/house-parts.tsx';
import type { Page } from '../../kit/page.ts';
import { Heading, LinkList, Rows, Select } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { STORES, storePath, storesQuery } from '../stores/store-parts.tsx';

export const NEED = '/need';

type Asked = GuidanceAsked & GuidanceWhere;

/** Before anybody sets out: where, with what, for how much and how long. Everything is in the address, so it can be sent to somebody. */
export const needPage: Page = {
  path: NEED,
  async show(visit) {
    const { guidance: t } = visit.t;
    const { asked, wrong } = askedOf(visit);
    const view = await viewGuidance(visit.op, visit.actor, asked);
    return {
      kind: 'page',
      title: t.title,
      back: '/',
      indexed: true,
      body: (
        <>
          <Heading lead={t.lead}>{t.title}</Heading>
          {wrong ? (
            <div class="note warn tight" role="alert">
              <h2>{t.wrong}</h2>
              <p>{t.wrongText}</p>
            </div>
          ) : null}
          <Question visit={visit} asked={asked} />
          <Answer visit={visit} asked={asked} view={view} />
        </>
      ),
    };
  },
};

/** What the address asks for; what is none of the choices is asked for as usual, and said. */
function askedOf({ op, url }: Visit): { readonly asked: Asked; readonly wrong: boolean } {
  let wrong = false;
  const one = <T extends string>(name: string, of: readonly T[], usual: T): T => {
    const given = url.searchParams.get(name);
    if (given === null || given === '') return usual;
    const found = of.find((value) => value === given);
    if (found === undefined) wrong = true;
    return found ?? usual;
  };
  const choices = guidanceChoices(op);
  const [home] = choices;
  if (home === undefined) throw new HandbackError('rulebook_missing', {});
  const jurisdiction = one(
    'country',
    choices.map((choice) => choice.jurisdiction),
    home.jurisdiction,
  );
  const { provinces } = choices.find((choice) => choice.jurisdiction === jurisdiction) ?? home;
  // Whoever changes the country brings the province of the one before along.
  const province = provinces.length === 0 ? null : one('province', provinces, '') || null;
  const asked: Asked = {
    jurisdiction,
    province,
    capacity: one('who', CAPACITIES, 'owner'),
    opened: one('opened', OPENED_CHANNELS, 'store'),
    access: one('card', ACCESS_KINDS, 'sim'),
    payment: one('paid', PAYMENT_KINDS, 'postpaid'),
    urgent: one('phone', ['here', 'lost'], 'here') === 'lost',
  };
  return { asked, wrong };
}

function Question({ visit, asked }: { visit: Visit; asked: Asked }) {
  const { guidance: t, materials } = visit.t;
  const choices = guidanceChoices(visit.op);
  const provinces = choices.find(({ jurisdiction }) => jurisdiction === asked.jurisdiction)?.provinces ?? [];
  const country = new Intl.DisplayNames(visit.t.writing.locale, { type: 'region' });
  return (
    <form class="stack near unprinted" method="get" action={`${NEED}#answer`} aria-label={t.title}>
      <Select
        name="country"
        label={t.where}
        chosen={asked.jurisdiction}
        options={choices.map(({ jurisdiction }) => [
          jurisdiction,
          country.of(jurisdiction.toUpperCase()) ?? jurisdiction,
        ])}
      />
      {provinces.length === 0 ? null : (
        <Select
          name="province"
          label={t.province}
          chosen={asked.province ?? ''}
          options={[['', t.anyProvince], ...provinces.map(provinceOption(t.provinces))]}
        />
      )}
      <Select
        name="who"
        label={t.who}
        chosen={asked.capacity}
        options={CAPACITIES.map((capacity) => [capacity, materials.capacities[capacity]])}
      />
      <Select
        name="opened"
        label={t.opened}
        chosen={asked.opened}
        options={OPENED_CHANNELS.map((how) => [how, t.openedHow[how]])}
      />
      <Select
        name="card"
        label={t.access}
        chosen={asked.access}
        options={ACCESS_KINDS.map((kind) => [kind, t.accesses[kind]])}
      />
      <Select
        name="paid"
        label={t.payment}
        chosen={asked.payment}
        options={PAYMENT_KINDS.map((kind) => [kind, t.payments[kind]])}
      />
      <Select
        name="phone"
        label={t.state}
        chosen={asked.urgent ? 'lost' : 'here'}
        options={[
          ['here', t.states.here],
          ['lost', t.states.lost],
        ]}
      />
      <button class="button" type="submit">
        {t.show}
      </button>
    </form>
  );
}

const provinceOption =
  (names: Readonly<Record<ChineseProvince, string>>) =>
  (code: string): readonly [string, string] => [code, names[code as ChineseProvince] ?? code];

function Answer({ visit, asked, view }: { visit: Visit; asked: Asked; view: GuidanceView }) {
  const { guidance: t, materials, punctuation } = visit.t;
  const { places, costs, lengths } = view;
  return (
    <div class="one-sheet" id="answer">
      <section class="stack near" aria-labelledby="where-title">
        <h2 id="where-title">{t.places}</h2>
        {view.inPerson ? <p class="note info">{t.inPerson}</p> : null}
        {places.list.map((place) => (
          <section class="panel tight" key={place.channel} aria-labelledby={`at-${place.channel}`}>
            <h3 id={`at-${place.channel}`}>{t.channels[place.channel]}</h3>
            {place.channel === 'hotline' && visit.op.house.hotline !== null ? (
              <p>
                <a href={`tel:${visit.op.house.hotline.number}`}>{visit.op.house.hotline.number}</a>
              </p>
            ) : null}
            {place.channel === 'store' ? <Stores visit={visit} view={view} /> : null}
            {place.materials.length === 0 ? (
              <p>{t.bringNothing}</p>
            ) : (
              <>
                <p>
                  {t.bring}
                  {punctuation.colon}
                </p>
                <ul class="plain-list">
                  {place.materials.map((material) => (
                    <li key={material}>{materials.names[material]}</li>
                  ))}
                </ul>
              </>
            )}
          </section>
        ))}
        <Sources visit={visit} rules={[places.rule, view.materialsRule]} />
      </section>
      <section class="stack near" aria-labelledby="costs-title">
        <h2 id="costs-title">{t.costs}</h2>
        {costs.length === 0 ? (
          <p>{t.noCosts}</p>
        ) : (
          <Rows
            rows={costs.map(({ of, effect }) => ({ label: t.costOf[of], value: t.costEffects[effect] }))}
          />
        )}
        <Sources visit={visit} rules={costs.map(({ rule }) => rule)} />
      </section>
      <section class="stack near" aria-labelledby="times-title">
        <h2 id="times-title">{t.times}</h2>
        <Rows
          rows={lengths.map(({ of, amount, unit }) => ({
            label: t.lengthOf[of],
            value: t.units[unit](amount),
          }))}
        />
        <Sources visit={visit} rules={lengths.map(({ rule }) => rule)} />
      </section>
      <div class="unprinted">
        <LinkList links={[['/before-you-go', visit.t.leavingList.link, visit.t.leavingList.linkHint]]} />
      </div>
      <p class="hint">{t.asOf(`${asked.jurisdiction} ${view.version}`)}</p>
      <p class="hint unprinted">{t.print}</p>
    </div>
  );
}

/** The first few where this is done, and the way to all of them. */
function Stores({ visit, view: { stores } }: { visit: Visit; view: GuidanceView }) {
  if (stores.total === 0) return null;
  return (
    <>
      <ul class="plain-list">
        {stores.first.map(({ storeId, names, address }) => (
          <li key={storeId}>
            <a href={storePath(storeId)}>{said(visit, names)}</a>
            <br />
            <span class="hint">{said(visit, address)}</span>
          </li>
        ))}
      </ul>
      <p class="unprinted">
        <a class="act" href={`${STORES}?${storesQuery(stores.filter)}`}>
          {visit.t.storeVisits.all(stores.total)}
        </a>
      </p>
    </>
  );
}

/** Which rules say so, each with its version, its source and what that is worth. */
function Sources({ visit, rules }: { visit: Visit; rules: readonly RuleReference[] }) {
  const { eligibility: text, punctuation } = visit.t;
  if (rules.length === 0) return null;
  return (
    <details class="unprinted">
      <summary>{text.source}</summary>
      <ul class="plain-list">
        {rules.map(({ id, version, source }) => {
          const words = ruleSourceText(visit.t, source);
          const said = [text.versionOf(version), words.title, words.citation, words.clause, words.strength];
          return (
            <li key={id}>
              <span class="code">{id}</span>
              {punctuation.gap}
              {said.filter((part) => part !== null).join(punctuation.dot)}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
