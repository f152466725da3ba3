import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/config/settings.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { eraseDuePeople } from '../../../src/operations/erasure/erase-due-people.ts';
import { erasePerson } from '../../../src/operations/erasure/erase-person.ts';
import { keepJournal } from '../../../src/operations/erasure/keep-journal.ts';
import { composeBase } from '../../../src/run/compose.ts';
import { erasureFolderOf, JOURNAL_FILE, journalAt } from '../../../src/run/erasure-journal.ts';
import { openInstance } from '../../../src/run/instance.ts';
import { poolWithin } from '../../../src/store/database/database.ts';
import { Vault } from '../../../src/store/database/vault.ts';
import { staffNamed } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { testDatabase } from '../../support/database.ts';
import { inProcess } from '../../support/in-process.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault, dataFolder } = instance;
const { pool } = op;
const machine = staffNamed('lin');
const journal = join(erasureFolderOf({ dataFolder }), JOURNAL_FILE);
const elsewhere = mkdtempSync(join(tmpdir(), 'handback-journal-'));
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));
let used = 0;

/** Long after everybody's time is over. */
const over: Operations = { ...op, clock: { now: () => new Date(Date.now() + 20 * 366 * 86_400_000) } };

async function endedPeople(count: number): Promise<readonly SeededLine[]> {
  const lines = await seedLines(pool, vault, count, { from: used });
  used += count;
  const ids = lines.map(({ lineId }) => lineId);
  await pool.query(`update line set status = 'ended' where line_id = any($1)`, [ids]);
  await pool.query('update msisdn_assignment set to_at = now() where line_id = any($1)', [ids]);
  return lines;
}

const erasedIn = async (db: { query: typeof pool.query }, people: readonly string[]): Promise<number> =>
  (
    await db.query<{ n: number }>(
      'select count(*)::int as n from party where party_id = any($1) and data_key_wrapped is null and erased_at is not null',
      [people],
    )
  ).rows[0]!.n;

const idsIn = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).party);

describe('a process that dies while it erases', () => {
  it('before its commit leaves everybody as they were, and the journal without them', async () => {
    const [line] = await endedPeople(1);
    const dying = poolWithin(pool, async (_tx, work) => {
      await work();
      throw new Error('the power went');
    });
    await expect(erasePerson({ ...over, pool: dying }, machine, { subject: line!.partyId })).rejects.toThrow(
      'the power went',
    );
    expect(await erasedIn(pool, [line!.partyId])).toBe(0);
    expect((await op.erasures.last()).map(({ partyId }) => partyId)).not.toContain(line!.partyId);
    const { rows } = await pool.query(`select from audit where action = 'person_erased'`);
    expect(rows).toEqual([]);
  });

  it('after its commit and before its journal has erased them, and the next one writes them down', async () => {
    const people = (await endedPeople(3)).map(({ partyId }) => partyId);
    const dead = {
      ...op.erasures,
      append: async (entries: readonly unknown[]) => {
        if (entries.length > 0) throw new Error('the power went');
      },
    };
    await expect(eraseDuePeople({ ...over, erasures: dead }, ENGINE)).rejects.toThrow('the power went');
    expect(await erasedIn(pool, people)).toBe(3);
    const known = async () => (await op.erasures.last()).map(({ partyId }) => partyId);
    expect(await known()).not.toEqual(expect.arrayContaining(people));
    await keepJournal(op);
    expect(await known()).toEqual(expect.arrayContaining(people));
    // Twice is once.
    await keepJournal(op);
    expect(new Set(idsIn(journal)).size).toBe(idsIn(journal).length);
  });

  it('in the middle of a line of the journal is as if it had not begun it', async () => {
    const whole = readFileSync(journal, 'utf8');
    const before = idsIn(journal).length;
    appendFileSync(journal, '{"id":"01a22c19-ec');
    expect((await op.erasures.last()).length).toBe(before);
    await keepJournal(op);
    const [line] = await endedPeople(1);
    await erasePerson(over, machine, { subject: line!.partyId });
    expect(readFileSync(journal, 'utf8').startsWith(whole)).toBe(true);
    expect(idsIn(journal).at(-1)).toBe(line!.partyId);
  });
});

it('writes each erasure of a night of thousands once, however often it looks', async () => {
  const at = new Date();
  await pool.query(
    `insert into erasure (erasure_id, party_id, at, why) select gen_random_uuid(), 'gone' || n, $1, 'period' from generate_series(1, 7000) n`,
    [at],
  );
  for (let n = 0; n < 3; n++) await keepJournal(op);
  const written = idsIn(journal).filter((party) => party.startsWith('gone'));
  expect(written.length).toBe(7_000);
  expect(new Set(written).size).toBe(7_000);
  await pool.query(`delete from erasure where party_id like 'gone%'`);
  writeFileSync(
    journal,
    readFileSync(journal, 'utf8')
      .split('\n')
      .filter((line) => !line.includes('"gone'))
      .join('\n'),
  );
});

describe('a database that was restored from before erasures', () => {
  it('is not opened by anything, until they were carried out again', async () => {
    // The backup has them as they were: one with a line that still stood, and an open case.
    const backup = await testDatabase();
    const lines = await seedLines(backup.pool, vault, 2, { from: used });
    used += 2;
    const people = lines.map(({ partyId }) => partyId);
    const settings = readSettings({
      HANDBACK_DATA: dataFolder,
      HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml',
    });
    const old = await composeBase(settings, backup.url, 'http://handback.test', undefined, {
      restored: true,
    });
    await declared(old.operations, lines[0]!);
    await old.close();
    // What happened since: their lines ended, and they were erased. A third came after the backup.
    const same = await seedLines(pool, vault, 3, { from: used - 2 });
    used += 1;
    const ids = same.map(({ lineId }) => lineId);
    await pool.query(`update line set status = 'ended' where line_id = any($1)`, [ids]);
    await pool.query('update msisdn_assignment set to_at = now() where line_id = any($1)', [ids]);
    for (const { partyId } of same) await erasePerson(over, machine, { subject: partyId });

    const at = { url: backup.url, dataFolder };
    await expect(openInstance(settings, backup.url, { server: true, worker: false })).rejects.toMatchObject({
      code: 'erasures_missing',
    });
    await expect(openInstance(settings, backup.url, { server: false, worker: true })).rejects.toMatchObject({
      code: 'erasures_missing',
    });
    expect(await inProcess(at, ['cases', 'list'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('(erasures_missing)'),
    });
    const looked = await inProcess(at, ['restore', 'check', '--json']);
    expect(looked.code).toBe(1);
    const { missing } = JSON.parse(looked.out);
    expect(missing).toBe(idsIn(journal).length);
    expect(await erasedIn(backup.pool, people)).toBe(0);

    const replayed = await inProcess(at, ['restore', 'check', '--yes', '--json']);
    expect(replayed).toMatchObject({ code: 0 });
    expect(JSON.parse(replayed.out)).toEqual({ read: missing, missing, replayed: true });
    // Also whoever the backup never had: an import must not bring them back.
    expect(
      await erasedIn(
        backup.pool,
        same.map(({ partyId }) => partyId),
      ),
    ).toBe(3);
    const { rows } = await backup.pool.query(
      `select status, holder_id, (select count(*)::int from termination) as open,
         (select count(*)::int from msisdn_assignment m where m.line_id = l.line_id and to_at is null) as numbers
       from line l order by line_id`,
    );
    const gone = { status: 'ended', holder_id: '(erased)', open: 0, numbers: 0 };
    expect(rows).toEqual([gone, gone]);
    expect(await inProcess(at, ['cases', 'list'])).toMatchObject({ code: 0 });
    // Again, there is nothing to do.
    expect(JSON.parse((await inProcess(at, ['restore', 'check', '--json'])).out)).toMatchObject({
      missing: 0,
    });
  });

  it('learns from a journal that was kept elsewhere, where its own is as old as itself', async () => {
    const backup = await testDatabase();
    const [line] = await seedLines(backup.pool, vault, 1, { from: used++ });
    const kept = join(elsewhere, 'journal.jsonl');
    const erasureId = '7f0e1d2c-0000-4000-8000-00000000abcd';
    await journalAt(kept, vault).append([{ erasureId, partyId: line!.partyId, at: new Date() }]);
    const own = mkdtempSync(join(elsewhere, 'data-'));
    const at = { url: backup.url, dataFolder: own };
    const keys = { HANDBACK_KEYS: readFileSync(join(dataFolder, 'keys', 'vault.json'), 'utf8') };
    expect(await inProcess(at, ['restore', 'check'], keys)).toMatchObject({ code: 0 });
    expect(await erasedIn(backup.pool, [line!.partyId])).toBe(0);
    const said = await inProcess(at, ['restore', 'check', '--tombstones', kept, '--yes'], keys);
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(await erasedIn(backup.pool, [line!.partyId])).toBe(1);
    // From now on the journal of this machine knows it, too.
    expect(idsIn(join(erasureFolderOf({ dataFolder: own }), JOURNAL_FILE))).toEqual([line!.partyId]);
  });

  it('erases once whom a journal has twice, as one of two that were put together has', async () => {
    const backup = await testDatabase();
    const [line] = await seedLines(backup.pool, vault, 1, { from: used++ });
    const twice = join(elsewhere, 'twice.jsonl');
    const erasureId = '7f0e1d2c-0000-4000-8000-00000000abce';
    await journalAt(twice, vault).append([{ erasureId, partyId: line!.partyId, at: new Date() }]);
    writeFileSync(twice, readFileSync(twice, 'utf8').repeat(2));
    const own = mkdtempSync(join(elsewhere, 'data-'));
    const at = { url: backup.url, dataFolder: own };
    const keys = { HANDBACK_KEYS: readFileSync(join(dataFolder, 'keys', 'vault.json'), 'utf8') };
    const check = ['restore', 'check', '--tombstones', twice, '--json'];
    expect(JSON.parse((await inProcess(at, check, keys)).out)).toMatchObject({ missing: 1 });
    expect(await inProcess(at, [...check, '--yes'], keys)).toMatchObject({ code: 0 });
    expect(await erasedIn(backup.pool, [line!.partyId])).toBe(1);
  });

  it('erases nobody by the journal of other keys, nor by one in which somebody put another name', async () => {
    const backup = await testDatabase();
    const [line, meant] = await seedLines(backup.pool, vault, 2, { from: used });
    used += 2;
    const at = { url: backup.url, dataFolder: mkdtempSync(join(elsewhere, 'data-')) };
    const keys = { HANDBACK_KEYS: readFileSync(join(dataFolder, 'keys', 'vault.json'), 'utf8') };
    const entry = {
      erasureId: '7f0e1d2c-0000-4000-8000-00000000abcf',
      partyId: line!.partyId,
      at: new Date(),
    };
    const foreign = join(elsewhere, 'foreign.jsonl');
    await journalAt(
      foreign,
      new Vault({ current: 1, keys: new Map([[1, randomBytes(32)]]) }, randomBytes(32)),
    ).append([entry]);
    const altered = join(elsewhere, 'altered.jsonl');
    await journalAt(altered, vault).append([{ ...entry, partyId: meant!.partyId }]);
    writeFileSync(altered, readFileSync(altered, 'utf8').replace(meant!.partyId, line!.partyId));
    for (const path of [foreign, altered]) {
      const said = await inProcess(at, ['restore', 'check', '--tombstones', path, '--yes'], keys);
      expect(said).toMatchObject({ code: 1, err: expect.stringContaining('(erasure_journal_foreign)') });
    }
    expect(await erasedIn(backup.pool, [line!.partyId, meant!.partyId])).toBe(0);
  });

  it.each([
    ['is no JSON', 'erased: P0000001'],
    ['names no erasure', '{"id":"x","party":"P0000001","at":"2026-01-01T00:00:00Z"}'],
    ['has no time', '{"id":"7f0e1d2c-0000-4000-8000-00000000abcd","party":"P1","at":"yesterday","mac":""}'],
    [
      'nobody signed',
      '{"id":"7f0e1d2c-0000-4000-8000-00000000abcd","party":"P1","at":"2026-01-01T00:00:00Z"}',
    ],
  ])('takes nothing from a journal with a line that %s', async (_, line) => {
    const kept = join(elsewhere, 'damaged.jsonl');
    writeFileSync(kept, `${line}\n`);
    const said = await inProcess(instance, ['restore', 'check', '--tombstones', kept, '--yes']);
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('(erasure_journal_damaged)') });
    const absent = join(elsewhere, 'nowhere.jsonl');
    const missed = await inProcess(instance, ['restore', 'check', '--tombstones', absent]);
    expect(missed).toMatchObject({
      code: 1,
      err: expect.stringContaining(`${absent} cannot be opened (ENOENT)`),
    });
  });
});

describe('handback privacy', () => {
  it('reports, holds, releases and erases, and asks before it erases', async () => {
    const [line] = await endedPeople(1);
    const subject = `line:${line!.lineId}`;
    const report = JSON.parse(
      (await inProcess(instance, ['privacy', 'report', '--subject', subject, '--json'])).out,
    );
    expect(report).toMatchObject({ partyId: line!.partyId, erased: null, back: [] });
    const held = await inProcess(instance, [
      ...['privacy', 'hold', '--subject', subject, '--reason', 'court order 17/2026', '--json'],
    ]);
    const { holdId } = JSON.parse(held.out);
    const text = (await inProcess(instance, ['privacy', 'report', '--subject', subject])).out;
    expect(text).toContain('court order 17/2026');
    expect(text).toContain('a legal hold');
    expect((await inProcess(instance, ['privacy', 'erase', '--subject', subject])).code).toBe(2);
    const refused = await inProcess(instance, ['privacy', 'erase', '--subject', subject, '--yes']);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('a legal hold') });
    expect(await inProcess(instance, ['privacy', 'release', holdId])).toMatchObject({ code: 0 });
    expect((await inProcess(instance, ['privacy', 'report', '--subject', 'nobody'])).err).toContain(
      '(subject_unknown)',
    );
    expect((await inProcess(instance, ['privacy', 'hold', '--subject', subject])).code).toBe(2);
  });
});
