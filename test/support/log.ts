import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { readSettings, type Settings } from '../../src/config/settings.ts';
import type { Actor } from '../../src/operations/access/actor.ts';
import type { Operations } from '../../src/operations/context.ts';
import { logCheckpoint } from '../../src/operations/log/log-checkpoint.ts';
import { logTile } from '../../src/operations/log/log-tile.ts';
import type { LogSigner } from '../../src/ports/log/log-signer.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { logFolderOf, openLogSigner } from '../../src/run/log-signer.ts';
import { inTransaction, type Pool } from '../../src/store/database/database.ts';
import { type NewLogEntry, queueLogEntries } from '../../src/store/log/log-entries.ts';
import { utf8 } from '../../src/tlog/bytes.ts';
import { parseCheckpoint } from '../../src/tlog/checkpoint.ts';
import { type NoteKey, parseNote, parseVkey } from '../../src/tlog/note.ts';
import { entriesPath, TILE_WIDTH, tilePath, tileWidth } from '../../src/tlog/tiles.ts';

export interface TestLog {
  readonly pool: Pool;
  readonly settings: Settings;
  readonly signer: LogSigner;
  /** As a verifier knows the log. */
  readonly key: NoteKey;
}

/** A log over a database, with a folder of keys of its own. */
export async function testLog(pool: Pool, environment: NodeJS.ProcessEnv = {}): Promise<TestLog> {
  const settings = readSettings({ HANDBACK_DATA: dataFolder(), ...environment });
  const signer = await openLogSigner(settings, pool);
  return { pool, settings, signer, key: (await parseVkey(signer.vkey, nodeVerifyCrypto))! };
}

export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'handback-log-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let serial = 0;

/** Entries of certificates that there are not. */
export const someEntries = (count: number): NewLogEntry[] =>
  Array.from({ length: count }, () => {
    serial += 1;
    return { entry: JSON.stringify({ t: 'cert', h: `h${serial}` }), certificateId: randomUUID() };
  });

export async function queued(pool: Pool, count: number): Promise<readonly NewLogEntry[]> {
  const entries = someEntries(count);
  await inTransaction(pool, (tx) => queueLogEntries(tx, entries));
  return entries;
}

/** The failures that a sequencer told of. */
export function faults(): { readonly told: unknown[]; readonly tell: (error: unknown) => void } {
  const told: unknown[] = [];
  return { told, tell: (error) => void told.push(error) };
}

const TABLES = ['log_queue', 'log_leaf', 'log_tile', 'log_tree', 'log_checkpoint', 'log_witness'];

/** What a backup has of a log, put back later: with the head beside the key, or of the database alone. */
export async function backupOf(
  { pool, settings }: TestLog,
  what: 'all' | 'database' = 'all',
): Promise<{ restore(): Promise<void> }> {
  for (const table of TABLES) await pool.query(`create table kept_${table} as table ${table}`);
  const file = join(logFolderOf(settings), 'head.json');
  const head = readFileSync(file, 'utf8');
  return {
    async restore() {
      if (what === 'all') writeFileSync(file, head);
      await inTransaction(pool, async (tx) => {
        for (const table of TABLES) {
          await tx.query(`delete from ${table}`);
          await tx.query(`insert into ${table} overriding system value select * from kept_${table}`);
        }
      });
    },
  };
}

/** Everything that a server shows of the log, by its address below the prefix. */
export async function filesOf(pool: Pool): Promise<Map<string, Uint8Array>> {
  const op = { pool } as Operations;
  const visitor: Actor = { kind: 'public', language: 'en', channel: 'online', client: '192.0.2.1' };
  const checkpoint = await logCheckpoint(op, visitor);
  const { size } = parseCheckpoint(parseNote(checkpoint)!.text)!;
  const files = new Map<string, Uint8Array>([['checkpoint', utf8(checkpoint)]]);
  const add = async (path: string): Promise<void> => {
    files.set(path, await logTile(op, visitor, { path: path.slice('tile/'.length) }));
  };
  for (let level = 0; size / TILE_WIDTH ** level >= 1; level += 1) {
    for (let index = 0; ; index += 1) {
      const width = tileWidth({ level, index }, size);
      if (width === 0) break;
      await add(tilePath({ level, index, width }));
      if (level === 0) await add(entriesPath(index, width));
    }
  }
  return files;
}
