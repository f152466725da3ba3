import { Command } from 'commander';
import { readSettings } from '../config/settings.ts';
import { openDatabase } from '../store/database/database.ts';
import { migrate } from '../store/database/migrate.ts';
import { withExamples } from './examples.ts';
import { commandWords } from './reader-language.ts';
import { openCommandDatabase } from './with-base.ts';

export function migrateCommand(): Command {
  return withExamples(new Command('migrate'), 'migrate')
    .description('Bring the database to the newest schema. Safe to run again, and by several at once.')
    .option('--json', 'print the result as JSON')
    .action(async (options: { json?: boolean }) => {
      const server = await openCommandDatabase(readSettings(process.env));
      const { database: words } = commandWords();
      const database = openDatabase(server.url, { max: 2 });
      try {
        const applied = await migrate(database.pool);
        if (options.json) process.stdout.write(`${JSON.stringify({ applied })}\n`);
        else process.stdout.write(`${applied.length === 0 ? words.nothingToDo : words.applied(applied)}\n`);
      } finally {
        await database.close();
        await server.close();
      }
    });
}
