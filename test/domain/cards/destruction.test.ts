import { expect, it } from 'vitest';
import { parseDestruction } from '../../../src/domain/cards/destruction.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';

const days = { today: parseLocalDate('2026-11-29'), handedOverOn: parseLocalDate('2026-11-20') };
const said = {
  destroyedOn: '2026-11-28',
  method: 'shredded',
  particleClass: 'e4',
  weightGrams: 5_120,
  witness: ' 王芳 ',
  reference: 'VN-2026-118',
};

it('reads a record', () => {
  expect(parseDestruction(said, days)).toEqual({ ...said, particleClass: 'E-4', witness: '王芳' });
  expect(parseDestruction({ ...said, method: 'melted', particleClass: '' }, days).particleClass).toBeNull();
});

it.each([
  ['a day to come', { destroyedOn: '2026-11-30' }, 'date_invalid'],
  ['a day before it was handed over', { destroyedOn: '2026-11-19' }, 'date_invalid'],
  ['no day', { destroyedOn: '2026-02-30' }, 'date_invalid'],
  ['an unknown method', { method: 'buried' }, 'field_invalid'],
  ['a class of paper', { particleClass: 'P-4' }, 'field_invalid'],
  ['cutting without a class', { particleClass: null }, 'field_invalid'],
  ['a class of what is not cut', { method: 'melted' }, 'field_invalid'],
  ['no weight', { weightGrams: 0 }, 'field_invalid'],
  ['half a gram', { weightGrams: 0.5 }, 'field_invalid'],
  ['no witness', { witness: '  ' }, 'field_missing'],
  ['no reference', { reference: '' }, 'field_missing'],
  ['a witness with a line break', { witness: '王\n芳' }, 'field_invalid'],
])('refuses %s', (_, changes, code) => {
  expect(() => parseDestruction({ ...said, ...changes }, days)).toThrow(expect.objectContaining({ code }));
});
