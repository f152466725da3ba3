import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/config/settings.ts';
import type { LogHead, LogSigner } from '../../../src/ports/log/log-signer.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { logFolderOf, openLogSigner } from '../../../src/run/log-signer.ts';
import { inTransaction, type Pool } from '../../../src/store/database/database.ts';
import { entriesFrom, leafOfCertificate, queueLogEntries } from '../../../src/store/log/log-entries.ts';
import { committedTree, publishedCheckpoint, signedCheckpoint } from '../../../src/store/log/log-heads.ts';
import { openCheckpoint } from '../../../src/tlog/checkpoint.ts';
import { appendEntries } from '../../../src/workflow/log/append-entries.ts';
import { signHead } from '../../../src/workflow/log/sign-head.ts';
import { LogSequencer } from '../../../src/workflow/log-sequencer.ts';
import { testDatabase } from '../../support/database.ts';
import {
  backupOf,
  dataFolder,
  faults,
  queued,
  someEntries,
  type TestLog,
  testLog,
} from '../../support/log.ts';
import { naiveRoot } from '../../tlog/naive-tree.ts';

const sequencerOf = ({ pool, signer }: { pool: Pool; signer: LogSigner }): LogSequencer =>
  new LogSequencer(pool, signer, (error) => {
    throw error;
  });

const withoutSigning = (signer: LogSigner): Omit<LogSigner, 'sign'> => ({
  origin: signer.origin,
  vkey: signer.vkey,
  lastHead: () => signer.lastHead(),
  remember: (head) => signer.remember(head),
});

async function rootOfStored(pool: Pool, size: number): Promise<Buffer> {
  return naiveRoot((await entriesFrom(pool, 0, size)).map((entry) => Buffer.from(entry)));
}

/** What everybody sees, verified; its root is that of the entries. */
async function seen({ pool, key }: TestLog): Promise<LogHead> {
  const published = await publishedCheckpoint(pool);
  const opened = await openCheckpoint(published!.note, [key], nodeVerifyCrypto);
  if (!opened.ok) throw new Error(opened.fault);
  expect(Buffer.from(opened.checkpoint.root)).toEqual(await rootOfStored(pool, opened.checkpoint.size));
  return opened.checkpoint;
}

describe('the sequencer', () => {
  it('signs an empty log, then what was committed, in portions of any size', async () => {
    const log = await testLog((await testDatabase()).pool);
    const sequencer = sequencerOf(log);
    await sequencer.turn();
    expect((await seen(log)).size).toBe(0);
    let size = 0;
    for (const count of [1, 254, 1, 1, 600, 0, 3]) {
      await queued(log.pool, count);
      await sequencer.turn();
      size += count;
      expect((await seen(log)).size).toBe(size);
    }
  });

  it('gives a certificate one place, and nothing of a transaction that was rolled back', async () => {
    const log = await testLog((await testDatabase()).pool);
    const [kept, lost] = [await queued(log.pool, 3), someEntries(2)];
    await inTransaction(log.pool, async (tx) => {
      await queueLogEntries(tx, lost);
      throw new Error('rolled back');
    }).catch(() => undefined);
    await sequencerOf(log).turn();
    const places = await Promise.all(kept.map((one) => leafOfCertificate(log.pool, one.certificateId!)));
    expect(places.map((place) => place?.index)).toEqual([0, 1, 2]);
    expect(places.map((place) => place?.entry)).toEqual(kept.map(({ entry }) => entry));
    expect(await leafOfCertificate(log.pool, lost[0]!.certificateId!)).toBeNull();
  });

  it('does not sign again while nothing was added: there is one head of a size', async () => {
    const log = await testLog((await testDatabase()).pool);
    let signed = 0;
    const counting: LogSigner = {
      ...withoutSigning(log.signer),
      sign: (head) => {
        signed += 1;
        return log.signer.sign(head);
      },
    };
    const sequencer = sequencerOf({ pool: log.pool, signer: counting });
    await queued(log.pool, 2);
    await sequencer.turn();
    await sequencer.turn();
    await sequencerOf(log).turn();
    expect(signed).toBe(1);
  });

  it('works once where two processes do: every entry has one place, and no head is lost', async () => {
    const log = await testLog((await testDatabase()).pool);
    const both = [sequencerOf(log), sequencerOf(log)];
    for (let round = 0; round < 15; round += 1) {
      await Promise.all([queued(log.pool, 40), ...both.map((one) => one.turn())]);
    }
    await both[0]!.turn();
    expect((await seen(log)).size).toBe(600);
    const entries = await entriesFrom(log.pool, 0, 700);
    expect(new Set(entries).size).toBe(600);
  });

  it('goes on from the committed tree where a process died before it signed', async () => {
    const log = await testLog((await testDatabase()).pool);
    await queued(log.pool, 300);
    await appendEntries(log.pool, log.signer, 1_000);
    // Died here: the tiles are there, and nobody has seen a head of them.
    expect(await publishedCheckpoint(log.pool)).toBeNull();
    await queued(log.pool, 1);
    await sequencerOf(log).turn();
    expect((await seen(log)).size).toBe(301);
  });

  it('gives the same head where a process died after it wrote down what it signs', async () => {
    const log = await testLog((await testDatabase()).pool);
    await queued(log.pool, 5);
    await appendEntries(log.pool, log.signer, 1_000);
    const dying: LogSigner = {
      ...withoutSigning(log.signer),
      sign: async (head) => {
        await log.signer.sign(head);
        throw new Error('died');
      },
    };
    await expect(signHead(log.pool, dying, 0)).rejects.toThrow('died');
    expect(await signedCheckpoint(log.pool, log.signer.origin)).toBeNull();
    expect((await log.signer.lastHead())?.size).toBe(5);
    // Entries that came meanwhile make a tree that begins with the one that was written down.
    await queued(log.pool, 5);
    await sequencerOf(log).turn();
    expect((await seen(log)).size).toBe(10);
  });

  it('tells the same failure once, and goes on when it is over', async () => {
    const log = await testLog((await testDatabase()).pool);
    const { told, tell } = faults();
    let [broken, tries] = [true, 0];
    const failing: LogSigner = {
      ...withoutSigning(log.signer),
      sign: async (head) => {
        tries += 1;
        if (broken) throw new Error('no');
        return log.signer.sign(head);
      },
    };
    await queued(log.pool, 1);
    const sequencer = new LogSequencer(log.pool, failing, tell);
    sequencer.start();
    await expect
      .poll(
        () => {
          sequencer.wake();
          return tries;
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(3);
    broken = false;
    await expect.poll(async () => (await publishedCheckpoint(log.pool))?.size, { timeout: 20_000 }).toBe(1);
    await sequencer.stop();
    expect(told).toHaveLength(1);
  });
});

describe('a database that was restored from before the last head', () => {
  it('is not signed, and nothing is added to it', async () => {
    const log = await testLog((await testDatabase()).pool);
    await queued(log.pool, 10);
    await sequencerOf(log).turn();
    const before = await backupOf(log, 'database');
    await queued(log.pool, 5);
    await sequencerOf(log).turn();
    await before.restore();
    // Issued after the restore: other leaves at places that were signed.
    await queued(log.pool, 9);
    await expect(sequencerOf(log).turn()).rejects.toMatchObject({
      code: 'log_rolled_back',
      facts: { stored: 10, signed: 15 },
    });
    expect((await committedTree(log.pool)).size).toBe(10);
    expect((await seen(log)).size).toBe(10);
  });

  it('is not signed either where it has grown past that head by other means', async () => {
    const log = await testLog((await testDatabase()).pool);
    await queued(log.pool, 10);
    await sequencerOf(log).turn();
    const before = await backupOf(log, 'database');
    await queued(log.pool, 5);
    await sequencerOf(log).turn();
    await before.restore();
    const careless = { ...log.signer, origin: log.signer.origin, lastHead: async () => null };
    await queued(log.pool, 300);
    await appendEntries(log.pool, careless as LogSigner, 1_000);
    await expect(signHead(log.pool, log.signer, 0)).rejects.toMatchObject({ code: 'log_rolled_back' });
  });

  it('is not signed on another machine either, which has the key and signed nothing itself', async () => {
    const { pool } = await testDatabase();
    const log = await testLog(pool);
    const elsewhere = readSettings({ HANDBACK_DATA: dataFolder() });
    mkdirSync(logFolderOf(elsewhere), { recursive: true, mode: 0o700 });
    copyFileSync(join(logFolderOf(log.settings), 'key.pem'), join(logFolderOf(elsewhere), 'key.pem'));
    const other = { pool, signer: await openLogSigner(elsewhere, pool) };
    await queued(pool, 2);
    await sequencerOf(log).turn();
    const backup = await backupOf(log, 'database');
    await queued(pool, 1);
    await sequencerOf(log).turn();
    await sequencerOf(other).turn();
    await backup.restore();
    await queued(pool, 1);
    await expect(sequencerOf(other).turn()).rejects.toMatchObject({ code: 'log_rolled_back' });
  });

  it('is not signed under an old name, to which somebody goes back', async () => {
    const { pool } = await testDatabase();
    const log = await testLog(pool);
    await queued(pool, 3);
    await sequencerOf(log).turn();
    const renamed = readSettings({
      HANDBACK_DATA: log.settings.dataFolder,
      HANDBACK_LOG_ORIGIN: 'end.example/log-2',
    });
    await (await openLogSigner(renamed, pool)).sign({ size: 9, root: new Uint8Array(32) });
    expect((await log.signer.lastHead())?.size).toBe(3);
    await expect(log.signer.sign({ size: 3, root: new Uint8Array(32) })).rejects.toMatchObject({
      code: 'log_rolled_back',
    });
  });

  it('is not signed at the same size with another root', async () => {
    const log = await testLog((await testDatabase()).pool);
    await queued(log.pool, 2);
    await sequencerOf(log).turn();
    const { size } = await committedTree(log.pool);
    await expect(log.signer.sign({ size, root: Buffer.alloc(32) })).rejects.toMatchObject({
      code: 'log_rolled_back',
    });
    await expect(log.signer.sign({ size: size - 1, root: Buffer.alloc(32) })).rejects.toMatchObject({
      code: 'log_rolled_back',
    });
  });

  it('can begin a log of another name', async () => {
    const { pool } = await testDatabase();
    const log = await testLog(pool);
    await queued(pool, 3);
    await sequencerOf(log).turn();
    const before = await backupOf(log, 'database');
    await queued(pool, 3);
    await sequencerOf(log).turn();
    await before.restore();
    const settings = readSettings({
      HANDBACK_DATA: log.settings.dataFolder,
      HANDBACK_LOG_ORIGIN: 'end.example/log-2',
    });
    const signer = await openLogSigner(settings, pool);
    await sequencerOf({ pool, signer }).turn();
    expect(await publishedCheckpoint(pool)).toMatchObject({ origin: 'end.example/log-2', size: 3 });
  });
});

describe('a tile that was changed by hand', () => {
  it('is not signed', async () => {
    const log = await testLog((await testDatabase()).pool);
    await queued(log.pool, 10);
    await sequencerOf(log).turn();
    await log.pool.query(`update log_tile set hashes = overlay(hashes placing '\\x00'::bytea from 5)`);
    await queued(log.pool, 1);
    await expect(sequencerOf(log).turn()).rejects.toMatchObject({ code: 'log_damaged' });
  });
});

describe('the key of the log', () => {
  it('is its owner’s alone, and the head that it signed lies beside it', async () => {
    const log = await testLog((await testDatabase()).pool);
    await queued(log.pool, 1);
    await sequencerOf(log).turn();
    const folder = logFolderOf(log.settings);
    for (const name of ['key.pem', 'head.json'])
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(folder, 'head.json'), 'utf8'))).toMatchObject({ size: '1' });
    const again = await openLogSigner(log.settings, log.pool);
    expect(again.vkey).toBe(log.signer.vkey);
  });

  it('is made once: a folder of another machine makes no second one', async () => {
    const { pool } = await testDatabase();
    const log = await testLog(pool);
    const elsewhere = readSettings({ HANDBACK_DATA: dataFolder() });
    await expect(openLogSigner(elsewhere, pool)).rejects.toMatchObject({ code: 'log_key_missing' });
    expect(existsSync(join(logFolderOf(elsewhere), 'key.pem'))).toBe(false);
    rmSync(logFolderOf(log.settings), { recursive: true });
    await expect(openLogSigner(log.settings, pool)).rejects.toMatchObject({ code: 'log_key_missing' });
  });

  it('is one where many processes start at once', async () => {
    const { pool } = await testDatabase();
    const folders = Array.from({ length: 4 }, () => readSettings({ HANDBACK_DATA: dataFolder() }));
    const opened = await Promise.allSettled(
      folders.flatMap((settings) => [openLogSigner(settings, pool), openLogSigner(settings, pool)]),
    );
    const keys = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value.vkey] : []));
    expect(new Set(keys).size).toBe(1);
  });

  it('does not sign beside a head that cannot be read', async () => {
    const log = await testLog((await testDatabase()).pool);
    await queued(log.pool, 1);
    await sequencerOf(log).turn();
    for (const text of ['', '{}', '{"origin":"demo.handback.example/log","size":"-1","root":""}']) {
      writeFileSync(join(logFolderOf(log.settings), 'head.json'), text, { mode: 0o600 });
      await expect(sequencerOf(log).turn()).rejects.toMatchObject({ code: 'key_ring_damaged' });
    }
  });
});
