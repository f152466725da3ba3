import type { Imsi } from '../domain/values/imsi.ts';
import { ConnectorError } from '../ports/connector-error.ts';
import type { Detaching, Hlr, HlrReply, NetworkAnswer, NodeRef, Provisioning } from '../ports/hlr.ts';

export type Service = 'refused' | 'granted';

/** A side that reaches serving nodes, and can perhaps tell them to bar, too: the bar then holds for what is attached. */
export interface DetachingSide extends Detaching {
  /** The node's answer, whatever it is. Failures are thrown as `ConnectorError`. */
  tellService?(imsi: Imsi, node: NodeRef, service: Service): Promise<HlrReply<void>>;
}

/**
 * A whole home location register of two: who keeps the subscribers, and who reaches the serving nodes.
 *
 * A bar is the register's; the serving nodes are told of it where they can be. What they say is kept, and neither an error
 * nor silence of theirs undoes the bar: the detach that follows is what counts.
 */
export function joinSides(provisioning: Provisioning, detaching: DetachingSide): Hlr {
  /** Best effort: what a node says, or that it could not be asked, changes nothing of what the register did. */
  async function tell(imsi: Imsi, service: Service): Promise<readonly NetworkAnswer[]> {
    if (detaching.tellService === undefined) return [];
    const { value, answers } = await answersOf(provisioning.lookup(imsi));
    const nodes = value?.servingNodes.filter(({ domain }) => domain === 'ps') ?? [];
    const told = await Promise.all(
      nodes.map((node) => answersOf(detaching.tellService!(imsi, node, service))),
    );
    return [...answers, ...told.flatMap((one) => one.answers)];
  }
  const withNodes = async (
    change: Promise<HlrReply<void>>,
    imsi: Imsi,
    service: Service,
  ): Promise<HlrReply<void>> => {
    const { value, answers } = await change;
    return { value, answers: [...answers, ...(await tell(imsi, service))] };
  };
  return {
    element: provisioning.element,
    // A bar changes, looks up, and tells a node.
    callTimeoutMs: 2 * provisioning.callTimeoutMs + detaching.callTimeoutMs,
    lookup: (imsi) => provisioning.lookup(imsi),
    lookupByNumber: (msisdn) => provisioning.lookupByNumber(msisdn),
    ...(provisioning.list && { list: (place, limit) => provisioning.list!(place, limit) }),
    bar: (imsi) => withNodes(provisioning.bar(imsi), imsi, 'refused'),
    unbar: (saved) =>
      withNodes(
        provisioning.unbar(saved),
        saved.imsi,
        saved.csEnabled || saved.psEnabled ? 'granted' : 'refused',
      ),
    remove: (imsi) => provisioning.remove(imsi),
    cancelLocation: (imsi, node, options) => detaching.cancelLocation(imsi, node, options),
    close: async () => {
      await Promise.all([provisioning.close(), detaching.close()]);
    },
  };
}

/** A reply, or what a failure of a peer left of one. */
async function answersOf<T>(reply: Promise<HlrReply<T>>): Promise<HlrReply<T | null>> {
  try {
    return await reply;
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { value: null, answers: error.answers };
  }
}
