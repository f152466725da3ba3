import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { columnsReference } from '../../../src/cli/import-columns.ts';
import type { HandbackError } from '../../../src/domain/errors.ts';
import {
  type Column,
  LINE_COLUMN_NAMES,
  LINE_COLUMNS,
  nearestColumn,
} from '../../../src/domain/lines/line-columns.ts';
import { parseLineInput, readLineInput } from '../../../src/domain/lines/line-input.ts';
import { lineFields } from '../../support/line-fields.ts';

function problemsOf(changes: Record<string, unknown>): readonly string[] {
  const read = readLineInput(lineFields(1, changes), '86');
  return (read.problems ?? []).map(
    ({ field, code, facts }) => `${field}: ${code}${facts['reason'] ? ` ${facts['reason']}` : ''}`,
  );
}

describe('a row', () => {
  test('is read with its values parsed', () => {
    const input = parseLineInput(
      lineFields(1, {
        msisdn: '170 0000 0001',
        balance: '-3.5',
        ties: 'family:main:张家:A|broadband:member:宽带 100M',
      }),
      '86',
    );
    expect(input.msisdn).toBe('+8617000000001');
    expect(input.balance).toEqual({ currency: 'CNY', minor: -350 });
    expect(input.unbilled).toBeNull();
    expect(input.ties).toEqual([
      { kind: 'family', role: 'main', label: '张家:A' },
      { kind: 'broadband', role: 'member', label: '宽带 100M' },
    ]);
  });

  test('reports all its problems at once, by field', () => {
    const fields = lineFields(1, {
      line_id: '',
      msisdn: '12',
      imsi: 'x',
      monthly_fee: '-1',
      opened_on: '2025-02-30',
      payment: 'barter',
      province: 'GB-LND',
    });
    expect(() => parseLineInput(fields, '86')).toThrow(
      expect.objectContaining({
        code: 'line_input_invalid',
        facts: {
          problems: [
            'line_id: field_missing',
            'msisdn: msisdn_invalid',
            'imsi: imsi_invalid',
            'payment: field_invalid',
            'monthly_fee: field_invalid',
            'opened_on: date_invalid',
            'province: field_invalid',
          ],
        },
      }),
    );
  });

  test('never has its values in the error', () => {
    try {
      parseLineInput(lineFields(1, { document_number: '110105194912310021', holder_name: 'a\u0000b' }), '86');
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify((error as HandbackError).facts)).not.toContain('11010519491231');
    }
  });
});

test.each([
  [{ holder_name: 'a\u0000b' }, 'holder_name: field_invalid control_character'],
  [{ plan_name: 'two\nlines' }, 'plan_name: field_invalid control_character'],
  [{ holder_name: '张\uFFFD' }, 'holder_name: field_invalid lost_character'],
  [{ holder_name: '\uD800' }, 'holder_name: field_invalid lost_character'],
  [{ plan_name: 'x'.repeat(121) }, 'plan_name: field_invalid too_long'],
  [{ holder_name: 'x'.repeat(10_000_000) }, 'holder_name: field_invalid too_long'],
  [{ iccid: '8.98601E+19' }, 'iccid: field_invalid spreadsheet_number'],
  [{ line_id: '1.00E+11' }, 'line_id: field_invalid spreadsheet_number'],
  [{ line_id: 'a b' }, 'line_id: field_invalid form'],
  [{ iccid: 8986 }, 'iccid: field_invalid not_text'],
  [{ eid: '89049032123451234512345678901234' }, 'eid: eid_invalid check_digits'],
  [{ document_number: '' }, 'document_type: field_invalid needs_other'],
  [{ document_type: 'passport', document_number: 'AB12345' }, 'document_number: document_invalid country'],
  [{ contact_phone: '+8617000000001' }, 'contact_phone: contact_invalid same_number'],
  [{ port_out_on: '2026-01-01' }, 'port_out_on: field_invalid needs_other'],
  [{ early_termination_per_month: '5' }, 'early_termination_per_month: field_invalid needs_other'],
  [{ msisdn: '', range_holder: 'Other' }, 'range_holder: field_invalid needs_other'],
  [{ accesses: [] }, 'imsi: field_invalid not_with_other'],
  [{ imsi: '', iccid: '', access_kind: '', accesses: '[]' }, 'accesses: field_missing'],
  [{ imsi: '', iccid: '', access_kind: '', accesses: '{' }, 'accesses: field_invalid not_json'],
  [{ imsi: '' }, 'imsi: field_missing'],
  [{ ties: 'family:main' }, 'ties: field_invalid form'],
  [{ ties: 'family:main:138 0013 8000' }, 'ties: field_invalid full_number'],
  [{ ties: [{ kind: 'family', role: 'boss', label: 'x' }] }, 'ties: field_invalid not_one_of'],
  [{ holds: 'fraud:yesterday:F-1' }, 'holds: date_invalid form'],
  [
    { holds: [{ kind: 'fraud', since: '2026-01-01', reference: 'x', note: 'y' }] },
    'holds: field_invalid unknown_field',
  ],
  [{ misdn: 'x' }, 'misdn: field_invalid unknown_field'],
  [{ currency: 'yuan' }, 'currency: field_invalid form'],
  [{ balance: '1,000.00' }, 'balance: money_invalid form'],
])('%o is refused', (changes, problem) => {
  expect(problemsOf(changes)).toContain(problem);
});

test('the example of every column is good', () => {
  for (const name of LINE_COLUMN_NAMES) {
    const column: Column<unknown> = LINE_COLUMNS[name];
    expect(() => column.read(column.example, { callingCode: '86', currency: 'CNY' }), name).not.toThrow();
  }
});

test('a column that was meant is found', () => {
  expect(nearestColumn('MSISDN ')).toBe('msisdn');
  expect(nearestColumn('holder id')).toBe('holder_id');
  expect(nearestColumn('early_termination')).toBeNull();
  expect(nearestColumn('colour')).toBeNull();
});

test('docs/reference/import-columns.md is as the table says', () => {
  expect(readFileSync('docs/reference/import-columns.md', 'utf8')).toBe(columnsReference());
});
