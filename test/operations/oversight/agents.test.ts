import { expect, it } from 'vitest';
import { declare } from '../../../src/operations/cases/declare.ts';
import { objectToCase } from '../../../src/operations/cases/objections/object-to-case.ts';
import { objectionToken } from '../../../src/operations/cases/objections/objection-link.ts';
import { listAgents } from '../../../src/operations/oversight/agents/list-agents.ts';
import { attendedBy, signedInPerson, VISITOR } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool } = op;
const lines = await seedLines(pool, instance.vault, 40, { simulator: instance.simulator });
let next = 0;
const supervisor = await signedInPerson(op, 'zhao', ['supervisor']);
const sun = (await signedInPerson(op, 'sun', ['agent'])).person!;
const zhou = (await signedInPerson(op, 'zhou', ['agent'])).person!;
const FACTORS = ['document_number', 'opening_date'] as const;

async function begins(person: typeof sun, reason: 'stolen' | null) {
  const line = lines[next++]!;
  const customer = attendedBy(person, line, FACTORS);
  return (await declare(op, customer, { lineId: line.lineId, reason })) as {
    caseId: string;
    reference: string;
  };
}

it('counts what each person did for customers, and lists first whoever stands out', async () => {
  const begun = [];
  for (let n = 0; n < 6; n++) begun.push(await begins(sun, n < 4 ? 'stolen' : null));
  for (let n = 0; n < 8; n++) await begins(zhou, null);
  for (const { reference } of begun.slice(4))
    await objectToCase(op, VISITOR, { reference, token: objectionToken(op.vault, reference) });
  // In the clock of the operator: one evening of the agent's own.
  await pool.query(
    `update audit set at = date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' + interval '10 hours'
     where actor like 'staff:%'`,
  );
  await pool.query(
    `update audit set at = date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' + interval '22 hours'
     where audit_id in (select audit_id from audit where actor like 'staff:' || $1 || '%' limit 3)`,
    [sun.subject],
  );
  // Past the end of the day that the list looks at, where it is still morning.
  const { agents } = await listAgents(
    { ...op, clock: { now: () => new Date(Date.now() + 86_400_000) } },
    supervisor,
    {
      days: 7,
    },
  );
  expect(agents.map(({ subject }) => subject)).toEqual([sun.subject, zhou.subject]);
  expect(agents[0]).toMatchObject({
    name: sun.name,
    unusual: ['many_urgent', 'outside_hours', 'objected_to'],
    ...{ endings: 6, urgent: 4, acts: 6, outside: 3, objected: 2 },
  });
  expect(agents[1]).toMatchObject({ unusual: [], endings: 8, urgent: 0, outside: 0, objected: 0 });
  const { rows } = await pool.query(
    `select facts from audit where action = 'viewed' and facts ->> 'what' = 'agents'`,
  );
  expect(rows).toHaveLength(1);
});

it('shows nothing of before its span', async () => {
  await pool.query(
    `update audit set at = now() - interval '40 days' where actor like 'staff:%' and action <> 'viewed'`,
  );
  expect((await listAgents(op, supervisor, { days: 30 })).agents).toEqual([]);
});
