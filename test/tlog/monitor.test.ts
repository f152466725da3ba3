import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { logFolderOf, openLogSigner } from '../../src/run/log-signer.ts';
import { type FetchFile, type Kept, LogAtFault, lookAtLog } from '../../src/tlog/monitor.ts';
import { entryBundle, parseEntryBundle } from '../../src/tlog/tiles.ts';
import { LogSequencer } from '../../src/workflow/log-sequencer.ts';
import { testDatabase } from '../support/database.ts';
import { inProcess } from '../support/in-process.ts';
import { filesOf, queued, testLog } from '../support/log.ts';

type Files = ReadonlyMap<string, Uint8Array>;

// One log as it was at several sizes; and what somebody shows who holds its key and wrote another history.
const database = await testDatabase();
const log = await testLog(database.pool);
const sequencer = new LogSequencer(log.pool, log.signer, (error) => {
  throw error;
});
const shown: Record<number, Files> = {};
for (const size of [0, 300, 512, 700, 1_100]) {
  await queued(log.pool, size - Math.max(0, ...Object.keys(shown).map(Number)));
  await sequencer.turn();
  shown[size] = await filesOf(log.pool);
}
const { pool: second } = await testDatabase();
rmSync(join(logFolderOf(log.settings), 'head.json'));
await queued(second, 1_300);
await new LogSequencer(second, await openLogSigner(log.settings, second), (error) => {
  throw error;
}).turn();
const rewritten: Files = await filesOf(second);

const from =
  (files: Files): FetchFile =>
  async (path) =>
    files.get(path) ?? null;

async function look(
  files: Files,
  before: Kept | null = null,
  key = log.key,
): Promise<{ kept: Kept; entries: number }> {
  let entries = 0;
  const count = (): void => {
    entries += 1;
  };
  const { kept } = await lookAtLog(from(files), key, before, count, nodeVerifyCrypto);
  return { kept, entries };
}

/** What is at fault, and where. */
async function faultOf(files: Files, before: Kept | null = null, key = log.key): Promise<unknown> {
  try {
    await look(files, before, key);
    return 'none';
  } catch (error) {
    if (error instanceof LogAtFault) return error.path === null ? error.fault : [error.fault, error.path];
    throw error;
  }
}

const without = (files: Files, path: string): Files => {
  expect(files.has(path)).toBe(true);
  return new Map([...files].filter(([name]) => name !== path));
};
const changed = (files: Files, path: string, at = 5): Files => {
  const bytes = Uint8Array.from(files.get(path)!);
  bytes[at]! ^= 1;
  return new Map([...files, [path, bytes]]);
};

describe('a monitor', () => {
  it('reads everything once, then what is new, and sees that the history holds', async () => {
    let before: Kept | null = null;
    const came: number[] = [];
    for (const files of Object.values(shown)) {
      const { kept, entries } = await look(files, before);
      came.push(entries);
      before = kept;
    }
    expect(came).toEqual([0, 300, 212, 188, 400]);
    expect((await look(shown[1_100]!, before)).entries).toBe(0);
    expect((await look(shown[1_100]!)).entries).toBe(1_100);
  });

  it.each([300, 512, 700])('that saw %i entries notices another history', async (size) => {
    const { kept } = await look(shown[size]!);
    expect(await faultOf(rewritten, kept)).toBe('history_rewritten');
    // Whoever never looked before is shown a whole log.
    expect(await faultOf(rewritten)).toBe('none');
  });

  it('notices fewer entries than before, and another tree of the same size', async () => {
    const { kept } = await look(shown[700]!);
    expect(await faultOf(shown[512]!, kept)).toBe('rolled_back');
    const other: Kept = { ...kept, head: { ...kept.head, root: Buffer.alloc(32) } };
    expect(await faultOf(shown[700]!, other)).toBe('history_rewritten');
  });

  it.each(['tile/entries/000', 'tile/entries/004.p/76', 'tile/0/003', 'tile/0/004.p/76', 'tile/1/000.p/4'])(
    'notices that %s is missing',
    async (path) => {
      expect(await faultOf(without(shown[1_100]!, path))).toEqual(['tile_missing', path]);
    },
  );

  it.each(['tile/0/000', 'tile/0/004.p/76', 'tile/1/000.p/4'])('notices that %s is another', async (path) => {
    expect(await faultOf(changed(shown[1_100]!, path))).toEqual(['tile_altered', path]);
    const { kept } = await look(shown[300]!);
    // What it saw before it does not fetch again.
    const seen = path === 'tile/0/000';
    expect(await faultOf(changed(shown[1_100]!, path), kept)).toEqual(seen ? 'none' : ['tile_altered', path]);
  });

  it('notices an entry that is another, and a bundle with too many or too few', async () => {
    const path = 'tile/entries/001';
    const entries = parseEntryBundle(shown[1_100]!.get(path)!)!;
    const put = (some: readonly Uint8Array[]): Files =>
      new Map([...shown[1_100]!, [path, entryBundle(some)]]);
    expect(await faultOf(put(entries))).toBe('none');
    expect(await faultOf(put(entries.with(7, Buffer.from('{}'))))).toEqual(['tile_altered', 'tile/0/001']);
    expect(await faultOf(put(entries.slice(1)))).toEqual(['tile_altered', path]);
    expect(await faultOf(put([...entries, entries[0]!]))).toEqual(['tile_altered', path]);
    const cut = new Map([...shown[1_100]!, [path, shown[1_100]!.get(path)!.slice(0, -1)]]);
    expect(await faultOf(cut)).toEqual(['tile_altered', path]);
  });

  it('notices tiles of another log under the checkpoint', async () => {
    const mixed = new Map([...rewritten, ['checkpoint', shown[1_100]!.get('checkpoint')!] as const]);
    expect(await faultOf(mixed)).not.toBe('none');
  });

  it('believes no other key, name or signature', async () => {
    const elsewhere = await testLog((await testDatabase()).pool, {
      HANDBACK_LOG_ORIGIN: 'other.example/log',
    });
    expect(await faultOf(shown[300]!, null, elsewhere.key)).toBe('log_unknown');
    const files = changed(shown[300]!, 'checkpoint', log.signer.origin.length + 1);
    expect(await faultOf(files)).toBe('signature_wrong');
    expect(await faultOf(new Map([['checkpoint', Buffer.from('hello')]]))).toBe('checkpoint_malformed');
    expect(await faultOf(new Map())).toEqual(['unreachable', 'checkpoint']);
  });
});

describe('handback log monitor', () => {
  let files: Files = shown[300]!;
  const server = createServer((request, response) => {
    const file = files.get(request.url!.slice('/log/'.length));
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  const folder = mkdtempSync(join(tmpdir(), 'handback-monitor-'));
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });
  const state = join(folder, 'state');
  const monitor = async (...more: string[]) => {
    const { port } = server.address() as AddressInfo;
    const args = [
      'log',
      'monitor',
      `http://127.0.0.1:${port}/log`,
      '--key',
      log.signer.vkey,
      '--state',
      state,
    ];
    return inProcess({ url: database.url, dataFolder: folder }, [...args, ...more]);
  };

  it('says what came, and catches a rewritten history with the evidence of both', async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    expect(await monitor()).toMatchObject({
      code: 0,
      err: '',
      out: '300 entries, 300 new: 300 issued. The history holds.\n',
    });
    files = shown[700]!;
    const grew = await monitor('--json');
    expect(JSON.parse(grew.out)).toEqual({
      result: 'grew',
      origin: log.signer.origin,
      from: 300,
      size: 700,
      kinds: { cert: 400 },
    });
    const kept = readFileSync(state, 'utf8');
    files = rewritten;
    const caught = await monitor();
    expect(caught).toMatchObject({ code: 3, err: '' });
    expect(caught.out).toMatch(/^REWRITTEN: /);
    for (const one of [shown[700]!, rewritten])
      expect(caught.out).toContain(Buffer.from(one.get('checkpoint')!).toString().trim());
    // What was seen stays what was seen.
    expect(readFileSync(state, 'utf8')).toBe(kept);
    files = shown[512]!;
    expect(JSON.parse((await monitor('--json')).out)).toMatchObject({ result: 'rolled_back', from: 700 });
  });

  it('cannot tell where nobody answers, and says so', async () => {
    files = new Map();
    expect(await monitor()).toMatchObject({ code: 1, out: expect.stringContaining('CANNOT TELL') });
  });

  it('reads its own state only', async () => {
    files = shown[700]!;
    const good = JSON.parse(readFileSync(state, 'utf8'));
    for (const text of ['', '{}', JSON.stringify({ ...good, growing: {} })]) {
      writeFileSync(state, text);
      expect(await monitor()).toMatchObject({ code: 1, err: expect.stringContaining(state) });
    }
    expect(existsSync(`${state}.new`)).toBe(false);
    expect(await monitor('--every', '0')).toMatchObject({ code: 2 });
    expect(await monitor('--key', 'nobodys+key')).toMatchObject({ code: 2 });
    const file = join(folder, 'log.vkey');
    writeFileSync(file, `${log.signer.vkey}\n`);
    rmSync(state);
    expect(await monitor('--key', file)).toMatchObject({ code: 0 });
  });
});
