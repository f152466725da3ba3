import { closeSession } from '../../../store/people/sessions.ts';
import { go, type Page } from '../../kit/page.ts';
import { endSession } from '../../kit/visit.ts';

/** Signing out also forgets what only this visit needed. */
export const leave: Page = {
  path: '/leave',
  async submit(visit) {
    if (visit.session !== null) await closeSession(visit.op.pool, visit.session.token);
    endSession(visit);
    for (const name of ['hb_case', 'hb_receipt', 'hb_before', 'hb_number']) visit.jar.drop(name);
    return go('/?notice=signed_out');
  },
};
