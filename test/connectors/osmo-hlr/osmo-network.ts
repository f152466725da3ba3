import { createOsmoHlr } from '../../../src/connectors/osmo-hlr/driver.ts';
import { GSUP, type GsupMessage } from '../../../src/connectors/osmo-hlr/gsup-codec.ts';
import type { Imsi } from '../../../src/domain/values/imsi.ts';
import { startServingNode } from '../../../src/simulators/osmo-hlr/serving-node.ts';
import type { Asked, HlrNetwork, ServingNodeUnderTest } from '../contracts/hlr-network.ts';

const WHAT: Readonly<Record<number, Asked['what']>> = {
  [GSUP.deleteDataRequest]: 'refuse_service',
  [GSUP.locationCancelRequest]: 'cancel_location',
};
const asAsked = (message: GsupMessage): Asked => ({
  what: WHAT[message.type]!,
  imsi: message.imsi as Imsi,
  domain: message.domain,
});

/** A serving node that speaks GSUP, as the HLR contract wants one. */
async function gsupNode(
  at: { readonly host: string; readonly port: number },
  name: string,
  onCancel: Parameters<HlrNetwork['servingNode']>[1],
): Promise<ServingNodeUnderTest> {
  const node = await startServingNode({
    ...at,
    name,
    ...(onCancel ? { onCancel: (message) => onCancel(asAsked(message)) } : {}),
  });
  const requests = (): GsupMessage[] => node.received.filter(({ type }) => type in WHAT);
  return {
    name,
    serves: (imsi) => node.serves(imsi),
    asked: () => requests().map(asAsked),
    attach: (imsi, domain) => node.attach(imsi, domain),
    purge: (imsi) => node.purge(imsi),
    answerLate: ({ imsi, domain }, how, about = imsi) => {
      const request = requests().find((one) => one.imsi === imsi && one.domain === domain)!;
      node.send({
        ...(how === 'refuse'
          ? { type: GSUP.locationCancelError, cause: 2 }
          : { type: GSUP.locationCancelResult }),
        imsi: about,
        ...(domain === undefined ? {} : { domain }),
        sourceName: name,
        destinationName: request.sourceName!,
      });
    },
    close: () => node.close(),
  };
}

/** An OsmoHLR, real or simulated, with serving nodes that speak GSUP to it. */
export function osmoNetwork(hlr: {
  readonly host: string;
  readonly ports: { readonly ctrlPort: number; readonly vtyPort: number; readonly gsupPort: number };
  readonly createSubscriber: HlrNetwork['createSubscriber'];
  readonly stop: HlrNetwork['stop'];
}): HlrNetwork {
  const { host, ports, createSubscriber, stop } = hlr;
  return {
    connect: (options) => createOsmoHlr({ host, ...ports, ...options }),
    createSubscriber,
    servingNode: (name, onCancel) => gsupNode({ host, port: ports.gsupPort }, name, onCancel),
    // Answers on CTRL carry a number, not an IMSI; the VTY repeats what it was told.
    isAbout: (answer, imsi) => answer.interface !== 'vty' || Buffer.from(answer.answer).includes(imsi),
    stop,
  };
}
