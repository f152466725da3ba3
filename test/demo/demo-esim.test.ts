import { describe, expect, test } from 'vitest';
import { demoLines } from '../../src/demo/demo-operator.ts';
import type { SituationName } from '../../src/demo/demo-situations.ts';
import { DEMO_EUM } from '../../src/demo/fictional.ts';
import { isCancellable, isOnDevice } from '../../src/domain/lines/esim-profile.ts';
import { parseLineInput } from '../../src/domain/lines/line-input.ts';
import { parseLocalDate } from '../../src/domain/values/local-date.ts';
import { showcase } from './demo-instance.ts';

const lines = await Array.fromAsync(demoLines(3_000, 1, parseLocalDate('2026-11-22')));
const withEsim = lines.filter((line) => line.profiles.length > 0);
const profiles = lines.flatMap((line) => line.profiles);

function of(situation: SituationName) {
  return lines.find((line) => line.lineId === showcase(situation).lineId)!;
}

describe('the eSIMs of the demo operator', () => {
  test('are with every third or fourth line', () => {
    expect(withEsim.length / lines.length).toBeGreaterThan(0.2);
    expect(withEsim.length / lines.length).toBeLessThan(0.5);
  });

  test('are what an import would take', () => {
    for (const line of withEsim.slice(0, 200)) {
      const read = parseLineInput(
        {
          line_id: line.lineId,
          holder_id: line.holder.holderId,
          holder_kind: line.holder.kind,
          account_id: line.accountId,
          currency: line.currency,
          payment: line.payment,
          plan_name: line.plan.name,
          monthly_fee: '19.00',
          jurisdiction: line.jurisdiction,
          opened_on: line.openedOn,
          opened_channel: line.openedChannel,
          accesses: JSON.stringify(line.accesses),
          profiles: JSON.stringify(
            line.profiles.map((p) => ({
              iccid: p.iccid,
              eid: p.eid,
              state: p.state,
              smdp_address: p.smdpAddress,
              matching_id: p.matchingId,
              notifies_deletion: p.notifiesDeletion === null ? null : p.notifiesDeletion ? 'yes' : 'no',
              label: p.label,
              imei: p.imei,
            })),
          ),
        },
        '86',
      );
      expect(read.profiles).toEqual(line.profiles);
      expect(read.accesses).toEqual(line.accesses);
    }
  });

  test('have a profile for every eSIM that serves, and each ICCID once', () => {
    for (const { accesses, profiles: known } of lines) {
      for (const { kind, iccid, eid } of accesses.filter((access) => access.kind !== 'sim')) {
        expect(known, `${kind} ${iccid}`).toContainEqual(expect.objectContaining({ iccid, eid }));
      }
    }
    expect(new Set(profiles.map(({ iccid }) => iccid)).size).toBe(profiles.length);
  });

  test('are on a device or can be taken back, and are of several makers', () => {
    for (const { state, eid } of profiles) {
      expect(eid === null ? isCancellable(state) : isOnDevice(state), `${state} ${eid}`).toBe(true);
    }
    const makers = new Set(profiles.flatMap(({ eid }) => (eid === null ? [] : [eid.slice(0, 8)])));
    expect(makers.size).toBeGreaterThan(3);
    expect(makers).toContain(DEMO_EUM);
    expect(new Set(profiles.map(({ notifiesDeletion }) => notifiesDeletion)).size).toBe(3);
  });
});

describe('the showcase', () => {
  test('has a phone with one eSIM that tells of its deletion', () => {
    const {
      accesses,
      profiles: [phone, ...others],
    } = of('esim');
    expect(others).toEqual([]);
    expect(phone).toMatchObject({ state: 'installed', notifiesDeletion: true, label: '秀英的 iPhone' });
    expect(accesses).toEqual([
      expect.objectContaining({ kind: 'esim', iccid: phone!.iccid, eid: phone!.eid }),
    ]);
  });

  test('has a second eSIM left behind on a replaced device', () => {
    const { accesses, profiles: known } = of('two_devices');
    expect(known).toHaveLength(2);
    expect(new Set(known.map(({ eid }) => eid)).size).toBe(2);
    expect(accesses.map(({ iccid }) => iccid)).toEqual([known[0]!.iccid]);
  });

  test('has a card with a watch', () => {
    const {
      accesses,
      profiles: [watch],
    } = of('sim_and_watch');
    expect(accesses.map(({ kind }) => kind)).toEqual(['sim', 'companion']);
    expect(watch).toMatchObject({ iccid: accesses[1]!.iccid, eid: accesses[1]!.eid });
  });

  test('has an order that no device has fetched', () => {
    const {
      accesses,
      profiles: [order],
    } = of('ordered_esim');
    expect(accesses.map(({ kind }) => kind)).toEqual(['sim']);
    expect(order).toMatchObject({ state: 'released', eid: null });
    expect(order!.matchingId).not.toBeNull();
  });

  test('has an eSIM whose metadata names no address for its deletion', () => {
    expect(of('silent_esim').profiles).toEqual([expect.objectContaining({ notifiesDeletion: false })]);
  });

  test('has one phone with the eSIMs of two numbers', () => {
    const [first, second] = [of('two_numbers'), of('second_number')];
    expect(second.profiles[0]!.eid).toBe(first.profiles[0]!.eid);
    expect(second.profiles[0]!.iccid).not.toBe(first.profiles[0]!.iccid);
    expect(second.holder.holderId).toBe(first.holder.holderId);
    expect(second.msisdn).not.toBe(first.msisdn);
  });
});
