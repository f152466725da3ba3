import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderPdf } from '../../../src/certificate/paper/pdf.ts';
import { certificate, compactBytes, jsonBytes, NOW, NUMBER, newRing, temporaryFolder } from '../fixtures.ts';

const root = resolve(import.meta.dirname, '..', '..', '..');
let folder: string;

/** A project of somebody else's, which has nothing of ours but the package, and no connection. */
beforeAll(() => {
  folder = temporaryFolder();
  const packed = execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, npm_config_registry: 'http://127.0.0.1:9' },
  });
  const [{ filename }] = JSON.parse(packed.slice(packed.indexOf('[\n'))) as [{ filename: string }];
  const installed = join(folder, 'node_modules', 'handback');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['xzf', join(folder, filename), '-C', installed, '--strip-components=1']);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
}, 120_000);

/** The oldest Node that the package is for, where the machine has it, and the one that runs the tests. */
function runtimes(): readonly string[] {
  const others = ['/usr/bin/node', '/usr/local/bin/node'].filter((node) =>
    spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.startsWith('v20.'),
  );
  return [...others.slice(0, 1), process.execPath];
}

const PROGRAM = `
import { readFileSync } from 'node:fs';
import { readStatusToken, readTrust, verifyCertificate } from 'handback/verify';

const [trustFile, number, ...files] = process.argv.slice(2);
const trust = await readTrust([readFileSync(trustFile)]);
for (const file of files) {
  const verdict = await verifyCertificate(readFileSync(file), { trust, number });
  console.log(verdict.result, verdict.source, verdict.number, verdict.copy?.claims.subject.msisdn);
}
console.log((await readStatusToken('x', trust)).fault);
`;

describe('handback/verify, from the package', () => {
  test('verifies every form of a certificate without anything else of ours', async () => {
    const ring = await newRing();
    const copy = await certificate(ring.signer());
    const pdf = await renderPdf(
      copy,
      { msisdn: null, holder: null },
      {
        ...{ verifyUrl: 'https://lakeside.example/c/1', language: 'en', now: NOW, signer: ring.signer() },
      },
    );
    const changed = compactBytes(copy);
    changed[changed.indexOf('.') + 40]! ^= 1;
    const save = (name: string, bytes: Uint8Array | string): string => {
      writeFileSync(join(folder, name), bytes);
      return name;
    };
    const files = [
      save('a.sdjwt', compactBytes(copy)),
      save('a.json', jsonBytes(copy)),
      save('a.pdf', pdf),
      save('changed.sdjwt', changed),
    ];
    save('verify.mjs', PROGRAM);
    const trust = save('trust.json', JSON.stringify(ring.publicKeys()));
    for (const node of runtimes()) {
      const told = execFileSync(node, ['verify.mjs', trust, NUMBER, ...files], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(told.trim().split('\n')).toEqual([
        `authentic compact match ${NUMBER}`,
        `authentic json match ${NUMBER}`,
        `authentic pdf match ${NUMBER}`,
        'altered undefined undefined undefined',
        'list_unreadable',
      ]);
    }
  });

  test('has declarations that a strict project takes as they are', () => {
    writeFileSync(
      join(folder, 'consumer.ts'),
      `import { type Authentic, readTrust, type Trust, verifyCertificate } from 'handback/verify';
       const trust: Trust = await readTrust([new Uint8Array()]);
       const verdict = await verifyCertificate(new Uint8Array(), { trust, number: '+8613800000000' });
       export const authentic: Authentic | null = verdict.result === 'authentic' ? verdict : null;
       export const end: string | undefined = authentic?.copy.claims.serviceEndedAt;
       // @ts-expect-error the trust is not optional
       await verifyCertificate(new Uint8Array(), {});`,
    );
    const options = [
      '--strict',
      '--noEmit',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--lib',
      'es2024,dom',
    ];
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(root, 'node_modules', '.bin', 'tsc'), ...options, '--types', '', 'consumer.ts'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect([status, stdout]).toEqual([0, '']);
  });

  test('is a file that says what else is in it, and asks for nothing', () => {
    const code = readFileSync(join(folder, 'node_modules', 'handback', 'dist', 'verify', 'index.js'), 'utf8');
    expect(/^\s*import[\s{*]|\bimport\(|\brequire\(|['"]node:/m.exec(code)).toBeNull();
    // The licence of what came with it.
    expect(code.includes('Feross Aboukhadijeh')).toBe(true);
  });
});
