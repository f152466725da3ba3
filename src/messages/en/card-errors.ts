import type { CardErrorTexts } from '../card-error-texts.ts';

export const cardErrors: CardErrorTexts = {
  card_not_ours: {
    title: 'This is not one of our cards',
    detail: ({ luhn }) =>
      luhn === 'invalid'
        ? 'The last digit does not fit the others: scan or type the number again.'
        : 'Give it back; another operator takes it. One that came by post can be set aside and sent on.',
  },
  card_of_other_line: {
    title: 'This card belongs to another line',
    detail: 'Compare the number printed on it. If the card is right, open the request of its own line.',
  },
  card_is_esim: {
    title: 'An eSIM is not handed in',
    detail:
      'It is on a chip that stays in the device. Delete the profile on the device, which then signs that it is gone.',
  },
  card_case_missing: {
    title: 'Nobody asked to close the line of this card',
    detail: 'Begin a request first, or give the card back. One that came by post can be set aside.',
  },
  card_needs_desk: {
    title: 'A card is taken in at a shop or by post',
    detail: 'Bring it to a shop, or send it in an envelope with a label of this request.',
  },
  card_too_early: {
    title: 'The request is not confirmed yet',
    detail: 'Keep the card until it is: the line still works with it.',
  },
  card_taken_in: {
    title: 'This card was taken in before',
    detail: ({ bag }) =>
      typeof bag === 'string' ? `It is in bag ${bag}.` : 'It is not in a bag yet: scan it into one.',
  },
  card_unknown: { title: 'No such card here', detail: 'No card of this number is with us.' },
  card_line_goes_on: {
    title: 'A line in this batch has not ended',
    detail: ({ cards }) =>
      `Take these cards out and give them back, or wait until their lines have ended: ${Array.isArray(cards) ? cards.join(', ') : ''}`,
  },
  card_label_invalid: {
    title: 'That is not a label',
    detail: ({ reason }) =>
      reason === 'check_character'
        ? 'Its last character does not fit the others: one of them is a slip.'
        : 'A label is HBC- and ten characters.',
  },
  card_label_unknown: {
    title: 'No request has this label',
    detail: 'Take the card in by its own number instead.',
  },
  bag_unknown: { title: 'No such bag', detail: 'Check the number on the bag.' },
  batch_unknown: { title: 'No such batch', detail: 'Check the number of the batch.' },
  custody_conflict: {
    title: 'That is not possible at this point',
    detail: 'Somebody went on meanwhile, or a step before it is missing. Look at it again.',
  },
  custody_differs: {
    title: 'What you see is not what the books say',
    detail: (facts) =>
      facts['of'] === 'count'
        ? `The books have ${facts['expected']} and you counted ${facts['counted']}. Count again before you sign.`
        : facts['of'] === 'old_seal'
          ? 'That is the seal that is on it already. A new one has another number.'
          : 'The seal has another number. Do not open it; tell your supervisor.',
  },
  custody_same_person: {
    title: 'Somebody else must sign here',
    detail: 'Who hands over and who takes over are two people.',
  },
};
