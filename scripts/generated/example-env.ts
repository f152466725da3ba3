import { SETTINGS } from '../../src/config/setting-names.ts';
import type { GeneratedFile } from './index.ts';

const WIDTH = 100;

/** Every setting with its default, commented out: what is to differ is uncommented. */
export function exampleEnv(): GeneratedFile {
  const settings = SETTINGS.map(({ name, fallback, about }) =>
    [...wrapped(about.replaceAll('`', '')).map((line) => `# ${line}`), `#${name}=${fallback}`].join('\n'),
  );
  const head = [
    'The settings of Handback: copy this file, uncomment what is to differ, and hand it over, for example with',
    'node --env-file, docker --env-file or EnvironmentFile of systemd. Made from src/config/setting-names.ts.',
  ].map((line) => `# ${line}`);
  return { path: 'example.env', content: `${[head.join('\n'), ...settings].join('\n\n')}\n` };
}

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trimStart();
    if (longer.length <= WIDTH) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
