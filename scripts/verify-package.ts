import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';

// What `npm pack` takes along as `handback/verify`: Node strips types from no package, so JavaScript and declarations are built.
const root = join(import.meta.dirname, '..');
const target = join(root, 'dist', 'verify');
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'index.js'), await bundle('src/certificate/verify/index.ts', { minify: false }));
const declared = spawnSync(
  process.execPath,
  [join(root, 'node_modules', '.bin', 'tsc'), '-p', join(import.meta.dirname, 'tsconfig.verify.json')],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
process.exitCode = declared.status ?? 1;
