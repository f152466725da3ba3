import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { apiInstance } from '../http/api-instance.ts';
import { seedLines } from '../support/seed.ts';

const GUIDE = join(import.meta.dirname, '..', '..', 'docs', 'guides', 'call-the-api.md');
const folder = mkdtempSync(join(tmpdir(), 'handback-guide-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lines = [...readFileSync(GUIDE, 'utf8').matchAll(/^```sh\n(.*?)^```/gms)]
  .flatMap(([, block]) => block!.trim().split('\n'))
  .map((line) => /^(.*?) {2}# (\d{3})(?: (\w+))?$/.exec(line)!);

// Some forty calls, each a process of its own: on a busy machine they take their time.
it('says of each line what it answers, and each line of the guide answers so', async () => {
  const instance = await apiInstance();
  const [line] = await seedLines(instance.operations.pool, instance.vault, 1, {
    simulator: instance.simulator,
  });
  const env: Record<string, string> = {
    PATH: process.env['PATH']!,
    ORIGIN: await instance.app.listen({ host: '127.0.0.1', port: 0 }),
    TOKEN: await instance.token('crm', ['cases:declare', 'cases:read', 'lines:read', 'lines:write']),
    // As it must stand in an address.
    NUMBER: line!.msisdn.slice(3),
    LINE: line!.lineId,
  };
  expect(lines.length).toBeGreaterThan(20);
  for (const [, command, status, code] of lines) {
    const written = `${command} -sS -w '\n%{http_code}'`;
    // A stream goes on until curl is told to stop, which is no failure of it.
    const run = promisify(execFile)('bash', ['-c', written], { env, cwd: folder });
    const { stdout } = await run.catch((error: { stdout: string }) => error);
    const [, body, answered] = /^(.*)\n(\d{3})$/s.exec(stdout)!;
    expect(answered, `${command}\n${body}`).toBe(status);
    if (code !== undefined) expect(JSON.parse(body!), command).toMatchObject({ code });
    const caseId = /"caseId":"([^"]+)"/.exec(body!)?.[1];
    if (command!.includes("declare-481'") && caseId !== undefined) env['CASE'] = caseId;
  }
}, 300_000);
