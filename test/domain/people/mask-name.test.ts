import { expect, it } from 'vitest';
import { maskName } from '../../../src/domain/people/mask-name.ts';

it.each([
  ['张伟', '张*'],
  ['李小龙', '李**'],
  ['欧阳娜娜', '欧阳**'],
  ['歐陽修', '歐陽*'],
  ['欧阳', '欧*'],
  ['买买提·艾力', '买**·艾*'],
  ['John Doe', 'J*** D**'],
  ['  Ann-Marie O’Neill ', 'A**-M**** O’*****'],
  ['María José Núñez', 'M**** J*** N****'],
  ['Nguyễn Văn A', 'N***** V** A'],
  ['J. R. Smith', 'J. R. S****'],
  ['𠮷田 太郎', '𠮷* 太*'],
  ['Zoë', 'Z**'],
  ['A B', 'A *'],
  ['张', '*'],
  ['X', '*'],
  ['', ''],
])('shows of the name %s only %s', (name, masked) => {
  expect(maskName(name)).toBe(masked);
});

it('never gives a whole name away, and keeps its length', () => {
  for (const name of ['王五', 'Li Na', 'Ωmega Ψ', '田中 太郎', 'J. R.', 'e\u0301lan vital']) {
    expect(maskName(name)).not.toBe(name.normalize('NFC'));
    expect(maskName(name)).toContain('*');
  }
});
