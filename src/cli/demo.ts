import { createServer } from 'node:net';
import { join } from 'node:path';
import { Command } from 'commander';
import { readSettings, type Settings } from '../config/settings.ts';
import { type DemoNetwork, startDemoNetwork } from '../demo/peers.ts';
import { SHOWCASE, seedDemo } from '../demo/seed-demo.ts';
import { freePort } from '../store/embedded-postgres.ts';
import { openHouse, openHouseDatabase } from './house.ts';
import { becomeRunning } from './running.ts';
import { untilStopped } from './until-stopped.ts';

const DEMO_LINES = 10_000;

/** Everything at once, on one machine: database, network, message centre, engine and portal, with short clocks. */
export function demoCommand(): Command {
  return new Command('demo')
    .description(
      'Start the demo operator: embedded database, simulated network, portal, engine. What `npm start` runs.',
    )
    .option(
      '--lines <n>',
      'how many fictional lines to make on first start',
      (text) => Number.parseInt(text, 10),
      DEMO_LINES,
    )
    .action(async ({ lines }: { lines: number }) => {
      const settings = await demoSettings(readSettings(process.env));
      const running = becomeRunning(settings);
      let network: DemoNetwork | undefined;
      process.stderr.write('handback: starting the database ...\n');
      const server = await openHouseDatabase(settings);
      const house = await openHouse(settings, server.url, {
        server: true,
        worker: true,
        demo: true,
        simulated: async (base) => {
          const made = await seedDemo(base.database.pool, base.vault, new Date(), lines);
          if (made > 0) process.stderr.write(`handback: made ${made} fictional lines\n`);
          network = await startDemoNetwork(base.database.pool);
          return network.peers;
        },
      });
      running.announce(house.address!, {
        databaseUrl: server.url,
        rulebookOverlay: settings.rulebookOverlay,
      });
      process.stdout.write(welcome(house.address!));
      await untilStopped(async () => {
        await house.close();
        await network?.close();
        await server.close();
        running.release();
      });
    });
}

/** Short clocks, and a free port where the usual one is taken. */
async function demoSettings(settings: Settings): Promise<Settings> {
  const port =
    process.env['HANDBACK_PORT'] === undefined && !(await isFree(settings.port))
      ? await freePort()
      : settings.port;
  return {
    ...settings,
    port,
    rulebookOverlay:
      settings.rulebookOverlay ?? join(import.meta.dirname, '..', '..', 'rulebook', 'demo.yaml'),
    logLevel: process.env['HANDBACK_LOG'] ?? 'warn',
  };
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

function welcome(address: string): string {
  const [first, ...others] = SHOWCASE;
  const rows = others.slice(0, 6).map((line) => `    ${line.msisdn}   ${line.label.en} / ${line.label.zh}`);
  return [
    '',
    `  Handback is running:   ${address}`,
    `  Demo number:           ${first!.msisdn}   (ID number ${first!.documentNumber})`,
    `  Its text messages:     ${address}/demo/inbox`,
    '',
    '  Other numbers to try:',
    ...rows,
    '',
    '  Everything here is fictional. Ctrl+C stops it; the next start finds it as it was.',
    '',
    '',
  ].join('\n');
}
