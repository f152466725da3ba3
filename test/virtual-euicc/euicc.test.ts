import { describe, expect, it } from 'vitest';
import { readTrustAnchors } from '../../src/rsp/trust-anchors.ts';
import { NotificationVerifier } from '../../src/rsp/verify-notification.ts';
import { ADDRESS, EID, HILLSIDE, LAKESIDE, profile, testCard } from './cards.ts';

const OTHER_ADDRESS = 'audit.example.net';
const everything = { install: [ADDRESS], enable: [ADDRESS], disable: [ADDRESS], delete: [ADDRESS] };

describe('notifications', () => {
  it('tell of each event, in order, with sequence numbers that grow', async () => {
    const lpa = await testCard([profile({ notificationAddresses: everything })]).lpa();
    await lpa.enable(LAKESIDE);
    await lpa.disable(LAKESIDE);
    await lpa.delete(LAKESIDE);
    const listed = await lpa.notifications();
    expect(listed.map(({ seqNumber, event }) => [seqNumber, event])).toEqual([
      [1, 'install'],
      [2, 'enable'],
      [3, 'disable'],
      [4, 'delete'],
    ]);
    expect(listed.every(({ iccid, address }) => iccid === LAKESIDE && address === ADDRESS)).toBe(true);
  });

  it('disables the one enabled profile when another is enabled, and tells of both', async () => {
    const lpa = await testCard([
      profile({ notificationAddresses: { disable: [ADDRESS] } }),
      profile({ iccid: HILLSIDE, notificationAddresses: { enable: [ADDRESS] } }),
    ]).lpa();
    await lpa.enable(LAKESIDE);
    expect(await lpa.enable(HILLSIDE)).toBe('ok');
    expect((await lpa.profiles()).map(({ iccid, enabled }) => [iccid, enabled])).toEqual([
      [LAKESIDE, false],
      [HILLSIDE, true],
    ]);
    expect((await lpa.notifications()).map(({ event, iccid }) => [event, iccid])).toEqual([
      ['disable', LAKESIDE],
      ['enable', HILLSIDE],
    ]);
  });

  it('are one for each address, each with a number of its own', async () => {
    const lpa = await testCard([
      profile({ notificationAddresses: { delete: [ADDRESS, OTHER_ADDRESS] } }),
    ]).lpa();
    await lpa.delete(LAKESIDE);
    const listed = await lpa.notifications();
    expect(listed.map(({ seqNumber, address }) => [seqNumber, address])).toEqual([
      [1, ADDRESS],
      [2, OTHER_ADDRESS],
    ]);
  });

  it('are not made where the profile has no address for the event: no proof can exist', async () => {
    const lpa = await testCard([profile({ notificationAddresses: { enable: [ADDRESS] } })]).lpa();
    expect(await lpa.delete(LAKESIDE)).toBe('ok');
    expect(await lpa.profiles()).toEqual([]);
    expect(await lpa.notifications()).toEqual([]);
  });

  it('push the oldest out when no more fit, and never use a number twice', async () => {
    const lpa = await testCard([profile({ notificationAddresses: everything })], {
      notificationCapacity: 2,
    }).lpa();
    await lpa.enable(LAKESIDE);
    await lpa.disable(LAKESIDE);
    expect((await lpa.notifications()).map(({ seqNumber }) => seqNumber)).toEqual([2, 3]);
    await lpa.remove(2);
    await lpa.remove(3);
    await lpa.delete(LAKESIDE);
    expect((await lpa.notifications()).map(({ seqNumber }) => seqNumber)).toEqual([4]);
    await expect(lpa.retrieve(2)).rejects.toThrow('error 1');
  });

  it.each(['P-256', 'brainpoolP256r1'] as const)('are signed under its CI on %s, once', async (curve) => {
    const { euicc, lpa: open } = testCard([profile()], { curve });
    const lpa = await open();
    await lpa.delete(LAKESIDE);
    const pending = await lpa.retrieve(1);
    const anchors = readTrustAnchors([Buffer.from(euicc.state.ciCertificate, 'base64')]);
    const verdict = new NotificationVerifier({ anchors }).verify(pending, new Date('2026-11-22T00:00:00Z'));
    expect(verdict).toMatchObject({
      ok: true,
      eid: EID,
      notification: { event: 'delete', iccid: LAKESIDE, address: ADDRESS, seqNumber: 1 },
      chain: { curve },
    });
    expect(await lpa.retrieve(1)).toEqual(pending);
  });
});

describe('a refused command', () => {
  it('changes nothing and leaves no notification', async () => {
    const { euicc, lpa: open } = testCard([
      profile({ ppr2: true }),
      profile({ iccid: HILLSIDE, notificationAddresses: { delete: [ADDRESS] } }),
    ]);
    const lpa = await open();
    await lpa.enable(HILLSIDE);
    const before = euicc.state;
    expect(await lpa.delete(LAKESIDE)).toBe('disallowedByPolicy');
    expect(await lpa.delete(HILLSIDE)).toBe('profileNotInDisabledState');
    expect(await lpa.enable(HILLSIDE)).toBe('profileNotInDisabledState');
    expect(await lpa.disable(LAKESIDE)).toBe('profileNotInEnabledState');
    expect(euicc.state).toBe(before);
  });

  it('cannot install a profile twice', () => {
    const { euicc } = testCard();
    expect(() => euicc.install(profile())).toThrow('installed already');
  });

  it('gives the place of a deleted profile to the next one', () => {
    const { euicc } = testCard([profile(), profile({ iccid: HILLSIDE })]);
    euicc.delete(({ iccid }) => iccid === LAKESIDE);
    euicc.install(profile());
    expect(euicc.state.profiles.map(({ isdpAid }) => isdpAid.slice(-4))).toEqual(['1100', '1000']);
  });
});
