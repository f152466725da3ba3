import { describe, expect, it } from 'vitest';
import { SMDP } from '../../src/operations/access/actor.ts';
import { confirm } from '../../src/operations/cases/confirm.ts';
import { receiveNotifications } from '../../src/operations/esim/receive-notifications.ts';
import { subscriberOf } from '../support/actors.ts';
import { declared } from '../support/cases.ts';
import { profileIccid, seedProfiles, TestDevice } from '../support/esim.ts';
import { seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op } = instance;
const { pool } = op;
const API = '/api/v1';
let serial = 0;

async function endingLine() {
  const n = ++serial;
  const [line] = await seedLines(pool, instance.vault, 1, { from: 30_000 + n });
  const [iccid, eid] = [profileIccid(50_000 + n), new TestDevice(50_000 + n).eid];
  await seedProfiles(pool, line!, [{ iccid, eid }]);
  const { caseId } = await declared(op, line!);
  await confirm(op, subscriberOf(line!), { caseId });
  return { line: line!, iccid, eid, caseId };
}

/** As if the line had ended with the profile on its device. */
const zombie = async (caseId: string, days: number, result: string): Promise<void> =>
  void (await pool.query(
    `update unbinding set result = $3, ended_at = now() - $2 * interval '1 day' where case_id = $1`,
    [caseId, days, result],
  ));

describe('the devices of a case', () => {
  it('are told to their holder with as much of the EID as is needed to know them by', async () => {
    const { line, iccid, eid, caseId } = await endingLine();
    const token = await instance.signedIn(line);
    const answer = await instance.call({ url: `${API}/terminations/${caseId}/devices`, token });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      devices: [{ iccid, eidEnd: eid.slice(-4), status: 'requested', label: null }],
      deleted: 0,
    });
    expect(Date.parse(answer.json().waitUntil)).toBeGreaterThan(Date.now());
    expect(answer.body).not.toContain(eid);
    expect(instance.logged.join('')).not.toContain(iccid);
  });

  it('are nobody else’s to see or to speak for', async () => {
    const { caseId, iccid } = await endingLine();
    const stranger = await instance.signedIn((await endingLine()).line);
    const base = `${API}/terminations/${caseId}/devices`;
    const asked = [
      { method: 'GET', url: base },
      { method: 'POST', url: `${base}/${iccid}/deleted` },
      { method: 'POST', url: `${base}/stop-waiting` },
    ] as const;
    for (const options of asked) {
      const answer = await instance.call({ ...options, token: stranger, key: `${serial}-${options.url}` });
      expect(answer.json().code, options.url).toBe('case_unknown');
    }
  });

  it('are said to be deleted once, and not waited for any longer on demand', async () => {
    const { line, caseId, iccid } = await endingLine();
    const token = await instance.signedIn(line);
    const base = `${API}/terminations/${caseId}/devices`;
    const say = (key: string) =>
      instance.call({ method: 'POST', url: `${base}/${iccid}/deleted`, token, key: `${caseId}-${key}` });
    expect((await say('1')).statusCode).toBe(204);
    expect((await say('2')).statusCode).toBe(204);
    const after = await instance.call({ url: base, token });
    expect(after.json().devices[0]).toMatchObject({ status: 'reported' });
    const stop = await instance.call({
      method: 'POST',
      url: `${base}/stop-waiting`,
      token,
      key: `${caseId}-s`,
    });
    expect(stop.statusCode).toBe(204);
    const unknown = await instance.call({
      ...{ method: 'POST', url: `${base}/${profileIccid(1)}/deleted`, token, key: `${caseId}-u` },
    });
    expect(unknown.json()).toMatchObject({ status: 404, code: 'profile_unknown' });
  });
});

describe('the ledger of zombie profiles', () => {
  it('is counted by age and maker, exported in full, and drawn', async () => {
    const token = await instance.token('ledger', ['cases:read']);
    const [young, old] = [await endingLine(), await endingLine()];
    await zombie(young.caseId, 3, 'unreachable');
    await zombie(old.caseId, 400, 'not_possible');
    await zombie((await endingLine()).caseId, 3, 'proven');

    const byAge = await instance.call({ url: `${API}/zombie-profiles`, token });
    const groups: { group: string; counts: Record<string, number> }[] = byAge.json().groups;
    expect(groups.map(({ group }) => group)).toEqual(['0-7', '8-30', '31-90', '91-365', '>365']);
    expect(groups[0]!.counts).toEqual({ unproven: 0, unreachable: 1, not_possible: 0 });
    expect(groups[4]!.counts['not_possible']).toBe(1);
    const byMaker = await instance.call({ url: `${API}/zombie-profiles?by=maker`, token });
    expect(byMaker.json().groups).toEqual([
      { group: '89049032', counts: { unproven: 0, unreachable: 1, not_possible: 1 } },
    ]);

    const csv = await instance.call({ url: `${API}/zombie-profiles.csv`, token });
    expect(csv.headers['content-type']).toContain('text/csv');
    const rows = csv.body.trimEnd().split('\r\n');
    expect(rows).toHaveLength(3);
    expect(rows[1]).toContain(`${old.iccid},${old.eid},${old.line.lineId},${old.caseId},not_possible,`);
    const svg = await instance.call({ url: `${API}/zombie-profiles.svg`, token });
    expect(svg.headers['content-type']).toContain('image/svg+xml');
    expect(svg.body).toContain('aria-label="Zombie profiles by days since the line ended: 2 in all"');
  });

  it('is for those only who may read cases', async () => {
    const { line } = await endingLine();
    for (const token of [await instance.signedIn(line), await instance.token('other', ['lines:write'])]) {
      for (const path of [
        'zombie-profiles',
        'zombie-profiles.csv',
        'zombie-profiles.svg',
        'quarantined-notifications',
      ])
        expect((await instance.call({ url: `${API}/${path}`, token })).json().code, path).toBe('forbidden');
    }
  });
});

describe('the quarantine of notifications', () => {
  it('is listed, judged anew, and dismissed with a reason', async () => {
    const raw = new TestDevice(60_000).notify('delete', profileIccid(60_000));
    await receiveNotifications(op, SMDP, { raw: [raw] });
    const token = await instance.token('staff', ['cases:read', 'cases:steer']);
    const url = `${API}/quarantined-notifications`;
    const list = (await instance.call({ url, token })).json().notifications;
    expect(list).toMatchObject([{ via: 'smdp', reason: 'anchor_unknown', event: 'delete', seqNumber: 1 }]);
    const one = `${url}/${list[0].notificationId}`;
    const again = await instance.call({
      method: 'POST',
      url: `${one}/recheck`,
      token,
      key: 'q1',
      payload: {},
    });
    expect(again.json()).toEqual({ proven: false });
    const { notificationId } = (await instance.call({ url, token })).json().notifications[0];
    const dismiss = (key: string) =>
      instance.call({
        ...{ method: 'POST', url: `${url}/${notificationId}/dismiss`, token, key },
        payload: { reason: 'a test card' },
      });
    expect((await dismiss('q2')).statusCode).toBe(204);
    expect((await dismiss('q3')).json().code).toBe('notification_unknown');
    expect((await instance.call({ url, token })).json().notifications).toEqual([]);
  });
});
