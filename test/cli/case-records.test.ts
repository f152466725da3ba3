import { describe, expect, it } from 'vitest';
import { answerDisclosure } from '../../src/certificate/credential/disclosure.ts';
import { printableBytes, printableText } from '../../src/cli/printable.ts';
import { confirm } from '../../src/operations/cases/confirm.ts';
import { subscriberOf } from '../support/actors.ts';
import { closedCase, declared, readyToEnd, running } from '../support/cases.ts';
import { commandLine } from '../support/command-line.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator, vault } = instance;
const { pool } = op;
const handback = (...args: string[]) => commandLine(instance, args);
const inChinese = (...args: string[]) =>
  commandLine(instance, args, { environment: { LANG: 'zh_CN.UTF-8' } });

const [line] = await seedLines(pool, vault, 1, { from: 10, simulator, attachedTo: 'vlr-test' });
const ended = await readyToEnd(op, line!);
await running(instance.engine(), () => closedCase(pool, ended.caseId));

describe('a case that ended', () => {
  it('shows what the HLR was asked and what it answered, with hashes that hold', async () => {
    const json = JSON.parse((await handback('cases', 'evidence', ended.reference, '--json')).out);
    const asked = json.exchanges.map((e: { exchange: { request: string } }) => e.exchange.request).join('\n');
    expect(asked).toContain(line!.imsi);
    for (const { hash, salt, exchange } of json.exchanges) {
      const [salted, answer] = [salt, exchange.answer].map((one) => Buffer.from(one, 'base64'));
      expect(answerDisclosure(salted!, answer!).digest.toString('hex')).toBe(hash);
    }
    const { code, out } = await handback('cases', 'evidence', ended.reference);
    expect(code).toBe(0);
    for (const meaning of ['subscriber_found', 'access_refused', 'location_cancelled', 'subscriber_deleted'])
      expect(out).toContain(meaning);
    expect(out).toMatch(/^ {4}> .*subscriber/m);
    expect(out).toMatch(/^ {4}< /m);
    expect(out).not.toMatch(/[^\n\x20-\x7e]/);
  });

  it('shows who did what, in the order of time', async () => {
    const { out } = await handback('cases', 'history', ended.reference);
    const told = out.trim().split('\n');
    expect([...told].sort()).toEqual(told);
    for (const action of ['declared', 'confirmed', 'bar.done', 'remove.done', 'certify.done', 'close.done'])
      expect(out).toContain(action);
    expect(out).not.toContain(line!.msisdn);
    const { events } = JSON.parse((await handback('cases', 'history', ended.reference, '--json')).out);
    expect(events[0]).toMatchObject({ actor: 'subscriber', action: 'declared' });
  });

  it('leaves a mark of each look at what is personal', async () => {
    await handback('cases', 'decisions', ended.reference);
    const { rows } = await pool.query(
      `select action, actor from audit where case_id = $1 and action like '%viewed' order by audit_id`,
      [ended.caseId],
    );
    expect(rows.map((row) => row.action)).toEqual(
      expect.arrayContaining(['evidence_viewed', 'decisions_viewed']),
    );
    for (const { actor } of rows) expect(actor).toMatch(/^staff:/);
  });
});

describe('why was it refused?', () => {
  it('is answered with the rule, its version and the facts of that day', async () => {
    const [held] = await seedLines(pool, vault, 1, { from: 20, simulator });
    const { caseId, reference } = await declared(op, held!);
    const hold = '[{"kind":"fraud","since":"2026-05-01","reference":"F-9"}]';
    await pool.query('update line set holds = $2 where line_id = $1', [held!.lineId, hold]);
    await expect(confirm(op, subscriberOf(held!), { caseId })).rejects.toMatchObject({
      code: 'not_eligible',
    });
    await pool.query(`update line set holds = '[]' where line_id = $1`, [held!.lineId]);
    const { out } = await handback('cases', 'decisions', reference);
    expect(out).toMatch(/confirmation {2}blocked/);
    expect(out).toMatch(/fraud_hold: blocks \(cn\.fraud_hold v\d+\)/);
    expect(out).toContain('F-9');
    const byLine = await inChinese('cases', 'decisions', '--line', held!.lineId);
    expect(byLine.out).toContain('依据：');
    const json = JSON.parse((await handback('cases', 'decisions', reference, '--json')).out);
    expect(json.at(-1)).toMatchObject({
      verdict: 'blocked',
      opened: { facts: { line: { lineId: held!.lineId } } },
    });
  });

  it('needs exactly one of a case and a line, and knows neither a strange case nor a strange line', async () => {
    expect(await handback('cases', 'decisions')).toMatchObject({ code: 2, out: '' });
    expect(await handback('cases', 'decisions', ended.reference, '--line', 'L1')).toMatchObject({ code: 2 });
    expect(await handback('cases', 'decisions', '--line', 'L9999')).toMatchObject({ code: 1, out: '' });
    for (const what of ['history', 'evidence', 'decisions'])
      expect(await handback('cases', what, 'HB-XXXXXXXX')).toMatchObject({ code: 1, out: '' });
  });
});

describe('bytes of a peer', () => {
  it.each([
    ['plain', Buffer.from('OK 1\r\nend\r\n'), 'OK 1 | end'],
    ['nothing', Buffer.of(), '(0 bytes)'],
    [
      'a sequence that would clear the terminal',
      Buffer.from('\u001b[2Jall is well'),
      'hex:1b5b324a616c6c2069732077656c6c',
    ],
    ['no text', Buffer.of(0xff, 0x00), 'hex:ff00'],
  ])('are shown on one line and steer no terminal: %s', (_name, bytes, shown) => {
    expect(printableBytes(bytes)).toBe(shown);
  });

  it('in a text are shown by their numbers', () => {
    expect(printableText('a\u001b]0;x\u0007\u009b\u202eb')).toBe('a\\u001b]0;x\\u0007\\u009b\\u202eb');
  });
});
