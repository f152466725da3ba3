import { describe, expect, test } from 'vitest';
import { parseDocument, parseDocumentAnswer, refuseUnborn } from '../../../src/domain/people/document.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';

const today = parseLocalDate('2026-06-01');

describe('a document number as a person gives it', () => {
  test.each([
    ['11010519491231002x', '11010519491231002X'],
    ['１１０１０５ 19491231 002Ｘ', '11010519491231002X'],
    ['E 1234-5678', 'E12345678'],
    ['1234567890(B)', '1234567890B'],
    ['91350100M000100Y43', '91350100M000100Y43'],
    // Fifteen or eighteen digits of somebody else's numbering are not ours to judge.
    ['123456789012345', '123456789012345'],
    ['990000123456789012', '990000123456789012'],
    ['АБ123456', 'АБ123456'],
  ])('%j is read', (text, number) => {
    expect(parseDocumentAnswer(text, today)).toBe(number);
  });

  test.each([
    ['', 'empty'],
    [' - ', 'empty'],
    ['12', 'form'],
    ['what?!', 'form'],
    ['1'.repeat(41), 'form'],
    ['110105194912310021', 'check_digit'],
    ['11010519491231020X', 'check_digit'],
    ['110105209912310029', 'birth_date_to_come'],
  ])('%j can be none', (text, reason) => {
    expect(() => parseDocumentAnswer(text, today)).toThrow(
      expect.objectContaining({ code: 'document_invalid', facts: { reason } }),
    );
  });
});

test.each([
  ['cn_resident_id', '110105209912310029'],
  ['foreign_permanent_resident', '911124209912310028'],
] as const)('of %s nobody is born yet whose date is to come', (type, number) => {
  const document = parseDocument(type, number);
  expect(() => refuseUnborn(document, today)).toThrow(
    expect.objectContaining({ facts: { reason: 'birth_date_to_come' } }),
  );
  expect(() => refuseUnborn(document, parseLocalDate('2099-12-31'))).not.toThrow();
});
