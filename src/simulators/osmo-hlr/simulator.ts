import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Imsi } from '../../domain/values/imsi.ts';
import { serveCtrl } from './simulator-ctrl.ts';
import { GsupRouter } from './simulator-gsup.ts';
import type { Effects, Faults, SimulatedSubscriber, SimulatorState } from './simulator-state.ts';
import { serveVty } from './simulator-vty.ts';

export type { Behaviour, Effects, Faults, SimulatedCommand, SimulatedSubscriber } from './simulator-state.ts';

export interface OsmoHlrSimulator {
  readonly host: string;
  /** To be spread into `createOsmoHlr`. */
  readonly ports: { readonly ctrlPort: number; readonly vtyPort: number; readonly gsupPort: number };
  /** Its address, in the form of HANDBACK_HLR. */
  readonly url: URL;
  createSubscriber(subscriber: {
    readonly imsi: Imsi;
    /** E.164, with or without the plus. */
    readonly msisdn?: string;
    /** Names of the serving nodes, as if a location update had been. */
    readonly vlr?: string;
    readonly sgsn?: string;
  }): void;
  /** Another system changes a subscriber, as it could on the real one at any time. */
  change(imsi: Imsi, to: Partial<Pick<SimulatedSubscriber, 'msisdn' | 'cs' | 'ps' | 'vlr' | 'sgsn'>>): void;
  subscriber(imsi: Imsi): Readonly<SimulatedSubscriber> | undefined;
  subscriberCount(): number;
  effects(imsi: Imsi): Readonly<Effects>;
  /** Replaces what was injected before; `{}` ends all faults. */
  inject(faults: Faults): void;
  /** Closes the ports and all connections; `up` opens the same ports again. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Ends all connections at once, and keeps listening. */
  dropConnections(): void;
  close(): Promise<void>;
}

/** An OsmoHLR in this process that speaks CTRL, VTY and GSUP on real sockets of free ports. */
export async function startOsmoHlrSimulator(
  options: { readonly host?: string } & Faults = {},
): Promise<OsmoHlrSimulator> {
  const host = options.host ?? '127.0.0.1';
  let faults: Faults = options;
  let lastId = 0;
  const counted = new Map<string, Effects>();
  const sockets = new Set<Socket>();
  const state: SimulatorState = {
    subscribers: new Map(),
    create: (imsi) => {
      const subscriber = newSubscriber(++lastId, imsi);
      state.subscribers.set(imsi, subscriber);
      return subscriber;
    },
    effects: (imsi) => {
      let effects = counted.get(imsi);
      if (!effects) {
        effects = noEffects();
        counted.set(imsi, effects);
      }
      return effects;
    },
    latency: (command) => faults.latency?.(command) ?? 0,
    behaviour: (command) => faults.behaviour?.(command) ?? 'answer',
    deleteData: (imsi, domains) => router.deleteData(imsi, domains),
  };
  const router = new GsupRouter(state);
  const serve = (handle: (socket: Socket) => void): Server =>
    createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
      handle(socket);
    });
  const channels = [
    serve((socket) => serveCtrl(socket, state)),
    serve((socket) => serveVty(socket, state)),
    serve((socket) => router.serve(socket)),
  ];
  let ports = [0, 0, 0];
  const up = async (): Promise<void> => {
    ports = await Promise.all(channels.map((server, i) => listen(server, host, ports[i]!)));
  };
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const down = async (): Promise<void> => {
    const closed = channels.filter((server) => server.listening).map((server) => once(server, 'close'));
    for (const server of channels) server.close();
    dropConnections();
    await Promise.all(closed);
  };
  await up();
  return {
    host,
    ports: { ctrlPort: ports[0]!, vtyPort: ports[1]!, gsupPort: ports[2]! },
    url: new URL(`osmo-hlr://${host}?ctrl=${ports[0]}&vty=${ports[1]}&gsup=${ports[2]}`),
    createSubscriber: ({ imsi, msisdn, vlr, sgsn }) => {
      const subscriber = state.create(imsi);
      subscriber.msisdn = msisdn?.replace(/^\+/, '') ?? null;
      subscriber.vlr = vlr ?? null;
      subscriber.sgsn = sgsn ?? null;
      subscriber.keys2g = true;
      subscriber.keys3g = true;
    },
    change: (imsi, to) => {
      const subscriber = state.subscribers.get(imsi);
      if (subscriber === undefined) throw new Error(`no subscriber ${imsi}`);
      Object.assign(subscriber, to);
    },
    subscriber: (imsi) => state.subscribers.get(imsi),
    subscriberCount: () => state.subscribers.size,
    effects: (imsi) => ({ ...(counted.get(imsi) ?? noEffects()) }),
    inject: (next) => {
      faults = next;
    },
    down,
    up,
    dropConnections,
    close: down,
  };
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

function newSubscriber(id: number, imsi: string): SimulatedSubscriber {
  return {
    id,
    imsi,
    msisdn: null,
    cs: true,
    ps: true,
    vlr: null,
    sgsn: null,
    purgedCs: false,
    purgedPs: false,
    keys2g: false,
    keys3g: false,
  };
}

const noEffects = (): Effects => ({
  lookups: 0,
  barred: 0,
  restored: 0,
  keysRemoved: 0,
  deleted: 0,
  cancelRequested: 0,
  cancelAcknowledged: 0,
});
