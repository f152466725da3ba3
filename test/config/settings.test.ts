import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SETTINGS, TEST_SETTINGS } from '../../src/config/setting-names.ts';
import { checkSettingNames, readSettings } from '../../src/config/settings.ts';

const refusal = (name: string, more: NodeJS.ProcessEnv = {}): string => {
  try {
    checkSettingNames({ [name]: 'x', ...more });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the settings', () => {
  it.each([
    ['HANDBACK_PROT', 'HANDBACK_PORT'],
    ['HANDBACK_RULEBOK_OVERLAY', 'HANDBACK_RULEBOOK_OVERLAY'],
    ['HANDBACK_RULEBOOK', 'HANDBACK_RULEBOOK_OVERLAY'],
    ['HANDBACK_DATABASE_URL', 'DATABASE_URL'],
    ['HANDBACK_ES9_PLUS', 'HANDBACK_ES9PLUS'],
    ['handback_port', 'HANDBACK_PORT'],
  ])('refuse %s and name %s', (wrong, meant) => {
    expect(refusal(wrong)).toContain(`${wrong} is not a setting of Handback. Did you mean ${meant}?`);
    expect(() => readSettings({ [wrong]: 'x' })).toThrow(wrong);
  });

  it('name no other setting where none is near', () => {
    expect(refusal('HANDBACK_TELEPORTATION')).toContain('HANDBACK_TELEPORTATION is not a setting');
    expect(refusal('HANDBACK_TELEPORTATION')).not.toContain('Did you mean');
  });

  it('take every name that is listed, and what is not ours', () => {
    const listed = [...SETTINGS, ...TEST_SETTINGS].map(({ name }) => [name, 'x']);
    expect(() => checkSettingNames(Object.fromEntries(listed))).not.toThrow();
    expect(refusal('npm_package_name')).toBe('');
    // What Kubernetes tells of a service `handback-db`.
    const service = { HANDBACK_DB_SERVICE_HOST: '10.0.0.1', HANDBACK_DB_PORT: 'tcp://10.0.0.1:5432' };
    expect(refusal('HANDBACK_DB_PORT_5432_TCP_ADDR', service)).toBe('');
    expect(refusal('HANDBACK_DB_PORT')).not.toBe('');
  });

  it('list every variable that the code, the tests and the measurements read', () => {
    const known: readonly string[] = [...SETTINGS, ...TEST_SETTINGS].map(({ name }) => name);
    const files = ['src', 'test', 'bench', 'scripts', 'bin'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(tsx?|mjs)$/.test(name) && !name.endsWith('settings.test.ts'))
        .map((name) => join(folder, name)),
    );
    const read = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:env\[['"]|env\.)(HANDBACK_[A-Z0-9_]+)/g)].map(
        ([, name]) => name!,
      ),
    );
    expect(read).toContain('HANDBACK_SHOTS');
    expect(read.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('end every command before it begins, with exit code 1', () => {
    for (const args of [
      ['keys', 'trust'],
      ['verify', 'README.md'],
      ['rules', 'check'],
    ]) {
      const { status, stderr } = spawnSync(
        process.execPath,
        ['--import', './src/tsx-loader.ts', 'src/main.ts', ...args],
        { env: { PATH: process.env['PATH'], HANDBACK_PROT: '9' }, encoding: 'utf8' },
      );
      expect(stderr, args.join(' ')).toContain('Did you mean HANDBACK_PORT?');
      expect(status, args.join(' ')).toBe(1);
    }
  });
});
