import { reasonText } from '../reason-text.ts';
import type { SpecialErrorTexts } from '../special-error-texts.ts';

const unfit = {
  not_asked_for: 'The request does not name it. Choose among the lines that are listed.',
  other_holder: 'The document that was given is not that of its holder.',
  ended: 'It has ended already.',
  own_line: 'It is held by whoever asks. Nobody is protected from themselves by this way.',
  split_before: 'It was split off in this way before. Whoever has it now ends it as its holder.',
  ending: 'Its holder has ended it, and that cannot be stopped any more.',
  changed: 'It changed while this was decided. Load the page again.',
};

export const specialErrors: SpecialErrorTexts = {
  special_request_unknown: {
    title: 'There is no such request',
    detail: 'Check the number, which begins with SR, and the receipt secret.',
  },
  special_request_decided: {
    title: 'This request has been decided already',
    detail: 'It was accepted, refused or withdrawn meanwhile. Load the page again to see how.',
  },
  special_line_unfit: {
    title: 'This line cannot be chosen',
    detail: (facts) => reasonText(unfit, facts) ?? 'Choose among the lines that are listed.',
  },
};
