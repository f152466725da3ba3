import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { handbackProgram } from '../../src/cli/program.ts';
import { ENGINE } from '../../src/operations/access/actor.ts';
import { carryOutGroupRetries } from '../../src/operations/oversight/stuck/carry-out-group-retries.ts';
import { closedCase, declared, readyToEnd, running } from '../support/cases.ts';
import { inProcess } from '../support/in-process.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator, vault } = instance;
const { pool } = op;
const handback = (...args: string[]) => inProcess(instance, args);

const [ending, ...others] = await seedLines(pool, vault, 4, { from: 10, simulator, attachedTo: 'vlr-test' });
const ended = await readyToEnd(op, ending!);
await running(instance.engine(), () => closedCase(pool, ended.caseId));
const open: string[] = [];
for (const line of others) open.unshift((await declared(op, line)).reference);
const { rows: certificates } = await pool.query<{ id: string }>(
  'select certificate_id as id from certificate where case_id = $1',
  [ended.caseId],
);
const certificateId = certificates[0]!.id;

describe('lines', () => {
  it('are shown and found by their number, in national form too', async () => {
    const [line] = others;
    const shown = await handback('lines', 'show', line!.lineId);
    expect(shown).toMatchObject({ code: 0, err: '' });
    for (const text of [line!.lineId, line!.msisdn, line!.imsi, 'active', '39.00 CNY'])
      expect(shown.out).toContain(text);
    expect(JSON.parse((await handback('lines', 'show', line!.lineId, '--json')).out)).toMatchObject({
      line: { lineId: line!.lineId, msisdn: line!.msisdn },
    });
    const found = await handback('lines', 'find', `0${line!.msisdn.slice(3)}`);
    expect(found.out).toMatch(new RegExp(`^${line!.lineId} +active +has it now +HB-`));
    const before = await handback('lines', 'find', ending!.msisdn, '--json');
    expect(JSON.parse(before.out)).toMatchObject([
      { lineId: ending!.lineId, status: 'ended', to: expect.any(String), openCase: null },
    ]);
    expect(await handback('lines', 'find', '+8617009999999')).toMatchObject({ code: 1 });
    expect(await handback('lines', 'find', '12')).toMatchObject({
      code: 1,
      err: expect.stringContaining('(msisdn_invalid)'),
    });
    expect((await handback('lines', 'show', 'NONE')).err).toContain('No such line (line_unknown)');
  });
});

describe('cases', () => {
  it('are listed a page at a time, the newest first, and every page says how the next is had', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const args = ['cases', 'list', '--limit', '2', '--json', ...(after === null ? [] : ['--after', after])];
      const page = JSON.parse((await handback(...args)).out);
      seen.push(...page.cases.map((c: { reference: string }) => c.reference));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(open);
    const text = await handback('cases', 'list', '--limit', '1');
    expect(text.out).toMatch(
      new RegExp(`^${open[0]} +L.*\nMore: handback cases list --state open --limit 1 --after ${open[0]}\n$`),
    );
  });

  it('are narrowed by state, stage and line', async () => {
    const listed = async (...args: string[]) =>
      JSON.parse((await handback('cases', 'list', '--json', ...args)).out).cases.map(
        (c: { reference: string }) => c.reference,
      );
    expect(await listed('--state', 'closed')).toEqual([ended.reference]);
    expect(await listed('--state', 'all')).toEqual([...open, ended.reference]);
    expect(await listed('--stage', 'confirm')).toEqual(open);
    expect(await listed('--stage', 'remove')).toEqual([]);
    expect(await listed('--line', ending!.lineId, '--state', 'all')).toEqual([ended.reference]);
    await pool.query(`update termination set waiting_for = 'staff' where reference = $1`, [open[1]]);
    expect(await listed('--state', 'stuck')).toEqual([open[1]]);
    await pool.query(`update termination set waiting_for = null where reference = $1`, [open[1]]);
    expect(await handback('cases', 'list', '--after', 'HB-00000000')).toMatchObject({ code: 1, out: '' });
    for (const wrong of [
      ['--limit', '0'],
      ['--limit', 'x'],
      ['--stage', 'vanish'],
      ['--state', 'odd'],
    ])
      expect(await handback('cases', 'list', ...wrong)).toMatchObject({ code: 2, out: '' });
  });

  it('that are stuck are grouped by their cause, and a group is tried again, first as a dry run', async () => {
    await pool.query(
      `update termination set stage = 'bar', waiting_for = 'staff', due_at = null, problem = '{"code":"hlr_refused"}' where reference = any($1)`,
      [open.slice(0, 2)],
    );
    const grouped = await handback('cases', 'stuck', '--by-cause');
    expect(grouped.out).toMatch(/^bar\/hlr_refused\/hlr +2 +/);
    const cause = ['--cause', 'bar/hlr_refused/hlr'];
    expect((await handback('cases', 'retry', ...cause, '--dry-run')).out).toBe('2 would be tried again.\n');
    const made = JSON.parse((await handback('cases', 'retry', ...cause, '--json')).out);
    expect(made.cases).toBe(2);
    expect(await handback('cases', 'retry', ...cause)).toMatchObject({
      code: 1,
      err: expect.stringContaining('(group_retry_running)'),
    });
    await carryOutGroupRetries(op, ENGINE);
    const shown = await handback('cases', 'retry', '--show', made.retryId);
    expect(shown.out).toContain('2 in all: 0 went on, 0 stuck again, 2 tried');
    for (const wrong of [[], ['--cause', 'nowhere/x'], ['--cause', 'bar'], [open[0]!, ...cause]])
      expect(await handback('cases', 'retry', ...wrong)).toMatchObject({ code: 2, out: '' });
    await pool.query(`update termination set stage = 'confirm', due_at = null where reference = any($1)`, [
      open.slice(0, 2),
    ]);
  });

  it('are shown as text and as JSON, without the hash of a receipt', async () => {
    const { out } = await handback('cases', 'show', ended.reference);
    for (const text of [ended.reference, ending!.lineId, 'completed', 'Final bill', certificateId])
      expect(out).toContain(text);
    const json = await handback('cases', 'show', ended.reference, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ reference: ended.reference, outcome: 'completed' });
    expect(json.out).not.toContain('receiptHash');
  });
});

describe('tokens', () => {
  it('are listed with scopes and ends, never with a secret, and each change is audited', async () => {
    const made = await handback('tokens', 'make', 'crm', '--scope', 'lines:read', 'lines:write', '--json');
    const { token } = JSON.parse(made.out);
    expect(token).toMatch(/^hbk_/);
    await handback('tokens', 'make', 'old', '--scope', 'usage:write');
    expect(await handback('tokens', 'revoke', 'old', '--yes')).toMatchObject({
      code: 0,
      out: 'Revoked: old\n',
    });
    const text = (await handback('tokens', 'list')).out;
    expect(text).toMatch(/^crm +\S+ \S+ \S+ +in use +lines:read lines:write$/m);
    expect(text).toMatch(/^old .*revoked .*usage:write$/m);
    const json = (await handback('tokens', 'list', '--json')).out;
    expect(JSON.parse(json)).toMatchObject([
      { name: 'crm', scopes: ['lines:read', 'lines:write'], revokedAt: null },
      { name: 'old', revokedAt: expect.any(String) },
    ]);
    expect(json + text).not.toMatch(/hbk_|hash/i);
    const { rows } = await pool.query(
      `select action, facts->>'name' as name from audit where action like 'token%' order by audit_id`,
    );
    expect(rows).toEqual([
      { action: 'token_made', name: 'crm' },
      { action: 'token_made', name: 'old' },
      { action: 'token_revoked', name: 'old' },
    ]);
  });
});

describe('certificates', () => {
  it('are shown, and revoked for one of the reasons, once', async () => {
    expect((await handback('certificates', 'show', certificateId.toUpperCase())).out).toMatch(
      /^State +stands$/m,
    );
    const revoke = (...args: string[]) => handback('certificates', 'revoke', certificateId, ...args);
    expect(await revoke('--yes')).toMatchObject({ code: 2, out: '' });
    const free = await revoke('--reason', 'Mr. X asked', '--yes');
    expect(free).toMatchObject({ code: 2, out: '', err: expect.stringContaining('issued_in_error') });
    expect(await revoke('--reason', 'wrong_data')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('--yes'),
    });
    expect((await handback('certificates', 'show', certificateId)).out).toContain('stands');
    const note = ['--note', 'ticket 4711'];
    expect(await revoke('--reason', 'wrong_data', ...note, '--yes')).toMatchObject({ code: 0, err: '' });
    expect((await revoke('--reason', 'fraud', '--yes')).out).toContain('its first reason stays');
    const shown = await handback('certificates', 'show', certificateId);
    expect(shown.out).toMatch(/^State +revoked .*: It states something wrong$/m);
    expect(shown.out).not.toContain('4711');
    const json = JSON.parse((await handback('certificates', 'show', certificateId, '--json')).out);
    expect(json.revoked.reason).toBe('wrong_data');
    const nobody = await handback('certificates', 'show', '869a9bee-adcf-4eac-902c-548414849e38');
    expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining('handback cases show') });
  });
});

describe('what is not undone', () => {
  it.each([
    ['cases', 'skip', 'HB-00000000', '--reason', 'x'],
    ['cases', 'roll-forward', 'HB-00000000', '--reason', 'x'],
    ['campaign', 'list.txt', '--name', 'x'],
    ['campaign', '-', '--name', 'x'],
    ['tokens', 'revoke', 'crm'],
    ['keys', 'rotate'],
    ['esim', 'dismiss', '0198c0de-0000-7000-8000-000000000000', '--reason', 'x'],
    ['certificates', 'revoke', '0198c0de-0000-7000-8000-000000000000', '--reason', 'fraud'],
  ])('is not done without a terminal and without --yes: %s %s', async (...args) => {
    const english = await handback(...args);
    expect(english).toMatchObject({ code: 2, out: '' });
    expect(english.err).toContain('no terminal to ask at');
    expect(english.err).toContain('--yes');
  });

  it('is said in Chinese, too', async () => {
    expect(await inProcess(instance, ['keys', 'rotate'], { LANG: 'zh_CN.UTF-8' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('--yes'),
    });
  });
});

describe('a slip', () => {
  it.each([
    [['case'], 'cases'],
    [['tokens', 'lst'], 'list'],
    [['cases', 'list', '--stat', 'open'], '--state'],
    [['import', 'x.csv', '--dryrun'], '--dry-run'],
  ])('in %j is answered with what was probably meant, and exit code 2', async (args, meant) => {
    const answer = await handback(...args);
    expect(answer).toMatchObject({ code: 2, out: '' });
    expect(answer.err).toContain(`Did you mean ${meant}?`);
  });

  it('of a database that is not there is told in words for operators', async () => {
    const at = { ...instance, url: 'postgres://127.0.0.1:9/nothing' };
    expect(await inProcess(at, ['cases', 'list'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('DATABASE_URL'),
    });
  });
});

describe('the help', () => {
  const commands = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(commands)];
  const helpOf = (command: Command): string => {
    let text = '';
    command.configureOutput({
      writeOut: (some) => {
        text += some;
      },
    });
    command.outputHelp();
    return text;
  };

  it('of every command that does something names an example that the program understands', async () => {
    const doing = commands(handbackProgram()).filter((command) => command.commands.length === 0);
    expect(doing.length).toBeGreaterThan(35);
    const without = doing.filter((command) => !/^Examples?:\n {2}\S/m.test(helpOf(command)));
    expect(without.map((command) => command.name())).toEqual([]);
  });

  it('says what the exit codes mean', () => {
    expect(helpOf(handbackProgram())).toContain('Exit codes: 0 ');
  });
});
