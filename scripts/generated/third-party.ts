import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedFile } from './index.ts';

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
}

const ROOT = join(import.meta.dirname, '..', '..');

/** What runs with Handback and is not ours, with the licence that each package names, from the lock file. */
export function thirdParty(): GeneratedFile {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, Locked & { dependencies?: object; optionalDependencies?: object }>>;
  };
  const direct = { ...lock.packages['']!.dependencies, ...lock.packages['']!.optionalDependencies };
  const packages = Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version, license }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      license: license ?? 'see the package',
    }));
  const row = ({ name, version, license }: (typeof packages)[number]) =>
    `| \`${name}\` | ${version} | ${license} |`;
  const table = (rows: readonly string[]) =>
    `| package | version | licence |\n| --- | --- | --- |\n${[...new Set(rows)].sort().join('\n')}\n`;
  const isDirect = ({ name }: { name: string }) => name in direct;
  return {
    path: 'docs/third-party.md',
    content: `# What is not ours

Made from \`package-lock.json\`. Handback itself is under Apache-2.0 ([LICENSE](../LICENSE)). Each package carries the text
of its own licence. Packages that only tests and benchmarks use are not listed.

## The font in certificates

A certificate on paper embeds the glyphs that it uses of **Noto Sans SC** (regular and semi-bold). The font comes with the
package \`@expo-google-fonts/noto-sans-sc\`; the package's own code is under the MIT License, and the font is under the
**SIL Open Font License, Version 1.1**:

> Copyright 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'
>
> This Font Software is licensed under the SIL Open Font License, Version 1.1. This license is copied below, and is also
> available with a FAQ at: https://scripts.sil.org/OFL

The full text is \`LICENSE_FONT\` in that package. The licence allows to embed the font in documents; a document is not
under the licence because of it.

## What Handback uses directly

${table(packages.filter(isDirect).map(row))}
## What these use

${table(packages.filter((one) => !isDirect(one)).map(row))}`,
  };
}
