import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { languages, messages } from '../../messages/index.ts';
import type { Assets } from './assets.ts';
import { HouseLogo, Phone, said } from './house-parts.tsx';
import type { PageAnswer } from './page.ts';
import { THEMES, type Visit } from './visit.ts';

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0B6770"/><path d="M4 16h15" stroke="#fff" stroke-width="3.5"/><circle cx="22" cy="16" r="6" fill="#fff"/></svg>',
)}`;

/** The id of the form whose content goes along when the language or the appearance is changed. */
export const MAIN_FORM = 'answers';

/** A whole page of the portal. */
export function renderPage(visit: Visit, assets: Assets, page: PageAnswer, failed: boolean): string {
  const form = page.form ?? false;
  return renderDocument(visit, assets, page, {
    failed,
    css: assets.portal.css,
    top: <Top visit={visit} assets={assets} form={form} />,
    foot: <Foot visit={visit} form={form} />,
  });
}

/** What differs between the faces. */
export interface Frame {
  readonly failed: boolean;
  readonly css: string;
  readonly top: VNode;
  readonly foot: VNode | null;
  /** The desks use the whole width. */
  readonly wide?: boolean;
}

export function renderDocument(visit: Visit, assets: Assets, page: PageAnswer, frame: Frame): string {
  const { t, language, theme } = visit;
  const { failed, wide = false } = frame;
  const title = t.punctuation.pageTitle(
    `${failed ? t.common.errorPrefix : ''}${page.title}`,
    said(visit, visit.op.house.name),
  );
  const html = render(
    <html lang={language} data-theme={theme === 'auto' ? undefined : theme}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === 'auto' ? 'light dark' : theme} />
        <meta name="format-detection" content="telephone=no" />
        {page.indexed ? (
          <meta name="description" content={t.start.lead} />
        ) : (
          <meta name="robots" content="noindex" />
        )}
        <link rel="icon" href={ICON} />
        {page.refresh ? (
          <noscript>
            <meta http-equiv="refresh" content={String(page.refresh)} />
          </noscript>
        ) : null}
        {page.leadsTo === undefined ? null : <meta http-equiv="refresh" content={`0; url=${page.leadsTo}`} />}
        <style dangerouslySetInnerHTML={{ __html: frame.css }} />
        {['page', ...(page.islands ?? [])].map((name) => (
          <script key={name} type="module" src={assets.island(name)} />
        ))}
      </head>
      <body>
        <a class="skip" href="#main">
          {t.common.skip}
        </a>
        <p class="offline" id="offline" role="alert" hidden>
          {t.common.offline}
        </p>
        {visit.portal.demo === null ? null : (
          <aside class="demo" aria-label={t.common.demo}>
            <div class="column">
              <span>{t.common.demo}</span>
              <span class="ways">
                <a href={visit.portal.demo.guidePath}>{t.common.demoGuide}</a>
                <a href={visit.portal.demo.inboxPath}>{t.common.demoInbox}</a>
              </span>
            </div>
          </aside>
        )}
        {frame.top}
        <main class={wide ? 'wide' : 'column'} id="main" tabIndex={-1}>
          {page.back === null ? null : (
            <a class="back" href={page.back}>
              {t.common.back}
            </a>
          )}
          <div class="stack">{page.body}</div>
        </main>
        {frame.foot}
      </body>
    </html>,
  );
  return `<!doctype html>${html}`;
}

function Top({ visit, assets, form }: { visit: Visit; assets: Assets; form: boolean }) {
  const { t, session, formToken } = visit;
  const { house } = visit.op;
  return (
    <header class="top">
      <div class="column">
        {/* What Enter presses: without it the first button of the form, the change of language, would be. */}
        {form ? <button type="submit" form={MAIN_FORM} hidden /> : null}
        <a class="brand" href="/">
          <HouseLogo house={house} assets={assets} theme={visit.theme} />
          <span>{said(visit, house.name)}</span>
        </a>
        {session === null ? null : (
          <nav aria-label={t.common.nav}>
            <a href="/lines">{t.common.myLines}</a>
            <form method="post" action="/leave">
              <input type="hidden" name="token" value={formToken ?? ''} />
              <button class="plain" type="submit">
                {t.common.signOut}
              </button>
            </form>
          </nav>
        )}
        <Languages visit={visit} form={form} />
      </div>
    </header>
  );
}

function Foot({ visit, form }: { visit: Visit; form: boolean }) {
  const { t } = visit;
  const { hotline, legal, complaints, website, name } = visit.op.house;
  const about: readonly (readonly [string, string])[] = [
    ['/help', t.house.help.title],
    ['/contact', t.house.contact.title],
    [legal.privacy ?? '/privacy', t.house.privacy.title],
    ['/accessibility', t.house.accessibility.title],
    ...(legal.terms === null ? [] : [[legal.terms, t.house.terms] as const]),
    ...(legal.imprint === null ? [] : [[legal.imprint, t.house.imprint] as const]),
    ...(website === null ? [] : [[website, said(visit, name)] as const]),
  ];
  return (
    <footer class="foot">
      <div class="column">
        {hotline === null ? null : (
          <p class="hotline">
            {t.house.hotline}
            {t.punctuation.colon}
            <Phone number={hotline.number} />
            {hotline.hours === null ? null : (
              <span>
                {t.punctuation.dot}
                {said(visit, hotline.hours)}
              </span>
            )}
          </p>
        )}
        <ul aria-label={t.house.aboutList}>
          {about.map(([href, words]) => (
            <li key={href}>
              <a href={href}>{words}</a>
            </li>
          ))}
        </ul>
        {complaints === null ? null : (
          <p class="small">
            {t.house.complainTo}
            {t.punctuation.colon}
            {complaints.link === null ? (
              said(visit, complaints.name)
            ) : (
              <a href={complaints.link}>{said(visit, complaints.name)}</a>
            )}
            {complaints.phone === null ? null : (
              <>
                {t.punctuation.dot}
                <Phone number={complaints.phone} />
              </>
            )}
          </p>
        )}
        <ul aria-label={t.common.nav}>
          <li>
            <a href="/verify">{t.common.footer.verify}</a>
          </li>
          <li>
            <a href="/check">{t.scamCheck.title}</a>
          </li>
          <li>
            <a href="/channels">{t.scamCheck.channels.title}</a>
          </li>
          <li>
            <a href="/need">{t.guidance.title}</a>
          </li>
          <li>
            <a href="/before-you-go">{t.leavingList.title}</a>
          </li>
          <li>
            <a href="/stores">{t.storeVisits.title}</a>
          </li>
          <li>
            <a href="/receipt">{t.common.footer.receipt}</a>
          </li>
          <li>
            <a href="/agent-code">{t.agentCheck.title}</a>
          </li>
          <li>
            <a href="/declare">{t.common.footer.declare}</a>
          </li>
          <li>
            <a href="/lost">{t.common.footer.lost}</a>
          </li>
          <li>
            <a href="/special">{t.special.title}</a>
          </li>
        </ul>
        <Appearance visit={visit} form={form} />
        <p class="small">{t.common.source}</p>
      </div>
    </footer>
  );
}

interface ChoiceProps {
  readonly visit: Visit;
  readonly form: boolean;
  readonly name: 'lang' | 'theme';
  readonly value: string;
  readonly label: string;
  readonly lang?: string;
  readonly pressed?: boolean;
}

/** The other languages, as choices of one page. */
export function Languages({ visit, form }: { visit: Visit; form: boolean }) {
  return (
    <>
      {languages
        .filter((other) => other !== visit.language)
        .map((other) => (
          <Choice
            key={other}
            visit={visit}
            form={form}
            name="lang"
            value={other}
            label={messages(other).writing.name}
            lang={other}
          />
        ))}
    </>
  );
}

export function Appearance({ visit, form }: { visit: Visit; form: boolean }) {
  const { t } = visit;
  return (
    <fieldset class="prefs">
      <legend>{t.common.appearance}</legend>
      {THEMES.map((theme) => (
        <Choice
          key={theme}
          visit={visit}
          form={form}
          name="theme"
          value={theme}
          label={t.common.themes[theme]}
          pressed={visit.theme === theme}
        />
      ))}
    </fieldset>
  );
}

/** A setting of the page: on a form it is sent with what was filled in so far, elsewhere it is a link. */
function Choice({ visit, form, name, value, label, lang, pressed }: ChoiceProps) {
  if (form) {
    return (
      <button
        class="plain"
        type="submit"
        form={MAIN_FORM}
        formNoValidate
        name={name}
        value={value}
        lang={lang}
        aria-pressed={pressed}
      >
        {label}
      </button>
    );
  }
  const to = new URL(visit.url);
  to.searchParams.set(name, value);
  return (
    <a
      class="plain"
      href={`${to.pathname}${to.search}`}
      lang={lang}
      hreflang={lang}
      aria-current={pressed ? 'true' : undefined}
    >
      {label}
    </a>
  );
}
