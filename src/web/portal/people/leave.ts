import { endSession } from '../../../operations/people/end-session.ts';
import { go, type Page } from '../../kit/page.ts';
import { forgetSession } from '../../kit/visit.ts';

/** Signing out also forgets what only this visit needed. */
export const leave: Page = {
  path: '/leave',
  async submit(visit) {
    await endSession(visit.op, visit.actor);
    forgetSession(visit);
    for (const name of ['hb_case', 'hb_receipt', 'hb_before', 'hb_number']) visit.jar.drop(name);
    return go('/?notice=signed_out');
  },
};
