import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROFILE_STATES, type ProfileState } from '../../../src/domain/lines/esim-profile.ts';
import { type Eid, parseEid } from '../../../src/domain/values/eid.ts';
import { type Iccid, parseIccid } from '../../../src/domain/values/iccid.ts';
import type { ProfileOrder, Smdp } from '../../../src/ports/smdp.ts';

export interface PeerProfile {
  readonly iccid: Iccid;
  readonly state: ProfileState;
  readonly eid?: Eid;
  readonly matchingId?: string;
}

export interface SmdpPeer {
  /** Each call gives another driver for the same SM-DP+. */
  connect(): Smdp;
  put(profile: PeerProfile): void;
  state(iccid: Iccid): ProfileState | undefined;
  /** A phone fetches a released profile. */
  download(iccid: Iccid, eid: Eid): void;
  stop(): Promise<void>;
}

export const EID = parseEid('89049032123451234512345678901235');
export const OTHER_EID = parseEid('89044045001234567890123456789050');

/** What every driver of the `Smdp` port must do. */
export function describeSmdpContract(name: string, setup: () => Promise<SmdpPeer>): void {
  describe(`SM-DP+ contract: ${name}`, () => {
    let peer: SmdpPeer;
    let smdp: Smdp;
    let serial = 0;
    const some = (): Iccid => parseIccid(`8986001${String(++serial).padStart(12, '0')}`);
    const order = (iccid: Iccid, more: Partial<ProfileOrder> = {}): ProfileOrder => ({
      key: `HB-${++serial}`,
      iccid,
      eid: null,
      matchingId: null,
      ...more,
    });
    const put = (profile: Omit<PeerProfile, 'iccid'>): Iccid => {
      const iccid = some();
      peer.put({ iccid, ...profile });
      return iccid;
    };

    beforeAll(async () => {
      peer = await setup();
      smdp = peer.connect();
    });
    afterAll(async () => {
      await smdp?.close();
      await peer?.stop();
    });

    const onDevice: readonly ProfileState[] = ['downloaded', 'installed', 'deleted'];
    test.each(PROFILE_STATES.filter((state) => !onDevice.includes(state)))(
      'a profile that is %s is cancelled and can no longer be downloaded',
      async (state) => {
        const iccid = put({ state });
        const reply = await smdp.cancelOrder(order(iccid));
        expect(reply.value).toBe('cancelled');
        expect(reply.answers.map((answer) => answer.meaning)).toEqual(['order_cancelled']);
        expect(peer.state(iccid)).toBe('unavailable');
        expect(() => peer.download(iccid, EID)).toThrow();
      },
    );

    test.each(onDevice)(
      'a profile that is %s stays as it is: only the device can delete it',
      async (state) => {
        const iccid = put({ state, eid: EID });
        const reply = await smdp.cancelOrder(order(iccid));
        expect(reply.value).toBe('already_downloaded');
        expect(reply.answers.map((answer) => answer.meaning)).toEqual(['profile_on_device']);
        expect(peer.state(iccid)).toBe(state);
      },
    );

    test('a phone that is faster than the cancellation keeps its profile', async () => {
      const iccid = put({ state: 'released' });
      peer.download(iccid, EID);
      expect((await smdp.cancelOrder(order(iccid))).value).toBe('already_downloaded');
    });

    test('a profile that the SM-DP+ does not know is said to be unknown', async () => {
      const reply = await smdp.cancelOrder(order(some()));
      expect(reply.value).toBe('unknown_profile');
      expect(reply.answers.map((answer) => answer.meaning)).toEqual(['profile_unknown']);
    });

    test('the right EID and matching id are accepted', async () => {
      const iccid = put({ state: 'released', eid: EID, matchingId: 'ABC-1' });
      const reply = await smdp.cancelOrder(order(iccid, { eid: EID, matchingId: 'ABC-1' }));
      expect(reply.value).toBe('cancelled');
    });

    test.each([
      ['another EID', { eid: OTHER_EID }, '8.1.1/3.10'],
      ['another matching id', { matchingId: 'ABC-2' }, '8.2.6/3.10'],
    ])('%s than the order has is refused, and the profile stays', async (_name, given, detail) => {
      const iccid = put({ state: 'released', eid: EID, matchingId: 'ABC-1' });
      await expect(smdp.cancelOrder(order(iccid, given))).rejects.toMatchObject({
        name: 'ConnectorError',
        fault: 'refused',
        detail,
        answers: [{ meaning: 'order_refused' }],
      });
      expect(peer.state(iccid)).toBe('released');
    });

    test('a call that is repeated with its key is answered as the first time, whatever happened since', async () => {
      const iccid = put({ state: 'released' });
      const call = order(iccid);
      expect((await smdp.cancelOrder(call)).value).toBe('cancelled');
      peer.put({ iccid, state: 'downloaded' });
      expect((await smdp.cancelOrder(call)).value).toBe('cancelled');
      expect((await smdp.cancelOrder(order(iccid))).value).toBe('already_downloaded');
    });

    test.each([
      ['18 places', '898600100000000001'],
      ['19 digits', '8986001000000000021'],
      ['20 digits', '89860010000000000215'],
      ['19 places with letters', '898600A000000000021'],
      ['20 places with letters', '898600F8111490001234'],
    ])('an ICCID of %s finds its profile', async (_name, text) => {
      const iccid = parseIccid(text);
      peer.put({ iccid, state: 'released' });
      expect((await smdp.cancelOrder(order(iccid))).value).toBe('cancelled');
      expect(peer.state(iccid)).toBe('unavailable');
    });

    test('many at once each get their own answer', async () => {
      const states = PROFILE_STATES.flatMap((state) => Array<ProfileState>(10).fill(state));
      const replies = await Promise.all(states.map((state) => smdp.cancelOrder(order(put({ state })))));
      expect(replies.map((reply) => reply.value)).toEqual(
        states.map((state) => (onDevice.includes(state) ? 'already_downloaded' : 'cancelled')),
      );
    });

    test('the evidence says which element was asked what, and holds its answer', async () => {
      const iccid = put({ state: 'released', eid: EID });
      const [answer] = (await smdp.cancelOrder(order(iccid, { eid: EID }))).answers;
      expect(answer).toMatchObject({ element: smdp.element, meaning: 'order_cancelled' });
      expect(answer!.request).toContain(iccid);
      expect(answer!.request).not.toContain('PRIVATE KEY');
      expect(answer!.answer.length).toBeGreaterThan(0);
    });

    test('after close every call is unavailable', async () => {
      const closed = peer.connect();
      await closed.close();
      await expect(closed.cancelOrder(order(some()))).rejects.toMatchObject({
        fault: 'unavailable',
        detail: 'closed',
      });
    });
  });
}
