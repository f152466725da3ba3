import { readSettings, type Settings } from '../config/settings.ts';
import { demoAnchors, demoFolder } from '../demo/demo-ci.ts';
import { type Base, composeBase } from '../run/compose.ts';
import { openInstanceDatabase } from '../run/instance.ts';
import { openDatabase } from '../store/database/database.ts';
import { migrate } from '../store/database/migrate.ts';
import { runningDemo } from './running.ts';

/**
 * Opens what a command needs, and closes it afterwards: the server of DATABASE_URL, the database of a Handback that
 * runs on this data folder, or else the embedded one, started for the command.
 */
export async function withBase<T>(work: (base: Base, settings: Settings) => Promise<T>): Promise<T> {
  const settings = readSettings(process.env);
  const running = settings.databaseUrl === null ? runningDemo(settings) : null;
  const server =
    running === null
      ? await openInstanceDatabase(settings)
      : { url: running.databaseUrl, close: async () => undefined };
  const overlay = running?.rulebookOverlay ?? settings.rulebookOverlay;
  try {
    const first = openDatabase(server.url, { max: 2 });
    await migrate(first.pool);
    await first.close();
    const effective = { ...settings, rulebookOverlay: overlay };
    const base = await composeBase(
      effective,
      server.url,
      settings.publicUrl ?? `http://${settings.host}:${settings.port}`,
      undefined,
      // Beside the demo, its phones are believed as the demo believes them.
      running === null ? {} : { extraAnchors: demoAnchors(demoFolder(settings.dataFolder)) },
    );
    try {
      return await work(base, effective);
    } finally {
      await base.close();
    }
  } finally {
    await server.close();
  }
}
