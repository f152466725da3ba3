import { expect, it } from 'vitest';
import { readBlockFile } from '../../../src/operations/channels/block-file.ts';
import { MOST_BLOCKS } from '../../../src/operations/channels/channel-blocks.ts';

const read = (text: string) => readBlockFile(Buffer.from(text));

it('reads ways with their notes, whatever else stands in a row', () => {
  expect(read('Kind ,value,note,__proto__\r\nDomain,a.top,"two\nlines",x\r\nnumber,\'+4477\r\n')).toEqual([
    { kind: 'domain', value: 'a.top', note: 'two\nlines' },
    { kind: 'number', value: '+4477', note: '' },
  ]);
});

/** Eight megabytes of commas kept everybody waiting for a quarter of a minute. */
it.each([
  ['columns', `kind,value${',x'.repeat(10_000)}\ndomain,a.top\n`],
  ['commas', `kind,value\n${','.repeat(20_000)}\n`],
  ['an open quote', `kind,value\n"${'a'.repeat(20_000)}`],
])('refuses a line without an end: %s', (_, text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'import_file_invalid' }));
});

it('reads no more rows than tell that there are too many', () => {
  expect(read(`kind,value\n${'domain,a.top\n'.repeat(MOST_BLOCKS + 500)}`)).toHaveLength(MOST_BLOCKS + 1);
});
