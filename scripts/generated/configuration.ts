import { SETTINGS, TEST_SETTINGS } from '../../src/config/setting-names.ts';
import type { GeneratedFile } from './index.ts';

const REFUSED =
  'Any other variable that begins with `HANDBACK_` is an error at the start of every command: it is probably misspelt. Only these are let pass; the tests of Handback read them:';

export function configuration(): GeneratedFile {
  const rows = SETTINGS.map(
    ({ name, fallback, about }) => `| \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${about} |`,
  );
  const tests = TEST_SETTINGS.map(({ name, about }) => `| \`${name}\` | ${about} |`);
  return {
    path: 'docs/reference/configuration.md',
    content: `# Configuration\n\nEvery environment variable that Handback reads. Made from \`src/config/setting-names.ts\`.\n\n| variable | default | what |\n| --- | --- | --- |\n${rows.join('\n')}\n\n${REFUSED}\n\n| variable | what |\n| --- | --- |\n${tests.join('\n')}\n`,
  };
}
