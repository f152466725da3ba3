import { parseImsi } from '../../domain/values/imsi.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { ServingNode } from '../../ports/serving-node.ts';
import type { Probe } from '../probe.ts';
import { createOsmoMsc, createOsmoSgsn, type OsmoNodeConfig, osmoNodeAt } from './node.ts';

/** Of the network 999-99, which ITU-T E.212 keeps for private use. */
const NOBODY = parseImsi('999990000000000');

const probing =
  (create: (config: OsmoNodeConfig) => ServingNode): Probe =>
  async (url, _surroundings, timeoutMs) => {
    const node = create(osmoNodeAt(url));
    const late = Promise.withResolvers<string>();
    const timer = setTimeout(() => late.resolve('timeout'), timeoutMs);
    const asked = node.ask(NOBODY, { domain: node.domain, name: url.host }).then(
      () => null,
      (error: unknown) => (error instanceof ConnectorError ? error.detail : 'malformed_answer'),
    );
    const fault = await Promise.race([asked, late.promise]);
    clearTimeout(timer);
    await node.close();
    return [{ channel: 'vty', address: node.element, fault }];
  };

/** Asks an OsmoMSC for a subscriber that nobody is. */
export const probeOsmoMsc: Probe = probing(createOsmoMsc);

/** Asks an OsmoSGSN for a subscriber that nobody is. */
export const probeOsmoSgsn: Probe = probing(createOsmoSgsn);
