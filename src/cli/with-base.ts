import { readSettings, type Settings } from '../config/settings.ts';
import { demoAnchors, demoFolder } from '../demo/demo-ci.ts';
import { type Base, composeBase } from '../run/compose.ts';
import { openInstanceDatabase } from '../run/instance.ts';
import { publicUrlOf } from '../run/start-warnings.ts';
import { openDatabase } from '../store/database/database.ts';
import { migrate } from '../store/database/migrate.ts';
import { demoOperatorSettings } from './demo-operator-settings.ts';
import { type Running, runningInstance } from './running.ts';

/**
 * The database of a command: the server of DATABASE_URL, that of a Handback that runs on this data folder, or else the
 * embedded one, started for the command.
 */
export async function openCommandDatabase(
  settings: Settings,
): Promise<{ readonly url: string; readonly running: Running | null; close(): Promise<void> }> {
  const running = settings.databaseUrl === null ? runningInstance(settings) : null;
  if (running !== null) return { url: running.databaseUrl, running, close: async () => undefined };
  return { ...(await openInstanceDatabase(settings)), running };
}

/** The settings of a command beside the demo: its operator, and the address at which it listens. */
export function besideRunning(settings: Settings, running: Running | null): Settings {
  if (!running?.demo) return settings;
  return { ...demoOperatorSettings(settings), publicUrl: settings.publicUrl ?? (running.address || null) };
}

/**
 * Opens what a command needs over its database, and closes it afterwards.
 * @param work `demo`: the database is that of a demonstration, and papers say so
 * @param options `restored`: also a database that does not know everybody who was erased
 */
export async function withBase<T>(
  work: (base: Base, settings: Settings, demo: boolean) => Promise<T>,
  options: { readonly restored?: true } = {},
): Promise<T> {
  const settings = readSettings(process.env);
  const { running, ...server } = await openCommandDatabase(settings);
  const overlay = running?.rulebookOverlay ?? settings.rulebookOverlay;
  try {
    const first = openDatabase(server.url, { max: 2 });
    await migrate(first.pool);
    await first.close();
    const effective = { ...besideRunning(settings, running), rulebookOverlay: overlay };
    const base = await composeBase(
      effective,
      server.url,
      publicUrlOf(effective),
      undefined,
      // Beside the demo, its phones are believed as the demo believes them.
      {
        rulebooks: 'keep',
        ...options,
        ...(running?.demo ? { extraAnchors: demoAnchors(demoFolder(settings.dataFolder)) } : {}),
      },
    );
    try {
      return await work(base, effective, running?.demo ?? false);
    } finally {
      await base.close();
    }
  } finally {
    await server.close();
  }
}
