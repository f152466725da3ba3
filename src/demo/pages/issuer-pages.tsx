import { render } from 'preact-render-to-string';
import type { Role } from '../../domain/rules/role.ts';
import type { Language } from '../../domain/values/language.ts';
import { messages } from '../../messages/index.ts';
import type { SignInQuestion } from '../../simulators/issuer/provider.ts';

const CSS =
  'body{font:16px/1.6 system-ui,sans-serif;max-width:600px;margin:32px auto;padding:0 16px;color-scheme:light dark}' +
  'form{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;padding:12px 0;border-bottom:1px solid #82908d}' +
  'form span{flex:1 1 240px}button{font:inherit;padding:10px 16px;min-height:44px}';

/** The page at which somebody signs in to the demo's issuer: it asks for no password. */
export function signInHtml(
  language: Language,
  { action, fresh }: SignInQuestion,
  people: readonly { readonly sub: string; readonly name: string; readonly role: Role }[],
): string {
  const t = messages(language);
  const { issuer: words } = t.demoDesks;
  return documentOf(
    language,
    words.title,
    <>
      <h1>{words.title}</h1>
      <p>{fresh ? words.fresh : words.lead}</p>
      {people.map(({ sub, name, role }) => (
        <form key={sub} method="post" action={action}>
          <input type="hidden" name="account" value={sub} />
          <span>
            <strong>{name}</strong>
            <br />
            {t.desk.roles[role]}
          </span>
          {fresh ? null : (
            <button type="submit" aria-label={words.asWho(words.password, name)}>
              {words.password}
            </button>
          )}
          <button type="submit" name="second_factor" value="1" aria-label={words.asWho(words.second, name)}>
            {words.second}
          </button>
        </form>
      ))}
    </>,
  );
}

/** @param form as the provider gives it: hidden inputs and nothing to press */
export function signOutHtml(language: Language, form: string): string {
  const { issuer: words } = messages(language).demoDesks;
  const id = /<form id="([^"]+)"/.exec(form)?.[1] ?? '';
  return documentOf(
    language,
    words.signOutTitle,
    <>
      <h1>{words.signOutTitle}</h1>
      <p>{words.signOutLead}</p>
      <div dangerouslySetInnerHTML={{ __html: form }} />
      <button type="submit" form={id} name="logout" value="yes">
        {words.signOut}
      </button>
    </>,
  );
}

function documentOf(language: Language, title: string, body: preact.ComponentChildren): string {
  return `<!doctype html>${render(
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: CSS }} />
      </head>
      <body>
        <main>{body}</main>
      </body>
    </html>,
  )}`;
}
