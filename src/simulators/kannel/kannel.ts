import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../free-port.ts';

/** The Debian package, and the file by which it is known to be there. */
export const KANNEL_PACKAGE = { name: 'kannel', file: '/usr/sbin/bearerbox' } as const;

/** `undefined` where Kannel can be started, else why it cannot. */
export const kannelAbsent = (): string | undefined =>
  existsSync(KANNEL_PACKAGE.file)
    ? undefined
    : `needs the Debian package ${KANNEL_PACKAGE.name}: npm run peers installs it`;

export interface PhoneText {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** Kannel itself (bearerbox and smsbox), with phones behind its fake message centre. */
export interface Kannel {
  /** Its address, in the form of HANDBACK_SMPP. */
  readonly url: URL;
  /** What phones received, the oldest first. */
  readonly received: readonly PhoneText[];
  /** A phone writes. `from` may be any sender, as a network would let through. */
  send(from: string, to: string, text: string): Promise<void>;
  /** Ends both boxes, and `up` starts them again over the same store. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const PASSWORD = 'kannel-of-a-test';
const TOKEN = 'token-of-a-test-kannel';
const PATIENCE_MS = 30_000;

/** Starts Kannel on free ports of this machine, without its services. @param handback the port at which Handback takes texts */
export async function startKannel(handback: number): Promise<Kannel> {
  const folder = mkdtempSync(join(tmpdir(), 'handback-kannel-'));
  const [admin, box, sendsms, fake] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const file = join(folder, 'kannel.conf');
  mkdirSync(join(folder, 'store'));
  writeFileSync(file, configuration({ admin, box, sendsms, fake, handback, folder }));
  const received: PhoneText[] = [];
  const boxes: ChildProcess[] = [];
  let phones: Socket | null = null;

  const start = (program: string): void => {
    boxes.push(spawn(program, [file], { cwd: folder, stdio: 'ignore' }));
  };
  const up = async (): Promise<void> => {
    start('/usr/sbin/bearerbox');
    phones = await reach(fake);
    readPhones(phones, received);
    start('/usr/sbin/smsbox');
    (await reach(sendsms)).destroy();
  };
  const down = async (): Promise<void> => {
    phones?.destroy();
    phones = null;
    // The box of the messages first: it hands back what it has.
    for (const box of boxes.splice(0).reverse()) {
      const ended = once(box, 'exit');
      box.kill('SIGTERM');
      const stubborn = setTimeout(() => box.kill('SIGKILL'), PATIENCE_MS);
      await ended;
      clearTimeout(stubborn);
    }
  };
  await up();
  return {
    url: new URL(
      `kannel+http://handback:${PASSWORD}@${HOST}:${sendsms}?listen=${HOST}:${handback}&token=${TOKEN}`,
    ),
    received,
    async send(from, to, text) {
      if (phones === null) throw new Error('Kannel is down');
      // In UTF-8, whatever it is: the fake message centre takes no other alphabet from its phones.
      phones.write(`${from} ${to} text ${text}\n`);
    },
    down,
    up,
    async close() {
      await down();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Lines of Kannel's fake message centre: sender, receiver, kind, text in percent form. */
function readPhones(socket: Socket, received: PhoneText[]): void {
  let rest = '';
  socket.setEncoding('latin1');
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const text = textOf(line);
      if (text !== null) received.push(text);
    }
  });
}

/** `FROM TO KIND TEXT`; a part of a long text has `udh HEADER` before its kind. Only `text` is written as it is. */
function textOf(line: string): PhoneText | null {
  const [, from, to, kind, rest] = /^(\S+) (\S+) (?:udh \S* )?(\S+) (.*)$/.exec(line) ?? [];
  if (from === undefined || to === undefined || rest === undefined) return null;
  const text =
    kind === 'text'
      ? Buffer.from(rest, 'latin1').toString('utf8')
      : new TextDecoder('utf-16be').decode(percentOctets(rest));
  return { from, to, text };
}

function percentOctets(text: string): Buffer {
  return Buffer.from(
    text
      .replaceAll('+', ' ')
      .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

async function reach(port: number): Promise<Socket> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const socket = connect(port, HOST);
    try {
      await once(socket, 'connect');
      return socket;
    } catch (error) {
      socket.destroy();
      if (performance.now() > end) throw error;
      await sleep(50);
    }
  }
}

interface Ports {
  readonly admin: number;
  readonly box: number;
  readonly sendsms: number;
  readonly fake: number;
  readonly handback: number;
  readonly folder: string;
}

/** As docs/guides/text-messages.md says it. `admin-port-interface` would make both boxes panic. */
const configuration = ({ admin, box, sendsms, fake, handback, folder }: Ports): string => `
group = core
admin-port = ${admin}
admin-interface = ${HOST}
admin-password = ${PASSWORD}
smsbox-port = ${box}
smsbox-interface = ${HOST}
store-type = file
store-location = ${join(folder, 'store', 'kannel.store')}
log-file = ${join(folder, 'bearerbox.log')}
log-level = 0

group = smsc
smsc = fake
smsc-id = phones
port = ${fake}
connect-allow-ip = ${HOST}

group = smsbox
bearerbox-host = ${HOST}
bearerbox-port = ${box}
sendsms-port = ${sendsms}
sendsms-interface = ${HOST}
http-request-retry = 1000
http-queue-delay = 1
log-file = ${join(folder, 'smsbox.log')}
log-level = 0

group = sendsms-user
username = handback
password = ${PASSWORD}
concatenation = true
max-messages = 10

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "http://${HOST}:${handback}/mo?token=${TOKEN}&from=%p&to=%P&text=%b&charset=%C&id=%I"
`;
