import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { type Cell, TEST_CELL } from '../cell.ts';
import type { Card } from '../mobile-identity.ts';
import { PhoneLog } from '../phone-log.ts';
import {
  BSSMAP,
  clearComplete,
  completeLayer3,
  decodeBssap,
  dtap,
  readPaging,
  reset,
  resetAck,
} from './bssap.ts';
import { Conversation } from './conversation.ts';
import { AS_STATE, encodeData, encodeM3ua, M3UA, M3uaReader, notifyState, readData } from './m3ua.ts';
import { connectionRequest, data1, decodeSccp, releaseComplete, unitdata } from './sccp.ts';
import { VoicePhone } from './voice-phone.ts';

export interface ControllerOptions {
  /** Where the MSC looks for it. */
  readonly host: string;
  readonly port: number;
  readonly cell?: Cell;
}

/** The voice half of a mobile network's radio side, in software: one cell on A, and any number of phones in it. */
export interface BaseStationController {
  /** Where it listens. */
  readonly address: { readonly host: string; readonly port: number };
  phone(card: Card, log?: PhoneLog): VoicePhone;
  /** Resolves when the MSC is connected and phones can speak. @throws Error if none comes */
  up(): Promise<void>;
  /** Resolves when no MSC is connected. */
  down(): Promise<void>;
  close(): Promise<void>;
}

/** Signalling point codes: the MSC's default 0.23.1, and ours 0.23.3, in the form 3-8-3 bits of ITU-T Q.708. */
export const POINT_CODE = { msc: (23 << 3) | 1, controller: (23 << 3) | 3 } as const;
const REPEAT_MS = 1_000;
const PATIENCE_MS = 30_000;

interface Connection {
  readonly conversation: Conversation;
  /** The MSC's reference, once it has confirmed. */
  peer: number | null;
}

/** Listens; the MSC connects when it starts. */
export async function startBaseStationController(options: ControllerOptions): Promise<BaseStationController> {
  const cell = options.cell ?? TEST_CELL;
  const phones = new Set<VoicePhone>();
  const connections = new Map<number, Connection>();
  let references = 0;
  let link: Socket | null = null;
  let ready = false;
  let changed = (): void => {};
  let change = new Promise<void>((resolve) => {
    changed = resolve;
  });
  const note = (): void => {
    const wake = changed;
    change = new Promise((resolve) => {
      changed = resolve;
    });
    wake();
  };
  const sccp = (bytes: Buffer): void => {
    link?.write(encodeData(POINT_CODE.controller, POINT_CODE.msc, bytes));
  };

  /** Asks until the MSC answers: it forgets all connections with us, as we do. */
  const beginAnew = (socket: Socket): void => {
    const ask = (): void => sccp(unitdata(reset()));
    const repeat = setInterval(() => (ready ? clearInterval(repeat) : ask()), REPEAT_MS);
    socket.once('close', () => clearInterval(repeat));
    ask();
  };

  const onBssap = (bytes: Buffer, reference: number | null): void => {
    const message = decodeBssap(bytes);
    const connection = reference === null ? undefined : connections.get(reference);
    if (message?.kind === 'dtap') connection?.conversation.receive(message.layer3, message.sapi);
    else if (message?.type === BSSMAP.resetAck) {
      ready = true;
      note();
    } else if (message?.type === BSSMAP.reset) sccp(unitdata(resetAck()));
    else if (message?.type === BSSMAP.paging) {
      const who = readPaging(message.elements);
      for (const phone of phones) phone.paged(who);
    } else if (message?.type === BSSMAP.clearCommand && connection && connection.peer !== null) {
      connection.conversation.cleared();
      sccp(data1(connection.peer, clearComplete()));
    }
  };

  const onSccp = (bytes: Buffer): void => {
    const message = decodeSccp(bytes);
    if (!message) return;
    if (message.kind === 'unitdata') {
      onBssap(message.data, null);
      return;
    }
    const connection = connections.get(message.to);
    if (message.kind === 'released') {
      sccp(releaseComplete(message.from, message.to));
      connections.delete(message.to);
      connection?.conversation.close('cleared');
    } else if (message.kind === 'refused') {
      connections.delete(message.to);
      connection?.conversation.close('refused');
    } else if (message.kind === 'confirmed' && connection) {
      connection.peer = message.from;
      connection.conversation.confirm();
      if (message.data) onBssap(message.data, message.to);
    } else if (message.kind === 'data') onBssap(message.data, message.to);
  };

  const onM3ua: { readonly [kind: number]: (body: Buffer, socket: Socket) => void } = {
    // Without the notifications the MSC goes on to wait for a routing key.
    [M3UA.aspUp]: (_, socket) => {
      socket.write(Buffer.concat([encodeM3ua(M3UA.aspUpAck), notifyState(AS_STATE.inactive)]));
    },
    [M3UA.aspActive]: (_, socket) => {
      socket.write(Buffer.concat([encodeM3ua(M3UA.aspActiveAck), notifyState(AS_STATE.active)]));
      beginAnew(socket);
    },
    [M3UA.heartbeat]: (body, socket) => socket.write(encodeM3ua(M3UA.heartbeatAck, body)),
    [M3UA.data]: (body) => {
      const bytes = readData(body);
      if (bytes) onSccp(bytes);
    },
  };

  const server = createServer({ noDelay: true }, (socket) => {
    const reader = new M3uaReader();
    link = socket;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      try {
        for (const { kind, body } of reader.read(chunk)) onM3ua[kind]?.(body, socket);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
    socket.on('close', () => {
      if (link !== socket) return;
      link = null;
      ready = false;
      for (const { conversation } of connections.values()) conversation.close('lost');
      connections.clear();
      note();
    });
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');

  const until = async (what: string, reached: () => boolean): Promise<void> => {
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      patience = setTimeout(() => reject(new Error(`the MSC did not ${what}`)), PATIENCE_MS);
    });
    try {
      while (!reached()) await Promise.race([change, late]);
    } finally {
      clearTimeout(patience);
    }
  };

  const radio = {
    cell,
    open(first: Buffer, listener: ConstructorParameters<typeof Conversation>[1]): Conversation {
      const reference = ++references;
      const connection: Connection = {
        peer: null,
        conversation: new Conversation((layer3, sapi) => {
          if (connection.peer !== null) sccp(data1(connection.peer, dtap(layer3, sapi)));
        }, listener),
      };
      connections.set(reference, connection);
      const body = completeLayer3(cell, connection.conversation.numbered(first));
      sccp(connectionRequest(reference, POINT_CODE.controller, body));
      return connection.conversation;
    },
  };
  return {
    address: { host: options.host, port: options.port },
    phone(card, log = new PhoneLog(card.imsi)) {
      const phone = new VoicePhone(card, radio, log);
      phones.add(phone);
      return phone;
    },
    up: () => until('connect', () => ready),
    down: () => until('go', () => link === null),
    async close() {
      link?.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
