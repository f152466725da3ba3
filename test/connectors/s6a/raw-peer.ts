import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { DetachingSide } from '../../../src/connectors/join-sides.ts';
import type { S6aConfig } from '../../../src/connectors/s6a/address.ts';
import {
  type AvpType,
  type AvpValue,
  allOf,
  avpsOf,
  DiameterReader,
  encodeAvp,
  encodeMessage,
  isRequest,
  type Message,
} from '../../../src/connectors/s6a/codec.ts';
import { APPLICATION_S6A, AVP, COMMAND } from '../../../src/connectors/s6a/dictionary.ts';
import { createS6a } from '../../../src/connectors/s6a/driver.ts';
import { IDENTITY } from './epc-network.ts';

/** An answer to be: everything but its numbers and its session, which are the request's if nothing else is said. */
export interface AnswerParts {
  readonly flags?: number;
  readonly command?: number;
  readonly hopByHop?: number;
  /** Null: none at all. */
  readonly sessionId?: string | null;
  readonly avps: readonly (readonly [AvpType, AvpValue])[];
}

/** Bytes of an answer that says whatever a test wants it to say. */
export function answerBytes(request: Message, { avps, sessionId, ...parts }: AnswerParts): Buffer {
  const session =
    sessionId === undefined
      ? allOf(avpsOf(request), AVP.sessionId).map(({ raw }) => raw)
      : sessionId === null
        ? []
        : [encodeAvp(AVP.sessionId, sessionId)];
  return encodeMessage({ ...request, flags: 0, ...parts }, [
    ...session,
    ...avps.map(([type, value]) => encodeAvp(type, value)),
  ]);
}

export const GREETING: AnswerParts = {
  avps: [
    [AVP.resultCode, 2001],
    [AVP.originHost, 'peer.example'],
    [AVP.originRealm, 'example'],
    [AVP.authApplicationId, APPLICATION_S6A],
  ],
};

export const ALIVE: AnswerParts = { avps: [[AVP.resultCode, 2001]] };

export interface RawPeer {
  readonly s6a: DetachingSide;
  /** Connections that it took so far. */
  readonly connections: readonly Socket[];
  close(): Promise<void>;
}

/**
 * A peer that greets, gives a first sign of life, and leaves everything else to the test. Without a `greeting`, these, too.
 */
export async function rawPeer(
  onMessage: (message: Message, socket: Socket) => void,
  options: Partial<S6aConfig> & { readonly greeting?: AnswerParts | null } = {},
): Promise<RawPeer> {
  const { greeting = GREETING, ...config } = options;
  const connections: Socket[] = [];
  const server = createServer((socket) => {
    connections.push(socket);
    const reader = new DiameterReader(65_536);
    let isAlive = false;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      for (const message of reader.read(chunk)) {
        const isGreeting = isRequest(message) && message.command === COMMAND.capabilitiesExchange;
        const isFirstWatchdog = isRequest(message) && message.command === COMMAND.deviceWatchdog && !isAlive;
        if (isGreeting && greeting !== null) socket.write(answerBytes(message, greeting));
        else if (isFirstWatchdog && greeting !== null) {
          isAlive = true;
          socket.write(answerBytes(message, ALIVE));
        } else onMessage(message, socket);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const s6a = createS6a({ host: '127.0.0.1', port, identity: IDENTITY, callTimeoutMs: 5_000, ...config });
  return {
    s6a,
    connections,
    close: async () => {
      const gone = s6a.close();
      for (const socket of connections) socket.destroy();
      server.close();
      await gone;
    },
  };
}
