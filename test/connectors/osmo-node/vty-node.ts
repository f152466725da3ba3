import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** The VTY of a node, whose answers a test writes: what it prints after the echo, as OsmoMSC 1.9 and OsmoSGSN 1.9 print it. */
export interface VtyNode {
  readonly host: string;
  readonly port: number;
  /** Commands that came, the oldest first. */
  readonly asked: readonly string[];
  /** What it does with a command from now on: text is printed, `silent` is no answer, bytes are sent as they are. */
  answer(how: (command: string) => string | Buffer | 'silent'): void;
  close(): Promise<void>;
}

export const msc = {
  absent: (imsi: string) => `% No subscriber found for imsi ${imsi}\r\n`,
  present: (imsi: string) =>
    `  Subscriber: \r\n    MSISDN: 447700900030\r\n    LAC / cell ID: 1 / 1\r\n    RAN type: GERAN-A\r\n    IMSI: ${imsi}\r\n    TMSI: 09E61C7A\r\n    Flags: \r\n      IMSI detached:                  false\r\n    Use count: 1 (attached)\r\n`,
};

export const sgsn = {
  absent: (imsi: string) => `No MM context for IMSI ${imsi}\r\n`,
  present: (imsi: string) =>
    `MM Context for IMSI ${imsi}, IMEI 123456789012345, P-TMSI eacb3124\r\n  MSISDN: 447700900030, TLLI: eacb3124 HLR: \r\n  GMM State: Registered.NORMAL, Routeing Area: 001-01-1-1, Cell ID: 1\r\n`,
};

export async function startVtyNode(hostname: string): Promise<VtyNode> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let how: (command: string) => string | Buffer | 'silent' = () => 'silent';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.write(`Welcome to the ${hostname} VTY interface\r\n\r\n`);
    socket.write(Buffer.from('fffb01fffb03fffe22fffd1f', 'hex'));
    socket.write(`${hostname}> `);
    let rest = '';
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop()!;
      for (const command of lines) {
        asked.push(command);
        const output = how(command);
        if (output === 'silent') continue;
        socket.write(Buffer.isBuffer(output) ? output : `${command}\r\n${output}${hostname}> `);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    host: '127.0.0.1',
    port,
    asked,
    answer: (next) => {
      how = next;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
