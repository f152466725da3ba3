import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { faultLog } from '../../src/run/fault-log.ts';
import { localUrlOf, settlePort } from '../../src/run/listening.ts';
import { publicUrlOf, startWarnings } from '../../src/run/start-warnings.ts';

describe('the address where a server is reached', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8080'],
    ['localhost', 'http://localhost:8080'],
    ['::1', 'http://[::1]:8080'],
    ['::', 'http://[::1]:8080'],
    ['0.0.0.0', 'http://127.0.0.1:8080'],
    ['2001:db8::7', 'http://[2001:db8::7]:8080'],
  ])('of %s is %s', (host, url) => {
    expect(localUrlOf({ host, port: 8080, tls: null })).toBe(url);
    expect(URL.canParse(url)).toBe(true);
  });

  it('names a port that is settled before anything is printed', async () => {
    const { port } = await settlePort({ host: '127.0.0.1', port: 0, tls: null });
    expect(port).toBeGreaterThan(1_024);
    expect(await settlePort({ host: '127.0.0.1', port: 81, tls: null })).toMatchObject({ port: 81 });
  });

  it('is warned of where others cannot open it', () => {
    const open = readSettings({ HANDBACK_HOST: '0.0.0.0', HANDBACK_DATA: '/nonexistent' });
    expect(publicUrlOf(open)).toBe('http://127.0.0.1:8080');
    expect(startWarnings(open).join()).toContain('HANDBACK_URL is empty');
    const named = { ...open, publicUrl: 'http://handback.example' };
    expect(startWarnings(named).join()).not.toContain('HANDBACK_URL is empty');
  });
});

it('says once that the database is away, and everything else each time', () => {
  const said: unknown[][] = [];
  const log = { error: (...all: unknown[]) => said.push(all), warn: (...all: unknown[]) => said.push(all) };
  let now = 0;
  const report = faultLog(log as never, () => now);
  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  for (let i = 0; i < 50; i++) report(away, { where: 'claim' }, 'a walk met a failure');
  expect(said).toEqual([
    [{ code: 'ECONNREFUSED', where: 'claim' }, expect.stringContaining('cannot be reached')],
  ]);
  now = 30_000;
  report(away, {}, 'a walk met a failure');
  expect(said).toHaveLength(2);
  for (let i = 0; i < 2; i++) report(new Error('a fault of ours'), {}, 'a walk met a failure');
  expect(said).toHaveLength(4);
});
