import { describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../../src/domain/rules/role.ts';
import { openStaffSession } from '../../../src/store/staff/sessions.ts';
import { DESK_PAGES } from '../../../src/web/desk/pages.ts';
import { deskInstance } from './desk-instance.ts';

const { origin, operations: op, vault } = await deskInstance();
const NOWHERE = '00000000-0000-7000-8000-000000000000';

/** Every address of a desk that can be opened, with a name in place of what it is about. */
const PAGES = new Map(
  DESK_PAGES.filter(({ show }) => show !== undefined).map((page) => [
    page.path.replaceAll(/:\w+/g, NOWHERE),
    page,
  ]),
);
const PATHS = [...PAGES.keys()];

/** What a page answers: `open` whatever is there, `closed` to this role. */
async function answers(cookie: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const path of PATHS) {
    const answer = await fetch(`${origin}${path}`, {
      redirect: 'manual',
      headers: { cookie, accept: 'text/html', 'accept-language': 'en' },
    });
    const said = answer.status === 403 ? await answer.text() : '';
    if (answer.status >= 500) throw new Error(`${path}: ${answer.status}`);
    found[path] = said.includes('Your role does not include this')
      ? 'closed'
      : answer.headers.get('location')?.startsWith('/desk/sign-in')
        ? 'sign in'
        : 'open';
  }
  return found;
}

async function sessionOf(role: Role): Promise<string> {
  const { token } = await openStaffSession(op.pool, vault, {
    ...{ subject: `test#${role}`, name: role, roles: [role], shop: null, authenticatedAt: new Date() },
    ...{ strong: true, issuer: 'test', sid: null, idToken: 'none', absoluteMinutes: 60 },
  });
  return `hb_desk=${token}`;
}

describe('every page of the desks, over HTTP', () => {
  it.each(ROLES)('is open to the role of %s where it says so, and closed where not', async (role) => {
    const told = await answers(await sessionOf(role));
    // Agents and clerks must not find the pages of the others, whatever a page forgets to say.
    const wanted: Readonly<Record<string, readonly Role[]>> = {
      hotline: ['agent', 'supervisor'],
      counter: ['clerk', 'supervisor'],
      fraud: ['fraud', 'supervisor', 'auditor'],
      letters: ['clerk', 'supervisor', 'operations'],
      cards: ['clerk', 'supervisor', 'operations', 'auditor'],
      photos: ['supervisor', 'fraud', 'auditor'],
      approvals: ROLES,
      requests: ROLES,
      complaints: ['agent', 'clerk', 'supervisor', 'operations'],
      operations: ['supervisor', 'fraud', 'operations', 'auditor'],
    };
    for (const [path, answer] of Object.entries(told)) {
      const place = path.split('/')[2];
      const roles = place === undefined ? ROLES : wanted[place];
      expect(roles, `${path} is a place that this test does not know`).toBeDefined();
      // A page may be for fewer than its place is, and never for more.
      const own = PAGES.get(path)!.roles ?? ROLES;
      const may = roles!.includes(role) && own.includes(role);
      expect(answer, `${role} at ${path}`).toBe(may ? 'open' : 'closed');
    }
  });

  it('asks whoever did not sign in to do so, also with a session that is over', async () => {
    const everywhere = Object.fromEntries(PATHS.map((path) => [path, 'sign in']));
    expect(await answers('')).toEqual(everywhere);
    expect(await answers('hb_desk=nonsense')).toEqual(everywhere);
    const over = await sessionOf('supervisor');
    await op.pool.query(`update staff_session set ends_at = now() where subject = 'test#supervisor'`);
    expect(await answers(over)).toEqual(everywhere);
  });
});
