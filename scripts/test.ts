import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installTestPackages } from './test-packages.ts';

// `npm test`: the Debian packages that some tests need, then every test.
installTestPackages();
const vitest = join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');
const run = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = run.status ?? 1;
