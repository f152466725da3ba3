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
