import { CARD_LEFT } from '../../../domain/cards/place.ts';
import { CONDITIONS_HERE } from '../../../domain/certificates/card-words.ts';
import { removeCard } from '../../../operations/cards/remove-card.ts';
import { takeInCard } from '../../../operations/cards/take-in-card.ts';
import { Answers } from '../../kit/answers.ts';
import { Choices, formPage } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { HERE, MOVERS, TAKERS } from './card-parts.tsx';

const ICCID = { name: 'iccid', autocomplete: 'off', spellcheck: false, maxLength: 64 } as const;

/** A card that came by post and belongs to nobody here: kept apart, and sent on or back. */
export const setAsidePage: DeskPage = {
  roles: TAKERS,
  ...formPage<DeskVisit>({
    path: `${HERE}/aside`,
    fields: {
      iccid_invalid: 'iccid',
      card_is_esim: 'iccid',
      card_too_early: 'iccid',
      card_taken_in: 'iccid',
    },
    async ask(visit, form) {
      const { cardDesk: t } = visit.t;
      return {
        title: t.setAside,
        lead: t.setAsideLead,
        back: HERE,
        inputs: [
          { ...ICCID, label: t.iccid },
          <fieldset key="condition">
            <legend>{t.condition}</legend>
            <Choices
              name="condition"
              options={CONDITIONS_HERE.map((value) => ({ value, words: t.conditions[value] }))}
              chosen={form.values['condition'] ?? 'whole'}
            />
          </fieldset>,
        ],
        submit: t.setAside,
      };
    },
    async submit(visit) {
      const condition = CONDITIONS_HERE.find((one) => one === visit.values['condition']) ?? 'whole';
      const iccid = visit.values['iccid'] ?? '';
      await takeInCard(visit.op, staffOf(visit), { iccid, condition, cameBy: 'post', setAside: true });
      return go(HERE);
    },
  }),
};

/** Takes a card out of the books of what is here. */
export const removePage: DeskPage = {
  roles: MOVERS,
  ...formPage<DeskVisit>({
    path: `${HERE}/remove`,
    fields: {
      ...{ iccid_invalid: 'iccid', card_unknown: 'iccid', custody_conflict: 'iccid' },
      ...{ field_missing: 'reason', field_invalid: 'reason' },
    },
    async ask(visit, form) {
      const { cardDesk: t } = visit.t;
      return {
        title: t.remove,
        lead: t.removeLead,
        back: HERE,
        inputs: [
          { ...ICCID, label: t.iccid },
          <fieldset key="as" id="as">
            <legend>{t.removeAs}</legend>
            <Choices
              name="as"
              options={CARD_LEFT.map((value) => ({ value, words: t.left[value] }))}
              chosen={form.values['as']}
            />
          </fieldset>,
          { name: 'reason', label: t.reason, hint: t.reasonHint, autocomplete: 'off', maxLength: 500 },
        ],
        submit: t.removeSubmit,
      };
    },
    async submit(visit) {
      const { cardDesk: t, common } = visit.t;
      const answers = new Answers(visit);
      const as = CARD_LEFT.find((one) => one === visit.values['as']);
      if (as === undefined) answers.refuse('as', common.missing(t.removeAs));
      if (answers.refused !== null || as === undefined) return answers.refused!;
      const { iccid = '', reason = '' } = visit.values;
      await removeCard(visit.op, staffOf(visit), { iccid, as, reason });
      return go(HERE);
    },
  }),
};
