import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database/database.ts';
import { withDatabase } from './global-setup.ts';

export interface TestDatabase extends Database {
  readonly url: string;
}

/** A database of its own for a test file, dropped afterwards. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = openDatabase(server, { max: 1 });
  await admin.pool.query(`create database ${name} template handback_template`);
  const url = withDatabase(server, name);
  const database = openDatabase(url);
  afterAll(async () => {
    await database.close();
    await admin.pool.query(`drop database if exists ${name} with (force)`);
    await admin.close();
  });
  return { ...database, url };
}
