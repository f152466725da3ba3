import { rmSync } from 'node:fs';
import { openDatabase } from '../store/database/database.ts';
import { contentsOf, emptyDatabase } from './demo-tables.ts';
import { NotTheDemo } from './seed-demo.ts';

/**
 * Takes the demo's lines, cases and messages out of the database, and its phones out of their folder: the next start
 * makes them anew. Keys stay, so that certificates which were downloaded can still be verified; but for that of the public log,
 * which begins anew: under the old one its history would be rewritten.
 *
 * @param folders where the demo keeps what belongs to its phones, and where the key of its log is
 * @returns whether there was a demo
 * @throws NotTheDemo where the database holds somebody's lines; nothing is changed then
 */
export async function emptyDemo(databaseUrl: string, ...folders: readonly string[]): Promise<boolean> {
  const database = openDatabase(databaseUrl, { max: 1 });
  try {
    const contents = await contentsOf(database.pool);
    if (contents === 'others') throw new NotTheDemo();
    await emptyDatabase(database.pool);
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    return contents === 'demo';
  } finally {
    await database.close();
  }
}
