import { handOverBag } from '../../../operations/cards/bags/hand-over-bag.ts';
import { sealBag } from '../../../operations/cards/bags/seal-bag.ts';
import { takeOverBag } from '../../../operations/cards/bags/take-over-bag.ts';
import { formPage } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import type { Input } from '../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { bagPath, HERE, MOVERS, TAKERS } from './card-parts.tsx';

/** What was typed as a count; what is none is refused by the operation. */
export function countIn(visit: DeskVisit): number {
  const text = (visit.values['counted'] ?? '').trim();
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

/** What whoever signs says: how many cards they counted, and the seal. */
export function signedInputs({ t }: DeskVisit): readonly Input[] {
  const { cardDesk: text } = t;
  return [
    {
      ...{ name: 'counted', label: text.count, hint: text.countHint, class: 'short' },
      ...{ inputmode: 'numeric', autocomplete: 'off', maxLength: 9 },
    },
    { name: 'seal', label: text.sealNumber, autocomplete: 'off', spellcheck: false, maxLength: 40 },
  ];
}

/** Where each refusal of a signature is said. */
export const SIGNED_FIELDS = {
  field_invalid: 'counted',
  field_missing: 'seal',
  custody_differs: null,
  custody_same_person: null,
  custody_conflict: null,
} as const;

const ACTS = { seal: sealBag, 'hand-over': handOverBag, 'take-over': takeOverBag } as const;

/** The three pages on which somebody signs for a bag. */
export const bagMovePages: readonly DeskPage[] = (['seal', 'hand-over', 'take-over'] as const).map(
  (name) => ({
    roles: name === 'seal' ? TAKERS : MOVERS,
    ...formPage<DeskVisit>({
      path: `${HERE}/bags/:bag/${name}`,
      fields: SIGNED_FIELDS,
      async ask(visit) {
        const text = visit.t.cardDesk.bagMoves[name];
        const bag = visit.params['bag'] ?? '';
        return {
          title: text.title,
          lead: text.lead,
          back: bagPath(bag),
          inputs: signedInputs(visit),
          submit: text.submit,
        };
      },
      async submit(visit) {
        const bag = visit.params['bag'] ?? '';
        const signed = { bag, counted: countIn(visit), seal: visit.values['seal'] ?? '' };
        await ACTS[name](visit.op, staffOf(visit), signed);
        return go(bagPath(bag));
      },
    }),
  }),
);
