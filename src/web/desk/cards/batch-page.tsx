import { type BatchView, viewBatch } from '../../../operations/cards/batches/view-batch.ts';
import { Actions, Heading, LinkButton, Rows } from '../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, hasRole, staffOf } from '../kit/desk-visit.ts';
import {
  BagTag,
  BatchTag,
  bagPath,
  batchPath,
  CARD_ROLES,
  Chain,
  HERE,
  MOVERS,
  Table,
} from './card-parts.tsx';

/** A batch: its bags, its count, who signed, and how it was destroyed. */
export const batchPage: DeskPage = {
  path: `${HERE}/batches/:batch`,
  roles: CARD_ROLES,
  async show(visit) {
    const view = await viewBatch(visit.op, staffOf(visit), { batch: visit.params['batch'] ?? '' });
    const { cardDesk: t } = visit.t;
    const { batch, bags, chain } = view;
    return {
      kind: 'page',
      title: t.batch(batch.number),
      back: HERE,
      body: (
        <>
          <Heading>{t.batch(batch.number)}</Heading>
          <Rows
            rows={[
              { label: t.state, value: <BatchTag visit={visit} state={batch.state} /> },
              { label: t.bagsOf, value: String(batch.bags) },
              { label: t.cards, value: <strong>{t.inBag(batch.cards)}</strong> },
              { label: t.seal, value: batch.seal ?? t.noSeal },
              ...(batch.destroyer === null ? [] : [{ label: t.destroyer, value: batch.destroyer }]),
              ...(batch.state === 'handed_over' ? [{ label: t.scans, value: String(batch.scans) }] : []),
            ]}
          />
          <Moves visit={visit} view={view} />
          <Destroyed visit={visit} view={view} />
          <section class="tight">
            <h2>{t.bags}</h2>
            <Table
              visit={visit}
              name={t.bags}
              columns={[t.number, t.state, t.cards, t.seal, t.shop]}
              rows={bags.map(({ number, state, cards, seal, shop }) => [
                <a class="code" key="number" href={bagPath(number)}>
                  {number}
                </a>,
                <BagTag key="state" visit={visit} state={state} />,
                cards,
                seal ?? '',
                shop ?? t.noShop,
              ])}
            />
          </section>
          <Chain visit={visit} chain={chain} />
        </>
      ),
    };
  },
};

/** What can be done with the batch now. */
function Moves({ visit, view: { batch } }: { visit: DeskVisit; view: BatchView }) {
  const { cardDesk: t } = visit.t;
  if (!hasRole(visit, MOVERS) || batch.state === 'destroyed') return null;
  const here = batchPath(batch.number);
  const ways = {
    open: [['bags', t.fill] as const, ...(batch.cards > 0 ? [['hand-over', t.handOverBatch] as const] : [])],
    handed_over: [['scan', t.scan] as const, ['close', t.close] as const],
    closed: [['destruction', t.destroy] as const],
  }[batch.state];
  return (
    <div class="narrow">
      <Actions two={ways.length > 1}>
        {ways.map(([path, words], i) => (
          <LinkButton key={path} href={`${here}/${path}`} second={i > 0}>
            {words}
          </LinkButton>
        ))}
      </Actions>
    </div>
  );
}

function Destroyed({ visit, view: { destruction } }: { visit: DeskVisit; view: BatchView }) {
  const { cardDesk: t } = visit.t;
  if (destruction === null) return null;
  const { destroyedOn, method, particleClass, weightGrams, witness, reference } = destruction;
  return (
    <section class="tight">
      <h2>{t.destruction}</h2>
      <Rows
        rows={[
          { label: t.destroyedOn, value: visit.formats.date(destroyedOn) },
          { label: t.method, value: t.methods[method] },
          ...(particleClass === null ? [] : [{ label: t.particleClass, value: particleClass }]),
          { label: t.weight, value: String(weightGrams) },
          { label: t.witness, value: witness },
          { label: t.reference, value: reference },
        ]}
      />
    </section>
  );
}
