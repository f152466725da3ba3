import { describe, expect, it } from 'vitest';
import { PHONE } from '../../src/operations/access/actor.ts';
import { declarePublicly } from '../../src/operations/cases/declarations/declare-publicly.ts';
import { receiveNotifications } from '../../src/operations/esim/receive-notifications.ts';
import { VISITOR } from '../support/actors.ts';
import { declared } from '../support/cases.ts';
import { profileIccid, TestDevice } from '../support/esim.ts';
import { seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op, vault } = instance;
const lines = await seedLines(op.pool, vault, 5);
const cases: string[] = [];
for (const line of lines) cases.push((await declared(op, line)).caseId);
const token = await instance.token('reader', ['cases:read', 'lines:read', 'evidence:read']);

const get = (path: string, as = token) => instance.call({ url: `/api/v1${path}`, token: as });

/** Every page of a list, as a caller that follows the links has it. */
async function pages(path: string, list: string, as = token): Promise<Record<string, unknown>[][]> {
  const found: Record<string, unknown>[][] = [];
  for (let next: string | null = path; next !== null; ) {
    const answer = await instance.call({ url: next.startsWith('/api') ? next : `/api/v1${next}`, token: as });
    expect(answer.statusCode, answer.body).toBe(200);
    found.push(answer.json()[list]);
    const link = answer.headers['link'];
    expect(link === undefined).toBe(answer.json().next === null);
    next = link === undefined ? null : /^<([^>]+)>; rel="next"$/.exec(String(link))![1]!;
  }
  return found;
}

const sizes = (all: readonly (readonly unknown[])[]) => all.map((page) => page.length);

describe('lists', () => {
  it('finds a line by its number, however it is written', async () => {
    const { lineId, msisdn } = lines[0]!;
    for (const number of [msisdn, msisdn.slice(3)]) {
      const { lines: found } = (await get(`/lines?number=${encodeURIComponent(number)}`)).json();
      expect(found).toMatchObject([{ lineId, to: null, openCase: expect.stringMatching(/^HB-/) }]);
    }
    expect((await get('/lines?number=17099999999')).json()).toEqual({ lines: [], next: null });
    expect((await get('/lines?number=12')).json()).toMatchObject({ code: 'msisdn_invalid' });
    expect((await get('/lines')).json()).toMatchObject({
      code: 'request_invalid',
      facts: { field: 'number' },
    });
    const session = await instance.signedIn(lines[0]!);
    expect((await get(`/lines?number=${msisdn.slice(1)}`, session)).json()).toMatchObject({
      code: 'forbidden',
    });
  });

  it('pages the lines of a number through all that had it', async () => {
    const msisdn = '+8617066660000';
    await op.pool.query(
      `insert into msisdn_assignment (line_id, msisdn, from_at, to_at)
       select line_id, $1, now() - interval '9 days', now() - interval '1 day' from line where line_id = any($2)`,
      [msisdn, lines.map(({ lineId }) => lineId)],
    );
    const all = await pages('/lines?number=17066660000&limit=2', 'lines');
    expect(sizes(all)).toEqual([2, 2, 1]);
    expect(new Set(all.flat().map(({ lineId }) => lineId)).size).toBe(5);
  });

  it('pages cases, the newest first, by link and by cursor, and filters them', async () => {
    const all = await pages('/terminations?limit=2', 'terminations');
    expect(sizes(all)).toEqual([2, 2, 1]);
    expect(all.flat().map(({ caseId }) => caseId)).toEqual([...cases].reverse());
    const { lineId } = lines[2]!;
    expect(sizes(await pages(`/terminations?lineId=${lineId}&open=true`, 'terminations'))).toEqual([1]);
    expect(sizes(await pages('/terminations?open=false', 'terminations'))).toEqual([0]);
    expect(sizes(await pages('/terminations?stage=confirm&limit=5', 'terminations'))).toEqual([5]);
    expect(sizes(await pages('/terminations?stage=settle', 'terminations'))).toEqual([0]);
  });

  it('refuses a limit and a cursor that are none', async () => {
    for (const query of ['limit=0', 'limit=1001', 'limit=many', 'stage=lunch', 'after='])
      expect((await get(`/terminations?${query}`)).json(), query).toMatchObject({ code: 'request_invalid' });
    expect((await get('/stuck-cases?after=1')).json()).toMatchObject({ code: 'request_invalid' });
    expect((await get('/quarantined-notifications?after=1')).json()).toMatchObject({
      code: 'request_invalid',
    });
    expect((await get(`/lines/${lines[0]!.lineId}/decisions?after=1`)).json()).toMatchObject({
      code: 'request_invalid',
      facts: { field: 'after' },
    });
  });

  it('pages stuck cases, though one is freed between two pages', async () => {
    await op.pool.query(
      `update termination set waiting_for = 'staff', problem = '{}' where case_id = any($1)`,
      [cases],
    );
    const first = (await get('/stuck-cases?limit=2')).json();
    const [, last] = first.cases;
    await op.pool.query(`update termination set waiting_for = null, updated_at = now() where case_id = $1`, [
      last.caseId,
    ]);
    const rest = (await get(`/stuck-cases?after=${first.next}`)).json();
    expect(rest.next).toBeNull();
    expect([...first.cases, ...rest.cases].map((c: { caseId: string }) => c.caseId).sort()).toEqual(
      [...cases].sort(),
    );
  });

  it('pages what is kept of notifications, decisions, declarations and the lines of a holder', async () => {
    const raw = [1, 2, 3].map((n) => new TestDevice(n).notify('delete', profileIccid(n)));
    for (const one of raw) await receiveNotifications(op, PHONE, { raw: [one] });
    expect(sizes(await pages('/quarantined-notifications?limit=2', 'notifications'))).toEqual([2, 1]);
    const { lineId, msisdn, partyId } = lines[1]!;
    expect(sizes(await pages(`/lines/${lineId}/decisions?limit=1`, 'decisions'))).toEqual([1]);
    const form = { number: msisdn, name: '张三', contact: '', reason: null, endOn: null };
    for (let i = 0; i < 3; i++) await declarePublicly(op, VISITOR, form);
    const session = await instance.signedIn(lines[1]!);
    expect(sizes(await pages(`/lines/${lineId}/declarations?limit=2`, 'declarations', session))).toEqual([
      2, 1,
    ]);
    await op.pool.query('update line set holder_id = $1 where line_id = any($2)', [
      partyId,
      lines.map((line) => line.lineId),
    ]);
    const mine = await pages('/lines?limit=3', 'lines', session);
    expect(sizes(mine)).toEqual([3, 2]);
    expect(new Set(mine.flat().map((line) => line['lineId'])).size).toBe(5);
  });
});
