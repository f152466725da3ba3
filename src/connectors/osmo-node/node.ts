import type { Imsi } from '../../domain/values/imsi.ts';
import { type Clock, systemClock } from '../../ports/clock.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { Domain, HlrReply, NodeRef } from '../../ports/hlr.ts';
import type { ServingNode } from '../../ports/serving-node.ts';
import { hostOf, portOf } from '../address.ts';
import { VtyClient } from '../osmo-hlr/vty-client.ts';

/** How a program is asked for a subscriber, and how it answers. */
export interface NodeQuestion {
  readonly domain: Domain;
  readonly port: number;
  readonly command: (imsi: Imsi) => string;
  /** The one line of an answer that there is none. */
  readonly absent: (imsi: Imsi) => string;
  /** A line of each answer that there is one. */
  readonly present: (line: string, imsi: Imsi) => boolean;
}

/**
 * OsmoMSC 1.9 (`vty_interface_layer3.c`, `msc_vty.c`). It has a subscriber from the location update that it was asked for on,
 * also while the HLR has not answered yet.
 */
const OSMO_MSC: NodeQuestion = {
  domain: 'cs',
  port: 4254,
  command: (imsi) => `show subscriber imsi ${imsi}`,
  absent: (imsi) => `% No subscriber found for imsi ${imsi}`,
  present: (line, imsi) => line.trim() === `IMSI: ${imsi}`,
};

/**
 * OsmoSGSN 1.9 (`sgsn_vty.c`). A phone whose attach the HLR refused is shown for some seconds too, until it is rejected.
 */
const OSMO_SGSN: NodeQuestion = {
  domain: 'ps',
  port: 4245,
  command: (imsi) => `show mm-context imsi ${imsi}`,
  absent: (imsi) => `No MM context for IMSI ${imsi}`,
  present: (line, imsi) => line.startsWith(`MM Context for IMSI ${imsi},`),
};

export interface OsmoNodeConfig {
  readonly host: string;
  readonly port?: number | undefined;
  /** What the node must call itself in its prompt; guards against an address that leads to another node. */
  readonly hostname?: string | undefined;
  /** Bounds every question, in milliseconds. Default 3,000. */
  readonly callTimeoutMs?: number;
  /** For TCP and greeting, in milliseconds. Default 1,000. */
  readonly connectTimeoutMs?: number;
  readonly clock?: Clock;
}

export const createOsmoMsc = (config: OsmoNodeConfig): ServingNode => createOsmoNode(OSMO_MSC, config);
export const createOsmoSgsn = (config: OsmoNodeConfig): ServingNode => createOsmoNode(OSMO_SGSN, config);

/** @throws Error where the address names no host, or no port that can be */
export function osmoNodeAt(url: URL): OsmoNodeConfig {
  return {
    host: hostOf(url),
    port: portOf(url),
    hostname: url.searchParams.get('hostname') ?? undefined,
  };
}

function createOsmoNode(question: NodeQuestion, config: OsmoNodeConfig): ServingNode {
  const port = config.port ?? question.port;
  const element = `${config.host}:${port}`;
  const callTimeoutMs = config.callTimeoutMs ?? 3_000;
  const clock = config.clock ?? systemClock;
  const vty = new VtyClient({
    connector: element,
    host: config.host,
    port,
    connectTimeoutMs: config.connectTimeoutMs ?? 1_000,
    window: 16,
    privileged: false,
    hostname: config.hostname,
  });

  async function ask(imsi: Imsi, node: NodeRef): Promise<HlrReply<{ readonly present: boolean }>> {
    // A node that does not serve a domain would truthfully say that it has nobody there.
    if (node.domain !== question.domain) throw new ConnectorError(element, 'refused', 'other_domain');
    // These programs take any text for an IMSI, and have no such subscriber: a cut one would look absent.
    if (!/^\d{6,15}$/.test(imsi)) throw new ConnectorError(element, 'refused', 'argument_not_allowed');
    const request = question.command(imsi);
    const { lines, raw } = await vty.run(request, callTimeoutMs);
    const denied = lines.includes(question.absent(imsi));
    const present = !denied && lines.some((line) => question.present(line, imsi));
    const absent = denied && lines.length === 1;
    const meaning = present ? 'present_at_node' : absent ? 'absent_at_node' : 'not_understood';
    const answers = [
      { element: node.name, interface: 'vty', request, answer: raw, meaning, node, at: clock.now() } as const,
    ];
    if (present === absent) throw new ConnectorError(element, 'unknown', 'malformed_answer', answers);
    return { value: { present }, answers };
  }

  return { element, domain: question.domain, callTimeoutMs, ask, close: async () => vty.close() };
}
