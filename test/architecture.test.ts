import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '..', 'src');

/** What each folder may import, beside itself. Imports point down only. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  asn1: [],
  domain: [],
  ports: ['domain'],
  messages: ['domain'],
  store: ['ports', 'domain', 'messages'],
  workflow: ['store', 'ports', 'domain', 'messages'],
  rsp: ['asn1', 'domain'],
  'virtual-euicc': ['rsp', 'asn1', 'domain'],
  certificate: ['rsp', 'asn1', 'ports', 'domain', 'messages'],
  connectors: ['rsp', 'asn1', 'store', 'ports', 'domain'],
  operations: ['rsp', 'workflow', 'store', 'ports', 'domain', 'messages'],
  config: ['store', 'domain'],
  http: ['rsp', 'certificate', 'operations', 'workflow', 'store', 'ports', 'domain', 'messages'],
  web: ['http', 'certificate', 'operations', 'store', 'ports', 'domain', 'messages'],
  demo: [
    'compose.ts',
    'virtual-euicc',
    'rsp',
    'connectors',
    'operations',
    'store',
    'ports',
    'domain',
    'messages',
  ],
  'compose.ts': [
    'config',
    'rsp',
    'certificate',
    'connectors',
    'operations',
    'workflow',
    'store',
    'ports',
    'domain',
  ],
  cli: [
    'compose.ts',
    'config',
    'demo',
    'virtual-euicc',
    'rsp',
    'http',
    'web',
    'certificate',
    'operations',
    'workflow',
    'store',
    'ports',
    'domain',
    'messages',
  ],
  'main.ts': ['cli'],
  'tsx-loader.ts': [],
};

/** The embedded ledger is a billing system that lives in our own database: the one connector that may use the store. */
const STORE_CONNECTORS = ['connectors/billing/embedded-ledger.ts'];

function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'),
  );
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [
    ...text.matchAll(
      /^(?:import|export)[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

const top = (path: string): string => path.split('/')[0]!;

describe('the house', () => {
  it('has a rule for every folder', () => {
    expect([...new Set(sourceFiles().map(top))].filter((name) => MAY_IMPORT[name] === undefined)).toEqual([]);
  });

  it('imports point down only', () => {
    const wrong = sourceFiles().flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => relative(SRC, resolve(SRC, file, '..', name)))
        .filter(
          (target) =>
            !target.startsWith('..') &&
            top(target) !== top(file) &&
            !MAY_IMPORT[top(file)]?.includes(top(target)),
        )
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('lets only the embedded ledger among the connectors use the database', () => {
    const wrong = sourceFiles().filter(
      (file) =>
        file.startsWith('connectors/') &&
        !STORE_CONNECTORS.includes(file) &&
        importsOf(file).some((name) => name.includes('/store/')),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the core pure: no packages, no clock, no chance', () => {
    for (const file of sourceFiles().filter((name) => name.startsWith('domain/'))) {
      expect(
        importsOf(file).filter((name) => !name.startsWith('.')),
        file,
      ).toEqual([]);
      expect(readFileSync(join(SRC, file), 'utf8'), file).not.toMatch(
        /\bDate\.now\(|\bnew Date\(\)|Math\.random|process\.|performance\./,
      );
    }
  });

  it('keeps files short enough to hold one thing', () => {
    const long = sourceFiles().filter(
      (file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 400,
    );
    expect(long).toEqual([]);
  });

  it('names files in kebab-case and for what they hold', () => {
    expect(
      sourceFiles().filter(
        (file) => !/^[a-z0-9/.-]+$/.test(file) || /(^|\/)(utils?|helpers?|common)\b/.test(file),
      ),
    ).toEqual([]);
  });
});
