/**
 * A worker without endpoints, for tests that kill it: the database of DATABASE_URL, the keys in HANDBACK_DATA, the HLR at
 * WORKER_HLR (JSON, as `createOsmoHlr` takes it), HANDBACK_FAULT. Says `ready` when it walks; ends with its parent.
 */

import { readSettings } from '../../src/config/settings.ts';
import { createOsmoHlr, type OsmoHlrConfig } from '../../src/connectors/osmo-hlr/driver.ts';
import { ENGINE } from '../../src/operations/access/actor.ts';
import { advanceCampaigns } from '../../src/operations/campaigns/advance-campaigns.ts';
import type { Hlr } from '../../src/ports/hlr.ts';
import { composeBase, stageContext } from '../../src/run/compose.ts';
import { connectSmdp } from '../../src/run/peers.ts';
import { CampaignRunner } from '../../src/workflow/campaign-runner.ts';
import { Engine } from '../../src/workflow/engine/engine.ts';

const env = process.env;
const settings = readSettings(env);
const base = await composeBase(settings, settings.databaseUrl!, 'http://handback.test');
const hlr = createOsmoHlr(JSON.parse(env['WORKER_HLR']!) as OsmoHlrConfig);
const context = {
  ...stageContext(base, withPoison(hlr, env['WORKER_POISON_IMSI']), settings.fault, connectSmdp(settings)),
  // No call may outlive a lease, and tests want short leases.
  billing: { ...base.operations.billing, callTimeoutMs: 3_000 },
};
const engine = new Engine(context, {
  idleMs: 50,
  leaseMs: Number(env['WORKER_LEASE_MS'] ?? 60_000),
});
engine.start();
// With a name: campaigns are run too, as a real worker does.
const campaigns =
  env['WORKER_CAMPAIGNS'] === undefined
    ? null
    : new CampaignRunner(
        () => advanceCampaigns(base.operations, ENGINE),
        (error) => process.stderr.write(`${String(error)}\n`),
        50,
      );
campaigns?.start();
process.stdin.on('end', () => process.exit(1)).resume();
process.on('SIGTERM', () => {
  void Promise.resolve(campaigns?.stop())
    .then(() => engine.stop())
    .then(() => hlr.close())
    .then(() => base.close())
    .then(() => process.exit(0));
});
process.stdout.write('ready\n');

/** With an IMSI: touching that one ends the process as if the power went. */
function withPoison(real: Hlr, imsi: string | undefined): Hlr {
  if (imsi === undefined) return real;
  return {
    element: real.element,
    callTimeoutMs: real.callTimeoutMs,
    lookup: (asked) => real.lookup(asked),
    bar: (asked) => {
      if (asked === imsi) process.kill(process.pid, 'SIGKILL');
      return real.bar(asked);
    },
    unbar: (saved) => real.unbar(saved),
    lookupByNumber: (msisdn) => real.lookupByNumber(msisdn),
    cancelLocation: (asked, node, options) => real.cancelLocation(asked, node, options),
    remove: (asked) => real.remove(asked),
    close: () => real.close(),
  };
}
