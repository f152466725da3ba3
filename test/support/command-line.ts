import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `handback ...` as a process of its own, on a database and a data folder. */
export async function commandLine(
  at: { readonly url: string; readonly dataFolder: string },
  args: readonly string[],
  options: { readonly input?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<Said> {
  const child = spawn(process.execPath, ['--import', './src/tsx-loader.ts', 'src/main.ts', ...args], {
    env: {
      PATH: process.env['PATH'],
      // Types are stripped once for all the processes of the tests.
      NODE_COMPILE_CACHE: 'node_modules/.cache/node',
      HANDBACK_DATA: at.dataFolder,
      DATABASE_URL: at.url,
      HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml',
      LANG: 'C.UTF-8',
      ...options.environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(options.input ?? '');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
}
