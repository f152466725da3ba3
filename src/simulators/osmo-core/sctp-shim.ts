import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, 'sctp-over-tcp.c');

let compiled: string | null = null;

/**
 * The library to preload into osmo-msc, compiled once a process. It is used on every kernel, also where there is SCTP: the
 * phones live in this process, and Node cannot speak SCTP. @throws Error with what the compiler says
 */
export function sctpShim(): string {
  if (compiled !== null) return compiled;
  // A folder that only we can write: whoever could put another library there would run in the server.
  const folder = mkdtempSync(join(tmpdir(), 'sctp-over-tcp-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const library = join(folder, 'sctp-over-tcp.so');
  const run = spawnSync('gcc', ['-O2', '-shared', '-fPIC', '-o', library, SOURCE, '-ldl'], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`gcc: ${run.error?.message ?? run.stderr}`);
  compiled = library;
  return library;
}
