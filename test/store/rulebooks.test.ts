import { describe, expect, it } from 'vitest';
import type { Rulebook } from '../../src/domain/rules/rulebook.ts';
import type { LocalDate } from '../../src/domain/values/local-date.ts';
import { keptVersions } from '../../src/store/rulebooks/versions.ts';
import { Rulebooks } from '../../src/store/rulebooks.ts';
import { rulebooks } from '../domain/fixtures.ts';
import { testDatabase } from '../support/database.ts';
import { changedBook, withValue } from '../support/rulebooks.ts';

const now = new Date('2026-11-01T00:00:00Z');
const { cn, gb } = rulebooks;
const newer = changedBook(cn, {
  version: '2026.2',
  settings: withValue(cn, 'unbinding', { period: { unit: 'days', amount: 9 } }),
});

const states = async (db: Parameters<typeof keptVersions>[0]) =>
  Object.fromEntries(
    (await keptVersions(db)).map(({ jurisdiction, version, state, absentSince }) => [
      `${jurisdiction} ${version}`,
      absentSince === null ? state : 'absent',
    ]),
  );

describe('rulebooks at a start', () => {
  it('decide at once where nothing decided before, and wait where something did', async () => {
    const { pool } = await testDatabase();
    const first = await Rulebooks.open(pool, [cn]);
    expect(first.inForce('cn').version).toBe(cn.version);
    const second = await Rulebooks.open(pool, [newer, gb]);
    expect(second.inForce('cn').version).toBe(cn.version);
    expect(second.current('cn', null, now).settings.unbinding.value.period.amount).toBe(5);
    expect(second.versions).not.toContain('cn 2026.2');
    expect(await states(pool)).toEqual({
      'cn 2026.1': 'in_force',
      'cn 2026.2': 'proposed',
      'gb 2026.1': 'in_force',
    });
    // Back to the old file: the proposal is gone; and again to the new one: it is there.
    await Rulebooks.open(pool, [cn, gb]);
    expect(await states(pool)).toMatchObject({ 'cn 2026.2': 'absent' });
    await Rulebooks.open(pool, [newer, gb]);
    expect(await states(pool)).toMatchObject({ 'cn 2026.2': 'proposed' });
  });

  it('decide at once in the demo, which never goes back to an older one by itself', async () => {
    const { pool } = await testDatabase();
    await Rulebooks.open(pool, [cn], 'adopt');
    const edited = await Rulebooks.open(pool, [newer], 'adopt');
    expect(edited.inForce('cn').version).toBe('2026.2');
    expect((await Rulebooks.open(pool, [cn], 'adopt')).inForce('cn').version).toBe('2026.2');
  });

  it('are only read by commands, which propose nothing', async () => {
    const { pool } = await testDatabase();
    await Rulebooks.open(pool, [cn]);
    const read = await Rulebooks.open(pool, [newer], 'keep');
    expect(read.inForce('cn').version).toBe(cn.version);
    expect(await states(pool)).toEqual({ 'cn 2026.1': 'in_force' });
  });

  it('are refused where one that decided changed without a new version; one that waits may change', async () => {
    const { pool } = await testDatabase();
    await Rulebooks.open(pool, [cn]);
    await expect(Rulebooks.open(pool, [changedBook(newer, { version: cn.version })])).rejects.toMatchObject({
      code: 'rulebook_invalid',
      facts: { reason: 'changed_without_new_version' },
    });
    await Rulebooks.open(pool, [newer]);
    const [, one] = await keptVersions(pool);
    await Rulebooks.open(pool, [changedBook(newer, { callingCode: '87' })]);
    const [, two] = await keptVersions(pool);
    expect(two!.state).toBe('proposed');
    expect(two!.fingerprint).not.toBe(one!.fingerprint);
  });

  it('come to one answer where many processes start at once', async () => {
    const { pool } = await testDatabase();
    await Promise.all(Array.from({ length: 6 }, (_, i) => Rulebooks.open(pool, [i % 2 ? cn : newer])));
    const all = Object.values(await states(pool)).sort();
    expect(all.filter((state) => state === 'in_force')).toHaveLength(1);
    expect(all).toHaveLength(2);
  });

  it('hold what a newer Handback adds to a version that an older one kept', async () => {
    const { pool } = await testDatabase();
    const { routes: _, ...older } = cn.settings;
    const { adopt_rulebook: __, ...acts } = cn.settings.two_person[0]!.value.approvers;
    const kept = changedBook(cn, {
      settings: {
        ...older,
        two_person: cn.settings.two_person.map((rule) => ({
          ...rule,
          value: { ...rule.value, approvers: acts },
        })),
      } as unknown as Rulebook['settings'],
    });
    await Rulebooks.open(pool, [kept]);
    // The same file with the same version: nothing that it said before is another.
    const read = await Rulebooks.open(pool, [cn]);
    const rules = read.current('cn', null, now);
    expect(rules.settings.routes.value).toEqual(cn.settings.routes[0]!.value);
    expect(rules.settings.two_person.value.approvers.adopt_rulebook).toEqual([
      'supervisor',
      'fraud',
      'operations',
    ]);
    // And with a new version, the old one goes on and lacks nothing.
    const next = await Rulebooks.open(pool, [newer]);
    expect(next.inForce('cn').version).toBe(cn.version);
    expect(next.current('cn', null, now).settings.routes.value.routes.survivor.confidential).toBe(true);
  });

  it('hold it from their own first day, though the file begins later, or is gone', async () => {
    const { pool } = await testDatabase();
    const { objection, risk_cooling_off: _, agent_watch: __, lock_lifting: ___, ...older } = cn.settings;
    await Rulebooks.open(pool, [changedBook(cn, { settings: older as unknown as Rulebook['settings'] })]);
    const later = '2099-01-01' as LocalDate;
    const file = changedBook(newer, {
      effectiveFrom: later,
      settings: {
        ...newer.settings,
        objection: objection.map((rule) => ({ ...rule, effectiveFrom: later })),
      },
    });
    const pinned = {
      ...{ jurisdiction: 'cn', province: null, rulebookVersion: cn.version, route: null },
      declaredAt: new Date('2025-06-01T00:00:00Z'),
    };
    for (const folder of [[file], [gb]]) {
      const { settings } = (await Rulebooks.open(pool, folder)).forCase(pinned, now);
      expect(settings.objection.value).toEqual(objection[0]!.value);
      expect(settings.lock_lifting.value.period.amount).toBeGreaterThan(0);
      expect(settings.risk_cooling_off.value.most).toBeDefined();
    }
  });

  it('go on for lines and cases whose file is gone from the folder', async () => {
    const { pool } = await testDatabase();
    await Rulebooks.open(pool, [cn, gb]);
    const read = await Rulebooks.open(pool, [cn]);
    expect(read.jurisdictions).toEqual(['cn']);
    expect(read.current('gb', null, now).version).toBe(gb.version);
  });
});
