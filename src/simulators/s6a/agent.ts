import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import {
  allOf,
  avpsOf,
  DiameterReader,
  decodeAvps,
  encodeAvp,
  encodeMessage,
  FLAG,
  isRequest,
  type Message,
  numberOf,
  onlyOne,
  textOf,
} from '../../connectors/s6a/codec.ts';
import {
  APPLICATION_BASE,
  APPLICATION_RELAY,
  AVP,
  COMMAND,
  EXPERIMENTAL,
  RESULT,
  VENDOR_3GPP,
} from '../../connectors/s6a/dictionary.ts';

/** What a serving node does with a request: success, an error of its own, "no such subscriber", or nothing. */
export type NodeBehaviour = 'acknowledge' | 'acknowledge_twice' | 'refuse' | 'unknown_user' | 'ignore';

/** One request as an MME reads it. */
export interface NodeRequest {
  readonly command: number;
  readonly imsi: string;
  readonly sessionId: string;
  readonly realm: string;
  /** Cancellation-Type and CLR-Flags of a cancellation. */
  readonly cancellation: { readonly type: number | null; readonly flags: number | null };
  /** Subscriber-Status and Operator-Determined-Barring of an insertion. */
  readonly status: { readonly subscriber: number | null; readonly barred: number | null };
}

export interface SimulatedMme {
  readonly name: string;
  readonly received: readonly NodeRequest[];
  /** Answers a request that it ignored before, as another session's if `sessionId` names one. */
  answerLate(request: NodeRequest, how: 'acknowledge' | 'refuse', sessionId?: string): void;
  close(): void;
}

export interface DiameterAgent {
  readonly host: string;
  readonly port: number;
  /** An MME behind it. Without `onRequest` it acknowledges everything. */
  mme(name: string, onRequest?: (request: NodeRequest) => NodeBehaviour): SimulatedMme;
  /** Origin-Hosts of the peers that are connected now. */
  peers(): readonly string[];
  /** Asks each peer for a sign of life, or to go; the answers are counted in `heard`. */
  ask(command: number): void;
  /** Answers to `ask`, and what peers asked of the agent itself, by command. */
  readonly heard: readonly number[];
  dropConnections(): void;
  close(): Promise<void>;
}

export interface AgentOptions {
  readonly host?: string;
  readonly tls?: { readonly certPem: string; readonly keyPem: string; readonly clientCaPem: string };
  /** Result-Code of each exchange of capabilities. Default success. */
  readonly capabilitiesResult?: number;
}

const ORIGIN_HOST = 'dra.epc.mnc001.mcc001.3gppnetwork.org';
const ORIGIN_REALM = 'epc.mnc001.mcc001.3gppnetwork.org';
const LONGEST = 65_536;

/** A Diameter relay with MMEs behind it, in this process, for tests and benchmarks. */
export async function startDiameterAgent(options: AgentOptions = {}): Promise<DiameterAgent> {
  const host = options.host ?? '127.0.0.1';
  const nodes = new Map<string, (request: Message, reply: (bytes: Buffer) => void) => void>();
  const peers = new Map<Socket, string>();
  const sockets = new Set<Socket>();
  const heard: number[] = [];
  let numbers = 0;

  const serve = (socket: Socket): void => {
    const reader = new DiameterReader(LONGEST);
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      peers.delete(socket);
    });
    const send = (bytes: Buffer): void => {
      // What is answered in one turn travels in one write.
      if (socket.writableCorked === 0) {
        socket.cork();
        queueMicrotask(() => socket.uncork());
      }
      socket.write(bytes);
    };
    socket.on('data', (chunk: Buffer) => {
      for (const message of reader.read(chunk)) {
        if (isRequest(message)) answer(socket, message, send);
        else heard.push(message.command);
      }
    });
  };

  const answer = (socket: Socket, request: Message, send: (bytes: Buffer) => void): void => {
    if (request.application === APPLICATION_BASE) {
      const isGreeting = request.command === COMMAND.capabilitiesExchange;
      const result = (isGreeting ? options.capabilitiesResult : undefined) ?? RESULT.success;
      heard.push(request.command);
      if (isGreeting) peers.set(socket, textOf(onlyOne(avpsOf(request), AVP.originHost)) ?? '');
      send(
        reply(request, result, ORIGIN_HOST, [
          ...(isGreeting ? [encodeAvp(AVP.authApplicationId, APPLICATION_RELAY)] : []),
        ]),
      );
      if (request.command === COMMAND.disconnectPeer) socket.end();
      return;
    }
    const to = textOf(onlyOne(avpsOf(request), AVP.destinationHost))?.toLowerCase() ?? '';
    const node = nodes.get(to);
    if (node === undefined) send(reply(request, RESULT.unableToDeliver, ORIGIN_HOST));
    else node(request, send);
  };

  const { tls } = options;
  const server =
    tls === undefined
      ? createServer(serve)
      : createTlsServer(
          { cert: tls.certPem, key: tls.keyPem, ca: tls.clientCaPem, requestCert: true },
          serve,
        );
  server.listen(0, host);
  await once(server, 'listening');

  return {
    host,
    port: (server.address() as AddressInfo).port,
    heard,
    peers: () => [...peers.values()],
    ask: (command) => {
      for (const socket of peers.keys()) {
        const hopByHop = ++numbers;
        socket.write(
          encodeMessage(
            { flags: FLAG.request, command, application: APPLICATION_BASE, hopByHop, endToEnd: hopByHop },
            [encodeAvp(AVP.originHost, ORIGIN_HOST), encodeAvp(AVP.originRealm, ORIGIN_REALM)],
          ),
        );
      }
    },
    mme: (name, onRequest = () => 'acknowledge') => {
      const received: NodeRequest[] = [];
      const open = new Map<NodeRequest, (how: NodeBehaviour, sessionId?: string) => void>();
      nodes.set(name.toLowerCase(), (message, send) => {
        const request = readRequest(message);
        received.push(request);
        const act = (how: NodeBehaviour, sessionId?: string): void => {
          if (how === 'ignore') return;
          const bytes = nodeReply(message, how, name, sessionId);
          send(bytes);
          if (how === 'acknowledge_twice') send(bytes);
        };
        open.set(request, act);
        act(onRequest(request));
      });
      return {
        name,
        received,
        answerLate: (request, how, sessionId) => open.get(request)?.(how, sessionId),
        close: () => void nodes.delete(name.toLowerCase()),
      };
    },
    dropConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An answer with the numbers and the session of its request. */
function reply(
  request: Message,
  result: number | Buffer,
  originHost: string,
  further: readonly Buffer[] = [],
  sessionId?: string,
): Buffer {
  const session = allOf(avpsOf(request), AVP.sessionId).map(({ raw }) => raw);
  const isProtocolError = typeof result === 'number' && result >= 3_000 && result < 4_000;
  return encodeMessage(
    { ...request, flags: (request.flags & FLAG.proxiable) | (isProtocolError ? FLAG.error : 0) },
    [
      ...(sessionId === undefined ? session : [encodeAvp(AVP.sessionId, sessionId)]),
      typeof result === 'number' ? encodeAvp(AVP.resultCode, result) : result,
      encodeAvp(AVP.originHost, originHost),
      encodeAvp(AVP.originRealm, ORIGIN_REALM),
      ...further,
    ],
  );
}

function nodeReply(request: Message, how: NodeBehaviour, name: string, sessionId?: string): Buffer {
  const unknown = encodeAvp(AVP.experimentalResult, [
    encodeAvp(AVP.vendorId, VENDOR_3GPP),
    encodeAvp(AVP.experimentalResultCode, EXPERIMENTAL.userUnknown),
  ]);
  const result = how === 'unknown_user' ? unknown : how === 'refuse' ? RESULT.unableToComply : RESULT.success;
  return reply(request, result, name, [], sessionId);
}

function readRequest(message: Message): NodeRequest {
  const avps = avpsOf(message);
  const data = onlyOne(avps, AVP.subscriptionData);
  const inserted = data === null ? [] : decodeAvps(data.data);
  const text = (type: (typeof AVP)[keyof typeof AVP]): string => textOf(onlyOne(avps, type)) ?? '';
  return {
    command: message.command,
    imsi: text(AVP.userName),
    sessionId: text(AVP.sessionId),
    realm: text(AVP.destinationRealm),
    cancellation: {
      type: numberOf(onlyOne(avps, AVP.cancellationType)),
      flags: numberOf(onlyOne(avps, AVP.clrFlags)),
    },
    status: {
      subscriber: numberOf(onlyOne(inserted, AVP.subscriberStatus)),
      barred: numberOf(onlyOne(inserted, AVP.operatorDeterminedBarring)),
    },
  };
}
