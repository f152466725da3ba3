import { expect, it, vi } from 'vitest';
import type { EventStream } from '../../../src/http/kit/event-stream.ts';
import type { CampaignCounts } from '../../../src/operations/campaigns/count-campaign.ts';
import { Watched } from '../../../src/web/desk/operations/campaigns/campaign-events.ts';

const counts = (run: number): CampaignCounts => ({
  ...{ state: 'running', rows: 2, preview: 2, run },
  ...{ outcomes: {}, results: {} },
});

it('a campaign that changes while it is read is read again', async () => {
  let announce!: () => void;
  let answer!: (found: CampaignCounts) => void;
  const reads: number[] = [];
  const watched = new Watched(
    () => {
      reads.push(reads.length);
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    (onChange) => {
      announce = onChange;
      return () => undefined;
    },
  );
  const sent: string[] = [];
  const stream = { send: (_: string, data: string) => sent.push(data), end: () => undefined };
  const viewer = { stream: stream as unknown as EventStream, check: async () => undefined, checkedAt: 0 };
  watched.viewers.add(viewer);
  announce();
  await vi.waitFor(() => expect(reads.length).toBe(1), 5_000);
  // The last portion commits after the numbers were read, and before they are here.
  announce();
  answer(counts(1));
  await vi.waitFor(() => expect(reads.length).toBe(2), 5_000);
  answer(counts(2));
  await vi.waitFor(() => expect(sent.map((data) => JSON.parse(data).run)).toEqual([1, 2]), 5_000);
  watched.stop();
});

it('looks again at many who watch a few at a time, and tells nobody before that', async () => {
  let announce!: () => void;
  let asked = 0;
  let most = 0;
  const watched = new Watched(
    async () => counts(1),
    (onChange) => {
      announce = onChange;
      return () => undefined;
    },
  );
  const told: number[] = [];
  const ended: number[] = [];
  for (let n = 0; n < 40; n++) {
    const stream = { send: () => told.push(n), end: () => ended.push(n) };
    watched.viewers.add({
      stream: stream as unknown as EventStream,
      checkedAt: Number.NEGATIVE_INFINITY,
      check: async () => {
        asked += 1;
        most = Math.max(most, asked);
        await new Promise((resolve) => setImmediate(resolve));
        asked -= 1;
        if (n % 4 === 0) throw new Error('signed out');
      },
    });
  }
  announce();
  await vi.waitFor(() => expect(told.length + ended.length).toBe(40), 5_000);
  expect(most).toBeLessThanOrEqual(3);
  expect(ended.sort((a, b) => a - b)).toEqual([0, 4, 8, 12, 16, 20, 24, 28, 32, 36]);
  expect(told.some((n) => n % 4 === 0)).toBe(false);
  watched.stop();
});
