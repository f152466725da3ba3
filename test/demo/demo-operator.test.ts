import { describe, expect, test } from 'vitest';
import { demoLines, SHOWCASE } from '../../src/demo/demo-operator.ts';
import { seedDemo } from '../../src/demo/seed-demo.ts';
import { CHECK_FUNCTIONS } from '../../src/domain/cases/eligibility-checks.ts';
import { localDateAt } from '../../src/domain/values/local-date.ts';
import { maskMsisdn } from '../../src/domain/values/msisdn.ts';
import { countZombies } from '../../src/operations/esim/count-zombies.ts';
import { eligibilityOf } from '../../src/operations/lines/eligibility-of.ts';
import { signInWithoutPhone } from '../../src/operations/people/sign-in-without-phone.ts';
import { findLine, findLinesOfHolder } from '../../src/store/lines/lines.ts';
import { staffNamed, VISITOR } from '../support/actors.ts';
import { testInstance } from '../support/instance.ts';

const instance = await testInstance();
const { operations: op } = instance;
const now = op.clock.now();
const today = localDateAt(now, 'Asia/Shanghai');
const made = await seedDemo(op.pool, instance.vault, now, 500);

async function eligibilityOfLine(lineId: string) {
  const record = (await findLine(op.pool, lineId))!;
  const rules = op.rulebooks.current(record.line.jurisdiction, record.line.province, now);
  return eligibilityOf(op, record, { channel: 'online', urgent: false, rules, now });
}

describe('the demo operator', () => {
  test('is the same for the same seed and day, and another for another', async () => {
    const first = await Array.fromAsync(demoLines(300, 1, today));
    expect(await Array.fromAsync(demoLines(300, 1, today))).toEqual(first);
    expect(await Array.fromAsync(demoLines(300, 2, today))).not.toEqual(first);
    expect(first).toHaveLength(300);
  });

  test('begins with the showcase: what a person types for it is the same in every demo', async () => {
    const lines = await Array.fromAsync(demoLines(SHOWCASE.length, 99, today));
    expect(lines.map((l) => [l.lineId, l.msisdn, l.holder.document!.number])).toEqual(
      SHOWCASE.map((s) => [s.lineId, s.msisdn, s.documentNumber]),
    );
    expect(SHOWCASE[0]).toMatchObject({
      situation: 'eligible',
      lineId: 'D0000001',
      msisdn: '+8617000000001',
    });
  });

  test('has every number in the fictional range and every IMSI in the test network', async () => {
    for await (const line of demoLines(2_000, 3, today)) {
      if (line.msisdn !== null) expect(line.msisdn).toMatch(/^\+86170000\d{5}$/);
      for (const access of line.accesses) expect(access.imsi).toMatch(/^00101/);
      // No person has region xx0000 and sequence 000.
      if (line.holder.document?.type === 'cn_resident_id')
        expect(line.holder.document.number).toMatch(/^\d{2}0000\d{8}000[\dX]$/);
    }
  });
});

describe('a masked number', () => {
  test('is that of one number only, in all that the demo makes when nothing else is asked for', async () => {
    const numbers = new Map<string, Set<string>>();
    const owners = new Map<string, Set<string>>();
    const add = (to: Map<string, Set<string>>, mask: string, one: string) =>
      to.set(mask, (to.get(mask) ?? new Set()).add(one));
    for await (const { msisdn, holder, ties, lineId } of demoLines(10_000, 20_260_101, today)) {
      for (const one of [msisdn, holder.contactPhone]) if (one !== null) add(numbers, maskMsisdn(one), one);
      for (const { label } of ties) if (/\*{4}/.test(label)) add(owners, label, lineId);
    }
    expect(numbers.size).toBeGreaterThan(15_000);
    expect([...numbers].filter(([, same]) => same.size > 1)).toEqual([]);
    // What a group calls its member is a number of its own, too.
    expect([...owners].filter(([mask, lines]) => lines.size > 1 || numbers.has(mask))).toEqual([]);
  });
});

describe('the seeded demo', () => {
  test('is made once', async () => {
    expect(made).toBe(500);
    expect(await seedDemo(op.pool, instance.vault, now, 500)).toBe(0);
  });

  test('has a first line with nothing in the way, whose holder can sign in', async () => {
    expect(await eligibilityOfLine(SHOWCASE[0]!.lineId)).toMatchObject({ verdict: 'eligible', findings: [] });
    const signedIn = await signInWithoutPhone(op, VISITOR, {
      number: SHOWCASE[0]!.msisdn!,
      documentNumber: SHOWCASE[0]!.documentNumber,
      openedOn: '2020-05-17',
    });
    expect(signedIn.lineId).toBe(SHOWCASE[0]!.lineId);
  });

  test('shows every check that the rules know', async () => {
    const found = new Set<string>();
    for (const { lineId } of SHOWCASE)
      for (const finding of (await eligibilityOfLine(lineId)).findings) found.add(finding.check);
    // The demo is at home in China, where contracts end without a notice period.
    const { checks } = op.rulebooks.inForce('cn');
    const asked = Object.entries(checks).filter(([, versions]) =>
      versions.some(({ value }) => value.effect !== 'not_applied'),
    );
    expect(asked.length).toBe(Object.keys(CHECK_FUNCTIONS).length - 1);
    expect([...found].sort()).toEqual(asked.map(([name]) => name).sort());
  });

  test('has the blockers that the labels promise', async () => {
    const checksOf = async (situation: string) => {
      const { verdict, findings } = await eligibilityOfLine(
        SHOWCASE.find((s) => s.situation === situation)!.lineId,
      );
      return [verdict, ...findings.map((f) => f.check)];
    };
    expect(await checksOf('arrears')).toEqual(['blocked', 'arrears']);
    expect(await checksOf('credit')).toEqual(['eligible']);
    expect(await checksOf('contract')).toEqual(['blocked', 'contract_term']);
    expect(await checksOf('contract_bought_off')).toEqual(['eligible', 'contract_term']);
    expect(await checksOf('store_only')).toEqual(['blocked', 'channel']);
    expect(await checksOf('tolerated_arrears')).toEqual(['eligible']);
    expect(await checksOf('ended')).toEqual(['blocked', 'line_ended']);
  });

  test('has a person with three lines: a number, data only, and one that has ended', async () => {
    const { lineId } = SHOWCASE.find((s) => s.situation === 'several_lines')!;
    const lines = await findLinesOfHolder(op.pool, (await findLine(op.pool, lineId))!.holderId);
    expect(lines.map((r) => [r.line.msisdn === null, r.line.status])).toEqual([
      [false, 'active'],
      [true, 'active'],
      [true, 'ended'],
    ]);
  });

  test('has lines that ended before it began, whose devices never proved a deletion', async () => {
    const counted = await countZombies(op, staffNamed('lin'), { by: 'age' });
    const total = (result: 'unproven' | 'unreachable' | 'not_possible'): number =>
      counted.reduce((sum, { counts }) => sum + counts[result], 0);
    expect(total('unreachable')).toBeGreaterThan(0);
    const { rows } = await op.pool.query(
      `select from unbinding u join line l using (line_id) where l.status <> 'ended' or u.ended_at < l.opened_on or u.ended_at > now()`,
    );
    expect(rows).toEqual([]);
    for (const { lineId, situation } of SHOWCASE)
      expect((await findLine(op.pool, lineId))!.line.status, situation).toBe(
        situation === 'ended' ? 'ended' : 'active',
      );
  });
});
