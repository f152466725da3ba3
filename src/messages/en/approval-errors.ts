import type { ErrorTexts } from '../error-text.ts';

/** Of what a second person agrees to. */
export const approvalErrors: Pick<
  ErrorTexts,
  | 'approval_needed'
  | 'approval_open'
  | 'approval_unknown'
  | 'approval_over'
  | 'approval_own'
  | 'approval_outdated'
> = {
  approval_needed: {
    title: 'A second person must agree',
    detail: 'Ask for approval; a colleague decides it in a session of their own.',
  },
  approval_open: {
    title: 'This is asked for already',
    detail: 'A request for the same act waits for a second person. Look at it in the overview.',
  },
  approval_unknown: { title: 'No such request', detail: 'It is not there, or it is not yours to see.' },
  approval_over: {
    title: 'This request is decided, or its time is over',
    detail: 'Nothing was done now. If the act is still wanted, it must be asked for anew.',
  },
  approval_own: {
    title: 'Your own request',
    detail: 'Another person decides it, in a session of their own. You can take it back.',
  },
  approval_outdated: {
    title: 'It looks different now from when it was asked for',
    detail: 'Nothing was done. Refuse this request; it can be asked for anew as things stand.',
  },
};
