import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { makeCampaign } from '../src/operations/campaigns/make-campaign.ts';
import { previewCampaign } from '../src/operations/campaigns/preview-campaign.ts';
import { runCampaign } from '../src/operations/campaigns/run-campaign.ts';
import { uploadCampaignRows } from '../src/operations/campaigns/upload-rows.ts';
import { viewCampaign } from '../src/operations/campaigns/view-campaign.ts';
import type { Operations } from '../src/operations/context.ts';
import { staffNamed } from '../test/support/actors.ts';
import { seedLines } from '../test/support/seed.ts';

const SEEDED_AT_ONCE = 5_000;
/** Where the lines of campaigns begin: the desks have those before. */
const FROM = 1_000_000;
const staff = staffNamed('bench');

export interface RunningCampaign {
  readonly campaignId: string;
  /** Lets the worker begin. */
  begin(): Promise<void>;
  /** Ends when it is over. @returns rows a second */
  readonly rate: () => Promise<number>;
  /** Rows that are done by now. */
  done(): Promise<number>;
}

/** A campaign of so many lines, previewed and ready to run. */
export async function campaignOf(
  op: Operations,
  name: string,
  count: number,
  nth: number,
): Promise<RunningCampaign> {
  const from = FROM + nth * count;
  for (let done = 0; done < count; done += SEEDED_AT_ONCE)
    await seedLines(op.pool, op.vault, Math.min(SEEDED_AT_ONCE, count - done), { from: from + done });
  async function* file(): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < count; n++) yield Buffer.from(`L${String(from + n).padStart(7, '0')}\n`);
  }
  const { campaign } = await makeCampaign(op, staff, { name });
  await uploadCampaignRows(op, staff, { name }, { source: file(), encoding: 'utf-8' });
  await previewCampaign(op, staff, { name });
  const view = () => viewCampaign(op, staff, { name, quietly: true });
  await until(async () => (await view()).previewState === 'done');
  return {
    campaignId: campaign.campaignId,
    async begin() {
      await runCampaign(op, staff, { name });
    },
    async rate() {
      await until(async () => (await view()).state !== 'running');
      const { runRows, runBeganAt, endedAt } = await view();
      return runRows / ((endedAt!.getTime() - runBeganAt!.getTime()) / 1_000);
    },
    done: async () => (await view()).runRows,
  };
}

/** A process that advances campaigns, as a worker beside the server does. */
export async function startCampaignWorker(url: string, dataFolder: string): Promise<() => Promise<void>> {
  const child = fork(join(import.meta.dirname, 'campaign-worker.ts'), [url, dataFolder]);
  const ended = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`the worker ended with ${code}`))),
  ]);
  return async () => {
    child.disconnect();
    await ended;
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 250));
}
