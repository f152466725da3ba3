import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realNetworkAbsent } from '../../src/simulators/osmo-core/absent.ts';

// `npm run real-network`, as somebody runs it.

const absent = realNetworkAbsent();
let folder: string;
/** In the environment of all that the run starts, and of nothing else. */
let mark: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'handback-walk-'));
  mark = `HANDBACK_TEST_MARK=${randomUUID()}`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(...args: string[]): ChildProcess {
  const [name, value] = mark.split('=') as [string, string];
  return spawn(process.execPath, ['bin/run.mjs', 'real-network', ...args], {
    env: { ...process.env, TMPDIR: folder, [name]: value },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = start(...args);
  const [out, err] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'close')]);
  return { code: child.exitCode, out, err };
}

/** What still runs of it, and what it left in the folder for temporary files. */
function leftBehind(): string[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
        return environment.includes(mark) ? [readFileSync(`/proc/${pid}/cmdline`, 'latin1')] : [];
      } catch {
        // It has ended meanwhile, or is somebody else's.
        return [];
      }
    });
  return [...processes, ...readdirSync(folder)];
}

describe.skipIf(absent)(`the walk through a real network${absent ? ` (${absent})` : ''}`, () => {
  it('shows the log of the phone beside that of Handback, says that all was well, and leaves nothing behind', async () => {
    const { code, out, err } = await run();
    expect(code, `${out}\n${err}`).toBe(0);
    const lines = out.split('\n');
    const at = (pattern: RegExp): number => {
      const found = lines.findIndex((line) => pattern.test(line));
      expect(found, `${pattern} in\n${out}`).not.toBe(-1);
      return found;
    };
    const inOrder = [
      /phone +\| Gb <- ATTACH ACCEPT/,
      /Handback \| case: confirmed/,
      /Handback \| detach: asking SGSN-1 by GSUP/,
      /phone +\| Gb <- DETACH REQUEST/,
      /^The phone tries again/,
      /phone +\| A {2}<- LOCATION UPDATING REJECT cause 2/,
      /phone +\| Gb <- ATTACH REJECT cause/,
      /phone +\| A {2}-> CM SERVICE REQUEST \(call\)/,
      /yes {2}the certificate is authentic/,
      /yes {2}it says that the nodes themselves were asked: node_asked/,
      /^All was as it should be/,
    ].map(at);
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
    at(/Handback \| detach: SGSN-1 vty, show mm-context imsi \d+: absent_at_node/);
    at(/Handback \| detach: MSC-1 vty, show subscriber imsi \d+: absent_at_node/);
    expect(leftBehind()).toEqual([]);
  });

  it('tells the same to machines', async () => {
    const { code, out, err } = await run('--json');
    expect(code, `${out}\n${err}`).toBe(0);
    const said = JSON.parse(out);
    expect(said).toMatchObject({ ok: true, failures: [], verdict: { result: 'authentic', number: 'match' } });
    expect(said.verdict.copy.claims.accesses[0]).toMatchObject({ detach: 'node_asked', absentAtEnd: true });
    expect(said.checks.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
    expect(said.timeline).toContainEqual(
      expect.objectContaining({
        who: 'phone',
        facts: expect.objectContaining({ direction: 'received', message: 'DETACH REQUEST' }),
      }),
    );
    expect(said.timeline).toContainEqual(
      expect.objectContaining({
        who: 'Handback',
        facts: expect.objectContaining({
          ...{ kind: 'exchange', stage: 'detach', meaning: 'absent_at_node' },
          answer: expect.stringContaining('No MM context for IMSI'),
        }),
      }),
    );
    expect(leftBehind()).toEqual([]);
  });

  it.each(['starting the servers', 'a line ends'])(
    'cleans up when it is broken off at "%s"',
    async (when) => {
      const child = start();
      const ended = once(child, 'close');
      let err = '';
      child.stderr!.setEncoding('utf8').on('data', (some: string) => {
        if (!err.includes(when) && `${err}${some}`.includes(when)) child.kill('SIGINT');
        err += some;
      });
      expect((await ended)[0], err).toBe(130);
      expect(err).toContain('broken off');
      expect(leftBehind()).toEqual([]);
    },
  );
});

it.skipIf(!absent)('the walk through a real network names the packages that it misses', async () => {
  const { code, err } = await run();
  expect(code).toBe(2);
  expect(err).toContain('npm run peers');
});

it('the walk through a real network has a help, and no other options', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--json') });
  expect(await run('--colour')).toMatchObject({ code: 2, err: expect.stringContaining('--colour') });
});
