import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { demoInstance, showcase } from '../demo/demo-instance.ts';
import { cooledOff } from '../support/cases.ts';
import { commandLine } from '../support/command-line.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/instance.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const folder = mkdtempSync(join(tmpdir(), 'handback-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('examples/end-a-line.mjs', () => {
  it('ends a line of the demo, and its certificate verifies', async () => {
    const instance = await demoInstance();
    const line = showcase('eligible');
    const file = join(folder, 'certificate.json');
    const running = promisify(execFile)(process.execPath, [
      join(EXAMPLES, 'end-a-line.mjs'),
      ...[instance.demo().address, line.msisdn, line.documentNumber, file],
    ]);
    // Told by its own await below, and not as a failure of nobody.
    running.catch(() => undefined);
    // The minute of cooling-off is over at once.
    const { rows } = await eventually(
      () =>
        instance.pool.query<{ case_id: string }>(
          `select case_id from termination where line_id = $1 and stage = 'cool_off'`,
          [line.lineId],
        ),
      ({ rowCount }) => rowCount === 1,
    );
    await cooledOff(instance.pool, rows[0]!.case_id);
    const { stdout } = await running;
    expect(stdout).toMatch(/: eligible/);
    expect(stdout).toMatch(/HB-[0-9A-Z]+: off on \d{4}-\d\d-\d\d, final bill \d+ CNY/);
    expect(stdout.trimEnd()).toMatch(/certificate: .*certificate\.json$/);
    const at = { url: instance.pool.options.connectionString!, dataFolder: instance.dataFolder };
    const verified = await commandLine(at, ['verify', file, '--number', line.msisdn, '--json']);
    expect(JSON.parse(verified.out)).toMatchObject({ result: 'authentic', number: 'match' });
    expect(readFileSync(join(EXAMPLES, 'end-a-line.mjs'), 'utf8').split('\n').length).toBeLessThan(60);
  });
});

describe('examples/lines.csv', () => {
  it('is imported by the command line as it is', async () => {
    const database = await testDatabase();
    const file = join(folder, 'lines.csv');
    copyFileSync(join(EXAMPLES, 'lines.csv'), file);
    const at = { url: database.url, dataFolder: join(folder, 'data') };
    const imported = await commandLine(at, ['import', file, '--json']);
    expect(JSON.parse(imported.out)).toMatchObject({ rows: 3, created: 3, failed: 0, written: true });
    const explained = await commandLine(at, ['rules', 'explain', '--line', 'EX3']);
    expect(explained.out).toContain('fraud_hold');
  });
});
