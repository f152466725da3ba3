import type { AddressInfo } from 'node:net';
import type { SmdpClient } from '../../connectors/driver.ts';
import { createEs9PlusReceiver } from '../../connectors/es9plus/receiver.ts';
import { PHONE } from '../../operations/access/actor.ts';
import type { Operations } from '../../operations/context.ts';
import { NotificationIntake } from '../../operations/esim/notification-intake.ts';
import { type SmdpSimulator, startSmdpSimulator } from '../../simulators/es2plus/simulator.ts';
import { makeTestPki } from '../../simulators/pki/tls-pki.ts';
import type { Pool } from '../../store/database/database.ts';
import type { Endpoint } from '../../virtual-euicc/es9-client.ts';
import { DEMO_NOTIFIED, DEMO_SMDP } from '../demo-esim.ts';
import { knownProfiles } from '../demo-tables.ts';

const LOOPBACK = '127.0.0.1';
/** Names us to the SM-DP+. */
const REQUESTER = 'demo.handback.example';

/** The remote SIM provisioning around the demo operator. */
export interface RspNetwork {
  readonly smdp: SmdpSimulator;
  /** Where that SM-DP+ is, as HANDBACK_SMDP would have it, and how it knows us. */
  readonly url: URL;
  readonly client: SmdpClient;
  /** Where the server of a notification address is, and what its certificate chains to. */
  resolve(address: string): Endpoint;
  close(): Promise<void>;
}

/**
 * An SM-DP+ that knows the profiles of the database (ES2+ over mutual TLS), and the operator's endpoint for phones (ES9+
 * over TLS). Their certificates are made at every start, and nobody else trusts them.
 */
export async function startRspNetwork(
  operations: Operations,
  onFault: (error: unknown) => void,
): Promise<RspNetwork> {
  const pki = makeTestPki('Handback Demo');
  const smdp = await startSmdpSimulator({ identity: pki.server([LOOPBACK]), clientCaPem: pki.caPem });
  await loadProfiles(operations.pool, smdp);
  const intake = new NotificationIntake(operations, onFault);
  const { certPem: cert, keyPem: key } = pki.server([DEMO_NOTIFIED]);
  const endpoint = createEs9PlusReceiver({
    tls: { cert, key },
    accept: (raw) => intake.accept(PHONE, raw),
    onFault,
  });
  await endpoint.listen({ host: LOOPBACK, port: 0 });
  const { port } = endpoint.server.address() as AddressInfo;
  return {
    smdp,
    url: new URL(`${smdp.url}?${new URLSearchParams({ requester: REQUESTER, element: DEMO_SMDP })}`),
    client: { caPem: pki.caPem, ...pki.client('handback') },
    resolve: (address) => (address === DEMO_NOTIFIED ? { host: LOOPBACK, port, ca: pki.caPem } : {}),
    async close() {
      await Promise.all([endpoint.close(), smdp.close()]);
    },
  };
}

async function loadProfiles(pool: Pool, smdp: SmdpSimulator): Promise<void> {
  for (const { iccid, state, eid, matchingId } of await knownProfiles(pool)) {
    smdp.putProfile({
      iccid,
      state,
      ...(eid === null ? {} : { eid }),
      ...(matchingId === null ? {} : { matchingId }),
    });
  }
}
