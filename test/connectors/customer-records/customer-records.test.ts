import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerRecordsFromFiles } from '../../../src/connectors/customer-records/files.ts';
import { probeRecordFiles, probeRecordViews } from '../../../src/connectors/customer-records/probe.ts';
import { customerRecordsFromViews } from '../../../src/connectors/customer-records/sql-views.ts';
import type { RecordKind } from '../../../src/domain/accounts/customer-records.ts';
import type { CustomerRecords } from '../../../src/ports/customer-records.ts';
import { openDatabase } from '../../../src/store/database/database.ts';
import { testDatabase } from '../../support/database.ts';

const root = mkdtempSync(join(tmpdir(), 'handback-records-'));
const database = await testDatabase();
const { pool, close } = openDatabase(database.url);
const views = customerRecordsFromViews(new URL(database.url));
const files = customerRecordsFromFiles(pathToFileURL(root));
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await views.close();
  await close();
});

const SURROUNDINGS = {} as Parameters<typeof probeRecordFiles>[1];
const all = async (records: CustomerRecords, kind: RecordKind, holderId = 'P/1', lineIds = ['L1']) =>
  (await Array.fromAsync(records.read({ holderId, lineIds }, kind))).flat();
/** As the log has a fault. */
const logged = (error: unknown): string => JSON.stringify(pino.stdSerializers.err(error as Error));
function put(holder: string, kind: RecordKind, content: string): void {
  mkdirSync(join(root, holder), { recursive: true });
  writeFileSync(join(root, holder, `${kind}.csv`), content);
}

const CALL = ['L1', '2026-03-01T00:00:00Z', 'voice', 'out', '+8619900', '61', '', '', '0.10', 'CNY'];

beforeAll(async () => {
  put(
    'P%2F1',
    'usage',
    `\uFEFFstarted_at,line_id,kind,direction,other_party,seconds,charge,currency,cell\r\n2026-03-01T00:00:00Z,L1,voice,out,+8619900,61,0.10,CNY,7\r\n2026-03-01T00:00:00Z,L9,voice,out,+8619900,61,0.10,CNY,7\r\n`,
  );
  await pool.query(`
    create table usage_of (holder_id text, line_id text, started_at timestamptz, kind text, direction text, other_party text,
      seconds int, bytes bigint, country text, charge numeric, currency text);
    insert into usage_of select h, l, '2026-03-01T08:00:00+08', 'voice', 'out', '+8619900', 61, null, null, 0.10, 'CNY'
      from (values ('P/1', 'L1'), ('P/1', 'L9'), ('P2', 'L1')) o(h, l);
    insert into usage_of select 'many', 'L1', timestamptz '2026-01-01' + n * interval '1 minute', 'sms', 'out', null, null, null, null, null, null
      from generate_series(1, 4500) n;
    create view handback_usage as select * from usage_of;
    create view handback_consents as select 'P/1' as holder_id, null as line_id, 'offers' as purpose, timestamptz '2026-01-01' as given_at,
      null::timestamptz as withdrawn_at, 'app' as channel;`);
});

describe.each([
  ['files', files],
  ['views', views],
])('records from %s', (_, records) => {
  it('are those of the holder and of the lines, in the columns of the contract', async () => {
    expect(await all(records, 'usage')).toEqual([CALL]);
    expect(await records.count({ holderId: 'P/1', lineIds: ['L1'] }, 'usage')).toBe(1);
    // Of a line that was somebody else's before, what that one did is not theirs.
    expect(await all(records, 'usage', 'nobody')).toEqual([]);
  });
});

describe('files', () => {
  it.each([
    [
      'a column is absent that must be there',
      'line_id,kind\r\nL1,voice\r\n',
      'column_absent: usage.started_at',
    ],
    ['a time is none', 'line_id,started_at,kind\r\nL1,yesterday,voice\r\n', 'record_wrong: usage.started_at'],
    [
      'a row has too many cells',
      'line_id,started_at,kind\r\nL1,2026-03-01T00:00:00Z,voice,x,y\r\n',
      'file_unreadable: usage: CSV_RECORD_INCONSISTENT_FIELDS_LENGTH',
    ],
    [
      'a quote never ends',
      'line_id,started_at,kind\r\n"L1,2026',
      'file_unreadable: usage: CSV_QUOTE_NOT_CLOSED',
    ],
    [
      'a quote stands in the middle',
      'line_id,started_at,kind\r\nL1,2026-03-01T00:00:00Z,+8619900"\r\n',
      'file_unreadable: usage: INVALID_OPENING_QUOTE',
    ],
    [
      'a number is below nothing',
      'line_id,started_at,kind,seconds\r\nL1,2026-03-01T00:00:00Z,voice,-1\r\n',
      'record_wrong: usage.seconds',
    ],
  ])('say so where %s', async (_, content, detail) => {
    put('bad', 'usage', content);
    const error = await all(files, 'usage', 'bad').catch((one: Error) => one);
    expect(error).toMatchObject({ fault: 'refused', detail });
    expect(logged(error)).not.toContain('8619900');
  });

  it('lead nobody out of the folder', async () => {
    writeFileSync(
      join(root, '..', 'usage.csv'),
      'line_id,started_at,kind\r\nL1,2026-03-01T00:00:00Z,voice\r\n',
    );
    for (const holder of ['..', '.', '../..', `../${root.split('/').at(-1)}/P%2F1`])
      expect(await all(files, 'usage', holder), holder).toEqual([]);
    rmSync(join(root, '..', 'usage.csv'));
  });

  it('say that the folder is away, and not that nobody has records', async () => {
    const away = customerRecordsFromFiles(pathToFileURL(join(root, 'away')));
    await expect(all(away, 'usage')).rejects.toMatchObject({ fault: 'unavailable', detail: 'folder_absent' });
    expect(await probeRecordFiles(pathToFileURL(join(root, 'away')), SURROUNDINGS, 1_000)).toMatchObject([
      { fault: 'ENOENT' },
    ]);
    expect(await probeRecordFiles(pathToFileURL(root), SURROUNDINGS, 1_000)).toMatchObject([{ fault: null }]);
  });
});

describe('views', () => {
  it('are read in parts and in order, and one that stops reading takes nothing from the next', async () => {
    const sizes = [];
    for await (const part of views.read({ holderId: 'many', lineIds: ['L1'] }, 'usage'))
      sizes.push(part.length);
    expect(sizes).toEqual([2_000, 2_000, 500]);
    for (let n = 0; n < 5; n++)
      for await (const [first] of views.read({ holderId: 'many', lineIds: ['L1'] }, 'usage')) {
        expect(first![1]).toBe('2026-01-01T00:01:00Z');
        break;
      }
  });

  it('may hold what names no line; and one that is absent is named by its code', async () => {
    expect(await all(views, 'consents')).toEqual([['', 'offers', '2026-01-01T00:00:00Z', '', 'app']]);
    await expect(all(views, 'bills')).rejects.toMatchObject({ fault: 'refused', detail: '42P01' });
    expect(await probeRecordViews(new URL(database.url), SURROUNDINGS, 1_000)).toMatchObject([
      { channel: 'handback_bills', fault: '42P01' },
      { channel: 'handback_usage', fault: null },
      { channel: 'handback_consents', fault: null },
    ]);
  });

  it('let nothing of a record into the log where a view gives another type', async () => {
    await pool.query(`
      drop view handback_consents;
      create view handback_consents as select 'P/1' as holder_id, null as line_id, 'offers' as purpose,
        'by +8619900, in March' as given_at, null::timestamptz as withdrawn_at, 'app' as channel;`);
    const error = await all(views, 'consents').catch((one: Error) => one);
    expect(error).toMatchObject({ fault: 'refused', detail: '22007' });
    expect(logged(error)).not.toContain('8619900');
  });

  it('are away where nothing answers', async () => {
    const away = customerRecordsFromViews(new URL('postgresql://127.0.0.1:1/none'));
    await expect(all(away, 'usage')).rejects.toMatchObject({ fault: 'unavailable', detail: 'ECONNREFUSED' });
    await away.close();
  });
});
