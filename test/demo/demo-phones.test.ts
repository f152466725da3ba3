import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verifyEvidence } from '../../src/certificate/verify/verify-evidence.ts';
import type { SituationName } from '../../src/demo/demo-situations.ts';
import { holderCopy } from '../../src/operations/certificates/holder-copy.ts';
import { stopWaitingForDevices } from '../../src/operations/esim/stop-waiting-for-devices.ts';
import { readTrustAnchors } from '../../src/rsp/trust-anchors.ts';
import { openSession } from '../../src/store/people/sessions.ts';
import { hasTool, run } from '../certificate/fixtures.ts';
import { receiptOf, subscriberOf } from '../support/actors.ts';
import { closedCase, readyToEnd } from '../support/cases.ts';
import { eventually } from '../support/instance.ts';
import type { SeededLine } from '../support/seed.ts';
import { demoInstance, phonesOf, profileState, receivedOf, showcase } from './demo-instance.ts';

const instance = await demoInstance();
const { pool } = instance;

async function seededLine(situation: SituationName): Promise<SeededLine> {
  const { lineId, msisdn } = showcase(situation);
  const { rows } = await pool.query<{ holder_id: string; imsi: string }>(
    'select holder_id, imsi from line join access using (line_id) where line_id = $1 order by access_id',
    [lineId],
  );
  return { lineId, msisdn, partyId: rows[0]!.holder_id, imsi: rows[0]!.imsi as SeededLine['imsi'] };
}

/** Asks to end the line, with its cooling-off over. */
const end = async (situation: SituationName) =>
  readyToEnd(instance.demo().instance.base.operations, await seededLine(situation));

/** The certificate of a fictional line is marked as one, on the page and on paper. */
async function isSpecimen(caseId: string, line: SeededLine): Promise<void> {
  const { address, instance: running } = instance.demo();
  const { partyId, lineId } = line;
  const token = await openSession(pool, running.base.vault, { partyId, lineId, factors: ['sms_code'] });
  const get = (ending: string) =>
    fetch(`${address}/cases/${caseId}/certificate${ending}`, {
      headers: { cookie: `hb_session=${token}; hb_lang=en` },
    });
  expect(await (await get('')).text()).toContain('<strong>SPECIMEN</strong>');
  if (!hasTool('pdftotext')) return;
  const paper = join(instance.dataFolder, 'certificate.pdf');
  writeFileSync(paper, Buffer.from(await (await get('.pdf')).arrayBuffer()));
  // Letter by letter across the page.
  expect(run('pdftotext', '-raw', paper, '-').replaceAll(/\s/g, '')).toContain('SPECIMEN');
}

/** The engine has looked at the case and let go of it: a wake-up while it holds one is lost. */
const waitsForDevice = (caseId: string) =>
  eventually(
    async () =>
      (
        await pool.query<{ waiting_for: string | null }>(
          'select waiting_for from termination where case_id = $1',
          [caseId],
        )
      ).rows[0]?.waiting_for,
    (waiting) => waiting === 'device',
  );

describe('a phone of the demo', () => {
  test('has the profile that the operator knows, in use', async () => {
    const [phone, ...others] = await phonesOf(instance, 'esim');
    expect(others).toEqual([]);
    const [profile] = showcase('esim').profiles;
    expect(phone).toMatchObject({
      eid: profile!.eid,
      name: '秀英的 iPhone',
      over: 'mobile',
      service: 'works',
      profiles: [{ iccid: profile!.iccid, name: '170 **** 0004', enabled: true }],
      events: [],
    });
  });

  test('proves a deletion to the operator, who then ends the line with that proof', async () => {
    const made = await end('esim');
    const { caseId } = made;
    await waitsForDevice(caseId);
    const [{ eid, profiles }] = await phonesOf(instance, 'esim');
    const { iccid } = profiles[0]!;
    await instance.phones().delete(eid, iccid);

    expect(await receivedOf(instance, iccid)).toEqual([
      { verdict: 'proven', event: 'disable', seq: 3, via: 'lpa', eid },
      { verdict: 'proven', event: 'delete', seq: 4, via: 'lpa', eid },
    ]);
    expect(await profileState(instance, iccid)).toBe('deleted');
    const [after] = await phonesOf(instance, 'esim');
    expect(after.profiles).toEqual([]);
    expect(
      after.events.map(({ did, seqNumber, deliveredAt }) => [did, seqNumber, deliveredAt !== null]),
    ).toEqual([
      ['delete', 4, true],
      ['off', 3, true],
    ]);

    expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'completed' });
    const { rows } = await pool.query('select result from unbinding where case_id = $1', [caseId]);
    expect(rows).toEqual([{ result: 'proven' }]);
    // Whoever trusts the demo's CI can tell from the certificate that this eUICC signed.
    const { claims } = await holderCopy(instance.demo().instance.base.operations, receiptOf(made), {
      reference: made.reference,
    });
    const ci = readFileSync(join(instance.dataFolder, 'demo', 'ci.der'));
    expect(
      verifyEvidence(claims, { anchors: readTrustAnchors([ci]), crls: [], at: new Date() }),
    ).toMatchObject([{ verdict: 'signature_verified', signed: { eid, iccid, sequenceNumber: 4 } }]);
    const [cut] = await phonesOf(instance, 'esim');
    expect(cut.service).toBe('cut');
    await isSpecimen(caseId, await seededLine('esim'));
  });

  test('keeps what was signed while it is offline, and delivers it when it is online', async () => {
    const [phone, tablet] = await phonesOf(instance, 'two_devices');
    const { iccid } = phone.profiles[0]!;
    await instance.phones().connect(phone.eid, 'nothing');
    await instance.phones().delete(phone.eid, iccid);
    expect(await receivedOf(instance, iccid)).toEqual([]);
    expect(await profileState(instance, iccid)).toBe('installed');
    const [offline] = await phonesOf(instance, 'two_devices');
    expect(offline.events.every(({ deliveredAt }) => deliveredAt === null)).toBe(true);

    await instance.phones().connect(phone.eid, 'mobile');
    expect((await receivedOf(instance, iccid)).map(({ verdict, event }) => [verdict, event])).toEqual([
      ['proven', 'disable'],
      ['proven', 'delete'],
    ]);
    expect(await profileState(instance, iccid)).toBe('deleted');
    // The other device of the line is as it was.
    const [, sameTablet] = await phonesOf(instance, 'two_devices');
    expect(sameTablet).toEqual(tablet);
  });

  test('that no line serves has no mobile data: what it signs waits for Wi-Fi', async () => {
    const [, tablet] = await phonesOf(instance, 'two_devices');
    const { iccid, enabled } = tablet!.profiles[0]!;
    expect([tablet!.service, enabled]).toEqual(['not_in_use', false]);
    await instance.phones().delete(tablet!.eid, iccid);
    expect(await profileState(instance, iccid)).toBe('installed');
    await instance.phones().connect(tablet!.eid, 'wifi');
    expect(await profileState(instance, iccid)).toBe('deleted');
  });

  test('loses its mobile data when its line is barred', async () => {
    const [phone] = await phonesOf(instance, 'watch');
    const { iccid } = phone.profiles[0]!;
    await pool.query(`update line set status = 'barred' where line_id = $1`, [showcase('watch').lineId]);
    await instance.phones().delete(phone.eid, iccid);
    expect((await phonesOf(instance, 'watch'))[0]).toMatchObject({ over: 'mobile', service: 'cut' });
    expect(await profileState(instance, iccid)).toBe('installed');
    await instance.phones().connect(phone.eid, 'wifi');
    expect(await profileState(instance, iccid)).toBe('deleted');
  });

  test('proves nothing where the profile names no address for its deletion', async () => {
    const [{ eid, profiles }] = await phonesOf(instance, 'silent_esim');
    const { iccid } = profiles[0]!;
    await instance.phones().delete(eid, iccid);
    const [phone] = await phonesOf(instance, 'silent_esim');
    expect(phone.profiles).toEqual([]);
    expect(phone.events.map(({ seqNumber }) => seqNumber)).toEqual([null, null]);
    expect(await receivedOf(instance, iccid)).toEqual([]);
    expect(await profileState(instance, iccid)).toBe('installed');
  });

  test('deletes the eSIM of one number and keeps that of the other', async () => {
    const [{ eid, profiles }] = await phonesOf(instance, 'two_numbers');
    expect(profiles.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['170 **** 0037', false],
      ['170 **** 0038', true],
    ]);
    await instance.phones().turnOn(eid, profiles[0]!.iccid);
    await instance.phones().delete(eid, profiles[0]!.iccid);
    const [after] = await phonesOf(instance, 'second_number');
    expect(after.profiles.map(({ name }) => name)).toEqual(['170 **** 0038']);
    expect(await profileState(instance, profiles[0]!.iccid)).toBe('deleted');
    expect(await profileState(instance, profiles[1]!.iccid)).toBe('installed');
  });

  test('still proves a deletion after its line has ended, and the certificate is made anew', async () => {
    const line = await seededLine('second_number');
    const { operations } = instance.demo().instance.base;
    const { caseId } = await readyToEnd(operations, line);
    await waitsForDevice(caseId);
    await stopWaitingForDevices(operations, subscriberOf(line), { caseId });
    const { certificateId } = await closedCase(pool, caseId);
    const [{ eid, profiles }] = await phonesOf(instance, 'second_number');
    await instance.phones().connect(eid, 'wifi');
    await instance.phones().delete(eid, profiles[0]!.iccid);
    const { rows } = await pool.query('select result from unbinding where case_id = $1', [caseId]);
    expect(rows).toEqual([{ result: 'proven' }]);
    await eventually(
      async () =>
        (
          await pool.query<{ superseded_by: string | null }>(
            'select superseded_by from certificate where certificate_id = $1',
            [certificateId],
          )
        ).rows[0]?.superseded_by,
      (by) => typeof by === 'string',
    );
  });

  test('does nothing when it is told twice, and knows no device but its own', async () => {
    const [{ eid }] = await phonesOf(instance, 'silent_esim');
    const { iccid } = showcase('silent_esim').profiles[0]!;
    await instance.phones().delete(eid, iccid);
    await instance.phones().turnOff(eid, iccid);
    expect((await phonesOf(instance, 'silent_esim'))[0].events).toHaveLength(2);
    await expect(instance.phones().delete('8'.repeat(32), iccid)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('an order that no device has fetched', () => {
  test('is taken back at the SM-DP+ when its line ends', async () => {
    const { msisdn, profiles } = showcase('ordered_esim');
    const { iccid } = profiles[0]!;
    expect(instance.phones().orders(msisdn)).toEqual([{ iccid, state: 'released' }]);
    await closedCase(pool, (await end('ordered_esim')).caseId);
    expect(instance.phones().orders(msisdn)).toEqual([{ iccid, state: 'unavailable' }]);
    expect(await profileState(instance, iccid)).toBe('unavailable');
    const { calls } = instance.demo().network!.rsp.smdp;
    expect(calls.map(({ client, body }) => [client, body['iccid']])).toEqual([['handback', iccid]]);
  });
});

describe('a restart of the demo', () => {
  test('keeps the eUICCs and the CI: what was signed before is proven after', async () => {
    const [watch] = await phonesOf(instance, 'sim_and_watch');
    const { iccid } = watch.profiles[0]!;
    await instance.phones().connect(watch.eid, 'nothing');
    await instance.phones().delete(watch.eid, iccid);
    await instance.restart();

    const [same] = await phonesOf(instance, 'sim_and_watch');
    expect(same).toMatchObject({ eid: watch.eid, over: 'nothing', profiles: [] });
    expect(same.events.map(({ seqNumber, deliveredAt }) => [seqNumber, deliveredAt])).toEqual([
      [4, null],
      [3, null],
    ]);
    expect(await receivedOf(instance, iccid)).toEqual([]);
    await instance.phones().connect(watch.eid, 'wifi');
    expect((await receivedOf(instance, iccid)).map(({ verdict, seq }) => [verdict, seq])).toEqual([
      ['proven', 3],
      ['proven', 4],
    ]);
    expect(await profileState(instance, iccid)).toBe('deleted');
    // Those that were deleted before are not back, and the SM-DP+ knows what it took back.
    expect((await phonesOf(instance, 'esim'))[0].profiles).toEqual([]);
    expect(instance.phones().orders(showcase('ordered_esim').msisdn)).toMatchObject([
      { state: 'unavailable' },
    ]);
  });

  test('delivers what waited on a phone that is online', async () => {
    const [third] = await phonesOf(instance, 'several_accesses');
    const { iccid } = third.profiles[0]!;
    await instance.demo().network!.rsp.close();
    await instance.phones().delete(third.eid, iccid);
    const [stuck] = await phonesOf(instance, 'several_accesses');
    expect(stuck.events[0]).toMatchObject({
      did: 'delete',
      deliveredAt: null,
      fault: expect.stringMatching(/ECONNREFUSED/),
    });
    await instance.restart();
    expect(await profileState(instance, iccid)).toBe('deleted');
    expect((await phonesOf(instance, 'several_accesses'))[0].events[0]).toMatchObject({ fault: null });
  });
});
