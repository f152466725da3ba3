import { readFileSync } from 'node:fs';
import { HandbackError } from '../domain/errors.ts';

/**
 * The bytes of a small file, or of standard input where it is called `-`.
 * @throws HandbackError `import_file_invalid` with what the system says: it is not there, a folder, not ours to read
 */
export function readInput(path: string): Buffer {
  try {
    return readFileSync(path === '-' ? 0 : path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw new HandbackError('import_file_invalid', { reason: 'not_readable', cause: code }, { cause });
  }
}
