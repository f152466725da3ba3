import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { apiInstance } from '../http/api-instance.ts';
import { seedLines } from '../support/seed.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const TYPES = join(ROOT, 'openapi', 'handback-v1.d.ts');
const folder = mkdtempSync(join(tmpdir(), 'handback-types-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the compiler has against a file that uses the types. */
async function compiled(name: string, text: string): Promise<string> {
  const file = join(folder, `${name}.ts`);
  writeFileSync(join(folder, 'handback-v1.d.ts'), readFileSync(TYPES));
  writeFileSync(file, `import type { Answer, Request } from './handback-v1.d.ts';\n${text}\n`);
  const options =
    '--ignoreConfig --noEmit --strict --skipLibCheck false --target es2024 --module nodenext'.split(' ');
  try {
    await promisify(execFile)(process.execPath, [
      join(ROOT, 'node_modules/typescript/bin/tsc'),
      ...options,
      file,
    ]);
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

it('ends the line of a customer as examples/for-a-customer.ts does', async () => {
  const instance = await apiInstance();
  const [line] = await seedLines(instance.operations.pool, instance.vault, 1, {
    simulator: instance.simulator,
  });
  const origin = await instance.app.listen({ host: '127.0.0.1', port: 0 });
  const token = await instance.token('crm', ['cases:declare']);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(ROOT, 'examples', 'for-a-customer.ts'), origin, line!.msisdn],
    { env: { ...process.env, TOKEN: token } },
  );
  expect(stdout).toMatch(
    /^declared: HB-\w{8}, eligible\nfor the customer: [\w-]{29}\noff on \d{4}-\d\d-\d\d\nconfirmed: cool_off\n$/,
  );
});

it('compiles for callers who keep to the contract', async () => {
  const good = `
    export const body: Request<'declare'>['body'] = { number: '1', provenBy: ['document_seen'], channel: 'store' };
    export const key: Request<'declare'>['header'] = { 'Idempotency-Key': 'k' };
    export const page = (answer: Answer<'listTerminations'>): string | null => answer.next;
  `;
  expect(await compiled('good', good)).toBe('');
});

it('does not compile for those who do not', async () => {
  const bad = `
    export const misspelt: Request<'declare'>['body'] = { lineid: 'L1' };
    export const unknown: Request<'declare'>['body'] = { lineId: 'L1', provenBy: ['astrology'] };
    export const keyless: Request<'declare'>['header'] = {};
    export const page = (answer: Answer<'listTerminations'>): string => answer.cursor;
  `;
  const told = await compiled('bad', bad);
  for (const fault of ["'lineid' does not exist", '"astrology"', "'Idempotency-Key'' is missing", "'cursor'"])
    expect(told).toContain(fault);
});
