import type { ComponentChildren } from 'preact';
import type { BagState, BatchState, CustodyKind } from '../../../domain/cards/custody.ts';
import type { Role } from '../../../domain/rules/role.ts';
import { Tag, type Tone } from '../../kit/parts.tsx';
import { rolesOf } from '../kit/desk-access.ts';
import type { DeskVisit } from '../kit/desk-visit.ts';

/** Who finds old cards at their desk; the operations behind each page ask again. */
export const CARD_ROLES: readonly Role[] = rolesOf('listBatches');
/** Who takes cards in and seals bags. */
export const TAKERS: readonly Role[] = rolesOf('openBag');
/** Who moves bags and batches on. */
export const MOVERS: readonly Role[] = rolesOf('openBatch');

export const HERE = '/desk/cards';
export const bagPath = (number: string): string => `${HERE}/bags/${encodeURIComponent(number)}`;
export const batchPath = (number: string): string => `${HERE}/batches/${encodeURIComponent(number)}`;

const BAG_TONES: Readonly<Record<BagState, Tone>> = {
  open: 'now',
  sealed: 'plain',
  handed_over: 'warn',
  received: 'plain',
  in_batch: 'ok',
};
const BATCH_TONES: Readonly<Record<BatchState, Tone>> = {
  open: 'now',
  handed_over: 'warn',
  closed: 'ok',
  destroyed: 'ok',
};

export function BagTag({ visit, state }: { visit: DeskVisit; state: BagState }) {
  return <Tag tone={BAG_TONES[state]}>{visit.t.cardDesk.bagStates[state]}</Tag>;
}

export function BatchTag({ visit, state }: { visit: DeskVisit; state: BatchState }) {
  return <Tag tone={BATCH_TONES[state]}>{visit.t.cardDesk.batchStates[state]}</Tag>;
}

/** A table with a name, its columns, and a line where there is nothing. */
export function Table(props: {
  readonly visit: DeskVisit;
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** A wide table without a link in it: keys must reach it to scroll it. */
  readonly reachable?: true;
}) {
  const { visit, name, columns, rows, reachable } = props;
  if (rows.length === 0) return <p class="hint">{visit.t.cardDesk.none}</p>;
  const region = reachable ? { role: 'region' as const, 'aria-label': name, tabIndex: 0 } : {};
  return (
    <div class="scroll" {...region}>
      <table class="list" aria-label={name}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, i) => (
            // A table is drawn once, and its rows have no state.
            <tr key={String(i)}>
              {cells.map((cell, c) => (
                <td key={columns[c]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Move {
  readonly kind: CustodyKind;
  readonly at: Date;
  readonly signerName: string;
  readonly counted: number | null;
  readonly seal: string | null;
}

/** Who signed for what, in order. */
export function Chain({ visit, chain }: { visit: DeskVisit; chain: readonly Move[] }) {
  const { cardDesk: t } = visit.t;
  return (
    <section class="tight">
      <h2>{t.chain}</h2>
      <Table
        visit={visit}
        name={t.chain}
        columns={[t.when, t.what, t.who, t.counted, t.seal]}
        rows={chain.map(({ kind, at, signerName, counted, seal }) => [
          visit.formats.exact(at),
          t.moves[kind],
          signerName,
          counted ?? '',
          seal ?? '',
        ])}
      />
    </section>
  );
}
