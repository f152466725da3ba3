import { describe, expect, it } from 'vitest';
import { createEs2PlusSmdp } from '../../../src/connectors/es2plus/driver.ts';
import { ENGINE, PHONE, SMDP } from '../../../src/operations/access/actor.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { retryCase } from '../../../src/operations/cases/steering/retry-case.ts';
import { skipStage } from '../../../src/operations/cases/steering/skip-stage.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { certifyLateProof } from '../../../src/operations/certificates/certify-late-proof.ts';
import { countZombies } from '../../../src/operations/esim/count-zombies.ts';
import { devicesOfCase } from '../../../src/operations/esim/devices-of-case.ts';
import { receiveNotifications } from '../../../src/operations/esim/receive-notifications.ts';
import { receiveSmdpEvent } from '../../../src/operations/esim/receive-smdp-event.ts';
import { sayDeleted } from '../../../src/operations/esim/say-deleted.ts';
import { stopWaitingForDevices } from '../../../src/operations/esim/stop-waiting-for-devices.ts';
import { zombies } from '../../../src/operations/esim/zombies.ts';
import { startSmdpSimulator } from '../../../src/simulators/es2plus/simulator.ts';
import { makeTestPki } from '../../../src/simulators/pki/tls-pki.ts';
import { staffNamed, subscriberOf } from '../../support/actors.ts';
import {
  atPeer,
  auditOf,
  closedCase,
  cooledOff,
  declared,
  readyToEnd,
  stuckCase,
  verifiedCertificate,
} from '../../support/cases.ts';
import { claimsOf } from '../../support/certificates.ts';
import { profileIccid, type SeededProfile, seedProfiles, TEST_CI, TestDevice } from '../../support/esim.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const pki = makeTestPki('esim');
const smdp = await startSmdpSimulator({
  identity: pki.server(['localhost', '127.0.0.1']),
  clientCaPem: pki.caPem,
});
const instance = await testInstance(
  undefined,
  {},
  {
    cis: { extraAnchors: [TEST_CI] },
    smdp: createEs2PlusSmdp({
      url: smdp.url,
      caPem: pki.caPem,
      identity: pki.client('handback'),
      requester: '1.3.6.1.4.1.1',
      callTimeoutMs: 3_000,
    }),
  },
);
const { operations: op, simulator } = instance;
const { pool } = op;
const staff = staffNamed('lin');
const faults: unknown[] = [];
instance.engine({}, { onFault: (where, error) => faults.push([where, error]) }).start();

let serial = 0;
/** A line with some profiles, each on a device of its own unless it says otherwise. */
async function esimLine(...wanted: Partial<SeededProfile>[]): Promise<{
  line: SeededLine;
  profiles: readonly SeededProfile[];
  devices: readonly TestDevice[];
}> {
  const n = ++serial;
  const [line] = await seedLines(pool, instance.vault, 1, { from: 9_000 + n, simulator });
  const devices = wanted.map((_, i) => new TestDevice(n * 10 + i));
  const profiles = wanted.map((profile, i) => ({
    iccid: profileIccid(n * 10 + i),
    eid: devices[i]!.eid,
    ...profile,
  }));
  await seedProfiles(pool, line!, profiles);
  return { line: line!, profiles, devices };
}

const receive = (...raw: readonly Buffer[]) => receiveNotifications(op, PHONE, { raw });

async function resultsOf(caseId: string): Promise<readonly (string | null)[]> {
  const { rows } = await pool.query<{ result: string | null }>(
    'select result from unbinding where case_id = $1 order by iccid',
    [caseId],
  );
  return rows.map((row) => row.result);
}

const stageOf = async (caseId: string): Promise<string | undefined> =>
  (await pool.query<{ stage: string }>('select stage from termination where case_id = $1', [caseId])).rows[0]
    ?.stage;

const waitsAtUnbind = (caseId: string) =>
  eventually(
    async () =>
      (
        await pool.query<{ waiting_for: string | null }>(
          `select waiting_for from termination where case_id = $1 and stage = 'unbind'`,
          [caseId],
        )
      ).rows[0]?.waiting_for,
    (waiting) => waiting === 'device',
  );

describe('a line with an eSIM', () => {
  it('waits before the bar until the device has signed its deletion, and the certificate names it', async () => {
    const { line, profiles, devices } = await esimLine({});
    const made = await readyToEnd(op, line);
    const { caseId } = made;
    await waitsAtUnbind(caseId);
    expect(atPeer(simulator, line.imsi)).toBe('served');
    expect((await devicesOfCase(op, subscriberOf(line), { caseId })).devices[0]?.status).toBe('requested');

    await receive(devices[0]!.notify('delete', profiles[0]!.iccid));
    await closedCase(pool, caseId);
    const claims = claimsOf(await verifiedCertificate(instance, made));
    const [profile] = claims.profiles;
    expect(profile).toMatchObject({ result: 'proven', proof: { event: 'delete', sequenceNumber: 1 } });
    expect(profile).toMatchObject({ iccid: profiles[0]!.iccid, eid: devices[0]!.eid });
    const audit = await auditOf(pool, caseId);
    expect(audit).toContain('profile_deleted');
    expect(audit.indexOf('unbind.done')).toBeLessThan(audit.indexOf('bar.done'));
  });

  it('ends all the same when the time is over, and says that the deletion is unconfirmed', async () => {
    const { line } = await esimLine({}, { notifiesDeletion: false }, { notifiesDeletion: null });
    const made = await readyToEnd(op, line);
    const { caseId } = made;
    await waitsAtUnbind(caseId);
    await pool.query('update unbinding set wait_until = now() where case_id = $1', [caseId]);
    await pool.query('update termination set due_at = now() where case_id = $1', [caseId]);
    await closedCase(pool, caseId);
    expect(await resultsOf(caseId)).toEqual(['unreachable', 'not_possible', 'unreachable']);
    const claims = claimsOf(await verifiedCertificate(instance, made));
    expect(claims.profiles.map(({ result, proof }) => [result, proof])).toEqual([
      ['unreachable', null],
      ['not_possible', null],
      ['unreachable', null],
    ]);
  });

  it('ends without waiting when its holder says so, and what was only said stays unproven', async () => {
    const { line, profiles } = await esimLine({}, {});
    const { caseId } = await readyToEnd(op, line);
    await waitsAtUnbind(caseId);
    await sayDeleted(op, subscriberOf(line), { caseId, iccid: profiles[0]!.iccid });
    await sayDeleted(op, subscriberOf(line), { caseId, iccid: profiles[0]!.iccid });
    await expect(
      sayDeleted(op, subscriberOf(line), { caseId, iccid: profileIccid(999_999) }),
    ).rejects.toMatchObject({ code: 'profile_unknown' });
    expect(await stageOf(caseId)).toBe('unbind');
    await stopWaitingForDevices(op, subscriberOf(line), { caseId });
    await closedCase(pool, caseId);
    expect(await resultsOf(caseId)).toEqual(['unproven', 'unreachable']);
    expect((await auditOf(pool, caseId)).filter((action) => action === 'deletion_reported')).toHaveLength(1);
  });

  it('reminds once, when half of the time is over', async () => {
    const { line } = await esimLine({});
    const { caseId } = await readyToEnd(op, line);
    await waitsAtUnbind(caseId);
    await pool.query(
      `update unbinding set requested_at = now() - interval '10 minutes', wait_until = now() + interval '5 minutes' where case_id = $1`,
      [caseId],
    );
    const wake = () => pool.query('update termination set due_at = now() where case_id = $1', [caseId]);
    await wake();
    const reminders = async (): Promise<number> =>
      (await pool.query(`select from outbox where case_id = $1 and kind = 'unbind_reminder'`, [caseId]))
        .rowCount ?? 0;
    await eventually(reminders, (n) => n === 1);
    await wake();
    await eventually(
      async () =>
        (await pool.query('select from termination where case_id = $1 and due_at > now()', [caseId]))
          .rowCount,
      (n) => n === 1,
    );
    expect(await reminders()).toBe(1);
    // Looking again is no event.
    expect((await auditOf(pool, caseId)).filter((action) => action === 'unbind.wait')).toHaveLength(1);
    await withdraw(op, subscriberOf(line), { caseId });
  });

  it('is given back at once while it waits for a device; a deletion that was signed stays one', async () => {
    const { line, profiles, devices } = await esimLine({}, {});
    const { caseId } = await readyToEnd(op, line);
    await waitsAtUnbind(caseId);
    await receive(devices[0]!.notify('delete', profiles[0]!.iccid));
    expect((await devicesOfCase(op, subscriberOf(line), { caseId })).deleted).toBe(1);
    await withdraw(op, subscriberOf(line), { caseId });
    expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'withdrawn' });
    expect(atPeer(simulator, line.imsi)).toBe('served');
    // The next ending of this line knows it from the start, and waits for the other device only.
    const again = await readyToEnd(op, line);
    await waitsAtUnbind(again.caseId);
    expect(await resultsOf(again.caseId)).toEqual(['proven', null]);
    await receive(devices[1]!.notify('delete', profiles[1]!.iccid));
    await closedCase(pool, again.caseId);
    expect(await resultsOf(again.caseId)).toEqual(['proven', 'proven']);
  });

  it.each(['install', 'enable'] as const)(
    'that shows itself by %s after its deletion is waited for again',
    async (event) => {
      const { line, profiles, devices } = await esimLine({}, {});
      const { caseId } = await readyToEnd(op, line);
      await waitsAtUnbind(caseId);
      await receive(devices[0]!.notify('delete', profiles[0]!.iccid));
      expect(await resultsOf(caseId)).toEqual(['proven', null]);
      await receive(devices[0]!.notify(event, profiles[0]!.iccid));
      expect(await resultsOf(caseId)).toEqual([null, null]);
      await receive(
        devices[0]!.notify('delete', profiles[0]!.iccid),
        devices[1]!.notify('delete', profiles[1]!.iccid),
      );
      await closedCase(pool, caseId);
      expect(await resultsOf(caseId)).toEqual(['proven', 'proven']);
    },
  );

  it('that was lost is cut first and waits for nobody', async () => {
    const { line } = await esimLine({});
    const { caseId } = await declared(op, line, 'lost');
    await eventually(
      () => stageOf(caseId),
      (stage) => stage === 'confirm',
    );
    expect(atPeer(simulator, line.imsi)).toBe('barred');
    await confirm(op, subscriberOf(line), { caseId });
    await cooledOff(pool, caseId);
    await closedCase(pool, caseId);
    expect(await resultsOf(caseId)).toEqual(['unreachable']);
    const { rowCount } = await pool.query(`select from outbox where case_id = $1 and kind like 'unbind%'`, [
      caseId,
    ]);
    expect(rowCount).toBe(0);
  });
});

describe('what the certificate and the messages say', () => {
  it('names a deletion that was signed before anybody asked to end the line', async () => {
    const { line, profiles, devices } = await esimLine({});
    await receive(devices[0]!.notify('delete', profiles[0]!.iccid));
    const made = await readyToEnd(op, line);
    await closedCase(pool, made.caseId);
    expect(await resultsOf(made.caseId)).toEqual(['proven']);
    const claims = claimsOf(await verifiedCertificate(instance, made));
    expect(claims.profiles).toMatchObject([{ result: 'proven' }]);
  });

  it('proves nothing for a line whose ICCID went to another line since', async () => {
    const { line, profiles } = await esimLine({});
    const { caseId } = await readyToEnd(op, line);
    await waitsAtUnbind(caseId);
    await stopWaitingForDevices(op, subscriberOf(line), { caseId });
    await closedCase(pool, caseId);
    const next = await esimLine({});
    await pool.query('update esim_profile set line_id = $2, eid = $3 where iccid = $1', [
      profiles[0]!.iccid,
      next.line.lineId,
      next.devices[0]!.eid,
    ]);
    await receive(next.devices[0]!.notify('delete', profiles[0]!.iccid));
    expect(await resultsOf(caseId)).toEqual(['unreachable']);
  });

  it('keeps in the ledger what staff skipped, and takes it out when the proof comes', async () => {
    const { line, profiles, devices } = await esimLine({}, { eid: null, state: 'released' });
    smdp.inject(() => ({ answer: { status: 'Failed', code: '8.2.1/1.2' }, executed: false }));
    const { caseId } = await readyToEnd(op, line);
    await waitsAtUnbind(caseId);
    await stopWaitingForDevices(op, subscriberOf(line), { caseId });
    await stuckCase(pool, caseId);
    await skipStage(op, staff, { caseId, reason: 'not ours' });
    smdp.inject();
    await closedCase(pool, caseId);
    expect(await resultsOf(caseId)).toEqual(['unreachable', 'unreachable']);
    await receive(devices[0]!.notify('delete', profiles[0]!.iccid));
    expect(await resultsOf(caseId)).toEqual(['proven', 'unreachable']);
  });
});

describe('a profile that no device has', () => {
  it('and whose order was refused is asked for anew by a person’s retry', async () => {
    const { line, profiles } = await esimLine({ eid: null, state: 'released' });
    smdp.putProfile({ iccid: profiles[0]!.iccid, state: 'released', matchingId: 'ABC' });
    await pool.query(`update esim_profile set matching_id = 'WRONG' where iccid = $1`, [profiles[0]!.iccid]);
    const { caseId } = await readyToEnd(op, line);
    await stuckCase(pool, caseId);
    await pool.query(`update esim_profile set matching_id = 'ABC' where iccid = $1`, [profiles[0]!.iccid]);
    await retryCase(op, staff, { caseId });
    await closedCase(pool, caseId);
    expect(await resultsOf(caseId)).toEqual(['cancelled']);
  });

  it('is taken back at the SM-DP+ after the cut, and nobody waits for it', async () => {
    const { line, profiles } = await esimLine({ eid: null, state: 'released' });
    smdp.putProfile({ iccid: profiles[0]!.iccid, state: 'released' });
    const made = await readyToEnd(op, line);
    const { caseId } = made;
    await closedCase(pool, caseId);
    expect(await resultsOf(caseId)).toEqual(['cancelled']);
    expect(smdp.profile(profiles[0]!.iccid)?.state).toBe('unavailable');
    const claims = claimsOf(await verifiedCertificate(instance, made));
    expect(claims.profiles).toMatchObject([{ result: 'cancelled', deviceKnown: false, proof: null }]);
    const audit = await auditOf(pool, caseId);
    expect(audit.indexOf('remove.done')).toBeLessThan(audit.indexOf('cancel_profiles.done'));
  });

  it('but was fetched meanwhile goes the way of the devices', async () => {
    const { line, profiles } = await esimLine({ eid: null, state: 'released' });
    smdp.putProfile({ iccid: profiles[0]!.iccid, state: 'downloaded' });
    const { caseId } = await readyToEnd(op, line);
    await closedCase(pool, caseId);
    expect(await resultsOf(caseId)).toEqual(['unreachable']);
    const { rows } = await pool.query('select state from esim_profile where iccid = $1', [
      profiles[0]!.iccid,
    ]);
    expect(rows).toEqual([{ state: 'downloaded' }]);
  });

  it('and of whose download the SM-DP+ tells in time is waited for', async () => {
    const { line, profiles } = await esimLine({ eid: null, state: 'released' });
    const device = new TestDevice(700_000);
    const made = await declared(op, line);
    await confirm(op, subscriberOf(line), { caseId: made.caseId });
    await receiveSmdpEvent(op, SMDP, {
      iccid: profiles[0]!.iccid,
      eid: device.eid,
      happened: 'installed',
      at: new Date(),
    });
    await receiveSmdpEvent(op, SMDP, {
      iccid: profiles[0]!.iccid,
      eid: device.eid,
      happened: 'installed',
      at: new Date(),
    });
    await cooledOff(pool, made.caseId);
    await waitsAtUnbind(made.caseId);
    await receiveSmdpEvent(op, SMDP, {
      iccid: profiles[0]!.iccid,
      eid: device.eid,
      happened: 'deleted',
      at: new Date(),
    });
    // Hearsay: the line goes on waiting for the signature.
    expect((await devicesOfCase(op, subscriberOf(line), { caseId: made.caseId })).devices[0]?.status).toBe(
      'reported',
    );
    await receive(device.notify('delete', profiles[0]!.iccid));
    await closedCase(pool, made.caseId);
    expect(await resultsOf(made.caseId)).toEqual(['proven']);
  });
});

describe('the word of an SM-DP+', () => {
  it('does not put a profile that is on a device onto another', async () => {
    const { line, profiles, devices } = await esimLine({});
    const { caseId } = await readyToEnd(op, line);
    const forger = new TestDevice(800_000);
    for (const happened of ['installed', 'enabled', 'deleted'] as const)
      await receiveSmdpEvent(op, SMDP, {
        iccid: profiles[0]!.iccid,
        eid: forger.eid,
        happened,
        at: new Date(),
      });
    await receive(forger.notify('delete', profiles[0]!.iccid));
    expect(await resultsOf(caseId)).toEqual([null]);
    await receive(devices[0]!.notify('delete', profiles[0]!.iccid));
    await closedCase(pool, caseId);
    expect(await resultsOf(caseId)).toEqual(['proven']);
  });

  it('brings back a profile that was downloaded after its deletion, and not one that was downloaded before', async () => {
    const { line, profiles, devices } = await esimLine({}, {});
    const { iccid } = profiles[0]!;
    const before = new Date(Date.now() - 60_000);
    await receive(devices[0]!.notify('delete', iccid));
    await receiveSmdpEvent(op, SMDP, { iccid, eid: devices[0]!.eid, happened: 'installed', at: before });
    const { caseId } = await readyToEnd(op, line);
    await waitsAtUnbind(caseId);
    expect(await resultsOf(caseId)).toEqual(['proven', null]);
    const again = new TestDevice(810_000);
    const after = new Date(Date.now() + 1_000);
    await receiveSmdpEvent(op, SMDP, { iccid, eid: again.eid, happened: 'installed', at: after });
    expect(await resultsOf(caseId)).toEqual([null, null]);
    await receive(again.notify('delete', iccid), devices[1]!.notify('delete', profiles[1]!.iccid));
    await closedCase(pool, caseId);
    expect(await resultsOf(caseId)).toEqual(['proven', 'proven']);
  });
});

describe('a proof that comes after the certificate', () => {
  it('takes the profile out of the ledger of zombies and makes a certificate that supersedes the first', async () => {
    const { line, profiles, devices } = await esimLine({});
    const made = await declared(op, line);
    const { caseId } = made;
    await confirm(op, subscriberOf(line), { caseId, contact: '+8617099990001' });
    await cooledOff(pool, caseId);
    await waitsAtUnbind(caseId);
    await stopWaitingForDevices(op, subscriberOf(line), { caseId });
    const { certificateId: first } = await closedCase(pool, caseId);
    const ledger = async (): Promise<readonly string[]> => {
      const found: string[] = [];
      for await (const part of zombies(op, staff)) found.push(...part.map((zombie) => zombie.iccid));
      return found;
    };
    expect(await ledger()).toContain(profiles[0]!.iccid);
    const unreachable = async (): Promise<number> =>
      (await countZombies(op, staff, { by: 'age' })).reduce((sum, { counts }) => sum + counts.unreachable, 0);
    const before = await unreachable();

    const late = devices[0]!.notify('delete', profiles[0]!.iccid);
    await receive(late);
    await receive(late);
    expect(await unreachable()).toBe(before - 1);
    expect(await ledger()).not.toContain(profiles[0]!.iccid);
    const jobs = await pool.query(
      `select from graphile_worker.jobs where task_identifier = 'supersede-certificate' and key = $1`,
      [`supersede-certificate:${caseId}`],
    );
    expect(jobs.rowCount).toBe(1);
    await certifyLateProof(op, ENGINE, { caseId });
    await certifyLateProof(op, ENGINE, { caseId });
    const claims = claimsOf(await verifiedCertificate(instance, made));
    expect(claims).toMatchObject({
      supersedes: first,
      profiles: [{ result: 'proven', proof: { sequenceNumber: 1 } }],
    });
    const { rows } = await pool.query<{ n: number }>(
      'select count(*)::int as n from certificate where case_id = $1',
      [caseId],
    );
    expect(rows[0]?.n).toBe(2);
    // The first certificate still opens what it names; a sign of life afterwards makes a third.
    expect(claims.profiles[0]?.proof?.notification).toBe(late.toString('base64'));
    await receive(devices[0]!.notify('install', profiles[0]!.iccid));
    expect(await resultsOf(caseId)).toEqual(['unreachable']);
    await certifyLateProof(op, ENGINE, { caseId });
    await certifyLateProof(op, ENGINE, { caseId });
    const undone = claimsOf(await verifiedCertificate(instance, made));
    expect(undone.profiles).toMatchObject([{ result: 'unreachable', proof: null }]);
    expect(undone.supersedes).toBe(claims.jti);
    expect(await ledger()).toContain(profiles[0]!.iccid);
    const inParts: string[] = [];
    await pool.query('update unbinding set ended_at = now() where ended_at is not null');
    for await (const part of zombies(op, staff, { atOnce: 2 }))
      inParts.push(...part.map((zombie) => zombie.iccid));
    expect(new Set(inParts).size).toBe(inParts.length);
    expect(inParts.length).toBeGreaterThan(2);
    const told = await pool.query(`select from outbox where case_id = $1 and kind = 'proof_arrived'`, [
      caseId,
    ]);
    expect(told.rowCount).toBe(1);
  });
});

it('met no failure on the way', () => {
  expect(faults).toEqual([]);
});
