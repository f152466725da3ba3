import { expect, it } from 'vitest';
import { attend } from '../../../src/operations/desks/attend.ts';
import { openStaffSession } from '../../../src/store/staff/sessions.ts';
import { personNamed } from '../../support/actors.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';
import { deskInstance } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op, vault } = instance;
const lines = await seedLines(op.pool, vault, 4);

/** Somebody who may sit at both desks, and fetches pages without a browser. */
const roles = ['agent', 'clerk'] as const;
const { token, sessionId } = await openStaffSession(op.pool, vault, {
  ...{ subject: 'https://issuer.test#both', name: 'both', roles, shop: null, strong: true },
  ...{ issuer: 'https://issuer.test', sid: null, idToken: 'none', absoluteMinutes: 480 },
  authenticatedAt: new Date(),
});
const person = { ...personNamed('both', roles), subject: 'https://issuer.test#both', sessionId };
const staff = { kind: 'staff', name: 'both', scopes: [], channel: 'online', person } as const;
const attending = async (line: SeededLine, channel: 'store' | 'hotline') =>
  (
    await attend(op, staff, {
      ...{ channel, why: channel === 'store' ? 'visit' : 'call', number: line.msisdn },
    } as const)
  ).attendanceId;

async function ask(path: string, form?: Record<string, string>) {
  const page = await fetch(`${origin}${path}`, {
    headers: { cookie: `hb_desk=${token}` },
    redirect: 'manual',
  });
  if (form === undefined)
    return { status: page.status, to: page.headers.get('location'), text: await page.text() };
  const home = await fetch(`${origin}/desk`, { headers: { cookie: `hb_desk=${token}` } });
  const given = /name="token" value="([^"]+)"/.exec(await home.text())?.[1] ?? '';
  const cookie = [`hb_desk=${token}`, ...home.headers.getSetCookie().map((made) => made.split(';')[0])].join(
    '; ',
  );
  const answer = await fetch(`${origin}${path}`, {
    ...{ method: 'POST', redirect: 'manual', headers: { cookie } },
    body: new URLSearchParams({ token: given, ...form }),
  });
  return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() };
}

it('opens no visit of the counter at the hotline, and no call at the counter', async () => {
  const visit = await attending(lines[0]!, 'store');
  const call = await attending(lines[1]!, 'hotline');
  const atHotline = await ask(`/desk/hotline/${visit}`);
  expect(atHotline.text).not.toContain('id="given"');
  for (const step of ['documents', 'form', 'signature', 'card', 'receipt'])
    expect((await ask(`/desk/counter/${call}/${step}`)).text).toContain('This visit is over');
  const { text } = await ask(`/desk/hotline/${visit}`, { act: 'declare' });
  expect(text).not.toContain('done=declare');
  const { rowCount } = await op.pool.query('select from termination where line_id = any($1)', [
    [lines[0]!.lineId, lines[1]!.lineId],
  ]);
  expect(rowCount).toBe(0);
});

it.each(['form', 'signature', 'card'])(
  'leads a %s that is opened or sent out of turn to the step that is open',
  async (step) => {
    const visit = await attending(lines[2]!, 'store');
    const first = `/desk/counter/${visit}/documents`;
    expect(await ask(`/desk/counter/${visit}/${step}`)).toMatchObject({ status: 303, to: first });
    const sent = await ask(`/desk/counter/${visit}/${step}`, {
      reason: '',
      refund: 'as_paid',
      condition: 'whole',
    });
    expect([303, 409]).toContain(sent.status);
    const seen = await op.pool.query(
      'select form_done_at, signed_at, card_done_at from counter_visit where attendance_id = $1',
      [visit],
    );
    for (const row of seen.rows) expect(Object.values(row)).toEqual([null, null, null]);
    expect(
      (await op.pool.query('select from termination where line_id = $1', [lines[2]!.lineId])).rowCount,
    ).toBe(0);
  },
);
