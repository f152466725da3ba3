import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A file of a package that browsers run or read, served by ourselves. */
export interface VendorFile {
  readonly name: string;
  readonly ending: 'js' | 'wasm';
  readonly type: string;
  readonly bytes: Buffer;
}

const SCRIPT = 'text/javascript; charset=utf-8';

/** What islands load from packages, by the names under which they ask for it (`vendor:NAME`). */
export function vendorFiles(): readonly VendorFile[] {
  const require = createRequire(import.meta.url);
  // Their packages export none of these files.
  const pad = dirname(require.resolve('signature_pad'));
  const reader = join(dirname(require.resolve('zxing-wasm/reader')), '..', '..');
  return [
    {
      name: 'desk-signature-pad',
      ending: 'js',
      type: SCRIPT,
      bytes: withoutSourceMap(readFileSync(join(pad, 'signature_pad.min.js'), 'utf8')),
    },
    {
      name: 'desk-barcode-reader',
      ending: 'js',
      type: SCRIPT,
      bytes: withoutSourceMap(readFileSync(join(reader, 'iife', 'reader', 'index.js'), 'utf8')),
    },
    {
      name: 'desk-barcode-reader-wasm',
      ending: 'wasm',
      type: 'application/wasm',
      bytes: readFileSync(join(reader, 'reader', 'zxing_reader.wasm')),
    },
  ];
}

/** A map that is not served would only be asked for in vain. */
function withoutSourceMap(script: string): Buffer {
  return Buffer.from(script.replace(/^\/\/# sourceMappingURL=.*$/m, ''));
}

/** The script with the names of what it loads replaced by their addresses. @throws RangeError for a name that there is not */
export function withVendorPaths(script: string, paths: ReadonlyMap<string, string>): string {
  return script.replace(/vendor:([a-z-]+)/g, (_, name: string) => {
    const path = paths.get(name);
    if (path === undefined) throw new RangeError(`no vendor file ${name}`);
    return path;
  });
}
