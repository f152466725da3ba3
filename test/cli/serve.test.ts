import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { commandLine } from '../support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'handback-serve-'));
// Within reach of the account that runs root's database.
chmodSync(folder, 0o755);
const at = { url: '', dataFolder: folder };
const started: ChildProcess[] = [];
afterAll(async () => {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'close');
  }
  rmSync(folder, { recursive: true, force: true });
});

function handback(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--import', './src/tsx-loader.ts', 'src/main.ts', ...args], {
    env: {
      PATH: process.env['PATH'],
      HANDBACK_DATA: folder,
      HANDBACK_PORT: '0',
      HANDBACK_LOG: 'silent',
      LANG: 'C.UTF-8',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.push(child);
  return child;
}

/** Until the process says what it does; answers the line. */
async function saying(child: ChildProcess, what: string): Promise<string> {
  for await (const line of createInterface({ input: child.stderr! })) if (line.includes(what)) return line;
  throw new Error(`never said ${what}`);
}

it('is found by every command beside it, shares its embedded database, and ends with it in one sentence', async () => {
  const server = handback(['serve'], { HANDBACK_HOST: '::1' });
  expect(await saying(server, 'serving')).toMatch(/serving http:\/\/\[::1\]:\d+$/);
  const second = handback(['serve']);
  await saying(second, 'serving');
  expect(await commandLine(at, ['cases', 'stuck'])).toMatchObject({ code: 0 });
  expect(await commandLine(at, ['migrate'])).toMatchObject({ code: 0 });
  second.kill('SIGINT');
  expect(await once(second, 'close')).toEqual([0, null]);
  expect(await commandLine(at, ['cases', 'stuck'])).toMatchObject({ code: 0 });

  const { databaseUrl } = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as {
    databaseUrl: string;
  };
  const said = text(server.stderr!);
  process.kill(postmasterAt(new URL(databaseUrl).port), 'SIGKILL');
  expect(await once(server, 'close')).toEqual([1, null]);
  expect((await said).trim().split('\n')[0]).toMatch(/^handback: The embedded database ended unexpectedly/);
  // Nothing is left behind that holds the password, or keeps the next one from starting.
  expect(existsSync(join(folder, 'running.json'))).toBe(false);
  expect(existsSync(join(folder, 'run.lock'))).toBe(false);
  expect(await commandLine(at, ['cases', 'stuck'])).toMatchObject({ code: 0 });
});

it('says in one line that a port is taken, and leaves nothing behind', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const child = handback(['serve'], { HANDBACK_PORT: String(port) });
  const said = text(child.stderr!);
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(await said).toMatch(new RegExp(`^handback: Port ${port} of 127\\.0\\.0\\.1 is taken[^\\n]*\\n$`));
  expect(existsSync(join(folder, 'run.lock'))).toBe(false);
  other.close();
});

/** The server of the folder, if it is the one that listens there. */
function postmasterAt(port: string): number {
  const [pid, , , named] = readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split(
    '\n',
  );
  if (named !== port) throw new Error(`another server is there: ${named}`);
  return Number(pid);
}
