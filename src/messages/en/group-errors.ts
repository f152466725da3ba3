import type { ErrorTexts } from '../error-text.ts';

/** What is refused at the operations desk: of retries, disputes, uploads and what a second person is asked. */
export const groupErrors = {
  nothing_stuck: {
    title: 'Nothing is stuck for this cause',
    detail: 'Somebody may have helped meanwhile. Look at the list again.',
  },
  group_retry_running: {
    title: 'A retry of this group runs already',
    detail: 'Wait until it is finished; its page shows how far it is.',
  },
  group_retry_unknown: {
    title: 'There is no such retry',
    detail: 'Choose one from the list of stuck cases.',
  },
  approval_asker_gone: {
    title: 'Whoever asked may not do this any more',
    detail:
      'Their token was revoked, or they lost the role. Nothing was done. Refuse this request; somebody who may can ask anew.',
  },
  dispute_unknown: { title: 'No such dispute', detail: 'Check the receipt number.' },
  dispute_dealt_with: {
    title: 'Somebody has dealt with this already',
    detail: 'Nothing was changed. Look at it again to see the note.',
  },
  upload_broken_off: {
    title: 'The upload broke off',
    detail: 'Not all of the file came in. Upload it again.',
  },
} satisfies Partial<ErrorTexts>;
