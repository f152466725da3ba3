import type { CounterErrorTexts } from '../counter-error-texts.ts';
import { reasonText } from '../reason-text.ts';
import { valueReasons } from './value-reasons.ts';

export const counterErrors: CounterErrorTexts = {
  signature_missing: {
    title: 'The signature is missing',
    detail: 'Let the customer sign on the screen, or on the printed form.',
  },
  signature_too_short: {
    title: 'That is not a signature yet',
    detail: 'A dot or a short line is not enough. Clear the field and sign again.',
  },
  signature_invalid: {
    title: 'The signature could not be read',
    detail: 'Clear the field and sign again, or sign on the printed form.',
  },
  photo_invalid: {
    title: 'This picture cannot be used',
    detail: (facts) => reasonText(valueReasons.photo, facts) ?? 'Take it again.',
  },
  visit_unknown: {
    title: 'There is no such visit at the counter',
    detail: 'It is over, or it is not yours. Begin a new one.',
  },
  visit_step_open: {
    title: 'A step before this one is open',
    detail: 'Finish that step first.',
  },
  document_check_incomplete: {
    title: 'The document is not fully checked',
    detail: 'Confirm each point, or stop here: without it nothing can be closed.',
  },
  document_expired: {
    title: 'The document has expired',
    detail: 'Ask for a valid one. Nothing has been closed.',
  },
  materials_missing: {
    title: 'Something is still to be shown',
    detail: 'Tick off each item of the list once you have seen it.',
  },
  photo_unknown: {
    title: 'There is no such picture',
    detail: 'Its time may be over, or it is not of your visit.',
  },
};
