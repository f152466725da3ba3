import { endSession } from '../../../operations/people/end-session.ts';
import type { Page } from '../../kit/page.ts';

/**
 * Signing out leaves nothing of the visit in the browser, which may be a shared one: every cookie is dropped, one by one for
 * browsers that do not know `Clear-Site-Data` and where pages come by plain HTTP, and caches are emptied. The next page
 * is asked for in the language of this one.
 */
export const leave: Page = {
  path: '/leave',
  async submit(visit) {
    await endSession(visit.op, visit.actor);
    const { language, jar } = visit;
    const chosen = jar.plain('hb_lang') !== null ? `&lang=${language}` : '';
    jar.dropAll();
    return { kind: 'go', to: `/?notice=signed_out${chosen}`, leaving: true };
  },
};
