import { DESTRUCTION_METHODS } from '../../../domain/certificates/card-words.ts';
import { recordDestruction } from '../../../operations/cards/batches/record-destruction.ts';
import { Answers } from '../../kit/answers.ts';
import { Choices, formPage } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { batchPath, HERE, MOVERS } from './card-parts.tsx';

/** The destroyer's record of a batch. */
export const destructionPage: DeskPage = {
  roles: MOVERS,
  ...formPage<DeskVisit>({
    path: `${HERE}/batches/:batch/destruction`,
    fields: { date_invalid: 'destroyedOn', field_invalid: 'particleClass', custody_conflict: null },
    async ask(visit, form) {
      const { cardDesk: t } = visit.t;
      return {
        title: t.destroy,
        lead: t.destroyLead,
        back: batchPath(visit.params['batch'] ?? ''),
        inputs: [
          {
            ...{ name: 'destroyedOn', label: t.destroyedOn, hint: t.destroyedOnHint },
            ...{ autocomplete: 'off', maxLength: 10 },
          },
          <fieldset key="method" id="method">
            <legend>{t.method}</legend>
            <Choices
              name="method"
              options={DESTRUCTION_METHODS.map((value) => ({ value, words: t.methods[value] }))}
              chosen={form.values['method']}
            />
          </fieldset>,
          {
            ...{ name: 'particleClass', label: t.particleClass, hint: t.particleClassHint, class: 'short' },
            ...{ autocomplete: 'off', maxLength: 8, optional: true },
          },
          {
            ...{ name: 'weightGrams', label: t.weight, hint: t.weightHint, class: 'short' },
            ...{ inputmode: 'numeric', autocomplete: 'off', maxLength: 9 },
          },
          { name: 'witness', label: t.witness, hint: t.witnessHint, autocomplete: 'off', maxLength: 80 },
          { name: 'reference', label: t.reference, autocomplete: 'off', maxLength: 80 },
        ],
        submit: t.destroySubmit,
      };
    },
    async submit(visit) {
      const { cardDesk: t, common } = visit.t;
      const batch = visit.params['batch'] ?? '';
      const answers = new Answers(visit);
      const needed = (name: string, label: string) => answers.filled(name, common.missing(label));
      const destroyedOn = needed('destroyedOn', t.destroyedOn);
      const method = needed('method', t.method);
      const weight = needed('weightGrams', t.weight);
      const [witness, reference] = [needed('witness', t.witness), needed('reference', t.reference)];
      if (answers.refused !== null) return answers.refused;
      await recordDestruction(visit.op, staffOf(visit), {
        ...{ batch, destroyedOn, method, witness, reference },
        particleClass: visit.values['particleClass'],
        weightGrams: /^\d{1,9}$/.test(weight) ? Number(weight) : Number.NaN,
      });
      return go(batchPath(batch));
    },
  }),
};
