import type { Route } from '../../src/domain/rules/route.ts';
import { messages } from '../../src/messages/index.ts';
import { submitSpecialRequest } from '../../src/operations/special/submit-request.ts';
import { CARD } from '../support/photos.ts';
import { PAPERS, specialForm } from '../support/special-requests.ts';
import type { PortalInstance } from './portal-instance.ts';

export type Tongue = 'zh-CN' | 'en';

export const SLUG: Readonly<Record<Route, string>> = {
  bereavement: 'bereavement',
  guardian: 'guardian',
  agent: 'agent',
  survivor: 'safe',
  not_mine: 'not-mine',
  company: 'company',
};

const COMPANY = { documentType: 'business_licence', documentNumber: '91350100M000100Y43' } as const;

/** What somebody with all papers types and chooses on a route. */
export function answersOn(route: Route, numbers: readonly string[]): Record<string, string> {
  const { requester, holder } = specialForm(route, numbers);
  const person = (
    who: string,
    { name, documentType, documentNumber, documentCountry }: typeof requester,
  ) => ({
    [`${who}_name`]: name,
    [`${who}_type`]: documentType,
    [`${who}_number`]: documentNumber,
    [`${who}_country`]: documentCountry ?? '',
  });
  return {
    numbers: numbers.join('\r\n'),
    ...(route === 'survivor' ? { wish: 'end' } : {}),
    ...(route === 'not_mine' ? { which: 'these' } : {}),
    ...person('requester', requester),
    ...(holder === null ? {} : person('holder', route === 'company' ? { ...holder, ...COMPANY } : holder)),
  };
}

export const picturesOn = (route: Route): readonly (readonly [string, Uint8Array])[] =>
  PAPERS[route].map((material) => [`paper_${material}`, CARD.jpeg] as const);

export interface Answered {
  readonly status: number;
  readonly url: string;
  readonly html: string;
  readonly headers: Headers;
}

/** Somebody with a browser of their own and no scripts, who fills in forms. */
export function visitorOf({ origin }: Pick<PortalInstance, 'origin'>, language: Tongue, session?: string) {
  const cookies = new Map([['hb_lang', language as string]]);
  if (session !== undefined) cookies.set('hb_session', session);
  let token = '';
  const ask = async (path: string, init: RequestInit = {}): Promise<Answered> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, origin), {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie, accept: 'text/html' },
    });
    for (const made of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(made)!;
      cookies.set(name!, value!);
    }
    if (answer.status === 303) return ask(answer.headers.get('location')!);
    // Without the styles: what a test tells where it fails is the page.
    const html = (await answer.text()).replace(/<style>.*?<\/style>/s, '');
    token = /name="token" value="([^"]+)"/.exec(html)?.[1] ?? token;
    return { status: answer.status, url: path, html, headers: answer.headers };
  };
  return {
    cookies,
    get: (path: string) => ask(path),
    post: (path: string, values: Record<string, string>) =>
      ask(path, { method: 'POST', body: new URLSearchParams({ ...values, token }) }),
    /** A form with files, as a browser sends it. */
    async send(
      path: string,
      values: Record<string, string>,
      files: readonly (readonly [string, Uint8Array])[],
    ): Promise<Answered> {
      if (session !== undefined && token === '') await ask(path);
      const body = new FormData();
      for (const [name, value] of Object.entries(values)) body.append(name, value);
      for (const [name, bytes] of files) body.append(name, new Blob([new Uint8Array(bytes)]), 'photo.jpg');
      body.append('token', token);
      return ask(path, { method: 'POST', body });
    },
  };
}

/** The reference and the secret that a receipt shows. */
export function receiptIn(html: string): { readonly reference: string; readonly secret: string } {
  const [reference, secret] = [...html.matchAll(/<dd class="code secret">([^<]+)<\/dd>/g)].map(
    ([, one]) => one!,
  );
  if (reference === undefined || secret === undefined)
    throw new Error(`no receipt in ${html.slice(0, 2_000)}`);
  return { reference, secret };
}

export const wordsOf = (language: Tongue) => messages(language).special;

/** A request that was sent, for tests of what comes after. */
export async function sent({ operations: op }: PortalInstance, route: Route, numbers: readonly string[]) {
  const made = await submitSpecialRequest(
    op,
    { kind: 'public', language: 'en', channel: 'online', client: `test ${numbers.join()}` },
    specialForm(route, numbers),
  );
  return { reference: made!.reference, secret: made!.receiptSecret };
}
