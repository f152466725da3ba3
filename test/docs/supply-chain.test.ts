import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
interface Entry {
  readonly version: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, Entry>>;
};
const entries = Object.entries(packages).filter(([path]) => path !== '');

/**
 * Drivers of `oxc-transform` for other platforms, of which the registry that made the lock file knows the names only. None
 * is installed here; the list may only shrink.
 */
const NOT_TO_BE_HAD = [
  ...['android-arm-eabi', 'android-arm64', 'darwin-arm64', 'darwin-x64', 'freebsd-x64'],
  ...[
    'linux-arm-gnueabihf',
    'linux-arm-musleabihf',
    'linux-arm64-gnu',
    'linux-arm64-musl',
    'linux-ppc64-gnu',
  ],
  ...['linux-riscv64-gnu', 'linux-riscv64-musl', 'linux-s390x-gnu', 'linux-x64-musl', 'openharmony-arm64'],
  ...['win32-arm64-msvc', 'win32-ia32-msvc', 'win32-x64-msvc'],
].map((platform) => `node_modules/@oxc-transform/binding-${platform}`);

describe('what Handback is made of', () => {
  it('is fixed by the hash of each package in the lock file', () => {
    const without = entries.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));
    expect(without.map(([path]) => path).filter((path) => !NOT_TO_BE_HAD.includes(path))).toEqual([]);
    for (const [path, { optional }] of without) expect(optional, path).toBe(true);
  });

  it('is listed with versions and hashes, from the lock file and without a network', () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--import', './src/tsx-loader.ts', 'scripts/sbom.ts'],
      {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        env: { ...process.env, npm_config_registry: 'http://127.0.0.1:9' },
      },
    );
    expect(status, stderr).toBe(0);
    const bom = JSON.parse(stdout) as {
      bomFormat: string;
      metadata: { component: { name: string } };
      components: { purl: string; hashes?: { alg: string; content: string }[] }[];
    };
    expect([bom.bomFormat, bom.metadata.component.name]).toEqual(['CycloneDX', 'handback']);
    const listed = new Map(bom.components.map((one) => [decodeURIComponent(one.purl), one]));
    const shipped = entries.filter(([, { dev, optional }]) => dev !== true && optional !== true);
    expect(shipped.length).toBeGreaterThan(30);
    for (const [path, { version, integrity }] of shipped) {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const hash = Buffer.from(integrity!.slice('sha512-'.length), 'base64').toString('hex');
      const found = listed.get(`pkg:npm/${name}@${version}`);
      expect(found?.hashes ?? [], path).toContainEqual({ alg: 'SHA-512', content: hash });
    }
    for (const tool of ['vitest', 'playwright-core', '@biomejs/biome'])
      expect([...listed.keys()].filter((purl) => purl.startsWith(`pkg:npm/${tool}@`))).toEqual([]);
  });
});
