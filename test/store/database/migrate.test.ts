import { describe, expect, it } from 'vitest';
import { errorText } from '../../../src/messages/errors.ts';
import { migrate, migrationNames } from '../../../src/store/database/migrate.ts';
import { testDatabase } from '../../support/database.ts';

const { pool } = await testDatabase();

describe('a database that another version made', () => {
  it('is refused by name, with what to do, and is left as it was', async () => {
    await pool.query(`insert into schema_migration (name) values ('0002_of_before.sql')`);
    const refused = await migrate(pool).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'schema_unknown', facts: { migrations: ['0002_of_before.sql'] } });
    for (const language of ['en', 'zh-CN'] as const) {
      const { detail } = errorText(language, 'schema_unknown', { migrations: ['0002_of_before.sql'] });
      expect(detail).toContain('0002_of_before.sql');
      expect(detail).toContain('HANDBACK_DATA');
    }
    const { rows } = await pool.query<{ name: string }>('select name from schema_migration order by name');
    expect(rows.map((row) => row.name)).toEqual([...migrationNames(), '0002_of_before.sql'].sort());
    await pool.query(`delete from schema_migration where name = '0002_of_before.sql'`);
    expect(await migrate(pool)).toEqual([]);
  });
});
