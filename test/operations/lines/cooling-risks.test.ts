import { describe, expect, it } from 'vitest';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { declare } from '../../../src/operations/cases/declare.ts';
import { review } from '../../../src/operations/cases/review.ts';
import { attendedBy, personNamed, subscriberOf } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { profileIccid, seedProfiles, TestDevice } from '../../support/esim.ts';
import { testInstance } from '../../support/instance.ts';
import { imsiOf, type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool } = op;
const lines = await seedLines(pool, instance.vault, 60, { simulator: instance.simulator });
await pool.query(`update party set known_since = now() - interval '3 years'`);
let next = 0;
const aLine = (): SeededLine => lines[next++]!;
const agent = personNamed('sun', ['agent']);

const risksOf = async (line: SeededLine) => {
  const { caseId } = await declared(op, line);
  const { risks, dates } = await review(op, subscriberOf(line), { caseId });
  return { caseId, risks, dates: dates! };
};
const days = (n: number) => `now() - interval '${n} days'`;

let changed = 0;
async function changeCard({ lineId }: SeededLine, ago: number): Promise<void> {
  await pool.query(`update access set to_at = ${days(ago)}, from_at = ${days(900)} where line_id = $1`, [
    lineId,
  ]);
  await pool.query(
    `insert into access (access_id, line_id, kind, imsi, iccid, from_at) values ($1, $2, 'sim', $3, '8986000000000000001', ${days(ago)})`,
    [`new ${lineId}`, lineId, imsiOf(9_000_000 + changed++)],
  );
}

describe('what lately changed about a line', () => {
  it('makes nothing longer of an ordinary one', async () => {
    expect((await risksOf(aLine())).risks).toEqual([]);
  });

  it('is the card, as long as the rulebook counts it; the first card of a line is no change', async () => {
    const [lately, long] = [aLine(), aLine()];
    await changeCard(lately, 2);
    await changeCard(long, 100);
    const found = await risksOf(lately);
    expect(found.risks).toEqual(['sim_changed']);
    expect((await risksOf(long)).risks).toEqual([]);
    // Said before the confirmation, kept with the decision, and so in the date of the case.
    await confirm(op, subscriberOf(lately), { caseId: found.caseId });
    const { rows } = await pool.query<{ due_at: Date }>('select due_at from termination where case_id = $1', [
      found.caseId,
    ]);
    const usual = await risksOf(aLine());
    const longer = rows[0]!.due_at.getTime() - usual.dates.coolingOffEndsAt.getTime();
    // Two minutes, by the clocks of the demo, which this instance has; what passed between the two counts against it.
    expect(longer).toBeGreaterThan(60_000);
    expect(longer).toBeLessThanOrEqual(120_000);
  });

  it('is a device that was not there before; one that came with its person is no change', async () => {
    const [fresh, old] = [aLine(), aLine()];
    await seedProfiles(pool, fresh, [{ iccid: profileIccid(1), eid: new TestDevice(1).eid }]);
    await seedProfiles(pool, old, [{ iccid: profileIccid(2), eid: new TestDevice(2).eid }]);
    await pool.query('update party set known_since = now() where party_id = $1', [old.partyId]);
    await pool.query(`update device set first_seen_at = null where eid = $1`, [new TestDevice(2).eid]);
    expect((await risksOf(fresh)).risks).toEqual(['new_device']);
    expect((await risksOf(old)).risks).toEqual([]);
  });

  it('is another contact', async () => {
    const line = aLine();
    const made = await declared(op, line);
    await pool.query(
      `insert into contact (party_id, channel, value_enc, value_bidx, verified_at) values ($1, 'sms', '\\x00', '\\x00', now())`,
      [line.partyId],
    );
    expect((await review(op, subscriberOf(line), made)).risks).toEqual(['contact_changed']);
  });
});

describe('who began it', () => {
  it('is an agent, and one who began many', async () => {
    const begin = async () => {
      const line = aLine();
      const customer = attendedBy(agent, line);
      const made = (await declare(op, customer, { lineId: line.lineId, reason: null })) as { caseId: string };
      return (await review(op, customer, made)).risks;
    };
    expect(await begin()).toEqual(['started_by_agent']);
    for (let n = 2; n <= 30; n++) await begin();
    expect(await begin()).toEqual(['started_by_agent', 'many_by_agent']);
    // Of another agent it says nothing.
    const line = aLine();
    const other = attendedBy(personNamed('zhou', ['agent']), line);
    const made = (await declare(op, other, { lineId: line.lineId, reason: null })) as { caseId: string };
    expect((await review(op, other, made)).risks).toEqual(['started_by_agent']);
  });
});
