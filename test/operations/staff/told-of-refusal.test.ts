import { expect, it } from 'vitest';
import { HandbackError } from '../../../src/domain/errors.ts';
import { asToldTo } from '../../../src/operations/staff/approvals/told-of-refusal.ts';
import { staffPerson } from '../../support/actors.ts';

const refused = new HandbackError('rulebook_impossible', {
  ...{ why: 'blocked', count: 1, references: ['HB-7K3F9QXM'] },
});

it('names running cases to who may know of all of them, and none to whom an act shows it through another’s eyes', () => {
  expect(asToldTo(staffPerson('wu', ['operations']), refused)).toBe(refused);
  const told = asToldTo(staffPerson('qian', ['fraud']), refused);
  expect(told).toMatchObject({
    code: 'rulebook_impossible',
    facts: { why: 'blocked', count: 0, references: [] },
  });
  const other = new HandbackError('approval_over');
  expect(asToldTo(staffPerson('qian', ['fraud']), other)).toBe(other);
});
