import type { Peers } from '../compose.ts';
import { startServingNode, type TestServingNode } from '../connectors/osmo-hlr/serving-node.ts';
import { type OsmoHlrSimulator, startOsmoHlrSimulator } from '../connectors/osmo-hlr/simulator.ts';
import { type SmscSimulator, startSmscSimulator } from '../connectors/smpp/simulator.ts';
import { parseImsi } from '../domain/imsi.ts';
import type { Pool } from '../store/database.ts';

export interface DemoNetwork {
  readonly peers: Peers;
  readonly hlr: OsmoHlrSimulator;
  readonly vlr: TestServingNode;
  readonly smsc: SmscSimulator;
  close(): Promise<void>;
}

const VLR = 'vlr-demo';
const CREDENTIALS = { systemId: 'handback', password: 'demo' };

/**
 * The demo operator's network: an HLR that knows the lines of the database, a serving node to which two of three are
 * attached, and a message centre whose deliveries appear on the inbox page.
 */
export async function startDemoNetwork(pool: Pool): Promise<DemoNetwork> {
  const hlr = await startOsmoHlrSimulator();
  const vlr = await startServingNode({ host: hlr.host, port: hlr.ports.gsupPort, name: VLR });
  await loadSubscribers(pool, hlr);
  const smsc = await startSmscSimulator({ ...CREDENTIALS });
  const stopDelivery = smsc.subscribe(({ to, text }) => {
    pool.query('insert into demo_inbox (msisdn, text) values ($1, $2)', [to, text]).catch(() => undefined);
  });
  return {
    peers: {
      hlr: { host: hlr.host, ...hlr.ports },
      smsc: { host: smsc.host, port: smsc.port, ...CREDENTIALS },
    },
    hlr,
    vlr,
    smsc,
    async close() {
      stopDelivery();
      await vlr.close();
      await Promise.all([hlr.close(), smsc.close()]);
    },
  };
}

async function loadSubscribers(pool: Pool, hlr: OsmoHlrSimulator): Promise<void> {
  const { rows } = await pool.query<{ imsi: string; msisdn: string | null; status: string; n: number }>(
    `select a.imsi, m.msisdn, l.status, row_number() over (order by a.access_id)::int as n
     from access a join line l using (line_id) left join msisdn_assignment m on m.line_id = l.line_id and m.to_at is null
     where a.to_at is null and l.status <> 'ended'`,
  );
  for (const { imsi, msisdn, n } of rows) {
    hlr.createSubscriber({
      imsi: parseImsi(imsi),
      ...(msisdn === null ? {} : { msisdn }),
      // A phone that is off is as ordinary as one that is on.
      ...(n % 3 === 0 ? {} : { vlr: VLR }),
    });
  }
}
