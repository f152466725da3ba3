import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../src/config/settings.ts';
import type { Hlr } from '../src/ports/hlr.ts';
import { type Base, composeBase, stageContext, type TrustedCis } from '../src/run/compose.ts';
import { startEmbeddedPostgres } from '../src/run/embedded-postgres.ts';
import { openDatabase } from '../src/store/database/database.ts';
import { migrate } from '../src/store/database/migrate.ts';
import type { StageContext } from '../src/workflow/engine/stage.ts';

export interface BenchServer {
  /** A migrated database of its own. */
  database(name: string): Promise<string>;
  close(): Promise<void>;
}

/** One PostgreSQL for a benchmark, as in production: fsync and synchronous_commit on. */
export async function benchServer(): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'handback-bench-'));
  const postgres = await startEmbeddedPostgres({
    dataFolder: folder,
    settings: {
      shared_buffers: '512MB',
      max_wal_size: '8GB',
      checkpoint_timeout: '30min',
      max_connections: '100',
    },
  });
  return {
    async database(name) {
      const admin = openDatabase(postgres.url, { max: 1 });
      await admin.pool.query(`create database ${name}`);
      await admin.close();
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      const fresh = openDatabase(url.href, { max: 2 });
      await migrate(fresh.pool);
      await fresh.close();
      return url.href;
    },
    async close() {
      await postgres.stop();
      rmSync(postgres.dataFolder, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface BenchInstance {
  readonly base: Base;
  readonly context: StageContext;
  readonly dataFolder: string;
  close(): Promise<void>;
}

/** A instance with keys of its own, and no cooling-off. */
export async function benchInstance(url: string, hlr: Hlr, cis?: TrustedCis): Promise<BenchInstance> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'handback-bench-data-'));
  const { base, context } = await openBenchInstance(url, dataFolder, hlr, cis);
  return {
    base,
    context,
    dataFolder,
    async close() {
      await base.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The same instance again, in another process. */
export async function openBenchInstance(
  url: string,
  dataFolder: string,
  hlr: Hlr,
  cis?: TrustedCis,
): Promise<{ base: Base; context: StageContext }> {
  const settings = readSettings({
    HANDBACK_DATA: dataFolder,
    HANDBACK_RULEBOOK_OVERLAY: join(import.meta.dirname, 'overlay.yaml'),
  });
  const base = await composeBase(settings, url, 'http://bench.example', undefined, cis);
  return { base, context: stageContext(base, hlr, undefined) };
}

/** Rows of every table that a finished line leaves behind. */
export const COUNTED = [
  'termination_closed',
  'audit',
  'outbox',
  'evidence',
  'billing_invoice',
  'certificate',
  'number_ledger',
] as const;

/** The value below which the given part of the sorted values lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
