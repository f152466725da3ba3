import type { CampaignErrorTexts } from '../campaign-error-texts.ts';
import { type ReasonText, reasonText } from '../reason-text.ts';

const states: Readonly<Record<string, string>> = {
  at_once: 'It was started at once from a list, and takes nothing more.',
  draft: 'Its rows are not complete yet. Upload the file again.',
  validated: 'It has not been started yet.',
  running: 'It is running already.',
  paused: 'It is paused already.',
  finished: 'It is finished.',
  stopped: 'It was stopped, for good.',
};

const reasons: Readonly<Record<string, ReasonText>> = {
  state: (facts) => states[String(facts['state'])] ?? 'Load the page again to see how it stands.',
  overtaken: 'Another upload of the same campaign began meanwhile. The newest one counts.',
  no_valid_rows: 'None of its rows can be started. Correct the file and upload it again.',
  no_preview: 'Make a preview first: whoever agrees must see what would happen.',
  name_taken: 'A campaign of this name is made of a file. Choose another name.',
};

export const campaignErrors: CampaignErrorTexts = {
  campaign_unknown: {
    title: 'There is no such campaign',
    detail: 'Check its name in the list of campaigns.',
  },
  campaign_conflict: {
    title: 'The campaign does not allow this now',
    detail: (facts) => reasonText(reasons, facts) ?? 'Load the page again to see how it stands.',
  },
};
