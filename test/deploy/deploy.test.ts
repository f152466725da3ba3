import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const UNITS = ['handback-serve.service', 'handback-worker.service'] as const;
const ANALYZE = '/usr/bin/systemd-analyze';
const read = (path: string): string => readFileSync(join(ROOT, 'deploy', path), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'handback-deploy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The unit as it is, with the programs and folders of this machine. */
function placed(unit: string): string {
  const file = join(folder, unit);
  const text = read(`systemd/${unit}`)
    .replaceAll('/usr/bin/node', process.execPath)
    .replaceAll('/opt/handback', ROOT);
  writeFileSync(file, text);
  return file;
}

describe.skipIf(!existsSync(ANALYZE))('the units, as systemd-analyze judges them', () => {
  it.each(UNITS)('%s is understood without a complaint', (unit) => {
    const run = spawnSync(ANALYZE, ['verify', '--man=no', placed(unit)], { encoding: 'utf8' });
    // Where no systemd runs, what it says of the machine's own units is not of ours.
    expect(run.stderr.split('\n').filter((line) => line.includes('handback-'))).toEqual([]);
    expect(run.status).toBe(0);
  });

  it('would notice a word that is misspelt', () => {
    const file = join(folder, 'handback-wrong.service');
    writeFileSync(file, read(`systemd/${UNITS[0]}`).replace('ProtectSystem=', 'ProtectSistem='));
    const run = spawnSync(ANALYZE, ['verify', '--man=no', file], { encoding: 'utf8' });
    expect(run.stderr).toContain('ProtectSistem');
  });

  it.each(UNITS)('%s is exposed little', (unit) => {
    const run = spawnSync(
      ANALYZE,
      ['security', '--offline=yes', '--no-pager', '--threshold=20', placed(unit)],
      {
        encoding: 'utf8',
      },
    );
    expect(run.stdout).toMatch(/Overall exposure level for handback-\w+\.service: [01]\.\d/);
    expect(run.status, run.stdout).toBe(0);
  });
});

describe('what a set-up begins with', () => {
  it('is an environment that Handback understands, with every password to be changed', () => {
    const lines = read('systemd/handback.env')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    const environment = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
    const settings = readSettings({ ...environment, HANDBACK_OPERATOR_FILE: 'examples/operator.yaml' });
    expect(settings.publicUrl).toMatch(/^https:/);
    expect(settings.trustedProxies).not.toBeNull();
    for (const url of [settings.sms!, new URL(settings.databaseUrl!)]) expect(url.password).toBe('CHANGE-ME');
  });

  it('is an image of two stages that runs as nobody in particular and downloads nothing but packages', () => {
    const text = read('Containerfile').replace(/\\\n/g, ' ');
    const steps = text.split('\n').filter((line) => /^[A-Z]+ /.test(line));
    const last = steps.slice(steps.findLastIndex((line) => line.startsWith('FROM ')));
    expect(steps.filter((line) => line.startsWith('FROM ')).length).toBe(2);
    expect(last.some((line) => /^USER \d+:\d+$/.test(line))).toBe(true);
    expect(last.findIndex((line) => line.startsWith('USER '))).toBeGreaterThan(
      last.findIndex((line) => line.startsWith('RUN ')),
    );
    expect(text).not.toMatch(/\b(curl|wget|apt-get|ADD)\b/);
    for (const step of steps.filter((line) => line.startsWith('COPY ') && !line.includes('--from')))
      for (const path of step.split(' ').slice(1, -1)) expect(existsSync(join(ROOT, path)), path).toBe(true);
    // What the program reads beside its source must be in the image.
    for (const needed of ['migrations', 'rulebook', 'bin', 'src', 'package-lock.json'])
      expect(text).toMatch(new RegExp(`^COPY .*\\b${needed.replace('.', '\\.')}\\b`, 'm'));
  });

  it('keeps secrets and what was built elsewhere out of the image', () => {
    const ignored = readFileSync(join(ROOT, '.containerignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.git', '.handback', 'node_modules', '*.env']));
  });
});
