import type { PageAnswer } from '../../kit/page.ts';
import { Heading, LinkButton } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';

/** Why somebody is sent to sign in, and the way there. */
export function signInPage(
  visit: DeskVisit,
  { to, fresh }: { readonly to: string; readonly fresh: boolean },
): PageAnswer {
  const t = visit.t.desk.signIn;
  const query = new URLSearchParams({ to, ...(fresh ? { fresh: '1' } : {}), go: '1' });
  const why = fresh ? t.fresh : visit.was === null ? t.lead : t.over;
  return {
    kind: 'page',
    title: t.title,
    back: null,
    body: (
      <div class="narrow stack">
        <Heading lead={why}>{t.title}</Heading>
        <LinkButton href={`/desk/sign-in?${query}`}>{t.go}</LinkButton>
      </div>
    ),
  };
}

/** @param issuer where the session at the issuer ends; the browser goes there by itself */
export function signedOutPage(visit: DeskVisit, issuer: string | null): PageAnswer {
  const t = visit.t.desk.signedOut;
  return {
    kind: 'page',
    title: t.title,
    back: null,
    ...(issuer === null ? {} : { leadsTo: issuer }),
    body: (
      <div class="narrow stack">
        <Heading lead={issuer === null ? t.lead : t.leaving}>{t.title}</Heading>
        {issuer === null ? (
          <LinkButton href="/desk">{t.again}</LinkButton>
        ) : (
          <LinkButton href={issuer}>{t.atIssuer}</LinkButton>
        )}
      </div>
    ),
  };
}
