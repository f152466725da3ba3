import { SETTINGS } from '../../src/config/settings.ts';
import type { GeneratedFile } from './index.ts';

export function configuration(): GeneratedFile {
  const rows = SETTINGS.map(
    ({ name, fallback, about }) => `| \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${about} |`,
  );
  return {
    path: 'docs/reference/configuration.md',
    content: `# Configuration\n\nEvery environment variable that Handback reads. Made from \`src/config/settings.ts\`.\n\n| variable | default | what |\n| --- | --- | --- |\n${rows.join('\n')}\n`,
  };
}
