import { beforeEach, describe, expect, test } from 'vitest';
import { LINE_COLUMN_NAMES } from '../../../src/domain/lines/line-columns.ts';
import {
  type ImportRequest,
  type ImportSummary,
  importLines,
} from '../../../src/operations/lines/import-lines.ts';
import type { RowFailure } from '../../../src/operations/lines/import-run.ts';
import { findParty, nameIndex } from '../../../src/store/people/parties.ts';
import { systemNamed } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';
import { lineFields } from '../../support/line-fields.ts';

const instance = await testInstance();
const { pool } = instance.operations;
const HEADER = LINE_COLUMN_NAMES.join(',');

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const row = (n: number, changes: Record<string, string> = {}): string => {
  const fields = lineFields(n, changes);
  return LINE_COLUMN_NAMES.map((name) => cell(String(fields[name] ?? ''))).join(',');
};
const csv = (...rows: readonly string[]): string => [HEADER, ...rows, ''].join('\n');

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function run(
  content: string | Uint8Array,
  options: Partial<ImportRequest> & { pieceSize?: number } = {},
  op = instance.operations,
): Promise<ImportSummary & { failures: string[] }> {
  const failures: RowFailure[] = [];
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const summary = await importLines(op, systemNamed('test'), {
    source: pieces(bytes, options.pieceSize ?? 65_536),
    events: { failures: (some) => void failures.push(...some) },
    format: 'csv',
    encoding: 'utf-8',
    strict: false,
    dryRun: false,
    ...options,
  });
  return {
    ...summary,
    failures: failures.map((f) =>
      `${f.rowNumber} ${f.lineId} ${f.field}: ${f.error.code} ${f.error.facts['reason'] ?? ''}`.trim(),
    ),
  };
}

const fileFault = (facts: Record<string, unknown>) =>
  expect.objectContaining({ code: 'import_file_invalid', facts: expect.objectContaining(facts) });
const lineIds = async (): Promise<string[]> =>
  (await pool.query<{ line_id: string }>('select line_id from line order by line_id')).rows.map(
    (r) => r.line_id,
  );

beforeEach(async () => {
  await pool.query(
    'truncate party, account, line, msisdn_assignment, access, contact, number_ledger, billing_account, import_row cascade',
  );
});

describe('a good file', () => {
  test('is written, and the same again passes over', async () => {
    expect(await run(csv(row(1), row(2)))).toMatchObject({ rows: 2, created: 2, failed: 0, written: true });
    expect(await run(csv(row(1), row(2, { plan_name: 'x' })))).toMatchObject({ updated: 1, unchanged: 1 });
    expect((await pool.query('select * from import_row')).rows).toEqual([]);
  });

  test.each([1, 7, 65_536])(
    'reads with a byte order mark, CRLF and quotes, in pieces of %i bytes',
    async (pieceSize) => {
      const text = `\uFEFF${csv(row(1, { holder_name: '张"三",四', plan_name: '畅享, 39' })).replaceAll('\n', '\r\n')}`;
      expect(await run(text, { pieceSize })).toMatchObject({ created: 1, failures: [] });
      expect((await pool.query('select plan_name from line')).rows).toEqual([{ plan_name: '畅享, 39' }]);
    },
  );

  test('may be NDJSON with lists', async () => {
    const accesses = [
      {
        kind: 'esim',
        imsi: '001010000000001',
        iccid: '89860900000000000014',
        eid: '89049032123451234512345678901235',
      },
    ];
    const good = JSON.stringify(lineFields(1, { imsi: null, iccid: null, access_kind: null, accesses }));
    const text = `${good}\n\n{"line_id": 5}\nno json\n[1]\n${JSON.stringify(lineFields(2))}`;
    const result = await run(text, { format: 'ndjson', pieceSize: 100 });
    expect(result).toMatchObject({ rows: 5, created: 2, failed: 3 });
    expect(result.failures).toContain('3 null line_id: field_invalid not_text');
    expect(result.failures.slice(-2)).toEqual([
      '4 null : field_invalid row_not_json',
      '5 null : field_invalid row_not_json',
    ]);
  });

  test('may be GB18030', async () => {
    // 张三 is D5 C5 C8 FD in GB18030.
    const bytes = Buffer.from(
      csv(row(1, { holder_name: 'NAME', plan_name: 'plan' })).replace('NAME', '\xd5\xc5\xc8\xfd'),
      'latin1',
    );
    expect(await run(bytes, { encoding: 'gb18030', pieceSize: 3 })).toMatchObject({ created: 1 });
    await expect(run(bytes)).rejects.toEqual(fileFault({ reason: 'not_utf8', row: 2 }));
  });

  test.each([1, 2, 50, 65_536])(
    'may be GB18030 whose Chinese looks like UTF-8 at first, in pieces of %i bytes',
    async (pieceSize) => {
      // 目 is C4 BF, which is also ĿU+013F in UTF-8; 张三 is neither.
      const text = csv(
        row(1, { holder_name: 'NAME', plan_name: 'p' }),
        row(2, { holder_name: 'OTHER', plan_name: 'p' }),
      );
      const bytes = Buffer.from(
        text.replace('NAME', '\xc4\xbf').replace('OTHER', '\xd5\xc5\xc8\xfd'),
        'latin1',
      );
      expect(await run(bytes, { encoding: 'gb18030', pieceSize })).toMatchObject({
        created: 2,
        failures: [],
      });
      const { rows } = await pool.query<{ id: string; name: Buffer }>(
        'select party_id as id, name_enc as name from party order by 1',
      );
      const names = await Promise.all(
        rows.map(async ({ id, name }) => {
          const { dataKey } = (await findParty(pool, instance.vault, id))!;
          return instance.vault.decryptText(dataKey, 'party name', name);
        }),
      );
      expect(names).toEqual(['目', '张三']);
      const { rows: found } = await pool.query<{ index: Buffer }>(
        'select name_bidx as index from party order by party_id',
      );
      expect(found.map(({ index }) => index)).toEqual(names.map((name) => nameIndex(instance.vault, name)));
    },
  );

  test('may be GB18030 with one name that could be UTF-8 as well: what was said counts', async () => {
    const text = csv(row(1, { holder_name: 'NAME', plan_name: 'p' }));
    const bytes = Buffer.from(text.replace('NAME', '\xc4\xbf'), 'latin1');
    expect(await run(bytes, { encoding: 'gb18030' })).toMatchObject({ created: 1 });
  });

  test.each(['utf-8', 'utf-16le', 'gb18030'])(
    'may be UTF-16 of either order with a byte order mark, whatever is said (%s)',
    async (encoding) => {
      const little = Buffer.from(`\uFEFF${csv(row(1), row(2))}`, 'utf16le');
      for (const pieceSize of [1, 3, 65_536]) {
        expect(await run(little, { encoding, pieceSize })).toMatchObject({ rows: 2, failed: 0 });
        expect(await run(Buffer.from(little).swap16(), { encoding, pieceSize })).toMatchObject({
          rows: 2,
          unchanged: 2,
        });
      }
    },
  );

  test('may begin with the separator, as spreadsheets write it; rows are counted as they show them', async () => {
    const text = csv(row(1), row(2, { imsi: 'x' }));
    for (const line of ['sep=,', 'SEP=,', '"sep=,"']) {
      expect(await run(`${line}\n${text}`.replaceAll('\n', '\r\n'))).toMatchObject({
        rows: 2,
        failures: ['3 L2 imsi: imsi_invalid not_a_digit'],
      });
    }
    expect(await run(`\uFEFFsep=,\n${text}`)).toMatchObject({ rows: 2, failed: 1 });
  });

  test('finds duplicates: the same is counted, another is refused with the row of the first', async () => {
    const many = Array.from({ length: 1_200 }, (_, i) => row(i + 1));
    const result = await run(csv(...many, row(1), row(2, { plan_name: 'x' })));
    expect(result).toMatchObject({ rows: 1_202, created: 1_200, duplicates: 1, failed: 1 });
    expect(result.failures).toEqual(['1203 L2 line_id: line_conflict twice_in_file']);
  });

  test('may hold blank rows and columns that are passed over by name', async () => {
    const [header, ...rows] = csv(row(1)).trim().split('\n');
    const text = `${header},colour\n\n${rows.map((r) => `${r},red`).join('\n')}\n${','.repeat(LINE_COLUMN_NAMES.length)}\n`;
    expect(await run(text, { ignored: ['colour'] })).toMatchObject({ rows: 1, created: 1 });
  });

  test('dates each change by when it is written, however long the file takes', async () => {
    const numbers = Array.from({ length: 501 }, (_, i) => i + 1);
    const moved = (n: number) => row(n, { msisdn: `+8613${String(900_000_000 + n)}` });
    await run(csv(...numbers.map((n) => row(n))));
    let minutes = 0;
    const clock = { now: () => new Date(Date.UTC(2027, 0, 1, 0, minutes++)) };
    const changed = await run(csv(...numbers.map(moved)), {}, { ...instance.operations, clock });
    expect(changed).toMatchObject({ updated: 501, failed: 0 });
    const { rows } = await pool.query(
      'select count(*)::int as n from msisdn_assignment where to_at is null group by from_at order by from_at',
    );
    expect(rows).toEqual([{ n: 500 }, { n: 1 }]);
  });
});

describe('a bad row', () => {
  test('is listed with every problem, and the others are written', async () => {
    const result = await run(csv(row(1), row(2, { imsi: 'x', payment: 'barter' }), row(3)));
    expect(result).toMatchObject({ rows: 3, created: 2, failed: 1, written: true });
    expect(result.failures).toEqual([
      '3 L2 imsi: imsi_invalid not_a_digit',
      '3 L2 payment: field_invalid not_one_of',
    ]);
  });

  test('may have a wrong number of cells', async () => {
    const result = await run(csv(`${row(1)},surplus`, 'L2,x', row(3), `${row(4)},,,`));
    expect(result.failures).toEqual(['2 null : field_invalid columns', '3 null : field_invalid columns']);
    expect(await lineIds()).toEqual(['L3', 'L4']);
  });

  test('may hold a NUL or a cell of 200 kB', async () => {
    const result = await run(
      csv(row(1, { holder_name: 'a\u0000b' }), row(2, { plan_name: 'x'.repeat(200_000) }), row(3)),
    );
    expect(result.failures).toEqual([
      '2 L1 holder_name: field_invalid control_character',
      '3 L2 plan_name: field_invalid too_long',
    ]);
  });

  test('may hold digits that a spreadsheet or a column of floating-point numbers changed', async () => {
    const result = await run(
      csv(
        row(1, { imsi: '46099000000302.0' }),
        row(2, { iccid: '898609900000000301.0', msisdn: '17090000305.0' }),
        row(3, { line_id: 'T0000307.0' }),
        row(4, { holder_id: '1.1010519e+17' }),
        row(5, { holder_id: '110105194912310000' }),
        row(6, { account_id: '6,21226E+18' }),
        row(7, { document_number: '110105194912310000' }),
        row(8, { line_id: '4.60E17' }),
      ),
    );
    expect(result.failures).toEqual([
      '2 L1 imsi: imsi_invalid decimal_number',
      '3 L2 msisdn: msisdn_invalid decimal_number',
      '3 L2 iccid: iccid_invalid decimal_number',
      '4 null line_id: field_invalid decimal_number',
      '5 L4 holder_id: field_invalid spreadsheet_number',
      '6 L5 holder_id: field_invalid rounded_number',
      '7 L6 account_id: field_invalid spreadsheet_number',
      '8 L7 document_number: document_invalid rounded_number',
      '9 null line_id: field_invalid spreadsheet_number',
    ]);
  });

  test('may have a holder who is not born yet, or an identity number of the first cards', async () => {
    const result = await run(
      csv(
        row(1, { document_number: '110105209912310029' }),
        row(2, { document_number: '110105491231002' }),
        row(3),
      ),
    );
    expect(result.failures).toEqual([
      '2 L1 document_number: document_invalid birth_date_to_come',
      '3 L2 document_number: document_invalid old_form',
    ]);
  });

  test('may name a jurisdiction without rules, or another currency than the rules count in', async () => {
    const result = await run(csv(row(1, { jurisdiction: 'xx', province: '' }), row(2, { currency: 'EUR' })));
    expect(result.failures).toEqual([
      '2 L1 jurisdiction: field_invalid no_rulebook',
      '3 L2 currency: field_invalid other_currency',
    ]);
  });

  test('may conflict with what is stored', async () => {
    await run(csv(row(1)));
    await pool.query(`update line set status = 'ended'`);
    const result = await run(csv(row(1), row(2, { msisdn: '+8617000000001' })));
    expect(result.failures).toEqual(['2 L1 line_id: line_conflict ended', '3 L2 msisdn: msisdn_taken']);
  });

  test('of 10 MB in NDJSON is one bad row', async () => {
    const text = `${JSON.stringify(lineFields(1, { plan_name: 'x'.repeat(10_000_000) }))}\n${JSON.stringify(lineFields(2))}\n`;
    const result = await run(text, { format: 'ndjson' });
    expect(result.failures).toEqual(['1 null : field_invalid row_too_long']);
    expect(result.created).toBe(1);
  });
});

describe('a file that cannot be understood', () => {
  test.each([
    ['empty', '', { reason: 'empty' }],
    ['blank', '\n\n', { reason: 'empty' }],
    ['a header only', `${HEADER}\n`, { reason: 'no_rows' }],
    ['a quote that does not close', csv(row(1), `"${row(2)}`), { reason: 'quote_open', row: 3 }],
    ['a quote within a value', csv(row(1), row(2).replace('张三', '张"三')), { reason: 'quote', row: 3 }],
    [
      'a 10 MB cell',
      csv(row(1), row(2, { plan_name: 'x'.repeat(10_000_000) })),
      { reason: 'file_row_too_long', row: 3 },
    ],
    ['semicolons', HEADER.replaceAll(',', ';'), { reason: 'delimiter' }],
    [
      'a wrong header',
      csv(row(1)).replace('msisdn', 'misdn').replace('imsi', 'iccid').replace('holder_id', 'colour'),
      {
        reason: 'header',
        unknown: ['"misdn" (msisdn?)', '"colour"'],
        missing: ['holder_id'],
        twice: ['iccid'],
      },
    ],
    ['UTF-16 without a mark', Buffer.from(HEADER, 'utf16le'), { reason: 'utf16', encoding: 'utf-16le' }],
    ['the other UTF-16', Buffer.from(HEADER, 'utf16le').swap16(), { reason: 'utf16', encoding: 'utf-16be' }],
    ['semicolons, said before', `sep=;\n${HEADER.replaceAll(',', ';')}`, { reason: 'delimiter' }],
  ])('%s', async (_, content, facts) => {
    await expect(run(content)).rejects.toEqual(fileFault(facts));
  });

  const late = csv(
    ...Array.from({ length: 400 }, (_, i) => row(i + 1, { holder_name: 'A', plan_name: 'B' })),
    row(500, { plan_name: 'B' }),
  );
  test.each([1, 7, 1_000, 65_536, 10_000_000])(
    'UTF-8 whose Chinese comes late is found under another name, in pieces of %i bytes',
    async (pieceSize) => {
      await expect(run(late, { encoding: 'gb18030', pieceSize })).rejects.toEqual(
        fileFault({ reason: 'is_utf8', row: 402 }),
      );
      await expect(run(late, { encoding: 'big5', pieceSize })).rejects.toEqual(
        fileFault({ reason: 'is_utf8' }),
      );
    },
  );

  test('UTF-8 in two writes, the first of which ends within a character, is found under another name', async () => {
    const bytes = Buffer.from(csv(row(1)));
    const within = bytes.indexOf(Buffer.from('张')) + 2;
    async function* source() {
      yield bytes.subarray(0, within);
      yield bytes.subarray(within);
    }
    await expect(run('', { encoding: 'gb18030', source: source() })).rejects.toEqual(
      fileFault({ reason: 'is_utf8' }),
    );
  });

  test('UTF-8 under another name is not read into other names', async () => {
    await expect(run(csv(row(1)), { encoding: 'gb18030' })).rejects.toEqual(fileFault({ reason: 'is_utf8' }));
    await expect(run(csv(row(1)), { encoding: 'klingon' })).rejects.toEqual(
      fileFault({ reason: 'unknown_encoding' }),
    );
  });

  test('leaves no staging behind', async () => {
    const many = Array.from({ length: 1_100 }, (_, i) => row(i + 1));
    await expect(run(csv(...many, `"${row(2)}`))).rejects.toEqual(fileFault({ reason: 'quote_open' }));
    expect((await pool.query('select * from import_row')).rows).toEqual([]);
  });
});

describe('strict and dry runs', () => {
  const bad = csv(...Array.from({ length: 1_100 }, (_, i) => row(i + 1)), row(2_000, { imsi: 'x' }));

  test('strict writes nothing when one row is bad', async () => {
    expect(await run(bad, { strict: true })).toMatchObject({ created: 1_100, failed: 1, written: false });
    expect(await lineIds()).toEqual([]);
  });

  test('strict writes all when every row is good', async () => {
    expect(await run(csv(row(1), row(2)), { strict: true })).toMatchObject({ created: 2, written: true });
    expect(await lineIds()).toEqual(['L1', 'L2']);
    expect((await pool.query('select * from import_row')).rows).toEqual([]);
  });

  test('a dry run says what would happen, conflicts between its own rows included', async () => {
    const result = await run(csv(row(1), row(2, { msisdn: '+8617000000001' })), { dryRun: true });
    expect(result).toMatchObject({ created: 1, failed: 1, written: false });
    expect(await lineIds()).toEqual([]);
  });
});
