import { ENGINE } from '../src/operations/access/actor.ts';
import { advanceCampaigns } from '../src/operations/campaigns/advance-campaigns.ts';
import { CampaignRunner } from '../src/workflow/campaign-runner.ts';
import { openBenchInstance } from './bench-instance.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

// What `handback worker` does of campaigns, in a process of its own beside the one with the pages. Ends with its parent.
const [url = '', dataFolder = ''] = process.argv.slice(2);
const hlr = new SimulatedHlr();
const { base } = await openBenchInstance(url, dataFolder, hlr);
const runner = new CampaignRunner(
  () => advanceCampaigns(base.operations, ENGINE),
  (error) => process.stderr.write(`${String(error)}\n`),
  50,
);
process.on('disconnect', async () => {
  await runner.stop();
  await base.close();
  await hlr.close();
});
runner.start();
process.send!('ready');
