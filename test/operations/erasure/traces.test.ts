import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { eraseDuePeople } from '../../../src/operations/erasure/erase-due-people.ts';
import { startEmbeddedPostgres } from '../../../src/run/embedded-postgres.ts';
import { openDatabase } from '../../../src/store/database/database.ts';
import { migrate } from '../../../src/store/database/migrate.ts';
import { FATES, type Fate } from '../../../src/store/erasure/tables.ts';
import { testInstance } from '../../support/instance.ts';
import { WHOLE, type Whole, wholePerson } from '../../support/whole-person.ts';

/** Somebody else, of whom nothing is erased: what is found of them is no trace. */
const OTHER: Whole = {
  ...{ name: '上官婉儿', document: '440308199901010012', phone: '+8613800138111', email: 'wan@example.net' },
  ...{ text: '你好', label: '平板', why: '另一个原因', bank: '6217000010001234567' },
};
const folder = mkdtempSync(join(tmpdir(), 'handback-traces-'));
// A server of its own: its log keeps nothing that was overwritten, as one whose archive is deleted in time.
const server = await startEmbeddedPostgres({
  dataFolder: folder,
  settings: { wal_recycle: 'off', min_wal_size: '32MB', autovacuum: 'off', fsync: 'off' },
});
const database = openDatabase(server.url);
await migrate(database.pool);
const instance = await testInstance({ ...database, url: server.url });
const { operations: op } = instance;
const { pool } = op;
afterAll(async () => {
  await database.close();
  await server.stop();
  rmSync(server.dataFolder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

/** A text as it could stand somewhere: in bytes of either kind, in Base64 at each of three places, in hexadecimal digits. */
function writtenAs(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text, 'utf8');
  const base64 = [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    // The first and the last characters depend on what is around.
    return Buffer.from(shifted.slice(shift === 0 ? 0 : 4, -4));
  });
  return [
    bytes,
    Buffer.from(text, 'utf16le'),
    Buffer.from(text, 'utf16le').swap16(),
    ...base64,
    Buffer.from(bytes.toString('hex')),
    Buffer.from(bytes.toString('hex').toUpperCase()),
  ];
}

/** Everything encrypted, hashed or wrapped that there is of people, as it is stored: by the table of fates. */
async function sealedOf(people: readonly string[]): Promise<readonly Buffer[]> {
  const {
    rows: [theirs],
  } = await pool.query<Record<string, string[]>>(
    `select array(select line_id from line where holder_id = any($1)) as lines,
       array(select case_id from termination_closed where holder_id = any($1)) as cases,
       array(select request_id from special_request where requester_id = any($1)) as requests, '{}'::text[] as asked`,
    [people],
  );
  const found: Buffer[] = [];
  for (const [table, fate] of Object.entries<Fate>(FATES)) {
    if (fate.fate === 'nobody' || fate.fate === 'short') continue;
    const kept: readonly string[] = fate.fate === 'blanked' ? fate.keeps.split(' ') : [];
    const where = fate.where.replace(/:(people|lines|cases|requests|asked)/g, (_, name: string) => {
      const values = name === 'people' ? people : theirs![name]!;
      const type = name === 'people' || name === 'lines' ? 'text' : 'uuid';
      return `array[${values.map((value) => `'${value}'`).join(',')}]::${type}[]`;
    });
    const { rows } = await pool.query<Record<string, unknown>>(`select * from ${table} where ${where}`);
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        if (Buffer.isBuffer(value) && value.length >= 16 && !kept.includes(column)) found.push(value);
  }
  return found;
}

function* filesIn(path: string): Generator<string> {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const full = join(path, entry.name);
    if (entry.isDirectory()) yield* filesIn(full);
    else if (entry.isFile()) yield full;
  }
}

/** In which files, and how much of it, any trace is found. */
function tracesIn(path: string, traces: ReadonlyMap<string, readonly Buffer[]>): readonly string[] {
  const found: string[] = [];
  for (const file of filesIn(path)) {
    if (statSync(file).size === 0) continue;
    const bytes = readFileSync(file);
    for (const [name, forms] of traces)
      if (forms.some((form) => bytes.includes(form))) found.push(`${name} in ${file.slice(path.length)}`);
  }
  return found;
}

/** All that a server writes into its log while somebody's name, document and contacts are sent to it, at its most talkative. */
async function loggedOf(): Promise<Buffer> {
  const child = spawn(process.execPath, ['--import', './src/tsx-loader.ts', 'src/main.ts', 'serve'], {
    env: {
      ...{ PATH: process.env['PATH'], HANDBACK_DATA: instance.dataFolder, DATABASE_URL: server.url },
      ...{ HANDBACK_PORT: '0', HANDBACK_LOG: 'trace', HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml' },
      LANG: 'C.UTF-8',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const chunks: Buffer[] = [];
  const address = await new Promise<string>((found, failed) => {
    child.on('close', () => failed(new Error(Buffer.concat(chunks).toString())));
    child.stderr.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const at = /serving (http:\S+)/.exec(Buffer.concat(chunks).toString());
      if (at !== null) found(at[1]!);
    });
  });
  const post = (path: string, body: Readonly<Record<string, string>>) =>
    fetch(`${address}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': path },
      body: JSON.stringify(body),
    });
  const { name, document: documentNumber, phone: contact } = WHOLE;
  // One that nobody has: what a stranger sends for the number of somebody else is no trace of them.
  const number = '+8617099999999';
  expect((await post('/declarations', { number, name, contact })).status).toBeLessThan(300);
  expect((await post('/sessions', { number, documentNumber, openedOn: '2020-05-17' })).status).toBe(403);
  expect(
    (await fetch(`${address}/${encodeURIComponent(name)}?q=${encodeURIComponent(documentNumber)}`)).status,
  ).toBe(404);
  child.kill('SIGTERM');
  await once(child, 'close');
  expect(chunks.length).toBeGreaterThan(0);
  return Buffer.concat(chunks);
}

it('leaves no trace of an erased person in any table, in the files of the database, in its log, and in ours', async () => {
  const { line, requesterId } = await wholePerson(instance, 0);
  const said = await loggedOf();
  // Somebody else, of whom everything stays.
  const other = await wholePerson(instance, 1, OTHER);
  const people = [line.partyId, requesterId];
  const sealed = await sealedOf(people);
  const bystander = await sealedOf([other.line.partyId]);
  expect(sealed.length).toBeGreaterThan(40);
  const mutual = new Set(bystander.map((one) => one.toString('hex')));
  const theirs = sealed.filter((one) => !mutual.has(one.toString('hex')));
  const traces = new Map<string, readonly Buffer[]>([
    ...theirs.map((bytes, n): [string, readonly Buffer[]] => [
      `sealed ${n}`,
      [bytes, Buffer.from(bytes.toString('hex')), Buffer.from(bytes.toString('base64'))],
    ]),
    ...Object.entries(WHOLE).map(([name, text]): [string, readonly Buffer[]] => [name, writtenAs(text)]),
  ]);
  const { rows } = await pool.query<{ folder: string }>(
    `select setting as folder from pg_settings where name = 'data_directory'`,
  );
  const data = rows[0]!.folder;
  // As an ordinary day leaves it: statistics of columns hold values of them.
  await pool.query('analyze');
  await pool.query('checkpoint');
  // The search finds them where they are: some of all, for it takes its time.
  const some = new Map([...traces].slice(0, 3));
  expect(new Set(tracesIn(data, some).map((found) => found.split(' in ')[0]))).toEqual(new Set(some.keys()));

  // All of the other's lines go on, as far as this search goes.
  await pool.query(
    `insert into legal_hold (party_id, reason_enc, set_by, set_at) select party_id, '\\x00', 'x', now() from party where party_id = any($1)`,
    [[other.line.partyId, other.requesterId]],
  );
  const over = { ...op, clock: { now: () => new Date(Date.now() + 20 * 366 * 86_400_000) } };
  expect((await eraseDuePeople(over, ENGINE)).erased).toBe(2);
  await pool.query('vacuum (full, analyze)');
  // What the log of the database still has is of before the checkpoint, and goes with it.
  for (let n = 0; n < 3; n++) {
    await pool.query('select pg_switch_wal()');
    await pool.query('checkpoint');
  }
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker')`,
  );
  expect(tables.length).toBeGreaterThan(Object.keys(FATES).length);
  for (const { name } of tables)
    await pool.query(`copy (select * from ${name}) to '${join(data, `copied-${name}`)}'`);
  expect(tracesIn(data, traces)).toEqual([]);
  // Our own folder: the journal beside the keys names the party as the operator does, and nothing of the person.
  expect(tracesIn(instance.dataFolder, traces)).toEqual([]);
  expect([...traces].filter(([, forms]) => forms.some((form) => said.includes(form)))).toEqual([]);
  // The search finds what is there: all of the other is.
  const still = new Map([
    ['other', [other.line.msisdn].map((text) => Buffer.from(text))],
    ['sealed', [bystander[0]!]],
  ]);
  expect(tracesIn(data, still).length).toBeGreaterThanOrEqual(2);
}, 900_000);
