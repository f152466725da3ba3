import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// `npm run sbom [-- FILE]`: what Handback is made of when it runs, as CycloneDX JSON, from the lock file alone.
interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
}
interface Bom {
  readonly metadata: { readonly component: { name: string } };
  components: readonly Component[];
  dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const root = join(import.meta.dirname, '..');
const json = <T>(name: string): T => JSON.parse(readFileSync(join(root, name), 'utf8')) as T;
const npm = spawnSync(
  'npm',
  ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only', '--offline'],
  { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
);
if (npm.status !== 0) {
  process.stderr.write(npm.stderr);
  process.exit(1);
}
const bom = JSON.parse(npm.stdout) as Bom;
// npm names it by its folder.
bom.metadata.component.name = json<{ name: string }>('package.json').name;

// `--omit=dev` would also leave out what runs here and a tool needs too, so the lock file says what only tools need.
const { packages } = json<{
  packages: Readonly<Record<string, { readonly version: string; readonly dev?: boolean }>>;
}>('package-lock.json');
const shipped = new Set(
  Object.entries(packages)
    .filter(([, { dev }]) => dev !== true)
    .map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`),
);
const left = new Set(
  bom.components.filter((one) => !shipped.has(`${one.name}@${one.version}`)).map((one) => one['bom-ref']),
);
bom.components = bom.components.filter((one) => !left.has(one['bom-ref']));
bom.dependencies = bom.dependencies
  .filter(({ ref }) => !left.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => !left.has(one)) }));

const text = `${JSON.stringify(bom, null, 2)}\n`;
const [file] = process.argv.slice(2);
if (file === undefined) process.stdout.write(text);
else writeFileSync(file, text);
