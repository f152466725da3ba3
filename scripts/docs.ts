import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type GeneratedFile, generatedFiles } from './generated/index.ts';

// Writes the generated reference; with --check it only compares, and names what is out of date.
const root = join(import.meta.dirname, '..');
const checking = process.argv.includes('--check');
const stale: GeneratedFile[] = [];
for (const file of await generatedFiles()) {
  const path = join(root, file.path);
  const now = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (now === file.content) continue;
  stale.push(file);
  if (!checking) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.content);
  }
}
for (const file of stale) process.stdout.write(`${checking ? 'out of date' : 'written'}: ${file.path}\n`);
if (checking && stale.length > 0) {
  process.stdout.write('run `npm run docs`\n');
  process.exitCode = 1;
}
