import { CONDITIONS_HERE } from '../../../domain/certificates/card-words.ts';
import { type BagView, viewBag } from '../../../operations/cards/bags/view-bag.ts';
import { takeInCard } from '../../../operations/cards/take-in-card.ts';
import { Choices } from '../../kit/form-page.tsx';
import { type Form, go } from '../../kit/page.ts';
import { Actions, Field, Heading, LinkButton, Rows } from '../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, hasRole, staffOf } from '../kit/desk-visit.ts';
import { BagTag, bagPath, CARD_ROLES, Chain, HERE, MOVERS, TAKERS, Table } from './card-parts.tsx';
import { SCAN_ISLANDS, ScanForm } from './scan-form.tsx';

/** A full bag holds more; the API and the command line list them all. */
const SHOWN = 200;
const WAYS = ['shop', 'post'] as const;

/** A bag: cards are scanned in while it is open, and then it goes from hand to hand. */
export const bagPage: DeskPage = {
  path: `${HERE}/bags/:bag`,
  roles: CARD_ROLES,
  fields: {
    ...{ iccid_invalid: 'iccid', card_not_ours: 'iccid', card_of_other_line: 'iccid', card_is_esim: 'iccid' },
    ...{ card_case_missing: 'iccid', card_too_early: 'iccid', card_taken_in: 'iccid', case_unknown: 'iccid' },
    ...{ card_label_invalid: 'iccid', card_label_unknown: 'iccid', custody_conflict: 'iccid' },
  },
  async show(visit, form) {
    const view = await viewBag(visit.op, staffOf(visit), { bag: visit.params['bag'] ?? '' });
    const { cardDesk: t } = visit.t;
    const { bag, cards, chain } = view;
    const takes = bag.state === 'open' && hasRole(visit, TAKERS);
    return {
      kind: 'page',
      title: t.bag(bag.number),
      back: HERE,
      form: takes,
      islands: takes ? SCAN_ISLANDS : [],
      body: (
        <>
          <Heading>{t.bag(bag.number)}</Heading>
          <div class="scan-desk">
            <div class="stack">
              {takes ? <TakeIn visit={visit} form={form} /> : null}
              <div data-part="moves">
                <Moves visit={visit} view={view} />
              </div>
            </div>
            <div class="stack">
              <div data-part="rows">
                <Rows
                  rows={[
                    { label: t.state, value: <BagTag visit={visit} state={bag.state} /> },
                    { label: t.cards, value: <strong>{t.inBag(bag.cards)}</strong> },
                    { label: t.seal, value: bag.seal ?? t.noSeal },
                    { label: t.shop, value: bag.shop ?? t.noShop },
                  ]}
                />
              </div>
              <Cards visit={visit} cards={cards} />
            </div>
          </div>
          <Chain visit={visit} chain={chain} />
        </>
      ),
    };
  },
  async submit(visit) {
    const { values } = visit;
    const named = (values['label'] ?? '').trim();
    const condition = CONDITIONS_HERE.find((one) => one === values['condition']) ?? 'whole';
    const cameBy = WAYS.find((one) => one === values['by']) ?? 'shop';
    const bag = visit.params['bag'] ?? '';
    const taken = await takeInCard(visit.op, staffOf(visit), {
      ...{ iccid: values['iccid'] ?? '', condition, cameBy, bag },
      ...(named === '' ? {} : /^hbc/i.test(named) ? { label: named } : { reference: named }),
    });
    // What was chosen stays for the next card; a label is of one envelope.
    const kept = new URLSearchParams({
      condition,
      by: cameBy,
      last: taken.iccid.slice(-4),
      luhn: taken.luhn,
    });
    return go(`${bagPath(bag)}?${kept}`);
  },
};

function Cards({ visit, cards }: { visit: DeskVisit; cards: BagView['cards'] }) {
  const { cardDesk: t } = visit.t;
  return (
    <section class="tight" data-part="cards">
      <h2>{t.cards}</h2>
      <Table
        visit={visit}
        name={t.cards}
        columns={[t.iccid, t.condition, t.takenIn]}
        rows={cards
          .toReversed()
          .slice(0, SHOWN)
          .map(({ iccid, condition, takenInAt }) => [
            <span class="code" key="iccid">
              {iccid}
            </span>,
            t.conditions[condition],
            visit.formats.exact(takenInAt),
          ])}
      />
      {cards.length <= SHOWN ? null : <p class="hint">{t.newestShown(SHOWN)}</p>}
    </section>
  );
}

function TakeIn({ visit, form }: { visit: DeskVisit; form: Form }) {
  const { cardDesk: t } = visit.t;
  const asked = visit.url.searchParams;
  const last = asked.get('last');
  const shown = last !== null && /^[0-9A-F]{4}$/.test(last) ? last : null;
  const said = asked.get('luhn') === 'invalid' ? t.takenDoubtful : t.taken;
  const chosen = (name: string, usual: string) => form.values[name] ?? asked.get(name) ?? usual;
  return (
    <ScanForm
      visit={visit}
      form={form}
      said={shown === null ? null : said(shown)}
      label={t.iccid}
      lead={t.scanLead}
      submit={t.takeIn}
    >
      <fieldset>
        <legend>{t.condition}</legend>
        <Choices
          name="condition"
          options={CONDITIONS_HERE.map((value) => ({ value, words: t.conditions[value] }))}
          chosen={chosen('condition', 'whole')}
        />
      </fieldset>
      <fieldset>
        <legend>{t.cameBy}</legend>
        <Choices
          name="by"
          options={WAYS.map((value) => ({ value, words: t.ways[value] }))}
          chosen={chosen('by', 'shop')}
        />
      </fieldset>
      <div data-once>
        <Field
          visit={visit}
          form={{ values: form.values, errors: [] }}
          name="label"
          label={t.label}
          hint={t.labelHint}
          autocomplete="off"
          maxLength={60}
          optional
        />
      </div>
    </ScanForm>
  );
}

/** What can be done with the bag now, by whoever looks at it. */
function Moves({ visit, view: { bag } }: { visit: DeskVisit; view: BagView }) {
  const { cardDesk: t } = visit.t;
  const here = bagPath(bag.number);
  const [takes, moves] = [hasRole(visit, TAKERS), hasRole(visit, MOVERS)];
  const first = bag.state === 'open';
  const ways = [
    takes && first && bag.cards > 0 ? (['seal', t.bagMoves.seal.title] as const) : null,
    moves && (bag.state === 'sealed' || bag.state === 'received')
      ? (['hand-over', t.bagMoves['hand-over'].title] as const)
      : null,
    moves && bag.state === 'handed_over' ? (['take-over', t.bagMoves['take-over'].title] as const) : null,
    takes && !first && bag.state !== 'in_batch' ? (['seal', t.reseal] as const) : null,
  ].filter((way) => way !== null);
  return ways.length === 0 ? null : (
    <Actions two>
      {ways.map(([path, words]) => (
        <LinkButton key={path} href={`${here}/${path}`} second={path === 'seal'}>
          {words}
        </LinkButton>
      ))}
    </Actions>
  );
}
