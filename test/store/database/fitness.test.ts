import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { HandbackError } from '../../../src/domain/errors.ts';
import { freePort } from '../../../src/free-port.ts';
import { errorText } from '../../../src/messages/errors.ts';
import { openDatabase, type Pool } from '../../../src/store/database/database.ts';
import { assertFit, sharesSessions } from '../../../src/store/database/fitness.ts';
import { migrate } from '../../../src/store/database/migrate.ts';
import { testDatabase } from '../../support/database.ts';
import { waitFor } from '../../support/wait-for.ts';

const { pool, url } = await testDatabase();
const PGBOUNCER = '/usr/sbin/pgbouncer';

it('a server of our own is fit', async () => {
  await expect(assertFit(pool)).resolves.toBeUndefined();
});

it('an old server is refused by its version, before it is asked for what it does not have', async () => {
  const asked: string[] = [];
  const old = {
    query: async (text: string) => {
      asked.push(text);
      return { rows: [{ version: 150_014, text: '15.14 (Debian 15.14-0+deb12u1)' }] };
    },
  } as unknown as Pool;
  const refused = await migrate(old).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: 'database_unfit',
    facts: { reason: 'too_old', version: '15.14 (Debian 15.14-0+deb12u1)' },
  });
  expect(asked).toHaveLength(1);
  for (const language of ['en', 'zh-CN'] as const)
    expect(errorText(language, 'database_unfit', (refused as HandbackError).facts).detail).toContain('15.14');
});

describe.skipIf(!existsSync(PGBOUNCER))('behind PgBouncer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handback-pooler-'));
  const running: (() => Promise<void>)[] = [];
  afterAll(async () => {
    await Promise.all(running.map((stop) => stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  async function pooled(mode: string): Promise<string> {
    const port = await freePort();
    const server = new URL(url);
    const file = join(folder, `${mode}.ini`);
    const { hostname, port: at, username, password, pathname } = server;
    writeFileSync(
      file,
      [
        '[databases]',
        `* = host=${hostname} port=${at} dbname=${pathname.slice(1)} user=${decodeURIComponent(username)} password=${decodeURIComponent(password)}`,
        '[pgbouncer]',
        'listen_addr = 127.0.0.1',
        `listen_port = ${port}`,
        'unix_socket_dir =',
        'auth_type = any',
        `pool_mode = ${mode}`,
        '',
      ].join('\n'),
    );
    chmodSync(folder, 0o755);
    // It refuses to run as root; 65534 is nobody.
    const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const child = spawn(PGBOUNCER, ['-q', file], { ...identity, stdio: 'ignore' });
    const ended = once(child, 'exit');
    running.push(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    return `postgres://handback@127.0.0.1:${port}/pooled`;
  }

  it.each([
    ['session', false],
    ['transaction', true],
    ['statement', true],
  ])('in %s mode it shares sessions: %s', async (mode, shares) => {
    const address = await pooled(mode);
    const database = openDatabase(address, { max: 2 });
    try {
      await waitFor(async () => {
        expect(await sharesSessions(database.pool)).toBe(shares);
      });
      if (shares)
        await expect(migrate(database.pool)).rejects.toMatchObject({
          code: 'database_unfit',
          facts: { reason: 'pooled' },
        });
    } finally {
      await database.close();
    }
  });
});
