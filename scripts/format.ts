import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const biome = join(import.meta.dirname, '..', 'node_modules', '.bin', 'biome');
process.exitCode = spawnSync(biome, ['check', '--write', '.'], { stdio: 'inherit' }).status ?? 1;
