import { Command } from 'commander';
import { expect, it } from 'vitest';
import { nextPage, type PageFlags, paged } from '../../src/cli/pages.ts';

/** The flags that a list of charges reads from its command line. */
function read(...words: readonly string[]): PageFlags {
  let flags: PageFlags | undefined;
  const list = new Command('list').option('--line <line_id>').option('--all').exitOverride();
  list.configureOutput({ writeErr: () => {} });
  paged(list, 'charge', 'charge').action((given: PageFlags) => {
    flags = given;
  });
  list.parse(words, { from: 'user' });
  return flags!;
}

it('keeps the filters of a page, and names where the next begins', () => {
  expect(nextPage('charges list', read('--line', 'L1', '--all', '--limit', '7', '--after', 'C1'), 'C8')).toBe(
    'handback charges list --limit 7 --line L1 --all --after C8',
  );
  expect(nextPage('charges list', read(), 'C8')).toBe('handback charges list --limit 50 --after C8');
});

it('quotes what a shell would read otherwise, and has no control characters', () => {
  const next = nextPage('charges list', read('--line', "it's; rm -rf \u001b[2J *"), '$(reboot) `x`');
  expect(next).not.toContain('\u001b');
  expect(next).toContain(` --line 'it'\\''s; rm -rf `);
  expect(next).toMatch(/ --after '\$\(reboot\) `x`'$/);
});

it.each(['0', '1001', '-1', '1e3', '١', 'many', ''])('refuses %j as the size of a page', (limit) => {
  expect(() => read('--limit', limit)).toThrow(/a number from 1 to 1000/);
});
