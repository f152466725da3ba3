import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { makeDataFolder } from '../../src/config/file-modes.ts';
import { openVault } from '../../src/config/key-file.ts';
import { readSettings } from '../../src/config/settings.ts';
import { publicUrlOf, startWarnings } from '../../src/run/start-warnings.ts';

const folder = mkdtempSync(join(tmpdir(), 'handback-modes-'));
const data = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(data, { recursive: true, force: true });
  makeDataFolder(data);
});
const settings = (more: NodeJS.ProcessEnv = {}) => readSettings({ HANDBACK_DATA: data, ...more });

describe('at the start', () => {
  it('says that everybody behind a proxy counts as one, where none is named', () => {
    const told = (more: NodeJS.ProcessEnv) => startWarnings(settings(more)).join();
    const url = { HANDBACK_URL: 'https://end.example' };
    expect(told(url)).toContain('HANDBACK_TRUSTED_PROXIES');
    expect(told({})).toBe('');
    expect(told({ ...url, HANDBACK_TRUSTED_PROXIES: '10.0.0.0/8' })).toBe('');
    expect(told({ ...url, HANDBACK_TRUSTED_PROXIES: '1' })).toBe('');
    expect(told({ ...url, HANDBACK_TLS_CERT: join(folder, 'c'), HANDBACK_TLS_KEY: join(folder, 'k') })).toBe(
      '',
    );
  });

  it('names what others than the owner can list or read', () => {
    mkdirSync(join(data, 'keys'), { mode: 0o700 });
    expect(startWarnings(settings())).toEqual([]);
    for (const [path, mode] of [
      [data, 0o755],
      [data, 0o750],
      [data, 0o733],
      [join(data, 'keys'), 0o740],
    ] as const) {
      const before = statSync(path).mode;
      chmodSync(path, mode);
      expect(startWarnings(settings()), mode.toString(8)).toEqual([
        expect.stringContaining(`${path} is open`),
      ]);
      chmodSync(path, before);
    }
    const phones = join(data, 'rsp', 'es9plus', 'server-key.pem');
    mkdirSync(join(data, 'rsp', 'es9plus'), { recursive: true });
    writeFileSync(phones, '');
    chmodSync(phones, 0o640);
    expect(startWarnings(settings())).toEqual([expect.stringContaining('server-key.pem is open')]);
    chmodSync(phones, 0o600);
    const key = join(folder, 'k.pem');
    writeFileSync(key, '', { mode: 0o644 });
    chmodSync(key, 0o644);
    const tls = { HANDBACK_TLS_CERT: join(folder, 'c.pem'), HANDBACK_TLS_KEY: key };
    expect(startWarnings(settings(tls))).toEqual([expect.stringContaining('k.pem is open')]);
  });

  it('refuses keys of personal data that others may read, and says how to mend it', () => {
    const file = join(data, 'keys', 'vault.json');
    openVault(file, undefined);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const mode of [0o640, 0o604, 0o660, 0o620, 0o644]) {
      chmodSync(file, mode);
      expect(() => openVault(file, undefined), mode.toString(8)).toThrow(/vault\.json .*chmod 600/);
    }
    chmodSync(file, 0o400);
    expect(() => openVault(file, undefined)).not.toThrow();
  });
});

describe('the settings of the entrance', () => {
  it('take addresses, networks and a number of proxies', () => {
    const of = (text: string) => settings({ HANDBACK_TRUSTED_PROXIES: text }).trustedProxies;
    expect(of('')).toBeNull();
    expect(of('0')).toBeNull();
    expect(of('2')).toBe(2);
    expect(of('10.0.0.1')).toEqual(['10.0.0.1']);
    expect(of(' 10.0.0.0/8, 2001:db8::/32 ,::1')).toEqual(['10.0.0.0/8', '2001:db8::/32', '::1']);
  });

  it.each([
    '10.0.0.0/33',
    '2001:db8::/129',
    'true',
    'loopback,everyone',
    '10.0.0.256',
    '-1',
    '99',
    '1.5',
    '10.0.0.0/8/8',
  ])('refuse %s as a proxy', (text) => {
    expect(() => settings({ HANDBACK_TRUSTED_PROXIES: text })).toThrow('HANDBACK_TRUSTED_PROXIES');
  });

  it('want certificate and key together, limits above nothing, and an address for metrics', () => {
    expect(() => settings({ HANDBACK_TLS_CERT: 'c' })).toThrow('HANDBACK_TLS_KEY');
    expect(() => settings({ HANDBACK_TLS_KEY: 'k' })).toThrow('HANDBACK_TLS_CERT');
    for (const text of ['0', '-5', 'many', '1e3'])
      for (const name of [
        'HANDBACK_CODES_PER_HOUR',
        'HANDBACK_SCAM_REPORT_DAYS',
        'HANDBACK_SCAM_REPORTS_PER_DAY',
      ])
        expect(() => settings({ [name]: text })).toThrow(name);
    expect(() => settings({ HANDBACK_METRICS: '9464' })).toThrow('HANDBACK_METRICS');
    expect(settings({ HANDBACK_METRICS: '127.0.0.1:9464' }).metrics).toEqual({
      host: '127.0.0.1',
      port: 9464,
    });
  });

  it('make the public address https where TLS is our own', () => {
    const tls = { HANDBACK_TLS_CERT: 'c', HANDBACK_TLS_KEY: 'k', HANDBACK_PORT: '8443' };
    expect(publicUrlOf(settings(tls))).toBe('https://127.0.0.1:8443');
  });
});
