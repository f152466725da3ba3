import { expect, it } from 'vitest';
import { CASE_COLUMNS } from '../../../src/store/cases/close-cases.ts';
import { testInstance } from '../../support/instance.ts';

it('names every column of a case, so that none is lost when it is closed', async () => {
  const { operations } = await testInstance();
  const columnsOf = async (table: string): Promise<string[]> => {
    const { rows } = await operations.pool.query<{ name: string }>(
      'select column_name as name from information_schema.columns where table_name = $1',
      [table],
    );
    return rows.map(({ name }) => name).sort();
  };
  const named = CASE_COLUMNS.split(/,\s*/).sort();
  expect(named).toEqual(await columnsOf('termination'));
  expect([...named, 'closed_at'].sort()).toEqual(await columnsOf('termination_closed'));
});
