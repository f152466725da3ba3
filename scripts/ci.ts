import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The whole check. Each part runs to its end, so that one look shows all that is red; the last line counts.
const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);
let passed = 0;
let failed = 0;
let skipped = 0;

function check(name: string, command: string, args: readonly string[]): void {
  process.stdout.write(`\n== ${name}\n`);
  const run = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (run.status === 0) passed += 1;
  else failed += 1;
}

check('format and lint', bin('biome'), ['ci', '--colors=off', '.']);
check('types', bin('tsc'), ['-p', 'tsconfig.json']);
check('generated docs', process.execPath, [
  '--disable-warning=ExperimentalWarning',
  '--import',
  join(root, 'src', 'tsx-loader.ts'),
  join(root, 'scripts', 'docs.ts'),
  '--check',
]);

process.stdout.write('\n== tests\n');
const report = join(tmpdir(), `handback-tests-${process.pid}.json`);
const tests = spawnSync(
  'npm',
  ['test', '--silent', '--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);
try {
  const counted = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
  };
  passed += counted.numPassedTests;
  failed += counted.numFailedTests;
  skipped += counted.numPendingTests + counted.numTodoTests;
} catch {
  process.stdout.write('the tests left no report\n');
  failed += 1;
}
rmSync(report, { force: true });
// A test file that does not load fails without a test of its own being counted.
if (tests.status !== 0 && failed === 0) failed += 1;

process.exitCode = failed > 0 ? 1 : 0;
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
