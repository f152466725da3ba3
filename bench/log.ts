import { randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../src/config/settings.ts';
import type { Actor } from '../src/operations/access/actor.ts';
import { certificateLogProof } from '../src/operations/certificates/log-proof.ts';
import type { Operations } from '../src/operations/context.ts';
import { nodeVerifyCrypto } from '../src/ports/node-verify-crypto.ts';
import { openLogSigner } from '../src/run/log-signer.ts';
import { inTransaction, openDatabase, type Pool } from '../src/store/database/database.ts';
import { type NewLogEntry, queueLogEntries } from '../src/store/log/log-entries.ts';
import { publishedCheckpoint } from '../src/store/log/log-heads.ts';
import { readTiles, writeTiles } from '../src/store/log/log-tiles.ts';
import { utf8 } from '../src/tlog/bytes.ts';
import { HASH_BYTES } from '../src/tlog/checkpoint.ts';
import { issuedEntry } from '../src/tlog/entries.ts';
import { parseVkey } from '../src/tlog/note.ts';
import { verifyTlogProof } from '../src/tlog/proof.ts';
import { growingTiles, TILE_WIDTH, tileHash } from '../src/tlog/tiles.ts';
import { joined, rootOf } from '../src/tlog/tree.ts';
import { tilesAt } from '../src/workflow/log/log-tree.ts';
import { LogSequencer } from '../src/workflow/log-sequencer.ts';
import { type BenchServer, percentile } from './bench-instance.ts';
import type { Figure } from './figure.ts';

/** As many entries as the engine commits at once. */
const AT_ONCE = 250;
const WRITERS = 4;
const PROOFS = 3_000;

/**
 * The public log: entries from their commit to a signed head, beside the same rows put into a table and nothing more; and
 * proofs out of a large log.
 */
export async function log(server: BenchServer, entries: number, leaves: number): Promise<readonly Figure[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'handback-bench-log-'));
  try {
    return [
      ...(await sequencing(await server.database('sequencing'), dataFolder, entries)),
      ...(await proving(await server.database('proving'), `${dataFolder}-proofs`, leaves)),
    ];
  } finally {
    for (const folder of [dataFolder, `${dataFolder}-proofs`])
      rmSync(folder, { recursive: true, force: true });
  }
}

async function sequencing(url: string, dataFolder: string, count: number): Promise<readonly Figure[]> {
  const database = openDatabase(url);
  const { pool } = database;
  const signer = await openLogSigner(readSettings({ HANDBACK_DATA: dataFolder }), pool);
  await pool.query('create table bare (like log_queue including all)');
  const bareMs = await writing(count, (some) =>
    inTransaction(pool, async (tx) => {
      await tx.query(
        'insert into bare (entry, certificate_id) select * from unnest($1::text[], $2::uuid[])',
        [some.map(({ entry }) => entry), some.map(({ certificateId }) => certificateId)],
      );
    }),
  );
  const sequencer = new LogSequencer(pool, signer, (error) => {
    throw error;
  });
  sequencer.start();
  const began = performance.now();
  await writing(count, (some) => inTransaction(pool, (tx) => queueLogEntries(tx, some)));
  while ((await publishedCheckpoint(pool))?.size !== count) {
    sequencer.wake();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const ms = performance.now() - began;
  await sequencer.stop();
  await database.close();
  return [
    {
      ...{
        name: 'log, entries committed to signed',
        value: (count / ms) * 1000,
        unit: '/s',
        target: '>= 2000',
      },
      note: `${count} entries, ${WRITERS} writers, ${AT_ONCE} a commit`,
    },
    { name: 'log, signed / only inserted', value: bareMs / ms },
  ];
}

/** Milliseconds until all are committed. */
async function writing(
  count: number,
  write: (some: readonly NewLogEntry[]) => Promise<unknown>,
): Promise<number> {
  const began = performance.now();
  let left = count;
  const writer = async (): Promise<void> => {
    while (left > 0) {
      const some = Math.min(left, AT_ONCE);
      left -= some;
      await write(
        Array.from({ length: some }, () => {
          const certificateId = randomUUID();
          return { entry: issuedEntry(certificateId.repeat(2).slice(0, 43)), certificateId };
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return performance.now() - began;
}

const certificateOf = (leaf: number): string =>
  `00000000-0000-7000-8000-${leaf.toString(16).padStart(12, '0')}`;

async function proving(url: string, dataFolder: string, leaves: number): Promise<readonly Figure[]> {
  const database = openDatabase(url);
  const { pool } = database;
  await fill(pool, leaves);
  const signer = await openLogSigner(readSettings({ HANDBACK_DATA: dataFolder }), pool);
  await new LogSequencer(pool, signer, () => undefined).turn();
  const key = (await parseVkey(signer.vkey, nodeVerifyCrypto))!;
  const visitor: Actor = { kind: 'public', language: 'en', channel: 'online', client: '192.0.2.1' };
  const times: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < PROOFS; i += 1) {
    const asked = performance.now();
    // As many questions as a proof asks, of nothing.
    await Promise.all([pool.query('select 1'), pool.query('select 1')]);
    await pool.query('select 1');
    bare.push(performance.now() - asked);
    const certificateId = certificateOf(randomInt(leaves));
    const began = performance.now();
    const { proof, entry } = await certificateLogProof({ pool } as Operations, visitor, { certificateId });
    times.push(performance.now() - began);
    const verdict = await verifyTlogProof(proof, utf8(entry), [key], [], nodeVerifyCrypto);
    if (!verdict.ok) throw new Error(`a proof does not verify: ${verdict.fault}`);
  }
  await database.close();
  const among = `${PROOFS} proofs among ${leaves} leaves, each verified`;
  return [
    { name: 'log, inclusion proof, median', value: percentile(times, 0.5), unit: 'ms', note: among },
    {
      ...{ name: 'log, inclusion proof, p99', value: percentile(times, 0.99), unit: 'ms', target: '<= 10' },
      note: among,
    },
    {
      name: 'log, inclusion proof / questions of nothing, median',
      value: percentile(times, 0.5) / percentile(bare, 0.5),
    },
    {
      ...{ name: 'log, questions of nothing, p99', value: percentile(bare, 0.99), unit: 'ms' },
      note: 'what the machine itself takes just then',
    },
  ];
}

/** Leaves and their tiles by few statements, and not as they would come. */
async function fill(pool: Pool, leaves: number): Promise<void> {
  const entry = `'{"t":"cert","h":"' || rpad(i::text, 43, 'x') || '"}'`;
  await pool.query('drop index log_leaf_certificate');
  await pool.query(
    `insert into log_leaf select i, ${entry}, ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid
     from generate_series(0, $1::bigint - 1) i`,
    [leaves],
  );
  await pool.query(
    'create index log_leaf_certificate on log_leaf (certificate_id) where certificate_id is not null',
  );
  await pool.query(
    `insert into log_tile select 0, n, (select string_agg(sha256('\\x00'::bytea || convert_to(${entry}, 'UTF8')), ''::bytea order by i)
       from generate_series(n * ${TILE_WIDTH}, least($1, (n + 1) * ${TILE_WIDTH}) - 1) i)
     from generate_series(0::bigint, ($1::bigint - 1) / ${TILE_WIDTH}) n`,
    [leaves],
  );
  let full = Math.floor(leaves / TILE_WIDTH);
  for (let level = 0; full > 0; level += 1, full = Math.floor(full / TILE_WIDTH)) {
    for (let index = 0; index * TILE_WIDTH < full; index += 1) {
      const width = Math.min(TILE_WIDTH, full - index * TILE_WIDTH);
      const below = Array.from({ length: width }, (_, i) => ({ level, index: index * TILE_WIDTH + i }));
      const tiles = (await readTiles(pool, below)).toSorted((a, b) => a.index - b.index);
      await writeTiles(pool, [{ level: level + 1, index, hashes: Buffer.concat(tiles.map(rootOfTile)) }]);
    }
  }
  const root = rootOf(leaves, await tilesAt(pool, growingTiles(leaves)));
  await pool.query('update log_tree set size = $1, root = $2', [leaves, root]);
  await pool.query('analyze');
}

const rootOfTile = ({ hashes }: { readonly hashes: Uint8Array }): Uint8Array =>
  joined(Array.from({ length: hashes.length / HASH_BYTES }, (_, i) => tileHash(hashes, i)));
