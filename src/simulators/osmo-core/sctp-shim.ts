import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SOURCE = join(import.meta.dirname, 'sctp-over-tcp.c');
const compile = promisify(execFile);

/**
 * Compiles the library to preload into osmo-msc (a tenth of a second). It is used on every kernel, also where there is SCTP:
 * the phones live in this process, and Node cannot speak SCTP.
 * @param folder the server's own: whoever could put another library there would run in the server
 * @throws Error with what the compiler says
 */
export async function sctpShim(folder: string): Promise<string> {
  const library = join(folder, 'sctp-over-tcp.so');
  await compile('gcc', ['-O2', '-shared', '-fPIC', '-o', library, SOURCE, '-ldl']);
  return library;
}
