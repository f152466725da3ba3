#!/usr/bin/env node
// The command line. Brings its own Node where this one is too old, and passes signals and the exit code on.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installIfChanged, node, root } from './bootstrap.mjs';

installIfChanged();
const child = spawn(
  node(),
  [
    '--disable-warning=ExperimentalWarning',
    '--import',
    join(root, 'src', 'tsx-loader.ts'),
    join(root, 'src', 'main.ts'),
    ...process.argv.slice(2),
  ],
  {
    stdio: 'inherit',
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
