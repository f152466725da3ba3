import { Command } from 'commander';
import { readSettings } from '../config/settings.ts';
import { checkDrivers, databaseAt, openInstance, openInstanceDatabase } from '../run/instance.ts';
import { endWithDatabase } from './end-with-database.ts';
import { withExamples } from './examples.ts';
import { commandWords } from './reader-language.ts';
import { becomeRunning, runningInstance } from './running.ts';
import { untilStopped } from './until-stopped.ts';

/** Pages and API. Work waits in the database for a worker. */
export function serveCommand(): Command {
  return withExamples(new Command('serve'), 'serve', 'serve --worker')
    .description('Serve the portal and the API. Any number may run beside each other over one database.')
    .option('--worker', 'walk cases in this process too')
    .action((options: { worker?: boolean }) => run({ server: true, worker: options.worker ?? false }));
}

export function workerCommand(): Command {
  return withExamples(new Command('worker'), 'worker')
    .description(
      'Walk cases and send messages. Any number may run beside each other, on any number of machines.',
    )
    .action(() => run({ server: false, worker: true }));
}

async function run(what: { server: boolean; worker: boolean }): Promise<void> {
  const settings = readSettings(process.env);
  // Said before a database is opened, which another process may have.
  checkDrivers(settings);
  // The embedded database belongs to one process; those beside it use it there.
  const beside = settings.databaseUrl === null ? runningInstance(settings) : null;
  const running = settings.databaseUrl === null && beside === null ? becomeRunning(settings) : null;
  try {
    const database = beside === null ? await openInstanceDatabase(settings) : databaseAt(beside.databaseUrl);
    try {
      const rulebookOverlay = settings.rulebookOverlay ?? beside?.rulebookOverlay ?? null;
      const instance = await openInstance({ ...settings, rulebookOverlay }, database.url, what);
      running?.announce(instance.address ?? '', {
        databaseUrl: database.url,
        rulebookOverlay,
        demo: false,
      });
      const { serve: words } = commandWords();
      const said = instance.address === null ? words.worker : words.serving(instance.address);
      endWithDatabase(database.ended, running);
      const stopped = untilStopped(() => instance.close());
      process.stderr.write(`handback: ${said}\n`);
      await stopped;
    } finally {
      await database.close();
    }
  } finally {
    running?.release();
  }
}
