import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedCheckpoint } from '../../src/store/log/log-heads.ts';
import { tlogProofText } from '../../src/tlog/proof.ts';
import { inclusionParts } from '../../src/tlog/tree-parts.ts';
import { proofOf } from '../../src/workflow/log/log-tree.ts';
import { LogSequencer } from '../../src/workflow/log-sequencer.ts';
import { testDatabase } from '../support/database.ts';
import { filesOf, queued, testLog } from '../support/log.ts';

const GO = '/usr/bin/go';
const GOPATH = '/usr/share/gocode';
const there = existsSync(GO) && existsSync(join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog'));

const SIZE = 66_000;
const INDEX = 65_535;

const { pool } = await testDatabase();
const log = await testLog(pool);
const other = await testLog((await testDatabase()).pool);

describe.skipIf(!there)('Go’s own sumdb (Debian: golang-go, golang-golang-x-mod-dev)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handback-go-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);
  const write = (name: string, bytes: string | Uint8Array): void => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), bytes);
  };
  beforeAll(async () => {
    execFileSync(GO, ['build', '-o', at('verify'), join(import.meta.dirname, 'verify.go')], {
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        GOCACHE: at('cache'),
        GO111MODULE: 'off',
        GOPATH,
        GOTOOLCHAIN: 'local',
      },
    });

    const sequencer = new LogSequencer(pool, log.signer, (error) => {
      throw error;
    });
    await queued(pool, 60_000);
    while ((await sequencer.turn()) > 0);
    const old = (await publishedCheckpoint(pool))!.note;
    const entries = await queued(pool, SIZE - 60_000);
    await sequencer.turn();
    const checkpoint = (await publishedCheckpoint(pool))!.note;
    for (const [path, bytes] of await filesOf(pool)) write(`log/${path}`, bytes);
    write('old', old);
    write('entry', entries[INDEX - 60_000]!.entry);
    const hashes = await proofOf(pool, inclusionParts(INDEX, SIZE));
    write('proof', tlogProofText({ index: INDEX, hashes, checkpoint }));
  }, 120_000);

  const verify = (vkey = log.signer.vkey) => {
    const args = [vkey, at('log'), at('proof'), at('entry'), at('old')];
    const { status, stdout, stderr } = spawnSync(at('verify'), args, { encoding: 'utf8' });
    return { status, said: `${stdout}${stderr}`.trim() };
  };
  /** With one file changed, and put back. */
  const after = (name: string, change: (bytes: Buffer) => string | Uint8Array) => {
    const bytes = readFileSync(at(name));
    write(name, change(bytes));
    const said = verify();
    write(name, bytes);
    return said;
  };
  const flipped = (bytes: Buffer): Buffer => {
    const changed = Buffer.from(bytes);
    changed[Math.floor(changed.length / 2)]! ^= 1;
    return changed;
  };

  it('verifies every tile and entry, the growth from an earlier checkpoint and the proof of an entry', () => {
    expect(verify()).toEqual({ status: 0, said: `${SIZE} entries, 60000 before, entry ${INDEX}` });
  });

  it.each([
    'log/tile/0/000',
    'log/tile/entries/128',
    'log/tile/1/000',
    'log/tile/2/000.p/1',
    'log/checkpoint',
    'old',
    'proof',
    'entry',
  ])('refuses when %s is another', (name) => {
    expect(after(name, flipped)).toMatchObject({ status: 1, said: expect.stringContaining('refused') });
  });

  it('refuses another key', () => {
    expect(verify(other.signer.vkey).status).toBe(1);
  });
});
