import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { loadRulebooks } from '../../../src/config/rulebook-file.ts';
import { plainWords, readText } from '../../../src/domain/texts/keywords.ts';
import { RULEBOOK_FOLDER } from '../../../src/run/compose.ts';

const WORDS = {
  ...(await loadRulebooks(RULEBOOK_FOLDER)).get('cn')!.settings.text_keywords[0]!.value.words,
  leave_code: ['STAC'],
};
const read = (text: string) => readText(text, WORDS);
const wish = (name: string) => ({ kind: 'wish', wish: name });

describe('a text that is a keyword', () => {
  test.each([
    ['销户', 'end_line'],
    ['注销', 'end_line'],
    ['停机', 'end_line'],
    ['CANCEL', 'end_line'],
    ['cancel', 'end_line'],
    ['ＣＡＮＣＥＬ', 'end_line'],
    ['  Cancel.  ', 'end_line'],
    ['“CANCEL”!!', 'end_line'],
    ['【销户】。', 'end_line'],
    ['销户😭😭', 'end_line'],
    ['👩‍👩‍👧CANCEL🇬🇧', 'end_line'],
    ['C\u200bAN\u200dCEL', 'end_line'],
    ['\u202eCANCEL\u202c', 'end_line'],
    ['销\u200b户', 'end_line'],
    ['CANCEL\u0000', 'end_line'],
    ['挂失', 'report_loss'],
    ['Lost', 'report_loss'],
    ['INFO', 'charges'],
    ['stac', 'leave_code'],
    ['携号转网', 'move_number'],
    ['退订', 'stop_notices'],
    ['STOP', 'stop_notices'],
    ['START', 'resume_notices'],
    ['help?', 'help'],
  ])('%s asks for %s', (text, name) => {
    expect(read(text)).toMatchObject(wish(name));
  });
});

describe('a keyword in a sentence', () => {
  test.each([
    ['我要销户', 'end_line'],
    ['请问怎么注销这个号码？', 'end_line'],
    ['How do I cancel my contract?', 'end_line'],
    ['手机丢失了怎么办', 'report_loss'],
  ])('of which answering does nothing is answered: %s', (text, name) => {
    expect(read(text)).toMatchObject(wish(name));
  });

  test.each(['How do I stop this?', 'please send me a stac', '我想退订套餐', 'when does it start'])(
    'does nothing where it would be acted on: %s',
    (text) => {
      expect(read(text)).toEqual({ kind: 'unknown' });
    },
  );

  it('is a word of its own in languages that have spaces', () => {
    expect(read('Cancellation')).toEqual({ kind: 'unknown' });
    expect(read('informative')).toEqual({ kind: 'unknown' });
    expect(read('impact')).toEqual({ kind: 'unknown' });
  });
});

test.each(['CANCEL STOP', '销户 挂失', '挂失并销户', 'HELP CANCEL', 'INFO, STAC'])(
  'two keywords of different things are not guessed between: %s',
  (text) => {
    expect(read(text)).toEqual({ kind: 'ambiguous' });
  },
);

test('two keywords of the same thing are that thing', () => {
  expect(read('销户注销')).toMatchObject(wish('end_line'));
});

test.each(['', '   ', '😀', '???', '你好', 'hello', '\u200b', '1', '\ud800'])('nothing known: %j', (text) => {
  expect(read(text)).toEqual({ kind: 'unknown' });
});

it('reads no more of a text than a keyword needs, whatever its length', () => {
  expect(read(`${'x'.repeat(1_000_000)} CANCEL`)).toEqual({ kind: 'unknown' });
});

it('reads any text without failing, and the same again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const plain = plainWords(text);
      expect(plainWords(plain)).toBe(plain);
      expect(read(text)).toEqual(read(text));
    }),
  );
});
