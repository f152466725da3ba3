import type { Role } from '../../../domain/rules/role.ts';
import type { Assets } from '../../kit/assets.ts';
import { HouseLogo, said } from '../../kit/house-parts.tsx';
import { Appearance, Languages, MAIN_FORM, renderDocument } from '../../kit/layout.tsx';
import type { PageAnswer } from '../../kit/page.ts';
import { Token } from '../../kit/parts.tsx';
import { type DeskVisit, hasRole } from './desk-visit.ts';
import { DESKS } from './desks.ts';

/** A whole page of a desk: the places of the person's roles, who they are, and the page in the whole width. */
export function renderDeskPage(visit: DeskVisit, assets: Assets, page: PageAnswer, failed: boolean): string {
  return renderDocument(visit, assets, page, {
    failed,
    css: assets.desk.css,
    wide: true,
    top: <Top visit={visit} assets={assets} form={page.form ?? false} />,
    foot: null,
  });
}

function Top({ visit, assets, form }: { visit: DeskVisit; assets: Assets; form: boolean }) {
  const { t, signedIn, url } = visit;
  const here = DESKS.filter(({ roles }) => hasRole(visit, roles));
  return (
    <header class="top desk-top">
      <div class="wide">
        {/* What Enter presses: without it the first button of the form, the change of language, would be. */}
        {form ? <button type="submit" form={MAIN_FORM} hidden /> : null}
        <a class="brand" href="/desk">
          <HouseLogo house={visit.op.house} assets={assets} theme={visit.theme} />
          <span>{said(visit, visit.op.house.name)}</span>
        </a>
        {here.length === 0 ? null : (
          <nav aria-label={t.desk.frame.places}>
            {here.map(({ path, name }) => (
              <a key={path} href={path} aria-current={isIn(url.pathname, path) ? 'page' : undefined}>
                {t.desk.frame.names[name]}
              </a>
            ))}
          </nav>
        )}
        <span class="prefs-line">
          <Languages visit={visit} form={form} />
          <Appearance visit={visit} form={form} />
        </span>
        {signedIn === null ? null : (
          <form class="who" method="post" action="/desk/sign-out">
            <Token visit={visit} />
            <span>
              <strong>{signedIn.person.name}</strong>
              <span class="hint">{rolesIn(visit, signedIn.person.roles)}</span>
            </span>
            <button class="plain" type="submit">
              {t.common.signOut}
            </button>
          </form>
        )}
      </div>
    </header>
  );
}

function rolesIn({ t }: DeskVisit, roles: readonly Role[]): string {
  return t.punctuation.listed(roles.map((role) => t.desk.roles[role]));
}

function isIn(pathname: string, path: string): boolean {
  return pathname === path || (path !== '/desk' && pathname.startsWith(`${path}/`));
}
