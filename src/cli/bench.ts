import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Command } from 'commander';
import { withExamples } from './examples.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The benchmarks are a program of their own beside the product; this starts it. */
export function benchCommand(): Command {
  return withExamples(new Command('bench'), 'bench import --small')
    .argument(
      '[part...]',
      'bulk, interactive, osmo, real, s6a, import, esim, texts, keywords, certificates, verify, start, portal, desks, charts, search, scam, rules; default: all',
    )
    .option('--small', 'a tenth of the size, to see that it runs')
    .description('Measure, as ratios within one run. What `npm run bench` runs.')
    .action(
      (parts: string[], options: { small?: boolean }) =>
        new Promise<void>((resolve) => {
          const args = [
            join(ROOT, 'bin', 'run.mjs'),
            'bench',
            ...parts,
            ...(options.small ? ['--small'] : []),
          ];
          spawn(process.execPath, args, { stdio: 'inherit' }).on('exit', (code) => {
            process.exitCode = code ?? 1;
            resolve();
          });
        }),
    );
}
