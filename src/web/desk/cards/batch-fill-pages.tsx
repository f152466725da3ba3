import { handOverBatch } from '../../../operations/cards/batches/hand-over-batch.ts';
import { putBagInBatch } from '../../../operations/cards/batches/put-bag-in-batch.ts';
import { Answers } from '../../kit/answers.ts';
import { formPage } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { countIn, SIGNED_FIELDS, signedInputs } from './bag-move-pages.tsx';
import { batchPath, HERE, MOVERS } from './card-parts.tsx';

const batchOf = (visit: DeskVisit): string => visit.params['batch'] ?? '';

/** Bag after bag: a scanner reads the bag, then its seal. */
export const fillBatch: DeskPage = {
  roles: MOVERS,
  ...formPage<DeskVisit>({
    path: `${HERE}/batches/:batch/bags`,
    fields: {
      ...{ bag_unknown: 'bag', custody_conflict: 'bag', custody_differs: 'seal' },
      ...{ field_missing: 'seal', field_invalid: 'seal' },
    },
    async ask(visit) {
      const { cardDesk: t } = visit.t;
      return {
        title: t.fill,
        lead: t.fillLead,
        back: batchPath(batchOf(visit)),
        inputs: [
          { name: 'bag', label: t.bagNumber, autocomplete: 'off', spellcheck: false, maxLength: 60 },
          { name: 'seal', label: t.sealNumber, autocomplete: 'off', spellcheck: false, maxLength: 40 },
        ],
        submit: t.add,
      };
    },
    async submit(visit) {
      const { bag = '', seal = '' } = visit.values;
      await putBagInBatch(visit.op, staffOf(visit), { batch: batchOf(visit), bag, seal });
      return go(batchPath(batchOf(visit)));
    },
  }),
};

export const batchHandOver: DeskPage = {
  roles: MOVERS,
  ...formPage<DeskVisit>({
    path: `${HERE}/batches/:batch/hand-over`,
    fields: { ...SIGNED_FIELDS, card_line_goes_on: null },
    async ask(visit) {
      const { cardDesk: t } = visit.t;
      return {
        title: t.handOverBatch,
        lead: t.handOverBatchLead,
        back: batchPath(batchOf(visit)),
        inputs: [
          ...signedInputs(visit),
          { name: 'destroyer', label: t.firm, hint: t.firmHint, autocomplete: 'off', maxLength: 80 },
        ],
        submit: t.handOverBatch,
      };
    },
    async submit(visit) {
      const { cardDesk: t, common } = visit.t;
      const answers = new Answers(visit);
      const destroyer = answers.filled('destroyer', common.missing(t.firm));
      const seal = answers.filled('seal', common.missing(t.sealNumber));
      if (answers.refused !== null) return answers.refused;
      const signed = { batch: batchOf(visit), counted: countIn(visit), seal, destroyer };
      await handOverBatch(visit.op, staffOf(visit), signed);
      return go(batchPath(batchOf(visit)));
    },
  }),
};
