import { listBags } from '../../../operations/cards/bags/list-bags.ts';
import { openBag } from '../../../operations/cards/bags/open-bag.ts';
import { listBatches } from '../../../operations/cards/batches/list-batches.ts';
import { openBatch } from '../../../operations/cards/batches/open-batch.ts';
import { listLooseCards } from '../../../operations/cards/list-loose-cards.ts';
import { go } from '../../kit/page.ts';
import { Actions, Heading, LinkButton, Tap } from '../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, hasRole, staffOf } from '../kit/desk-visit.ts';
import {
  BagTag,
  BatchTag,
  bagPath,
  batchPath,
  CARD_ROLES,
  HERE,
  MOVERS,
  TAKERS,
  Table,
} from './card-parts.tsx';

const A_PAGE = 20;
const MOST_LOOSE = 100;

/** Bags, batches, and what is in neither. */
export const cardsPage: DeskPage = {
  path: HERE,
  roles: CARD_ROLES,
  async show(visit) {
    const { cardDesk: t } = visit.t;
    const staff = staffOf(visit);
    const after = (name: string) => visit.url.searchParams.get(name);
    const [bags, batches, loose] = await Promise.all([
      listBags(visit.op, staff, { state: null, after: after('bags'), limit: A_PAGE }),
      listBatches(visit.op, staff, { state: null, after: after('batches'), limit: A_PAGE }),
      listLooseCards(visit.op, staff, { limit: MOST_LOOSE }),
    ]);
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <>
          <Heading lead={t.lead}>{t.title}</Heading>
          <Bags visit={visit} bags={bags.bags} next={bags.next} />
          <Batches visit={visit} batches={batches.batches} next={batches.next} />
          <Loose visit={visit} cards={loose} />
        </>
      ),
    };
  },
};

type Bags = Awaited<ReturnType<typeof listBags>>['bags'];
type Batches = Awaited<ReturnType<typeof listBatches>>['batches'];
type LooseCards = Awaited<ReturnType<typeof listLooseCards>>;

function Bags({ visit, bags, next }: { visit: DeskVisit; bags: Bags; next: string | null }) {
  const { cardDesk: t } = visit.t;
  return (
    <section class="tight">
      <h2>{t.bags}</h2>
      {hasRole(visit, TAKERS) ? (
        <div class="narrow">
          <Actions>
            <Tap visit={visit} action={`${HERE}/bags`}>
              {t.openBag}
            </Tap>
          </Actions>
        </div>
      ) : null}
      <Table
        visit={visit}
        name={t.bags}
        columns={[t.number, t.state, t.cards, t.seal, t.shop, t.opened]}
        rows={bags.map(({ number, state, cards, seal, shop, openedAt }) => [
          <a class="code" key="number" href={bagPath(number)}>
            {number}
          </a>,
          <BagTag key="state" visit={visit} state={state} />,
          cards,
          seal ?? t.noSeal,
          shop ?? t.noShop,
          visit.formats.moment(openedAt),
        ])}
      />
      <Older visit={visit} name="bags" next={next} />
    </section>
  );
}

function Batches({ visit, batches, next }: { visit: DeskVisit; batches: Batches; next: string | null }) {
  const { cardDesk: t } = visit.t;
  return (
    <section class="tight">
      <h2>{t.batches}</h2>
      {hasRole(visit, MOVERS) ? (
        <div class="narrow">
          <Actions>
            <Tap visit={visit} action={`${HERE}/batches`} second>
              {t.openBatch}
            </Tap>
          </Actions>
        </div>
      ) : null}
      <Table
        visit={visit}
        name={t.batches}
        columns={[t.number, t.state, t.bagsOf, t.cards, t.destroyer]}
        rows={batches.map(({ number, state, bags, cards, destroyer }) => [
          <a class="code" key="number" href={batchPath(number)}>
            {number}
          </a>,
          <BatchTag key="state" visit={visit} state={state} />,
          bags,
          cards,
          destroyer ?? '',
        ])}
      />
      <Older visit={visit} name="batches" next={next} />
    </section>
  );
}

function Older({ visit, name, next }: { visit: DeskVisit; name: string; next: string | null }) {
  if (next === null) return null;
  return (
    <p>
      <a href={`${HERE}?${new URLSearchParams({ [name]: next })}`}>{visit.t.cardDesk.more}</a>
    </p>
  );
}

function Loose({ visit, cards }: { visit: DeskVisit; cards: LooseCards }) {
  const { cardDesk: t } = visit.t;
  return (
    <section class="tight">
      <h2>{t.loose}</h2>
      <p class="hint">{t.looseLead}</p>
      <Table
        visit={visit}
        name={t.loose}
        columns={[t.iccid, t.condition, t.state, t.takenIn]}
        rows={cards.map(({ iccid, condition, caseId, takenInAt }) => [
          <span class="code" key="iccid">
            {iccid}
          </span>,
          t.conditions[condition],
          caseId === null ? t.isAside : t.waitsForBag,
          visit.formats.moment(takenInAt),
        ])}
      />
      {cards.length < MOST_LOOSE ? null : <p class="hint">{t.looseMore(MOST_LOOSE)}</p>}
      <div class="narrow">
        <Actions two>
          {hasRole(visit, TAKERS) ? (
            <LinkButton href={`${HERE}/aside`} second>
              {t.setAside}
            </LinkButton>
          ) : null}
          {hasRole(visit, MOVERS) ? (
            <LinkButton href={`${HERE}/remove`} second>
              {t.remove}
            </LinkButton>
          ) : null}
        </Actions>
      </div>
    </section>
  );
}

/** One tap opens a bag, and leads into it. */
export const newBag: DeskPage = {
  path: `${HERE}/bags`,
  roles: TAKERS,
  submit: async (visit) => go(bagPath((await openBag(visit.op, staffOf(visit))).number)),
};

export const newBatch: DeskPage = {
  path: `${HERE}/batches`,
  roles: MOVERS,
  submit: async (visit) => go(batchPath((await openBatch(visit.op, staffOf(visit))).number)),
};
