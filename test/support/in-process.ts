import { vi } from 'vitest';
import { runCli } from '../../src/cli/program.ts';
import type { Said } from './command-line.ts';

/** Runs `handback ...` within this process, which is much faster than a process of its own; nobody is at a terminal. */
export async function inProcess(
  at: { readonly url: string; readonly dataFolder: string },
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const said = { out: '', err: '' };
  const kept = process.exitCode;
  const into = (name: 'out' | 'err') => (some: string | Uint8Array) => {
    said[name] += String(some);
    return true;
  };
  const settings = {
    HANDBACK_DATA: at.dataFolder,
    DATABASE_URL: at.url,
    HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml',
    LC_ALL: '',
    LANG: 'C.UTF-8',
    ...environment,
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(into('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(into('err')),
  ];
  try {
    process.exitCode = 0;
    return { code: await runCli(args), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
    process.exitCode = kept;
  }
}
