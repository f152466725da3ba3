import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HandbackError } from '../domain/errors.ts';
import { keepDraft, takeDraft } from '../operations/staff/drafts.ts';
import { hotlineEvents } from './desk/hotline/hotline-events.ts';
import { renderDeskPage } from './desk/kit/desk-frame.tsx';
import { type DeskPage, type DeskVisit, deskVisitOf, hasRole } from './desk/kit/desk-visit.ts';
import { campaignEvents } from './desk/operations/campaigns/campaign-events.ts';
import { caseEvents } from './desk/operations/cases/case-events.ts';
import { DESK_PAGES } from './desk/pages.ts';
import { signInRoutes, signInTo } from './desk/staff/sign-in.ts';
import type { Assets } from './kit/assets.ts';
import type { PortalContext } from './kit/context.ts';
import { fieldError } from './kit/faults.tsx';
import { go } from './kit/page.ts';
import { type Face, servePages } from './kit/serve.ts';
import { isOwnForm } from './kit/visit.ts';

/**
 * The desks of the operator's people: the portal's own way of serving pages, in the whole width, behind a sign-in at the
 * operator's issuer.
 */
export async function desk(
  app: FastifyInstance,
  { context, assets }: { readonly context: PortalContext; readonly assets: Assets },
): Promise<void> {
  const { papers } = context;
  /** Where somebody comes back to who must sign in first. What they typed waits there for them; files do not. */
  const comingBack = async (
    visit: DeskVisit,
    request: FastifyRequest,
    subject: string | null,
  ): Promise<string> => {
    const { pathname, search } = visit.url;
    if (request.method !== 'POST') return pathname + search;
    const asked = DESK_PAGES.find(({ path }) => path === request.routeOptions.url);
    // A button that is a form of its own: it stands on another page.
    if (asked?.show === undefined || asked.keepsNothing)
      return URL.parse(request.headers.referer ?? '')?.pathname ?? '/desk';
    if (subject !== null && isOwnForm(visit, request)) {
      const { token: _, ...values } = visit.values;
      await keepDraft(context.operations, { subject, path: pathname, values });
    }
    return `${pathname}?kept=1`;
  };
  const face: Face<DeskVisit> = {
    sheet: assets.desk,
    visit: (request, reply, given) => deskVisitOf({ portal: context, papers }, request, reply, given),
    async turnAway(page, visit, request) {
      if (visit.op.staff === null) throw new HandbackError('no_desks');
      const { roles } = page as DeskPage;
      if (visit.signedIn !== null) {
        if (roles !== undefined && !hasRole(visit, roles)) throw new HandbackError('role_needed', { roles });
        return null;
      }
      return go(signInTo(await comingBack(visit, request, visit.was)));
    },
    async begin(_page, visit) {
      const { signedIn, url } = visit;
      const kept =
        signedIn === null || url.searchParams.get('kept') !== '1'
          ? null
          : await takeDraft(context.operations, signedIn, url.pathname);
      if (kept === null) return { values: {}, errors: [] };
      return {
        values: kept,
        errors: [{ ...fieldError(visit, new HandbackError('session_was_over'), null), calm: true }],
      };
    },
    async refuse(visit, { code }, request) {
      if (code !== 'not_signed_in' && code !== 'sign_in_again') return null;
      const to = await comingBack(visit, request, visit.signedIn?.person.subject ?? visit.was);
      return go(signInTo(to, { fresh: code === 'sign_in_again' }));
    },
    render: (visit, page, failed) => renderDeskPage(visit, assets, page, failed),
  };
  servePages(app, DESK_PAGES, face);
  hotlineEvents(app, context, face);
  campaignEvents(app, context, face);
  caseEvents(app, context, face);
  signInRoutes(app, context, face);
}
