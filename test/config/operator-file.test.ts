import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readLogo } from '../../src/config/logo-file.ts';
import { readOperatorFile } from '../../src/config/operator-file.ts';
import { HandbackError } from '../../src/domain/errors.ts';
import { accentOf, contrastOf, PAGE_COLOURS, unreadableWith } from '../../src/domain/operator/accent.ts';

const folder = mkdtempSync(join(tmpdir(), 'handback-operator-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NAME = 'name: { zh-CN: 归一移动, en: Guiyi Mobile }\n';

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function problemsOf(text: string): readonly string[] {
  try {
    readOperatorFile(write('operator.yaml', text));
    return [];
  } catch (error) {
    if (!(error instanceof HandbackError) || error.code !== 'operator_file_invalid') throw error;
    return error.facts['problems'] as readonly string[];
  }
}

const svg = (inside: string, root = 'viewBox="0 0 40 32"'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${root}>${inside}</svg>`;

function faultOf(name: string, content: string | Buffer): string | null {
  const read = readLogo(write(name, content));
  return 'fault' in read ? read.fault : null;
}

describe('an operator file', () => {
  it('is good as the example has it, and with nothing but a name', () => {
    const house = readOperatorFile('examples/operator.yaml');
    expect(house.name).toEqual({ 'zh-CN': '归一移动', en: 'Guiyi Mobile' });
    expect(house.logo?.light).toMatchObject({ type: 'image/svg+xml', width: 44, height: 32 });
    expect(house.seal).toMatchObject({ type: 'image/svg+xml', width: 120, height: 120 });
    expect(Object.keys(house.clearing)).toHaveLength(12);
    expect(problemsOf(NAME)).toEqual([]);
  });

  it('is told all that is wrong with it at once, each with its line', () => {
    const problems = problemsOf(
      [
        'name: { zh-CN: 归一移动 }',
        'hotline: { number: 10099, hous: { zh-CN: 全天, en: always } }',
        'colour: { light: "#FFAA00", dark: teal }',
        'website: http://www.guiyi.example/',
        'legal: { privacy: "//elsewhere.example" }',
        'clearing: { pay_balance: "javascript:alert(1)", pay_bill: https://www.guiyi.example/pay }',
        'logo: { light: none.svg }',
        'slogan: x',
      ].join('\n'),
    );
    expect(problems).toEqual([
      'operator.yaml:1: name.en is missing',
      'operator.yaml:7: logo.light (none.svg) cannot be opened (ENOENT)',
      expect.stringMatching(
        /^operator\.yaml:3: colour\.light \(#FFAA00\) cannot be read on the light page \(#f5f7f6\): its contrast is 1\.\d, and 4\.5 is needed; #[0-9A-F]{6} would do$/,
      ),
      'operator.yaml:3: colour.dark must be a colour in quotes, such as "#0B6770"',
      'operator.yaml:4: website must be an https:// address, or a path of these pages that begins with /',
      'operator.yaml:2: hotline.number must be text (put it in quotes)',
      'operator.yaml:2: hotline.hous is not a key that is known here',
      'operator.yaml:5: legal.privacy must be an https:// address, or a path of these pages that begins with /',
      'operator.yaml:6: clearing.pay_balance must be an https:// address, or a path of these pages that begins with /',
      'operator.yaml:6: clearing.pay_bill is not a key that is known here',
      'operator.yaml:8: slogan is not a key that is known here',
    ]);
  });

  it('names a seal that can be printed, or is told why it cannot', () => {
    write('seal.svg', svg('<style>path{fill:red}</style><path d="M0 0h9"/>'));
    expect(problemsOf(`${NAME}seal: seal.svg`)).toEqual([
      expect.stringMatching(/^operator\.yaml:2: seal \(seal\.svg\) holds <style>/),
    ]);
    expect(problemsOf(`${NAME}seal: none.png`)).toEqual([
      'operator.yaml:2: seal (none.png) cannot be opened (ENOENT)',
    ]);
    write('seal.svg', svg('<path d="M0 0h9" fill="#c00"/>'));
    expect(problemsOf(`${NAME}seal: seal.svg`)).toEqual([]);
  });

  it('has a name that fits on a certificate', () => {
    const long = 'x'.repeat(60);
    expect(problemsOf(`name: { zh-CN: 归一移动, en: ${long} }`)[0]).toContain('at most 64 characters');
    expect(problemsOf(`name: { zh-CN: ${long}, en: ${long} }`)).toEqual([]);
  });

  it('takes a colour that it advised', () => {
    const [problem] = problemsOf(`${NAME}colour: { light: "#FFAA00", dark: "#5CC3CC" }`);
    const advised = /; (#[0-9A-F]{6}) would do$/.exec(problem!)![1];
    expect(problemsOf(`${NAME}colour: { light: "${advised}", dark: "#5CC3CC" }`)).toEqual([]);
    expect(problemsOf(`${NAME}colour: { light: "#0B6770", dark: "#0B6770" }`)[0]).toContain('dark page');
  });
});

describe('an accent', () => {
  it('is measured as WCAG does', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastOf('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });

  it('of Handback itself can be read, and so can all that is made of a good one', () => {
    expect(unreadableWith('#0b6770', 'light')).toEqual([]);
    expect(unreadableWith('#5cc3cc', 'dark')).toEqual([]);
    const { accent, onAccent, wash, deep } = accentOf('#7A3E9D', 'light');
    expect(contrastOf(onAccent, accent)).toBeGreaterThan(4.5);
    expect(contrastOf(deep, wash)).toBeGreaterThan(4.5);
    expect(contrastOf(accent, PAGE_COLOURS.light.ground)).toBeGreaterThan(4.5);
  });
});

describe('a logo', () => {
  it('is taken as a drawing or as a picture', () => {
    expect(faultOf('good.svg', svg('<path d="M0 0h9"/><style>path{fill:#123456}</style>'))).toBeNull();
    expect(faultOf('sized.svg', svg('<g/>', 'width="40px" height="32"'))).toBeNull();
    expect(faultOf('good.png', pngOf(40, 32))).toBeNull();
  });

  it.each([
    ['a script', '<script>alert(1)</script>', 'holds a script'],
    ['a script in capitals', '<SCRIPT>alert(1)</SCRIPT>', 'holds a script'],
    [
      'a script of another prefix',
      '<s:script xmlns:s="http://www.w3.org/2000/svg">1</s:script>',
      'holds a script',
    ],
    ['a handler', '<path d="M0 0" onload="alert(1)"/>', 'holds a script'],
    ['a handler without quotes', '<path onload=alert(1) />', 'holds a script'],
    ['a handler after a line', '<path\nonclick = "alert(1)"/>', 'holds a script'],
    ['a page within it', '<foreignObject><body/></foreignObject>', 'holds <foreignObject>'],
    ['a picture from elsewhere', '<image href="https://x.example/a.png"/>', 'holds <image>'],
    ['a link', '<a href="https://x.example"><path/></a>', 'holds <a>'],
    ['a use of another file', '<use href="other.svg#x"/>', 'outside of itself'],
    ['a use by an old name', '<use xlink:href="data:image/svg+xml,x"/>', 'outside of itself'],
    ['a use without quotes', '<use href=other.svg#x />', 'is not well-formed'],
    ['a style from elsewhere', '<style>@import "https://x.example/a.css";</style>', 'a style that fetches'],
    ['a fill from elsewhere', '<path style="fill:url(https://x.example/#a)"/>', 'outside of itself'],
    ['a hidden address', '<use href="&#x6a;avascript:alert(1)"/>', 'outside of itself'],
    ['an animation', '<animate attributeName="href" to="javascript:alert(1)"/>', 'holds <animate>'],
    ['an entity', '<!DOCTYPE svg [<!ENTITY x "y">]><g/>', 'holds a declaration'],
    ['unseen markup', '<style><![CDATA[<script>]]></style>', 'holds a declaration'],
    ['a tag that never ends', '<path d="M0 0" <script', 'is not well-formed'],
  ])('is refused with %s', (_, inside, why) => {
    expect(faultOf('bad.svg', svg(inside))).toContain(why);
  });

  it('is refused when it is too large, of no known kind or no picture', () => {
    expect(faultOf('large.svg', svg(`<path d="${'M0 0'.repeat(20_000)}"/>`))).toContain(
      'a logo may have 65536',
    );
    expect(faultOf('logo.gif', 'GIF89a')).toBe('must be a .svg or a .png');
    expect(faultOf('fake.png', svg(''))).toBe('is no PNG picture');
    expect(faultOf('wide.png', pngOf(4_000, 10))).toContain('it may be up to 8 times as wide as high');
    expect(faultOf('huge.png', pngOf(40_000, 32_000))).toContain('each side may have 1 to 4000');
    expect(faultOf('fake.svg', '<html></html>')).toBe('is no SVG drawing');
    expect(faultOf('unsized.svg', svg('', ''))).toContain('no viewBox');
    expect(faultOf('latin.svg', Buffer.from([0x3c, 0x73, 0xff]))).toBe('is not in UTF-8');
  });
});

/** A picture of one colour, as far as its head. */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(25);
  head.writeUInt32BE(13, 0);
  head.write('IHDR', 4, 'latin1');
  head.writeUInt32BE(width, 8);
  head.writeUInt32BE(height, 12);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    head,
    deflateSync(Buffer.alloc(100)),
  ]);
}
