import { connect } from 'node:net';
import { decodeGsup, encodeGsup, GSUP, type GsupMessage } from '../../connectors/osmo-hlr/gsup-codec.ts';
import { CCM, ccmFrame, IPA, IpaReader, identityResponse, ipaFrame } from '../../connectors/osmo-hlr/ipa.ts';
import type { Domain } from '../../ports/hlr.ts';

export interface ServingNodeOptions {
  readonly host: string;
  readonly port: number;
  /** The IPA name that the HLR then shows as `vlr_number` or `sgsn_number`. */
  readonly name: string;
  /** What it does with a LocationCancelRequest; `acknowledge` if not set. */
  readonly onCancel?: (message: GsupMessage) => 'acknowledge' | 'refuse' | 'ignore' | 'acknowledge_twice';
}

/** A stand-in for a VLR or SGSN, for tests, benchmarks and the demo. */
export interface TestServingNode {
  readonly name: string;
  /** All GSUP that it received, in order. */
  readonly received: readonly GsupMessage[];
  /** Whether it serves a subscriber now, in either domain or in one. */
  serves(imsi: string, domain?: Domain): boolean;
  /** A location update; resolves `false` if the HLR refuses it. */
  attach(imsi: string, domain: Domain): Promise<boolean>;
  /** PurgeMS (TS 29.002 section 8.1.6): the node dropped the subscriber on its own. */
  purge(imsi: string): Promise<boolean>;
  /** Sends any message, e.g. an answer nobody asked for. */
  send(message: GsupMessage): void;
  close(): Promise<void>;
}

const DOMAINS: readonly Domain[] = ['cs', 'ps'];

/** A LocationCancelError's cause here (TS 24.008 section 10.5.5.14): IMSI unknown. */
const IMSI_UNKNOWN = 2;

/** Resolves once the HLR routes messages to `name`. @throws Error if the connection fails before. */
export async function startServingNode(options: ServingNodeOptions): Promise<TestServingNode> {
  const socket = connect({ host: options.host, port: options.port, noDelay: true });
  const reader = new IpaReader(4_096, [IPA.osmo, IPA.ccm]);
  const received: GsupMessage[] = [];
  const attached = new Set<string>();
  const served = (imsi: string, domain: Domain): string => `${domain} ${imsi}`;
  const waiting = new Map<string, (done: boolean) => void>();
  let routed = (): void => {};

  // What is answered in one turn travels in one write.
  const send = (message: GsupMessage): void => {
    if (socket.writableCorked === 0) {
      socket.cork();
      queueMicrotask(() => socket.uncork());
    }
    socket.write(ipaFrame(IPA.osmo, Buffer.concat([Buffer.of(IPA.gsup), encodeGsup(message)])));
  };
  /** An answer goes back to the source of its request. */
  const answer = (to: GsupMessage, type: number, cause?: number): void =>
    send({
      type,
      imsi: to.imsi,
      ...(cause === undefined ? {} : { cause }),
      ...(to.domain ? { domain: to.domain } : {}),
      ...(to.sourceName ? { destinationName: to.sourceName, sourceName: options.name } : {}),
    });
  const settle = (message: GsupMessage, done: boolean): void => {
    waiting.get(message.imsi)?.(done);
    waiting.delete(message.imsi);
  };
  const handlers: { readonly [type: number]: (message: GsupMessage) => void } = {
    [GSUP.insertDataRequest]: (message) => answer(message, GSUP.insertDataResult),
    [GSUP.deleteDataRequest]: (message) => answer(message, GSUP.deleteDataResult),
    [GSUP.updateLocationResult]: (message) => settle(message, true),
    [GSUP.updateLocationError]: (message) => settle(message, false),
    [GSUP.purgeMsResult]: (message) => settle(message, true),
    [GSUP.purgeMsError]: (message) => settle(message, false),
    [GSUP.locationCancelRequest]: (message) => {
      const choice = options.onCancel?.(message) ?? 'acknowledge';
      if (choice === 'ignore') return;
      if (choice === 'refuse') {
        answer(message, GSUP.locationCancelError, IMSI_UNKNOWN);
        return;
      }
      for (const domain of message.domain ? [message.domain] : DOMAINS)
        attached.delete(served(message.imsi, domain));
      answer(message, GSUP.locationCancelResult);
      if (choice === 'acknowledge_twice') answer(message, GSUP.locationCancelResult);
    },
  };

  socket.on('data', (chunk) => {
    try {
      for (const { stream, payload } of reader.read(chunk)) {
        if (stream === IPA.ccm && payload[0] === CCM.identityGet) {
          socket.write(identityResponse(options.name));
          socket.write(ccmFrame(CCM.ping));
        } else if (stream === IPA.ccm && payload[0] === CCM.ping) socket.write(ccmFrame(CCM.pong));
        else if (stream === IPA.ccm && payload[0] === CCM.pong) routed();
        else if (stream === IPA.osmo && payload[0] === IPA.gsup) {
          const message = decodeGsup(payload.subarray(1));
          received.push(message);
          handlers[message.type]?.(message);
        }
      }
    } catch (error) {
      socket.destroy(error as Error);
    }
  });
  await new Promise<void>((resolve, reject) => {
    routed = resolve;
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`${options.name}: the HLR closed the connection`)));
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    for (const done of waiting.values()) done(false);
  });

  const ask = (message: GsupMessage): Promise<boolean> =>
    new Promise((resolve) => {
      waiting.set(message.imsi, resolve);
      send(message);
    });
  return {
    name: options.name,
    received,
    serves: (imsi, domain) => (domain ? [domain] : DOMAINS).some((one) => attached.has(served(imsi, one))),
    send,
    attach: async (imsi, domain) => {
      const done = await ask({ type: GSUP.updateLocationRequest, imsi, domain });
      if (done) attached.add(served(imsi, domain));
      return done;
    },
    purge: async (imsi) => {
      const domain = attached.has(served(imsi, 'ps')) ? 'ps' : 'cs';
      const done = await ask({ type: GSUP.purgeMsRequest, imsi, domain });
      if (done) attached.delete(served(imsi, domain));
      return done;
    },
    close: () =>
      new Promise((resolve) => {
        if (socket.closed) resolve();
        else {
          socket.once('close', () => resolve());
          socket.destroy();
        }
      }),
  };
}
