import { createServer, type Socket } from 'node:net';

/** A message as it was delivered. */
export interface DeliveredMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface SmtpSimulator {
  /** Its address, in the form of HANDBACK_SMTP. */
  readonly url: URL;
  readonly delivered: readonly DeliveredMail[];
  /** Called for each message as it is taken; answers a function that stops it. */
  subscribe(listener: (mail: DeliveredMail) => void): () => void;
  close(): Promise<void>;
}

const MOST_BYTES = 1_000_000;

/**
 * A small mail server for the demo and for tests (RFC 5321): it takes messages in plain text from anybody on this machine, and
 * keeps them. An address whose local part is `nobody` does not exist.
 */
export async function startSmtpSimulator(): Promise<SmtpSimulator> {
  const delivered: DeliveredMail[] = [];
  const listeners = new Set<(mail: DeliveredMail) => void>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(socket, (mail) => {
      delivered.push(mail);
      for (const listener of listeners) listener(mail);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: new URL(`smtp://127.0.0.1:${port}`),
    delivered,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One connection: commands line by line, then the lines of a message until a dot alone. */
function converse(socket: Socket, take: (mail: DeliveredMail) => void): void {
  let pending = '';
  let to: string[] = [];
  let data: string[] | null = null;
  const say = (line: string): void => {
    socket.write(`${line}\r\n`);
  };
  const answer = (line: string): void => {
    const [, verb = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    const address = /<([^>]*)>/.exec(rest)?.[1] ?? '';
    switch (verb.toUpperCase()) {
      case 'EHLO':
      case 'HELO':
        say('250 simulator');
        return;
      case 'MAIL':
      case 'RSET':
        to = [];
        say('250 OK');
        return;
      case 'RCPT':
        if (address.startsWith('nobody@')) say('550 5.1.1 no such mailbox');
        else {
          to.push(address);
          say('250 OK');
        }
        return;
      case 'DATA':
        if (to.length === 0) say('503 no recipient');
        else {
          data = [];
          say('354 go on');
        }
        return;
      case 'NOOP':
        say('250 OK');
        return;
      case 'QUIT':
        say('221 bye');
        socket.end();
        return;
      default:
        say('502 not known here');
        return;
    }
  };
  const line = (text: string): void => {
    if (data === null) answer(text);
    else if (text !== '.') data.push(text.startsWith('.') ? text.slice(1) : text);
    else {
      const read = readMessage(data);
      data = null;
      for (const one of to) take({ to: one, ...read });
      say('250 taken');
    }
  };
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    pending += chunk;
    if (pending.length > MOST_BYTES) socket.destroy();
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const text = pending.slice(0, end);
      pending = pending.slice(end + 2);
      line(text);
    }
  });
  say('220 simulator ESMTP');
}

/** Subject and text of a message of one part. */
function readMessage(lines: readonly string[]): Pick<DeliveredMail, 'subject' | 'text'> {
  const blank = lines.indexOf('');
  const headers = lines
    .slice(0, blank)
    .join('\r\n')
    .replace(/\r\n[ \t]+/g, ' ');
  const header = (name: string): string =>
    new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(headers)?.[1]?.trim() ?? '';
  const body = lines.slice(blank + 1);
  const encoding = header('content-transfer-encoding').toLowerCase();
  const text =
    encoding === 'base64' ? Buffer.from(body.join(''), 'base64').toString('utf8') : body.join('\n');
  return { subject: decodedWords(header('subject')), text: text.replace(/\r?\n$/, '') };
}

/** Words of a header that are not ASCII (RFC 2047). */
function decodedWords(text: string): string {
  return text
    .replace(/(\?=)\s+(=\?)/g, '$1$2')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : Buffer.from(
            word
              .replaceAll('_', ' ')
              .replace(/=([0-9a-f]{2})/gi, (__, hex: string) =>
                String.fromCharCode(Number.parseInt(hex, 16)),
              ),
            'latin1',
          ).toString('utf8'),
    );
}
