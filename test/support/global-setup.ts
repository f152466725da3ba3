import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/run/embedded-postgres.ts';
import { openDatabase } from '../../src/store/database/database.ts';
import { migrate } from '../../src/store/database/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One PostgreSQL for the whole run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'handback-test-'));
  const postgres = await startEmbeddedPostgres({
    dataFolder: folder,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '500' },
  });
  const template = openDatabase(postgres.url, { max: 2 });
  await template.pool.query('create database handback_template');
  await template.close();
  const url = withDatabase(postgres.url, 'handback_template');
  const database = openDatabase(url, { max: 2 });
  await migrate(database.pool);
  await database.close();
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(postgres.dataFolder, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  };
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
