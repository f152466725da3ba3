import type { Difference } from '../../../domain/cards/differences.ts';
import { closeBatch } from '../../../operations/cards/batches/close-batch.ts';
import { formPage } from '../../kit/form-page.tsx';
import { type Answer, go } from '../../kit/page.ts';
import { Actions, Heading, LinkButton } from '../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { countIn, SIGNED_FIELDS, signedInputs } from './bag-move-pages.tsx';
import { batchPath, HERE, MOVERS, Table } from './card-parts.tsx';

/** So many are shown; the command line and the API name them all. */
const SHOWN = 200;

/** Closes a batch, or names every difference. */
export const batchClose: DeskPage = {
  roles: MOVERS,
  ...formPage<DeskVisit>({
    path: `${HERE}/batches/:batch/close`,
    fields: SIGNED_FIELDS,
    async ask(visit) {
      const { cardDesk: t } = visit.t;
      return {
        title: t.close,
        lead: t.closeLead,
        back: batchPath(visit.params['batch'] ?? ''),
        inputs: signedInputs(visit),
        submit: t.close,
      };
    },
    async submit(visit) {
      const batch = visit.params['batch'] ?? '';
      const signed = { batch, counted: countIn(visit), seal: visit.values['seal'] ?? '' };
      const { closed, differences } = await closeBatch(visit.op, staffOf(visit), signed);
      return closed ? go(batchPath(batch)) : differing(visit, batch, differences);
    },
  }),
};

function differing(visit: DeskVisit, batch: string, differences: readonly Difference[]): Answer {
  const { cardDesk: t } = visit.t;
  const here = batchPath(batch);
  const title = t.differs(differences.length);
  return {
    kind: 'page',
    title,
    back: here,
    status: 409,
    body: (
      <>
        <Heading lead={t.differsLead}>{title}</Heading>
        <Table
          visit={visit}
          name={title}
          columns={[t.difference, t.iccid, t.bagNumber, t.books, t.found]}
          rows={differences.slice(0, SHOWN).map(({ kind, iccid, bag, books, found }) => [
            t.differences[kind],
            <span class="code" key="iccid">
              {iccid ?? ''}
            </span>,
            bag ?? '',
            books ?? '',
            found ?? '',
          ])}
        />
        <div class="narrow">
          <Actions two>
            <LinkButton href={`${here}/scan`}>{t.scanAgain}</LinkButton>
            <LinkButton href={`${here}/close`} second>
              {t.close}
            </LinkButton>
          </Actions>
        </div>
      </>
    ),
  };
}
