import { expect, it } from 'vitest';
import { SCOPES } from '../../src/domain/people/scope.ts';
import { commandLine } from '../support/command-line.ts';
import { testInstance } from '../support/instance.ts';

const instance = await testInstance();
const handback = (...args: string[]) => commandLine(instance, args);

it('makes a token once for each name, and none that may do nothing', async () => {
  expect(await handback('tokens', 'make', 'crm')).toMatchObject({ code: 2, out: '' });
  const made = await handback('tokens', 'make', 'crm', '--scope', 'lines:read');
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toMatch(/^hbk_/);
  const again = await handback('tokens', 'make', 'crm', '--scope', 'lines:read');
  expect(again).toMatchObject({ code: 1, out: '' });
  expect(again.err).toContain('a token named crm was made before');
  expect(await handback('tokens', 'revoke', 'crm', '--yes')).toMatchObject({ code: 0 });
  expect(await handback('tokens', 'revoke', 'crm', '--yes')).toMatchObject({ code: 1 });
});

it('names every scope in its help, the confidential one too, and makes a token with it', async () => {
  const { out } = await handback('tokens', 'make', '--help');
  for (const scope of SCOPES) expect(out).toContain(scope);
  const made = ['tokens', 'make', 'review', '--scope', 'evidence:read', 'cases:confidential'];
  expect(await handback(...made)).toMatchObject({ code: 0 });
  expect((await handback('tokens', 'list')).out).toMatch(/^review .*evidence:read cases:confidential$/m);
});

it('tells staff what is not there, and what cannot be opened, in words for them', async () => {
  expect((await handback('cases', 'show', 'HB-00000000')).err).toContain('No such case (case_unknown)');
  expect((await handback('rules', 'explain', '--line', 'NONE')).err).toContain('No such line (line_unknown)');
  expect((await handback('verify', '/nowhere/a.pdf')).err).toBe(
    'handback: /nowhere/a.pdf cannot be opened (ENOENT)\n',
  );
  expect((await handback('import')).err).toContain('--help');
  expect(await handback('esim', 'recheck', '1')).toMatchObject({ code: 2, out: '' });
});
