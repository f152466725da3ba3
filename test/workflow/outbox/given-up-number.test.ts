import { expect, it } from 'vitest';
import { insertNotices } from '../../../src/store/outbox.ts';
import { findParty } from '../../../src/store/people/parties.ts';
import { knownContact } from '../../support/contacts.ts';
import { seedLines } from '../../support/seed.ts';
import { outboxScene } from './scene.ts';

const scene = await outboxScene();
const { op, partyId, taken } = scene;
const { pool, vault } = op;

it('is no contact of whoever gave it up, and its new holder is told nothing', async () => {
  scene.answer(() => 'accept');
  const { sender } = scene.sender();
  const { rows } = await pool.query<{ msisdn: string; line_id: string }>(
    'select msisdn, line_id from msisdn_assignment',
  );
  const { msisdn, line_id: lineId } = rows[0]!;
  await knownContact({ operations: op, vault }, partyId, msisdn);
  const { contact_id: contactId } = (await pool.query('select contact_id from contact')).rows[0];
  const { dataKey } = (await findParty(pool, vault, partyId))!;
  const tell = () =>
    insertNotices(pool, vault, [
      {
        ...{ caseId: null, partyId, dataKey, kind: 'complaint_answered' },
        ...{ to: { contactId, channel: 'sms' }, text: 'There is an answer.' },
      },
    ]);
  await tell();
  await sender.sendDue();
  expect(taken).toEqual([`${msisdn} 1`]);

  const [next] = await seedLines(pool, vault, 1, { from: 1 });
  await pool.query('update msisdn_assignment set to_at = now() where line_id = $1', [lineId]);
  await pool.query('update msisdn_assignment set msisdn = $2 where line_id = $1', [next!.lineId, msisdn]);
  await tell();
  await sender.sendDue();
  expect(taken).toHaveLength(1);
  expect((await scene.rows())[1]).toMatchObject({ state: 'given_up', why: 'contact_gone' });
});
