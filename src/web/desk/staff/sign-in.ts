import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HandbackError } from '../../../domain/errors.ts';
import { beginStaffSignIn } from '../../../operations/staff/begin-sign-in.ts';
import { finishStaffSignIn } from '../../../operations/staff/finish-sign-in.ts';
import { signOutStaff } from '../../../operations/staff/sign-out.ts';
import { takeLogoutToken } from '../../../operations/staff/take-logout-token.ts';
import type { SignInAttempt } from '../../../ports/staff-issuer.ts';
import type { PortalContext } from '../../kit/context.ts';
import { givenIn, NOTHING_GIVEN } from '../../kit/given.ts';
import { type Answer, go } from '../../kit/page.ts';
import { type Face, sendAnswer, sendRefusal } from '../../kit/serve.ts';
import { isOwnForm } from '../../kit/visit.ts';
import { type DeskVisit, STAFF_SESSION, staffOf } from '../kit/desk-visit.ts';
import { signedOutPage, signInPage } from './sign-in-pages.tsx';

/** The address to which the issuer sends people back; registered there. */
export const CALLBACK_PATH = '/desk/callback';
export const SIGNED_OUT_PATH = '/desk/signed-out';
export const BACK_CHANNEL_PATH = '/desk/back-channel-logout';
const SIGN_IN_PATH = '/desk/sign-in';

/** How long somebody may take at the issuer. */
const ATTEMPT_SECONDS = 900;

/** What a browser keeps of one attempt; each tab has its own. */
interface KeptAttempt {
  readonly attempt: SignInAttempt;
  readonly to: string;
}

/** Where somebody signs in to see `to`. */
export function signInTo(to: string, { fresh = false } = {}): string {
  const query = new URLSearchParams({ to, ...(fresh ? { fresh: '1' } : {}) });
  return `${SIGN_IN_PATH}?${query}`;
}

/** Signing in at the issuer and out again: these are no pages, and come before everybody's. */
export function signInRoutes(app: FastifyInstance, context: PortalContext, face: Face<DeskVisit>): void {
  const { operations: op, publicUrl } = context;
  const serve =
    (answer: (visit: DeskVisit, request: FastifyRequest) => Promise<Answer>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const visit = await face.visit(request, reply, givenIn(request.body));
      try {
        return sendAnswer(face, visit, reply, await answer(visit, request), false);
      } catch (error) {
        return sendRefusal(face, visit, request, reply, error);
      }
    };

  app.get(
    SIGN_IN_PATH,
    serve(async (visit) => {
      if (op.staff === null) throw new HandbackError('no_desks');
      const to = ownPath(visit.url.searchParams.get('to'));
      const fresh = visit.url.searchParams.get('fresh') === '1';
      // Where somebody typed something they are told first why they leave the page.
      if (visit.url.searchParams.get('go') !== '1') return signInPage(visit, { to, fresh });
      const { url, attempt } = await beginStaffSignIn(op, visit.actor, {
        redirectUri: `${publicUrl}${CALLBACK_PATH}`,
        fresh,
      });
      const kept: KeptAttempt = { attempt, to };
      visit.jar.keepSealed(attemptCookie(attempt.state), kept, ATTEMPT_SECONDS);
      return go(url);
    }),
  );

  app.get(
    CALLBACK_PATH,
    serve(async (visit) => {
      const state = visit.url.searchParams.get('state') ?? '';
      const name = attemptCookie(state);
      const kept = visit.jar.sealed<KeptAttempt>(name);
      if (kept === null) throw new HandbackError('sign_in_refused', { reason: 'attempt' });
      visit.jar.drop(name);
      const { token } = await finishStaffSignIn(op, visit.actor, {
        // As the public sees it, whatever the host of the request.
        callback: visit.url,
        attempt: kept.attempt,
        token: visit.jar.plain(STAFF_SESSION),
      });
      visit.jar.keepPlain(STAFF_SESSION, token, null);
      return go(kept.to);
    }),
  );

  app.post(
    '/desk/sign-out',
    serve(async (visit, request) => {
      if (!isOwnForm(visit, request)) throw new HandbackError('forbidden');
      const out =
        visit.signedIn === null
          ? null
          : await signOutStaff(op, staffOf(visit), { returnTo: `${publicUrl}${SIGNED_OUT_PATH}` });
      visit.jar.drop(STAFF_SESSION);
      // Not by a redirect: a form's may not leave this host.
      return signedOutPage(visit, out);
    }),
  );

  app.get(
    SIGNED_OUT_PATH,
    serve(async (visit) => signedOutPage(visit, null)),
  );

  // Asked by the issuer and by no browser: no cookie, no form of ours.
  app.post(BACK_CHANNEL_PATH, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const visit = await face.visit(request, reply, NOTHING_GIVEN);
    try {
      await takeLogoutToken(op, visit.actor, { token: givenIn(request.body).long['logout_token'] ?? '' });
      return reply.code(200).send();
    } catch (error) {
      if (!(error instanceof HandbackError)) throw error;
      const away = error.code === 'issuer_away';
      return reply
        .code(away ? 503 : 400)
        .type('application/json')
        .send(JSON.stringify({ error: away ? 'temporarily_unavailable' : 'invalid_request' }));
    }
  });
}

/** One cookie an attempt, named by a part of its state. */
function attemptCookie(state: string): string {
  return `hb_attempt_${state.replaceAll(/[^\w-]/g, '').slice(0, 16)}`;
}

/** A path of the desks and nothing else: an address that somebody made up leads nowhere. */
function ownPath(to: string | null): string {
  return to !== null && /^\/desk(\/[\w/.-]*)?(\?[\w=&%.~+:-]*)?$/.test(to) && !to.includes('..')
    ? to
    : '/desk';
}
