import { describe, expect, it } from 'vitest';
import type { Rulebook } from '../../../src/domain/rules/rulebook.ts';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import type { StaffInPerson } from '../../../src/operations/access/actor.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { adoptRulebook } from '../../../src/operations/rulebooks/adopt-rulebook.ts';
import { impossibleCases } from '../../../src/operations/rulebooks/impossible-cases.ts';
import { proposeRulebook } from '../../../src/operations/rulebooks/propose-rulebook.ts';
import { viewRulebook, viewRulebooks } from '../../../src/operations/rulebooks/view-rulebooks.ts';
import { decideApproval } from '../../../src/operations/staff/approvals/decide-approval.ts';
import { requestApproval } from '../../../src/operations/staff/approvals/request-approval.ts';
import { viewApproval } from '../../../src/operations/staff/approvals/view-approval.ts';
import { listenToDatabase } from '../../../src/store/case-events.ts';
import { Rulebooks } from '../../../src/store/rulebooks.ts';
import { signedInPerson, staffNamed, subscriberOf, tokenNamed } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { changedBook, proposed, withValue } from '../../support/rulebooks.ts';
import { seedLines } from '../../support/seed.ts';

const { operations: op, vault, url } = await testInstance();
const { pool } = op;

let used = 0;
const operations = () => signedInPerson(op, `ops${used++}`, ['operations']);
const supervisor = () => signedInPerson(op, `sup${used++}`, ['supervisor']);
const ask = async (by: StaffInPerson, which: { jurisdiction: string; version: string }) =>
  (await requestApproval(op, by, { act: 'adopt_rulebook', with: { ...which, reason: 'the law changed' } }))
    .requestId;
const approve = (by: StaffInPerson, requestId: string) =>
  decideApproval(op, by, { requestId, decision: 'approved' });
const inForce = () => op.rulebooks.inForce('cn');
const minutes = (amount: number) => (book: Rulebook) => ({
  settings: withValue(book, 'cooling_off', { period: { unit: 'minutes', amount } }),
});

describe('a proposed version', () => {
  it('decides only when another person agrees, and then in every process', async () => {
    const before = inForce().version;
    const other = await Rulebooks.open(pool, op.rulebooks.files, 'keep');
    const which = await proposed(op, minutes(17));
    const wu = await operations();
    for (const alone of [wu, tokenNamed('rules')])
      await expect(adoptRulebook(op, alone, { ...which, reason: 'x' })).rejects.toMatchObject({
        code: 'approval_needed',
        facts: { act: 'adopt_rulebook' },
      });
    const requestId = await ask(wu, which);
    await expect(approve(wu, requestId)).rejects.toMatchObject({ code: 'approval_own' });
    expect(inForce().version).toBe(before);
    const zhou = await supervisor();
    const { facts, factsNow, obstacle } = await viewApproval(op, zhou, { requestId });
    expect({ factsNow, obstacle }).toEqual({ factsNow: null, obstacle: null });
    expect(facts.map(({ name }) => name)).toEqual([
      ...['jurisdiction', 'rulebook', 'replaces', 'reason', 'difference', 'fingerprint'],
    ]);
    await approve(zhou, requestId);
    expect(inForce().version).toBe(which.version);
    await other.reload();
    expect(other.inForce('cn').version).toBe(which.version);
    expect(other.versions).toContain(`cn ${which.version}`);
    const [cn] = (await viewRulebooks(op, zhou)).filter(({ jurisdiction }) => jurisdiction === 'cn');
    expect(cn!.inForce).toMatchObject({
      version: which.version,
      askedBy: wu.person.name,
      approvedBy: zhou.person.name,
    });
    expect(cn!.superseded.map(({ version }) => version)).toContain(before);
    // A case that begins now is decided by it; one that ran keeps what it pinned.
    const [line] = await seedLines(pool, vault, 1, { from: used++ });
    const { caseId } = await declared(op, line!);
    const { review } = await confirm(op, subscriberOf(line!), { caseId });
    expect(review!.dates!.serviceEndAt.getTime() - Date.now()).toBeGreaterThan(16 * 60_000);
    const { rows } = await pool.query('select rulebook_version from termination where case_id = $1', [
      caseId,
    ]);
    expect(rows).toEqual([{ rulebook_version: which.version }]);
  });

  it('is agreed to once, however many agree at once', async () => {
    const which = await proposed(op, minutes(3));
    const requestId = await ask(await operations(), which);
    const people = await Promise.all([supervisor(), supervisor(), supervisor()]);
    const clicks = await Promise.allSettled(people.map((person) => approve(person, requestId)));
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from audit where action = 'rulebook_adopted' and facts->>'rulebook' = $1`,
      [`cn ${which.version}`],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('is not agreed to by who lost the role, nor asked for by who may not', async () => {
    const which = await proposed(op, minutes(4));
    const before = inForce().version;
    const requestId = await ask(await operations(), which);
    const former = await supervisor();
    const now = { ...former, person: { ...former.person, roles: ['clerk' as const] } };
    await expect(approve(now, requestId)).rejects.toMatchObject({
      code: expect.stringMatching(/role_needed|approval_unknown/),
    });
    for (const role of ['fraud', 'auditor', 'agent', 'clerk'] as const)
      await expect(ask(await signedInPerson(op, `p${used++}`, [role]), which)).rejects.toMatchObject({
        code: 'role_needed',
      });
    expect(inForce().version).toBe(before);
    // Fraud agrees, where it could not ask.
    await approve(await signedInPerson(op, `fraud${used++}`, ['fraud']), requestId);
    expect(inForce().version).toBe(which.version);
  });

  it('needs a second person also where the one in force names nobody for it', async () => {
    const [{ settings }, actor] = [inForce(), staffNamed('cli:test')];
    const { approvers } = settings.two_person[0]!.value;
    const none = await proposed(op, (book) => ({
      settings: withValue(book, 'two_person', { approvers: { ...approvers, adopt_rulebook: [] } }),
    }));
    await adoptRulebook(op, actor, { ...none, reason: 'at the machine' });
    const which = await proposed(op, minutes(5));
    await expect(adoptRulebook(op, await operations(), { ...which, reason: 'x' })).rejects.toMatchObject({
      code: 'approval_needed',
    });
  });

  it('voids what was asked for once its text, or what is in force, is another', async () => {
    const which = await proposed(op, minutes(6));
    const requestId = await ask(await operations(), which);
    await proposeRulebook(op, staffNamed('cli:test'), {
      book: changedBook(inForce(), { ...which, ...minutes(60)(inForce()) }),
    });
    const zhou = await supervisor();
    expect((await viewApproval(op, zhou, { requestId })).factsNow).not.toBeNull();
    await expect(approve(zhou, requestId)).rejects.toMatchObject({ code: 'approval_outdated' });
    const first = await proposed(op, minutes(7));
    const second = await proposed(op, minutes(8));
    const [one, two] = [await ask(await operations(), first), await ask(await operations(), second)];
    await approve(zhou, one);
    await expect(approve(zhou, two)).rejects.toMatchObject({ code: 'approval_outdated' });
    expect(inForce().version).toBe(first.version);
  });

  it('is refused where a rule was changed and kept its version', async () => {
    const inPlace = (amount: number) => {
      const { settings } = inForce();
      const period = { unit: 'minutes', amount } as const;
      const cooling = settings.cooling_off.map((rule) => ({ ...rule, value: { ...rule.value, period } }));
      return { settings: { ...settings, cooling_off: cooling } };
    };
    const before = inForce();
    const [rule] = before.settings.cooling_off;
    const id = `${rule!.id}/${rule!.version}`;
    await expect(proposed(op, () => inPlace(41))).rejects.toMatchObject({
      code: 'rulebook_invalid',
      facts: { reason: 'rule_changed_without_new_version', rules: expect.arrayContaining([id]) },
    });
    const elsewhere = before.settings.cooling_off.map((one) => ({
      ...one,
      source: { ...one.source, clause: 'other words' },
    }));
    await expect(
      proposed(op, (book) => ({ settings: { ...book.settings, cooling_off: elsewhere } })),
    ).rejects.toMatchObject({
      code: 'rulebook_invalid',
      facts: { reason: 'rule_changed_without_new_version', rules: expect.arrayContaining([id]) },
    });
    // The same words once more are no other rule.
    await proposed(op, (book) => ({ settings: { ...book.settings } }));
    // A folder is taken in at a start; there it is told when somebody would put it in force.
    const which = { jurisdiction: 'cn', version: 'test.in-place' };
    await pool.query('insert into rulebook (jurisdiction, version, body) values ($1, $2, $3)', [
      ...Object.values(which),
      JSON.stringify(changedBook(before, { version: which.version, ...inPlace(42) })),
    ]);
    // No colleague is asked for what would be refused.
    const refused = {
      code: 'rulebook_unfit',
      facts: { reason: 'changed_rule', rules: expect.arrayContaining([id]) },
    };
    const wu = await operations();
    await expect(ask(wu, which)).rejects.toMatchObject(refused);
    await expect(adoptRulebook(op, wu, { ...which, reason: 'x' })).rejects.toMatchObject(refused);
    expect(inForce().version).toBe(before.version);
  });

  it('is refused where its first day has not come, or would rewrite the days before', async () => {
    const later = await proposed(op, () => ({ effectiveFrom: parseLocalDate('2099-01-01') }));
    const earlier = await proposed(op, () => ({ effectiveFrom: parseLocalDate('2001-01-01') }));
    await expect(ask(await operations(), later)).rejects.toMatchObject({
      code: 'rulebook_unfit',
      facts: { reason: 'not_yet' },
    });
    await expect(ask(await operations(), earlier)).rejects.toMatchObject({
      code: 'rulebook_unfit',
      facts: { reason: 'past' },
    });
    await expect(ask(await operations(), { jurisdiction: 'cn', version: 'none' })).rejects.toMatchObject({
      code: 'rulebook_unknown',
    });
    await expect(
      ask(await operations(), { jurisdiction: 'cn', version: inForce().version }),
    ).rejects.toMatchObject({ code: 'rulebook_unfit', facts: { reason: 'in_force' } });
  });

  it('is refused with the list of the running cases that it would stop, confidential ones for who may know', async () => {
    const lockIs = (effect: 'warns' | 'blocks', running: boolean) => (book: Rulebook) => ({
      checks: {
        ...book.checks,
        termination_lock: book.checks.termination_lock.map((rule) => ({
          ...rule,
          version: rule.version + 10,
          running,
          value: { ...rule.value, effect },
        })),
      },
    });
    await adoptRulebook(op, staffNamed('cli:test'), {
      ...{ ...(await proposed(op, lockIs('warns', false))), reason: 'x' },
    });
    const [plain, held, silent, early] = await seedLines(pool, vault, 4, { from: 100 });
    await pool.query(`update line set holds = $2 where line_id = any($1)`, [
      [held!.lineId, silent!.lineId, early!.lineId],
      `[{"kind":"termination_lock","since":"2026-05-01","reference":"T-1"}]`,
    ]);
    const open = new Map<string, string>();
    for (const line of [plain!, held!, silent!, early!]) {
      const { caseId, reference } = await declared(op, line);
      // Who has not confirmed is asked by the new rules, and is no obstacle.
      if (line !== early) await confirm(op, subscriberOf(line), { caseId });
      open.set(line.lineId, reference);
    }
    await pool.query(
      `update termination set confidential = true, route = 'guardian', requester_id = holder_id where line_id = $1`,
      [silent!.lineId],
    );
    const which = await proposed(op, lockIs('blocks', true));
    const refusal = async (by: StaffInPerson) =>
      (await ask(by, which).catch((error: unknown) => error)) as {
        code: string;
        facts: { why: string; references: string[]; count: number };
      };
    const seen = await refusal(await operations());
    expect(seen.code).toBe('rulebook_impossible');
    expect(seen.facts.why).toBe('blocked');
    expect([...seen.facts.references].sort()).toEqual(
      [open.get(held!.lineId)!, open.get(silent!.lineId)!].sort(),
    );
    const zhou = await signedInPerson(op, `fraud${used++}`, ['fraud']);
    const other = await proposed(op, () => ({ currency: 'EUR' }));
    const { facts } = (await requestApproval(op, await operations(), {
      act: 'adopt_rulebook',
      with: { ...other, reason: 'x' },
    }).catch((error: unknown) => error)) as typeof seen;
    expect(facts.why).toBe('currency');
    expect(facts.references).toEqual(expect.arrayContaining([...open.values()]));
    // Who may not know of it learns of the others only.
    const { book } = await viewRulebook(op, zhou, which);
    expect(await impossibleCases(op, zhou, { book, inForce: inForce() })).toEqual({
      why: 'blocked',
      count: 1,
      references: [open.get(held!.lineId)],
    });
  });
});

describe('a process beside', () => {
  it('hears of what was put in force, without asking and without a start', async () => {
    const other = await Rulebooks.open(pool, op.rulebooks.files, 'keep');
    let heard = 0;
    const events = listenToDatabase(url, {
      rulebooks: () => {
        heard += 1;
        void other.reload();
      },
    });
    try {
      // It looks once when it begins to listen; what counts is what it hears afterwards.
      await eventually(
        async () => heard,
        (n) => n > 0,
      );
      const which = await proposed(op, minutes(11));
      await adoptRulebook(op, staffNamed('cli:test'), { ...which, reason: 'x' });
      await eventually(
        async () => other.inForce('cn').version,
        (version) => version === which.version,
      );
    } finally {
      await events.close();
    }
  });
});

describe('a version that was in force', () => {
  it('can be put in force again by two people', async () => {
    const before = inForce().version;
    const which = await proposed(op, minutes(9));
    await approve(await supervisor(), await ask(await operations(), which));
    const back = await ask(await operations(), { jurisdiction: 'cn', version: before });
    await approve(await supervisor(), back);
    expect(inForce().version).toBe(before);
  });
});
