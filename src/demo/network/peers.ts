import { join } from 'node:path';
import { systemClock } from '../../ports/clock.ts';
import type { Base } from '../../run/compose.ts';
import type { SimulatedNetwork } from '../../run/peers.ts';
import { startServingNode, type TestServingNode } from '../../simulators/osmo-hlr/serving-node.ts';
import { type OsmoHlrSimulator, startOsmoHlrSimulator } from '../../simulators/osmo-hlr/simulator.ts';
import { type SmscSimulator, startSmscSimulator } from '../../simulators/smpp/simulator.ts';
import { startSmtpSimulator } from '../../simulators/smtp/simulator.ts';
import type { Pool } from '../../store/database/database.ts';
import type { DemoCi } from '../demo-ci.ts';
import { deliver, servedSubscribers } from '../demo-tables.ts';
import { DemoPhones } from './phones.ts';
import { type RspNetwork, startRspNetwork } from './rsp-network.ts';

export interface DemoNetwork {
  readonly addresses: SimulatedNetwork;
  readonly hlr: OsmoHlrSimulator;
  readonly vlr: TestServingNode;
  readonly smsc: SmscSimulator;
  readonly rsp: RspNetwork;
  readonly phones: DemoPhones;
  close(): Promise<void>;
}

/** As evidence and certificates name them: nobody takes the demo's network for a real one. */
const HLR = 'simulated-hlr';
const VLR = 'simulated-vlr';

export interface DemoNetworkOptions {
  /** Where the phones keep what they keep. */
  readonly folder: string;
  readonly ci: DemoCi;
  readonly onFault: (error: unknown) => void;
}

/**
 * The demo operator's network: an HLR that knows the lines of the database, a serving node to which two of three are
 * attached, a message centre whose deliveries appear on the inbox page, an SM-DP+, and the phones of the showcase.
 */
export async function startDemoNetwork(
  { operations }: Pick<Base, 'operations'>,
  { folder, ci, onFault }: DemoNetworkOptions,
): Promise<DemoNetwork> {
  const { pool } = operations;
  const hlr = await startOsmoHlrSimulator();
  const vlr = await startServingNode({ host: hlr.host, port: hlr.ports.gsupPort, name: VLR });
  await loadSubscribers(pool, hlr);
  const smsc = await startSmscSimulator({ password: 'demo' });
  const stopDelivery = smsc.subscribe(({ to, text }) => {
    deliver(pool, to, text).catch(() => undefined);
  });
  const mail = await startSmtpSimulator();
  const stopMail = mail.subscribe(({ to, text }) => {
    deliver(pool, to, text).catch(() => undefined);
  });
  const rsp = await startRspNetwork(operations, onFault);
  const phones = await DemoPhones.open({
    folder: join(folder, 'phones'),
    ci,
    rsp,
    pool,
    clock: systemClock,
    smsc,
  });
  return {
    addresses: {
      hlr: named(hlr.url, HLR),
      sms: smsc.url,
      mail: mail.url,
      smdp: rsp.url,
      smdpClient: rsp.client,
    },
    hlr,
    vlr,
    smsc,
    rsp,
    phones,
    async close() {
      stopDelivery();
      stopMail();
      await vlr.close();
      await Promise.all([hlr.close(), smsc.close(), mail.close(), rsp.close()]);
    },
  };
}

function named(url: URL, element: string): URL {
  const address = new URL(url);
  address.searchParams.set('element', element);
  return address;
}

async function loadSubscribers(pool: Pool, hlr: OsmoHlrSimulator): Promise<void> {
  for (const [i, { imsi, msisdn }] of (await servedSubscribers(pool)).entries()) {
    hlr.createSubscriber({
      imsi,
      ...(msisdn === null ? {} : { msisdn }),
      // A phone that is off is as ordinary as one that is on.
      ...(i % 3 === 2 ? {} : { vlr: VLR }),
    });
  }
}
