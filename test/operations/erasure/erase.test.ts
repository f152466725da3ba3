import { describe, expect, it } from 'vitest';
import { addMonths, localDateAt } from '../../../src/domain/values/local-date.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { viewDecisions } from '../../../src/operations/cases/view-decisions.ts';
import { viewEvidence } from '../../../src/operations/cases/view-evidence.ts';
import { holderCopy } from '../../../src/operations/certificates/holder-copy.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { eraseDuePeople } from '../../../src/operations/erasure/erase-due-people.ts';
import { erasePerson } from '../../../src/operations/erasure/erase-person.ts';
import { releaseLegalHold, setLegalHold } from '../../../src/operations/erasure/legal-holds.ts';
import { viewPrivacyReport } from '../../../src/operations/erasure/view-kept.ts';
import { findLines } from '../../../src/operations/lines/find-lines.ts';
import { inTransaction } from '../../../src/store/database/database.ts';
import { lockPeople } from '../../../src/store/erasure/facts.ts';
import { FATES, type Fate } from '../../../src/store/erasure/tables.ts';
import {
  forgetAppointments,
  forgetMessages,
  forgetPhotos,
  forgetSignIn,
  forgetSpecialRequests,
  forgetTexts,
} from '../../../src/store/retention.ts';
import { staffNamed, staffPerson } from '../../support/actors.ts';
import { closedCase, declared, readyToEnd, running } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';
import { WHOLE, wholePerson } from '../../support/whole-person.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const { pool } = op;
const machine = staffNamed('lin');
let used = 0;

const DAY_MS = 86_400_000;
/** The same Handback, so many days from now. */
const after = (days: number): Operations => ({
  ...op,
  clock: { now: () => new Date(Date.now() + days * DAY_MS) },
});
const YEARS = op.rulebooks.current('cn', null, new Date()).settings.records_kept.value.years;
const OVER = after(366 * YEARS + 2);

async function aLine(): Promise<SeededLine> {
  const [line] = await seedLines(pool, vault, 1, { from: used++, simulator: instance.simulator });
  return line!;
}

async function anEndedLine(): Promise<SeededLine> {
  const line = await aLine();
  const { caseId } = await readyToEnd(op, line);
  await running(instance.engine(), () => closedCase(pool, caseId));
  return line;
}

const isErased = async (partyId: string): Promise<boolean> =>
  (
    await pool.query<{ gone: boolean }>(
      'select data_key_wrapped is null and erased_at is not null as gone from party where party_id = $1',
      [partyId],
    )
  ).rows[0]!.gone;

/** How many rows of each table are found as somebody's, by what the table of fates says. */
async function rowsOf(people: readonly string[]): Promise<Record<string, number>> {
  const {
    rows: [theirs],
  } = await pool.query<Record<string, string[]>>(
    `select array(select line_id from line where holder_id = any($1)) as lines,
       array(select case_id from termination_closed where holder_id = any($1)) as cases,
       array(select request_id from special_request where requester_id = any($1)) as requests, '{}'::uuid[] as asked`,
    [people],
  );
  const literal = (values: readonly string[], type: string) =>
    `array[${values.map((value) => `'${value}'`).join(',')}]::${type}[]`;
  const counted: Record<string, number> = {};
  for (const [table, fate] of Object.entries<Fate>(FATES)) {
    if (fate.fate === 'nobody' || fate.fate === 'short') continue;
    const where = fate.where.replace(/:(people|lines|cases|requests|asked)/g, (_, name: string) =>
      literal(
        name === 'people' ? people : theirs![name]!,
        name === 'people' || name === 'lines' ? 'text' : 'uuid',
      ),
    );
    const { rows } = await pool.query(`select count(*)::int as n from ${table} where ${where}`);
    counted[table] = rows[0].n;
  }
  return counted;
}

describe('erasing people', () => {
  it('destroys all that there is of a person, in every table, when their time is over and not a day before', async () => {
    const { line, caseId, requesterId } = await wholePerson(instance, used++);
    const people = [line.partyId, requesterId];
    const before = await rowsOf(people);
    const { held } = await viewPrivacyReport(op, machine, { subject: line.partyId });
    expect(held).toContainEqual({ kind: 'complaints', count: 1, until: expect.anything() });
    // An open case is no person's whose time is over.
    const { termination: _, ...all } = before;
    for (const [table, n] of Object.entries(all)) expect([table, n > 0]).toEqual([table, true]);

    const { rows } = await pool.query<{ end: Date }>(
      'select max(to_at) as end from msisdn_assignment where line_id = $1',
      [line.lineId],
    );
    const last = addMonths(localDateAt(rows[0]!.end, 'Asia/Shanghai'), 12 * YEARS);
    const on = (day: string, hours: number): Operations => ({
      ...op,
      clock: { now: () => new Date(Date.parse(`${day}T00:00:00+08:00`) + hours * 3_600_000) },
    });
    await pool.query('update party set retention_look_on = null');
    await eraseDuePeople(on(last, 23), ENGINE);
    expect(await isErased(line.partyId)).toBe(false);
    // Somebody who only asked for another goes with what they asked.
    expect(await isErased(requesterId)).toBe(true);
    await pool.query('update party set retention_look_on = null');
    await eraseDuePeople(on(last, 24), ENGINE);
    expect(await isErased(line.partyId)).toBe(true);

    const left = await rowsOf(people);
    expect(Object.entries(left).filter(([table, n]) => n > 0 && table !== 'party')).toEqual([]);
    // What was done stays, and what was sealed of it cannot be opened.
    const decisions = await viewDecisions(op, machine, { lineId: line.lineId });
    expect(JSON.stringify(decisions)).not.toContain(WHOLE.name);
    const evidence = await viewEvidence(op, machine, { caseId });
    expect(evidence.exchanges.length).toBeGreaterThan(0);
    expect(evidence.exchanges.every(({ exchange }) => exchange === null)).toBe(true);
    expect(await holderCopy(op, machine, { caseId })).toMatchObject({
      disclosures: [],
      claims: { subject: {} },
    });
    // The number keeps its line and its dates.
    const [former] = await findLines(op, machine, { number: line.msisdn });
    expect(former).toMatchObject({ lineId: line.lineId, status: 'ended' });
  });

  it('writes a tombstone, a leaf of the log and an audit row that name nobody, and the journal before it answers', async () => {
    const line = await anEndedLine();
    const { erasureId } = await erasePerson(OVER, machine, { subject: `line:${line.lineId}` });
    // Its line is nobody's any more; the person is known by the operator's own name of them.
    await expect(viewPrivacyReport(op, machine, { subject: `line:${line.lineId}` })).rejects.toMatchObject({
      code: 'holder_erased',
    });
    expect(await viewPrivacyReport(op, machine, { subject: line.partyId })).toMatchObject({
      ...{ held: [], erased: { erasureId } },
    });
    const { rows } = await pool.query('select * from erasure where party_id = $1', [line.partyId]);
    expect(rows).toMatchObject([
      { erasure_id: erasureId, why: 'request', rule_id: 'cn.records_kept', rule_version: 1 },
    ]);
    const leaves = await pool.query<{ entry: string }>('select entry from log_queue where entry like $1', [
      `%${erasureId}%`,
    ]);
    expect(leaves.rows.map(({ entry }) => Object.keys(JSON.parse(entry)))).toEqual([['t', 'id', 'at']]);
    const audit = await pool.query(`select * from audit where facts ->> 'erasure' = $1`, [erasureId]);
    expect(audit.rows).toMatchObject([{ action: 'person_erased', case_id: null, line_id: null }]);
    expect(JSON.stringify(audit.rows)).not.toContain(line.partyId);
    expect((await op.erasures.last()).at(-1)).toMatchObject({ erasureId, partyId: line.partyId });
    await expect(erasePerson(OVER, machine, { subject: line.partyId })).rejects.toMatchObject({
      code: 'holder_erased',
    });
  });

  it('says until when, and why, instead of erasing somebody whose time is not over', async () => {
    const line = await aLine();
    await expect(erasePerson(op, machine, { subject: line.partyId })).rejects.toMatchObject({
      code: 'not_erasable',
      facts: { until: null, because: ['standing_line'] },
    });
    const ended = await anEndedLine();
    const { until } = await viewPrivacyReport(op, machine, { subject: ended.partyId });
    await expect(erasePerson(op, machine, { subject: ended.partyId })).rejects.toMatchObject({
      code: 'not_erasable',
      facts: { until, because: [] },
    });
  });

  it('keeps whoever has a case under way, whatever the clock says', async () => {
    const line = await aLine();
    await declared(op, line);
    await eraseDuePeople(OVER, ENGINE);
    expect(await isErased(line.partyId)).toBe(false);
    const { back } = await viewPrivacyReport(OVER, machine, { subject: line.partyId });
    expect(back).toEqual(['standing_line', 'open_case']);
  });

  it('keeps whose charge is disputed, until that is settled', async () => {
    const line = await anEndedLine();
    await pool.query(
      `insert into charge (charge_id, digest, received_from, line_id, case_id, kind, from_on, to_on, amount, currency, verdict, because, held_from,
         held_amount, dispute) values ($1, '', 'x', $1, gen_random_uuid(), 'usage', '2026-01-01', '2026-01-01', 100, 'CNY', 'held', 'after_end',
         '2026-01-01', 100, 'open')`,
      [line.lineId],
    );
    await expect(erasePerson(OVER, machine, { subject: line.partyId })).rejects.toMatchObject({
      code: 'not_erasable',
    });
    await pool.query(`update charge set dispute = 'withdrawn', settled_at = now() where line_id = $1`, [
      line.lineId,
    ]);
    await erasePerson(OVER, machine, { subject: line.partyId });
    expect(await isErased(line.partyId)).toBe(true);
  });

  it('is over, by a hold that was set one second before, and goes on when it is released', async () => {
    const line = await anEndedLine();
    const hold = { subject: line.partyId, reason: 'court order 17/2026', until: null };
    const { holdId } = await setLegalHold(op, machine, hold);
    await eraseDuePeople(OVER, ENGINE);
    expect(await isErased(line.partyId)).toBe(false);
    const report = await viewPrivacyReport(OVER, machine, { subject: line.partyId });
    expect(report).toMatchObject({ back: ['legal_hold'], holds: [{ reason: 'court order 17/2026' }] });
    await releaseLegalHold(op, machine, { holdId });
    await eraseDuePeople(OVER, ENGINE);
    expect(await isErased(line.partyId)).toBe(true);
    await expect(releaseLegalHold(op, machine, { holdId })).rejects.toMatchObject({
      code: 'legal_hold_unknown',
    });
  });

  it('counts anew for somebody who was without a line, had one again, and handed it on', async () => {
    const [line, heir] = [await aLine(), await aLine()];
    await pool.query(
      `update party set without_line_since = now() - interval '30 years', erased_classes = '{contacts}' where party_id = $1`,
      [line.partyId],
    );
    await eraseDuePeople(op, ENGINE);
    await pool.query('update line set holder_id = $2, user_id = null where line_id = $1', [
      line.lineId,
      heir.partyId,
    ]);
    await pool.query('update account set payer_id = $2 where payer_id = $1', [line.partyId, heir.partyId]);
    await eraseDuePeople(op, ENGINE);
    expect(await isErased(line.partyId)).toBe(false);
    const { rows } = await pool.query(
      `select erased_classes, without_line_since > now() - interval '1 hour' as "fromNow" from party where party_id = $1`,
      [line.partyId],
    );
    expect(rows).toEqual([{ erased_classes: [], fromNow: true }]);
  });

  it('counts from the end of a line, and not from when it gave up its number', async () => {
    const line = await aLine();
    await pool.query(`update line set status = 'ended' where line_id = $1`, [line.lineId]);
    await pool.query(
      `update msisdn_assignment set from_at = now() - interval '31 years', to_at = now() - interval '30 years' where line_id = $1`,
      [line.lineId],
    );
    await pool.query('update access set to_at = now() where line_id = $1', [line.lineId]);
    await eraseDuePeople(op, ENGINE);
    expect(await isErased(line.partyId)).toBe(false);
  });

  it('keeps by a hold also what would be gone in days, and lets it go when that is over', async () => {
    const { line, requesterId } = await wholePerson(instance, used++);
    const people = [line.partyId, requesterId];
    const tables = [
      'outbox',
      'letter',
      'inbound_text',
      'document_photo',
      'special_request_photo',
      'appointment',
    ];
    const count = async (): Promise<readonly number[]> => {
      const found = await rowsOf(people);
      return tables.map((table) => found[table]!);
    };
    const holds = await Promise.all(
      people.map((subject) => setLegalHold(op, machine, { subject, reason: 'court', until: null })),
    );
    await pool.query('delete from outbox where sent_at is null');
    await pool.query(`update outbox set sent_at = now() - interval '90 days'`);
    await pool.query(`update letter set printed_at = now() - interval '90 days'`);
    for (const table of ['inbound_text', 'document_photo', 'special_request_photo'])
      await pool.query(`update ${table} set keep_until = now() - interval '90 days'`);
    await pool.query(`update appointment set starts_at = now() - interval '90 days'`);
    const letters = async () =>
      (
        await pool.query('select body_enc is not null as kept from letter where party_id = $1', [
          line.partyId,
        ])
      ).rows;
    const forget = async () => {
      for (const forgetting of [
        forgetMessages,
        forgetTexts,
        forgetPhotos,
        forgetSpecialRequests,
        forgetSignIn,
      ])
        await forgetting(pool);
      await forgetAppointments(pool, 30);
    };
    const before = await count();
    expect(before).not.toContain(0);
    await forget();
    expect(await count()).toEqual(before);
    expect(await letters()).toEqual([{ kept: true }]);
    for (const { holdId } of holds) await releaseLegalHold(op, machine, { holdId });
    await forget();
    expect(await count()).toEqual([0, 1, 0, 0, 0, 0]);
    expect(await letters()).toEqual([{ kept: false }]);
  });

  it('waits for a hold that is being set, and tells a hold that comes later that nobody is left', async () => {
    const line = await anEndedLine();
    await pool.query('update party set retention_look_on = null where party_id = $1', [line.partyId]);
    // Whoever sets a hold has the person locked: a night passes them over, and a request waits and then sees the hold.
    let asked: Promise<unknown> = Promise.resolve();
    await inTransaction(pool, async (tx) => {
      await lockPeople(tx, [line.partyId], 'wait');
      await eraseDuePeople(OVER, ENGINE);
      asked = erasePerson(OVER, machine, { subject: line.partyId }).catch((error) => error.code);
      await tx.query(
        `insert into legal_hold (party_id, reason_enc, set_by, set_at) values ($1, '\\x00', 'x', now())`,
        [line.partyId],
      );
    });
    expect(await asked).toBe('not_erasable');
    expect(await isErased(line.partyId)).toBe(false);
    await pool.query('delete from legal_hold where party_id = $1', [line.partyId]);
    await erasePerson(OVER, machine, { subject: line.partyId });
    await expect(
      setLegalHold(op, machine, { subject: line.partyId, reason: 'late', until: null }),
    ).rejects.toMatchObject({ code: 'holder_erased' });
  });

  it('has one winner of an erasure and a hold at the same moment, over and over', async () => {
    const lines = await Promise.all(Array.from({ length: 12 }, aLine));
    await pool.query(`update line set status = 'ended' where line_id = any($1)`, [
      lines.map((l) => l.lineId),
    ]);
    await pool.query(`update msisdn_assignment set to_at = now() where line_id = any($1)`, [
      lines.map((l) => l.lineId),
    ]);
    const said = (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error) => error.code,
      );
    for (const { partyId } of lines) {
      const [hold, erasure] = await Promise.all([
        said(setLegalHold(op, machine, { subject: partyId, reason: 'x', until: null })),
        said(erasePerson(OVER, machine, { subject: partyId })),
      ]);
      expect([
        ['done', 'not_erasable'],
        ['holder_erased', 'done'],
      ]).toContainEqual([hold, erasure]);
      expect(await isErased(partyId)).toBe(erasure === 'done');
    }
  });

  it('lets nobody release the hold that they set, but at the machine', async () => {
    const line = await aLine();
    const lin = staffPerson('lin', ['operations']);
    const hold = { subject: line.partyId, reason: 'x', until: null };
    const { holdId } = await setLegalHold(op, lin, hold);
    await expect(releaseLegalHold(op, lin, { holdId })).rejects.toMatchObject({ code: 'legal_hold_own' });
    await releaseLegalHold(op, staffPerson('wang', ['supervisor']), { holdId });
  });

  it('refuses a hold without a reason, or for a day that is over', async () => {
    const { partyId } = await aLine();
    await expect(
      setLegalHold(op, machine, { subject: partyId, reason: ' ', until: null }),
    ).rejects.toMatchObject({ code: 'field_missing' });
    const until = localDateAt(new Date(Date.now() - 3 * DAY_MS), 'UTC');
    await expect(setLegalHold(op, machine, { subject: partyId, reason: 'x', until })).rejects.toMatchObject({
      code: 'date_invalid',
    });
  });

  it('erases a class of data before the person, where the rulebook keeps it for a shorter time', async () => {
    const line = await anEndedLine();
    await pool.query(
      `insert into contact (party_id, channel, value_enc, value_bidx) values ($1, 'sms', '\\x00', '\\x00')`,
      [line.partyId],
    );
    const shorter: Operations = {
      ...after(400),
      rulebooks: new Proxy(op.rulebooks, {
        get(target, name) {
          const value = Reflect.get(target, name, target);
          if (name !== 'current') return typeof value === 'function' ? value.bind(target) : value;
          return (...args: Parameters<typeof op.rulebooks.current>) => {
            const rules = target.current(...args);
            const kept = rules.settings.records_kept;
            const years = { years: 5, contactsYears: 1, disclosuresYears: 1, decisionsYears: 1 };
            return { ...rules, settings: { ...rules.settings, records_kept: { ...kept, value: years } } };
          };
        },
      }),
    };
    await pool.query('update party set retention_look_on = null where party_id = $1', [line.partyId]);
    await eraseDuePeople(shorter, ENGINE);
    expect(await isErased(line.partyId)).toBe(false);
    const left = await rowsOf([line.partyId]);
    expect(left).toMatchObject({ contact: 0, decision: 0, evidence: 0, line: 1, party: 1 });
    // What is still there of the person is read as before; what went is told as gone.
    const report = await viewPrivacyReport(shorter, machine, { subject: line.partyId });
    const kinds = report.held.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['name', 'lines', 'cases']));
    expect(kinds).not.toEqual(expect.arrayContaining(['decisions']));
    const decisions = await viewDecisions(op, machine, { lineId: line.lineId });
    expect(decisions.length).toBeGreaterThan(0);
    expect(decisions.every(({ opened }) => opened === null)).toBe(true);
  });
});
