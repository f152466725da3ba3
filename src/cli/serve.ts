import { Command } from 'commander';
import { readSettings } from '../config/settings.ts';
import { checkDrivers, openInstance, openInstanceDatabase } from '../run/instance.ts';
import { withExamples } from './examples.ts';
import { commandWords } from './reader-language.ts';
import { untilStopped } from './until-stopped.ts';

/** Pages and API. Work waits in the database for a worker. */
export function serveCommand(): Command {
  return withExamples(new Command('serve'), 'serve --worker')
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
  const server = await openInstanceDatabase(settings);
  const instance = await openInstance(settings, server.url, what);
  const { serve: words } = commandWords();
  const said = instance.address === null ? words.worker : words.serving(instance.address);
  const stopped = untilStopped(async () => {
    await instance.close();
    await server.close();
  });
  process.stderr.write(`handback: ${said}\n`);
  await stopped;
}
