import { join } from 'node:path';
import { rolldown } from 'rolldown';

const ROOT = join(import.meta.dirname, '..');

/**
 * One ECMAScript module of a file and all that it imports, for browsers and Node alike. What of Node it uses, `Buffer`,
 * comes with it.
 *
 * @param entry path from the root of the project
 * @throws Error for an import that a browser has not
 */
export async function bundle(entry: string, { minify }: { readonly minify: boolean }): Promise<string> {
  const build = await rolldown({
    input: join(ROOT, entry),
    platform: 'browser',
    transform: { inject: { Buffer: ['buffer', 'Buffer'] } },
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  const { output } = await build.generate({ format: 'esm', minify });
  await build.close();
  const [{ code, imports }] = output;
  if (output.length !== 1 || imports.length > 0) throw new Error(`${entry} needs ${imports.join(', ')}`);
  return code;
}
