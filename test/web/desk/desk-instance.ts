import type { Page } from 'playwright-core';
import { oidcIssuer } from '../../../src/connectors/oidc/issuer.ts';
import { ROLES, type Role } from '../../../src/domain/rules/role.ts';
import type { StaffRules } from '../../../src/domain/staff/claims.ts';
import { freePort } from '../../../src/free-port.ts';
import type { IssuerAccount } from '../../../src/simulators/issuer/provider.ts';
import { openStaffSession } from '../../../src/store/staff/sessions.ts';
import { type TestIssuer, testIssuer } from '../../support/issuer.ts';
import { type PortalInstance, portalInstance } from '../portal-instance.ts';

/** Groups that are called like the roles. */
export const STAFF_RULES: StaffRules = {
  scope: 'openid profile groups',
  claim: 'groups',
  shopClaim: 'shop',
  roles: Object.fromEntries(ROLES.map((role) => [role, [role]])) as unknown as StaffRules['roles'],
  strong: { acr: ['mfa'], amr: [] },
  absoluteMinutes: 480,
  idleMinutes: 30,
};

/** One person a role, a second clerk, one in two roles and one in none. */
export const STAFF: readonly IssuerAccount[] = [
  ...ROLES.map((role) => ({ sub: role, name: `Test ${role}`, claims: { groups: [role], shop: 'shop-1' } })),
  { sub: 'clerk2', name: 'Second clerk', claims: { groups: ['clerk'] } },
  { sub: 'supervisor2', name: 'Second supervisor', claims: { groups: ['supervisor'] } },
  { sub: 'both', name: 'Two roles', claims: { groups: ['agent', 'fraud', 'something else'] } },
  { sub: 'none', name: 'No role', claims: { groups: ['kitchen'] } },
];

export interface DeskInstance extends PortalInstance {
  readonly issuer: TestIssuer;
}

/** The portal with desks, and a real issuer beside it. */
export async function deskInstance(
  environment: NodeJS.ProcessEnv = {},
  rules: Partial<StaffRules> = {},
  accounts: readonly IssuerAccount[] = STAFF,
  scopes?: Readonly<Record<string, readonly string[]>>,
): Promise<DeskInstance> {
  const port = await freePort('127.0.0.1');
  const issuer = await testIssuer(`http://127.0.0.1:${port}`, accounts, scopes);
  const { id, secret } = issuer.client;
  const instance = await portalInstance(environment, {
    port,
    staff: {
      issuer: oidcIssuer({ issuer: new URL(issuer.url), clientId: id, clientSecret: secret }),
      rules: { ...STAFF_RULES, ...rules },
    },
  });
  return { ...instance, issuer };
}

/** Signs in through the pages and the issuer. */
export async function signInAtDesk(
  page: Page,
  { origin }: Pick<DeskInstance, 'origin'>,
  sub: string,
  to = '/desk',
): Promise<void> {
  await page.goto(`${origin}${to}`);
  await page.locator('main a.button').click();
  await page.locator(`#${sub}`).click();
  await page.waitForURL(`${origin}${to}`);
}

/** Puts a page into the session of somebody who signed in elsewhere: for tests of something else than signing in. */
export async function sitDown(
  page: Page,
  { origin, operations: { pool, vault } }: DeskInstance,
  name: string,
  roles: readonly Role[],
): Promise<{ readonly subject: string; readonly sessionId: string }> {
  const subject = `https://issuer.test#${name}`;
  const { token, sessionId } = await openStaffSession(pool, vault, {
    ...{ subject, name, roles, shop: 'shop-1', authenticatedAt: new Date(), strong: true },
    ...{ issuer: 'https://issuer.test', sid: null, idToken: 'none', absoluteMinutes: 480 },
  });
  await page.context().addCookies([{ name: 'hb_desk', value: token, url: origin }]);
  return { subject, sessionId };
}
