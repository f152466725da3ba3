import { joinSides } from '../../../src/connectors/join-sides.ts';
import { createPyHss } from '../../../src/connectors/pyhss/driver.ts';
import { COMMAND } from '../../../src/connectors/s6a/dictionary.ts';
import { createS6a } from '../../../src/connectors/s6a/driver.ts';
import type { Imsi } from '../../../src/domain/values/imsi.ts';
import { startPyHssSimulator } from '../../../src/simulators/pyhss/simulator.ts';
import type { NodeRequest, SimulatedMme } from '../../../src/simulators/s6a/agent.ts';
import type { Asked, HlrNetwork, HlrTraits, ServingNodeUnderTest } from '../contracts/hlr-network.ts';

/** 4G: nodes serve the packet-switched domain, and PyHSS has one flag for all. */
export const EPC: HlrTraits = {
  domains: ['ps'],
  accessModes: [
    [true, true],
    [false, false],
  ],
  looksUpAndTells: true,
  removal: ['subscriber_deleted', 'keys_removed', 'subscriber_absent'],
};

export const REALM = 'epc.mnc001.mcc001.3gppnetwork.org';
export const IDENTITY = { originHost: `hss-front.${REALM}`, originRealm: REALM };

/** What stands behind the Diameter link: simulated, or a stack of another hand. */
export interface Mmes {
  readonly host: string;
  readonly port: number;
  mme(name: string, onRequest: (request: NodeRequest) => ReturnType<NonNullable<OnCancel>>): SimulatedMme;
  close(): Promise<void>;
}

type OnCancel = Parameters<HlrNetwork['servingNode']>[1];

const asAsked = ({ command, imsi }: NodeRequest): Asked => ({
  what: command === COMMAND.cancelLocation ? 'cancel_location' : 'refuse_service',
  imsi: imsi as Imsi,
  domain: 'ps',
});

/** A PyHSS with MMEs that are reached over Diameter. */
export async function epcNetwork(mmes: Mmes): Promise<HlrNetwork> {
  const pyHss = await startPyHssSimulator();
  const origin = `http://${pyHss.host}:${pyHss.port}`;
  return {
    connect: (options) =>
      joinSides(
        createPyHss({ origin, ...options }),
        createS6a({ host: mmes.host, port: mmes.port, identity: IDENTITY, ...options }),
      ),
    createSubscriber: async (imsi, msisdn) => {
      pyHss.createSubscriber({ imsi, ...(msisdn !== undefined && { msisdn }) });
      if (msisdn !== undefined) pyHss.createIms({ imsi, msisdn });
    },
    servingNode: async (name, onCancel) => {
      const serving = new Set<string>();
      const node = mmes.mme(name, (request) => {
        if (request.command !== COMMAND.cancelLocation) return 'acknowledge';
        const how = onCancel?.(asAsked(request)) ?? 'acknowledge';
        if (how === 'acknowledge' || how === 'acknowledge_twice') serving.delete(request.imsi);
        return how;
      });
      return servingNode(node, serving, {
        attach: (imsi) => pyHss.attach(imsi, name, REALM),
        purge: (imsi) => pyHss.purge(imsi),
      });
    },
    // A row says of whom it is; that it was deleted, or is not there, does not.
    isAbout: ({ answer }, imsi) =>
      !Buffer.from(answer).includes('"imsi"') || Buffer.from(answer).includes(imsi),
    stop: async () => {
      await pyHss.close();
      await mmes.close();
    },
  };
}

function servingNode(
  node: SimulatedMme,
  serving: Set<string>,
  hss: { readonly attach: (imsi: Imsi) => boolean; readonly purge: (imsi: Imsi) => boolean },
): ServingNodeUnderTest {
  /** Those that grant service again are no question of the contract's. */
  const requests = () => node.received.filter(({ status }) => status.subscriber !== 0);
  return {
    name: node.name,
    realm: REALM,
    serves: (imsi) => serving.has(imsi),
    asked: () => requests().map(asAsked),
    attach: async (imsi) => {
      const isIn = hss.attach(imsi);
      if (isIn) serving.add(imsi);
      return isIn;
    },
    purge: async (imsi) => {
      serving.delete(imsi);
      return hss.purge(imsi);
    },
    answerLate: ({ imsi }, how, about = imsi) => {
      const request = requests().find((one) => one.imsi === imsi && one.command === COMMAND.cancelLocation)!;
      // An answer has no IMSI: what is about another subscriber is of another session.
      const session = about === imsi ? undefined : `${request.sessionId}9`;
      node.answerLate(request, how, session);
    },
    close: async () => node.close(),
  };
}
