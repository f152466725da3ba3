import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { NodeBehaviour, NodeRequest, SimulatedMme } from './agent.ts';

const ERL = '/usr/bin/erl';
const ERLC = '/usr/bin/erlc';
/** Where Debian has the applications of Erlang/OTP, each in a folder with its version. */
const LIBRARIES = '/usr/lib/erlang/lib';
const SOURCES = join(import.meta.dirname, 'erlang');
const FILES = ['s6a.dia', 'handback_mme.erl'];

/** Debian: erlang-base, erlang-diameter. */
export const erlangInstalled = (): boolean =>
  existsSync(ERL) &&
  existsSync(LIBRARIES) &&
  readdirSync(LIBRARIES).some((name) => name.startsWith('diameter-'));

export interface ErlangMmes {
  readonly host: string;
  readonly port: number;
  /** An MME of this name. */
  mme(name: string, onRequest?: (request: NodeRequest) => NodeBehaviour): SimulatedMme;
  close(): Promise<void>;
}

export interface ErlangOptions {
  /** Its own identity, in the exchange of capabilities. */
  readonly identity?: string;
  readonly realm?: string;
  /** Acknowledges everything at once and tells nobody, as fast as it can. */
  readonly auto?: boolean;
}

/**
 * MMEs that are told what to answer, on the Diameter stack of Erlang/OTP: it compiles them into a folder of its own, and waits until they listen. All of them are one Diameter peer, which answers as each of them.
 *
 * A second answer to one request cannot be had of it: `acknowledge_twice` is `acknowledge` here.
 * @throws Error if it ends before it listens, with what it said
 */
export async function startErlangMmes(options: ErlangOptions = {}): Promise<ErlangMmes> {
  const folder = mkdtempSync(join(tmpdir(), 'handback-mme-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (const file of FILES) copyFileSync(join(SOURCES, file), join(folder, file));
    execFileSync(ERLC, ['handback_mme.erl'], { cwd: folder, stdio: 'pipe' });
  } catch (error) {
    remove();
    throw error;
  }
  const { identity = 'mmes.example', realm = 'example', auto = false } = options;
  const child = spawn(
    ERL,
    ['-noshell', '-s', 'handback_mme', 'main', '-extra', identity, realm, auto ? 'auto' : 'ask'],
    { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const exited = once(child, 'exit').catch(() => undefined);
  const onParentExit = (): void => {
    child.kill('SIGKILL');
    remove();
  };
  process.once('exit', onParentExit);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaints.length < 8_192) complaints += text;
  });
  const nodes = new Map<string, (number: string, request: NodeRequest) => void>();
  const tell = (number: string, how: string): void => void child.stdin.write(`${number} ${how}\n`);
  child.stdin.on('error', () => undefined);

  const { promise: listening, resolve } = Promise.withResolvers<number | null>();
  exited.then(() => resolve(null));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [first = '', ...rest] = line.split(' ');
    if (first === 'listening') resolve(Number(rest[0]));
    else if (/^\d+$/.test(first)) {
      const [command, to = '', toRealm = '', imsi = '', sessionId = '', one = '-', other = '-'] = rest;
      const numbers = [one, other].map((text) => (text === '-' ? null : Number(text)));
      const isCancel = command === '317';
      const node = nodes.get(to);
      if (node === undefined) tell(first, 'unreachable');
      else
        node(first, {
          command: Number(command),
          imsi,
          sessionId,
          realm: toRealm,
          cancellation: { type: isCancel ? numbers[0]! : null, flags: isCancel ? numbers[1]! : null },
          status: { subscriber: isCancel ? null : numbers[0]!, barred: isCancel ? null : numbers[1]! },
        });
    } else complaints += `${line}\n`;
  });
  const port = await listening;
  const close = async (): Promise<void> => {
    // Its program ends with its input.
    child.stdin.end();
    const forced = setTimeout(() => child.kill('SIGKILL'), 3_000);
    await exited;
    clearTimeout(forced);
    process.off('exit', onParentExit);
    remove();
  };
  if (port === null) {
    await close();
    throw new Error(`Erlang's Diameter did not start: ${complaints}`);
  }
  return {
    host: '127.0.0.1',
    port,
    close,
    mme: (name, onRequest = () => 'acknowledge') => {
      const received: NodeRequest[] = [];
      const open = new Map<NodeRequest, string>();
      nodes.set(name, (number, request) => {
        received.push(request);
        const how = onRequest(request);
        if (how === 'ignore') open.set(request, number);
        else tell(number, how === 'acknowledge_twice' ? 'acknowledge' : how);
      });
      return {
        name,
        received,
        // Once, and for its own session only: the stack sees to both.
        answerLate: (request, how, sessionId) => {
          const number = open.get(request);
          if (number === undefined || sessionId !== undefined) return;
          open.delete(request);
          tell(number, how);
        },
        close: () => void nodes.delete(name),
      };
    },
  };
}
