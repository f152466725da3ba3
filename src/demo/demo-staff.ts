import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { StaffSettings } from '../config/settings.ts';
import { readStaffFile } from '../config/staff-file.ts';
import type { Role } from '../domain/rules/role.ts';
import { chooseLanguage } from '../domain/values/language.ts';
import { languages } from '../messages/index.ts';
import { type Issuer, type IssuerAccount, openIssuer } from '../simulators/issuer/provider.ts';
import { signInHtml, signOutHtml } from './pages/issuer-pages.tsx';

/** Where the demo's issuer is, below the portal's own address. */
const ISSUER_PATH = '/demo/issuer';

export interface DemoPerson extends IssuerAccount {
  readonly role: Role;
}

const STAFF_FILE = join(import.meta.dirname, '..', '..', 'examples', 'staff.yaml');
const rules = readStaffFile(STAFF_FILE);

/** Six people who work for the demo operator: one a role, in the groups of the example. */
export const DEMO_STAFF: readonly DemoPerson[] = (
  [
    ['agent', '林静 Lin Jing', 'u-lin', 'hotline-2'],
    ['clerk', '马超 Ma Chao', 'u-ma', 'shop-014'],
    ['supervisor', '周敏 Zhou Min', 'u-zhou', 'shop-014'],
    ['fraud', '何燕 He Yan', 'u-he', null],
    ['operations', '吴桐 Wu Tong', 'u-wu', null],
    ['auditor', '孙越 Sun Yue', 'u-sun', null],
  ] as const
).map(([role, name, sub, shop]) => ({
  role,
  sub,
  name,
  claims: { groups: rules.roles[role], preferred_username: sub, ...(shop === null ? {} : { shop }) },
}));

/** The issuer of the demo and the settings that name it, as an operator's own would be named. */
export interface DemoStaff {
  readonly settings: StaffSettings;
  /** Serves the issuer, below the portal's own address: whoever reaches the one reaches the other. */
  mount(app: FastifyInstance): Promise<void>;
}

/** @param publicUrl of the portal, without a slash at its end */
export async function openDemoStaff(publicUrl: string): Promise<DemoStaff> {
  const issuer = `${publicUrl}${ISSUER_PATH}`;
  const client = {
    id: 'handback',
    secret: randomBytes(24).toString('base64url'),
    redirectUri: `${publicUrl}/desk/callback`,
    postLogoutUri: `${publicUrl}/desk/signed-out`,
    backChannelLogoutUri: `${publicUrl}/desk/back-channel-logout`,
  };
  const languageOf = (accept: string) => chooseLanguage(accept, languages);
  const provider: Issuer = await openIssuer({
    issuer,
    client,
    accounts: DEMO_STAFF,
    scopes: { profile: ['name', 'preferred_username'], groups: ['groups', 'shop'] },
    signInPage: (question) => signInHtml(languageOf(question.acceptLanguage), question, DEMO_STAFF),
    signOutPage: (form, accept) => signOutHtml(languageOf(accept), form),
  });
  return {
    settings: { issuer: new URL(issuer), clientId: client.id, clientSecret: client.secret, rules },
    async mount(app) {
      // The provider reads its requests itself.
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', (_request, _payload, done) => done(null));
      app.all(`${ISSUER_PATH}/*`, (request, reply) => {
        reply.hijack();
        provider.handle(request.raw, reply.raw);
      });
    },
  };
}
