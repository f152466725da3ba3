import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import type { Logo } from '../domain/operator/house.ts';

/** A logo is on every page. */
const MOST_BYTES = 65_536;
const MOST_PIXELS = 4_000;
/** Wider than this it would push the page's head apart. */
const WIDEST = 8;

/** What a drawing may consist of. Everything else that SVG knows can run, fetch, move or embed something. */
const ELEMENTS = new Set(
  'svg g path rect circle ellipse line polyline polygon title desc defs lineargradient radialgradient stop clippath mask use symbol text tspan style'.split(
    ' ',
  ),
);

const ATTRIBUTE = /([^\s=/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Reads the operator's logo.
 * @returns the logo, or what is wrong with the file, in words that follow its name
 */
export function readLogo(path: string): Logo | { readonly fault: string } {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) return { fault: `has ${size} bytes; a logo may have ${MOST_BYTES}` };
    bytes = readFileSync(path);
  } catch (error) {
    return { fault: `cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'unreadable'})` };
  }
  const kind = extname(path).toLowerCase();
  const read = kind === '.svg' ? svg(bytes) : kind === '.png' ? png(bytes) : null;
  if (read === null) return { fault: 'must be a .svg or a .png' };
  if ('fault' in read) return read;
  if (read.width / read.height > WIDEST || read.height > read.width * 2) {
    return {
      fault: `is ${read.width} x ${read.height}; it may be up to ${WIDEST} times as wide as high, and twice as high as wide`,
    };
  }
  return read;
}

/** PNG (ISO/IEC 15948): the signature, then IHDR with the size. */
function png(bytes: Buffer): Logo | { readonly fault: string } {
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  if (
    bytes.length < 45 ||
    !bytes.subarray(0, 8).equals(signature) ||
    bytes.toString('latin1', 12, 16) !== 'IHDR'
  ) {
    return { fault: 'is no PNG picture' };
  }
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  if (width === 0 || height === 0 || width > MOST_PIXELS || height > MOST_PIXELS) {
    return { fault: `is ${width} x ${height} pixels; each side may have 1 to ${MOST_PIXELS}` };
  }
  return { type: 'image/png', bytes, width, height };
}

function svg(bytes: Buffer): Logo | { readonly fault: string } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { fault: 'is not in UTF-8' };
  }
  const bare = text.replace(/<!--[\s\S]*?-->/g, '').replace(/^\s*<\?xml\s[^>]*\?>/, '');
  if (/<[!?]/.test(bare)) return { fault: 'holds a declaration (<! or <?); save it as plain SVG' };
  const tags = [...bare.matchAll(/<\s*(\/?)([^\s/>]+)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g)];
  if (tags[0]?.[2]?.toLowerCase() !== 'svg') return { fault: 'is no SVG drawing' };
  // What is left between the tags must be text: else something was not seen above.
  if (/[<>]/.test(bare.replace(/<\s*\/?[^\s/>]+(?:"[^"]*"|'[^']*'|[^"'>])*>/g, '')))
    return { fault: 'is not well-formed' };
  for (const [, , name = '', rest = ''] of tags) {
    if (!ELEMENTS.has(name.toLowerCase())) {
      return {
        fault: /script/i.test(name)
          ? `holds a script (<${name}>)`
          : `holds <${name}>, which a logo does not need; save it as plain SVG`,
      };
    }
    const unquoted = rest.replace(ATTRIBUTE, '').replace(/\/$/, '').trim();
    if (unquoted !== '') {
      const handler = /^on\w+\s*=/i.test(unquoted);
      return { fault: handler ? `holds a script (${unquoted})` : 'is not well-formed' };
    }
    for (const [, attribute = '', double, single] of rest.matchAll(ATTRIBUTE)) {
      const fault = attributeFault(name, attribute, double ?? single ?? '');
      if (fault !== null) return { fault };
    }
  }
  if (faultOfStyle(bare) !== null) return { fault: faultOfStyle(bare)! };
  return sized(tags[0]![3] ?? '', bytes);
}

function attributeFault(element: string, attribute: string, value: string): string | null {
  const name = attribute.toLowerCase();
  if (name.startsWith('on')) return `holds a script (${attribute} of <${element}>)`;
  if (/(^|:)href$/.test(name) && !/^#[\w.-]+$/.test(value)) {
    return `refers to something outside of itself (${attribute} of <${element}>)`;
  }
  // Written as character references, an address could hide from the checks below.
  if (/&#/.test(value)) return `hides characters (${attribute} of <${element}>)`;
  return null;
}

/** Style sheets and attributes alike: nothing from elsewhere. */
function faultOfStyle(text: string): string | null {
  if (/@import|javascript:|expression\s*\(|\\[0-9a-f]/i.test(text))
    return 'holds a style that fetches or runs something';
  if (/url\(\s*(?!["']?#)/i.test(text)) return 'refers to something outside of itself (url)';
  return null;
}

function sized(root: string, bytes: Buffer): Logo | { readonly fault: string } {
  const of = (name: string): string =>
    new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(root)?.[1] ?? '';
  const [, , wide, high] = of('viewBox')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const width = wide ?? Number.parseFloat(of('width'));
  const height = high ?? Number.parseFloat(of('height'));
  if (!(width > 0) || !(height > 0)) return { fault: 'has no viewBox, and no width and height' };
  return { type: 'image/svg+xml', bytes, width, height };
}
