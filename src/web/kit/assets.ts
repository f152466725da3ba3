import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'oxc-transform';
import type { Scheme } from '../../domain/operator/accent.ts';
import type { House } from '../../domain/operator/house.ts';
import { houseCss, LOGO_HEADERS, logosOf } from './house-assets.ts';
import { vendorFiles, withVendorPaths } from './vendor-assets.ts';

export interface Asset {
  /** With the hash of its content, so that it may be kept for ever. */
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer;
  readonly gzip: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Assets {
  readonly byPath: ReadonlyMap<string, Asset>;
  /** Address of the operator's logo; null where it has none for this scheme. */
  logo(scheme: Scheme): string | null;
  /** Address of an island by the name of its file. */
  island(name: string): string;
  readonly portal: Sheet;
  readonly desk: Sheet;
}

/** A style sheet, inlined into every page: one round trip less before the first paint. */
export interface Sheet {
  readonly css: string;
  /** The source expression that lets the inlined style through the content security policy. */
  readonly hash: string;
}

/**
 * Reads the style sheets and the islands once; islands are TypeScript with its types stripped, and nothing else. The operator's
 * colours and logo go with them.
 */
export function loadAssets(house: House, folder = join(import.meta.dirname, '..')): Assets {
  const islands = join(folder, 'islands');
  const assets = new Map<string, Asset>();
  const paths = new Map<string, string>();
  const add = (name: string, ending: string, asset: Pick<Asset, 'bytes' | 'type' | 'headers'>): string => {
    const hash = createHash('sha256').update(asset.bytes).digest('base64url').slice(0, 12);
    const path = `/assets/${name}.${hash}.${ending}`;
    assets.set(path, { path, gzip: gzipSync(asset.bytes), ...asset });
    return path;
  };
  const vendor = new Map(vendorFiles().map(({ name, ending, ...file }) => [name, add(name, ending, file)]));
  const files = readdirSync(islands, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts'))) {
    // Those of the desks stand in a folder of their own: `desk/pen.ts` is the island `desk-pen`.
    const name = file.replace(/\.ts$/, '').replaceAll(sep, '-');
    const script = compactScript(withoutTypes(join(islands, file)));
    const bytes = Buffer.from(withVendorPaths(script, vendor));
    paths.set(name, add(name, 'js', { bytes, type: 'text/javascript; charset=utf-8' }));
  }
  const logos = new Map<Scheme, string>();
  for (const { scheme, logo } of logosOf(house)) {
    const ending = logo.type === 'image/png' ? 'png' : 'svg';
    const bytes = Buffer.from(logo.bytes);
    logos.set(scheme, add(`logo-${scheme}`, ending, { bytes, type: logo.type, headers: LOGO_HEADERS }));
  }
  const styles = join(folder, 'styles');
  const base = sheetsIn(styles);
  return {
    byPath: assets,
    logo: (scheme) => logos.get(scheme) ?? null,
    island: (name) => {
      const path = paths.get(name);
      if (path === undefined) throw new RangeError(`no island ${name}`);
      return path;
    },
    portal: sheetOf(base + houseCss(house)),
    desk: sheetOf(base + sheetsIn(join(styles, 'desk')) + houseCss(house)),
  };
}

/** In the order of their numbers: later files may refine earlier ones. */
function sheetsIn(folder: string): string {
  const files = readdirSync(folder).filter((name) => name.endsWith('.css'));
  return compactCss(
    files
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n'),
  );
}

function sheetOf(css: string): Sheet {
  return { css, hash: `'sha256-${createHash('sha256').update(css).digest('base64')}'` };
}

/** Not `stripTypeScriptTypes` of Node: it is experimental and says so on every start. */
function withoutTypes(file: string): string {
  const { code, errors } = transformSync(file, readFileSync(file, 'utf8'), { sourcemap: false });
  if (errors.length > 0) throw new SyntaxError(errors.map((error) => error.message).join('\n'));
  return code;
}

/** Comment lines and what stripping left blank go; the code itself stays as written. */
function compactScript(code: string): string {
  return code
    .replace(/^\s*\/\*\*[\s\S]*?\*\/$/gm, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.trimStart().startsWith('//'))
    .join('\n');
}

function compactCss(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;\}/g, '}')
    .trim();
}
