// Node strips types from .ts by itself but does not read JSX; this hook lets it load the portal's .tsx pages.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'oxc-transform';

registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('.tsx')) return nextLoad(url, context);
    const file = fileURLToPath(url);
    const out = transformSync(file, readFileSync(file, 'utf8'), {
      jsx: { runtime: 'automatic', importSource: 'preact' },
      sourcemap: false,
    });
    if (out.errors.length > 0) throw new SyntaxError(out.errors.map((e) => e.message).join('\n'));
    return { format: 'module', shortCircuit: true, source: out.code };
  },
});
