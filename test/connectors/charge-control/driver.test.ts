import { afterAll, expect, it } from 'vitest';
import { chargeControlFromUrl } from '../../../src/connectors/charge-control/driver.ts';
import { probeChargeControl } from '../../../src/connectors/charge-control/probe.ts';
import type { Surroundings } from '../../../src/connectors/driver.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';
import type { ChargeDisputeRequest } from '../../../src/ports/charge-control.ts';
import { startChargeControlSimulator } from '../../../src/simulators/charge-control/simulator.ts';

const simulator = await startChargeControlSimulator({ token: 'secret' });
const billing = chargeControlFromUrl(simulator.url);
afterAll(() => simulator.close());

const request: ChargeDisputeRequest = {
  ...{ key: 'charge:C1', chargeId: 'C1', lineId: 'L1', accountId: 'A1', confidential: false },
  ...{ amount: money('CNY', 1_250), from: parseLocalDate('2026-03-11') },
  evidence: {
    reference: 'HB-1',
    serviceEndedOn: parseLocalDate('2026-03-10'),
    billingEndOn: parseLocalDate('2026-03-10'),
    certificateUrl: 'https://operator.example/c/1',
    certificate: 'ey.ey.ey~',
  },
};

it('opens one dispute however often it is asked, and learns what became of it', async () => {
  const first = await billing.disputeCharge(request);
  expect(first).toEqual({ disputeRef: 'D-1', state: 'open', reason: null });
  expect(await billing.disputeCharge(request)).toEqual(first);
  expect(simulator.asked[0]).toMatchObject({ amount: '12.50', currency: 'CNY', from: '2026-03-11' });
  simulator.decide('charge:C1', 'upheld', 'a fee for paper');
  expect(await billing.disputeCharge(request)).toMatchObject({ state: 'upheld', reason: 'a fee for paper' });
  expect(simulator.disputes.size).toBe(1);
});

it('tells an answer that was lost from a refusal, and reads nothing into what is no answer', async () => {
  simulator.inject('lost');
  await expect(billing.disputeCharge(request)).rejects.toMatchObject({ fault: 'unknown' });
  simulator.inject({ status: 422, body: '{}' });
  await expect(billing.disputeCharge(request)).rejects.toMatchObject({
    fault: 'refused',
    detail: 'http_422',
  });
  simulator.inject({ status: 503, body: '{}' });
  await expect(billing.disputeCharge(request)).rejects.toMatchObject({ fault: 'unavailable' });
  for (const body of ['[]', '{"state":"open"}', '{"disputeRef":"D","state":"perhaps"}', 'null']) {
    simulator.inject({ status: 200, body });
    await expect(billing.disputeCharge(request)).rejects.toMatchObject({ detail: 'answer_unreadable' });
  }
  simulator.inject(null);
});

it('lists charged lines page by page in the order of their bytes, and refuses a page in another', async () => {
  const lastCharge = {
    ...{ chargeId: 'C9', kind: 'usage' as const, amount: money('CNY', 5) },
    ...{ from: parseLocalDate('2026-03-11'), to: parseLocalDate('2026-03-12') },
  };
  simulator.charge([
    { lineId: 'b', lastCharge },
    { lineId: 'B', lastCharge: null },
    { lineId: 'a', lastCharge: null },
  ]);
  const first = await billing.chargedLines(null, 2);
  expect(first.map(({ lineId }) => lineId)).toEqual(['B', 'a']);
  expect(await billing.chargedLines('a', 2)).toEqual([{ lineId: 'b', lastCharge }]);
  for (const lines of [
    [{ lineId: 'b' }, { lineId: 'a' }],
    [{ lineId: 'a' }, { lineId: 'a' }],
    [{ lineId: '' }],
    [null],
    ['a'],
    [
      {
        lineId: 'a',
        lastCharge: {
          chargeId: 'C',
          kind: 'usage',
          from: '2026-02-30',
          to: '2026-03-01',
          amount: '1',
          currency: 'CNY',
        },
      },
    ],
  ]) {
    simulator.inject({ status: 200, body: JSON.stringify({ lines }) });
    await expect(billing.chargedLines(null, 5)).rejects.toMatchObject({ detail: 'answer_unreadable' });
  }
  simulator.inject(null);
});

it('is probed with its token, and takes no address that would send it in the clear', async () => {
  const surroundings = {} as Surroundings;
  expect((await probeChargeControl(simulator.url, surroundings, 2_000))[0]?.fault).toBeNull();
  const wrong = new URL(simulator.url);
  wrong.password = 'other';
  expect((await probeChargeControl(wrong, surroundings, 2_000))[0]?.fault).toBe('http_401');
  expect(() => chargeControlFromUrl(new URL('http://billing.example'))).toThrow(/in the clear|https/);
});
