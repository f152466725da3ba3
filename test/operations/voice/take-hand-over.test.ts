import { describe, expect, it } from 'vitest';
import type { Msisdn } from '../../../src/domain/values/msisdn.ts';
import { reportCall } from '../../../src/operations/desks/hotline/calls/report-call.ts';
import { takeCall } from '../../../src/operations/desks/hotline/calls/take-call.ts';
import { listHandOvers } from '../../../src/operations/voice/list-hand-overs.ts';
import { putBackHandOver, takeHandOver } from '../../../src/operations/voice/take-hand-over.ts';
import { callingIndex } from '../../../src/operations/voice/voice-caller.ts';
import { forgetVoiceCalls } from '../../../src/store/retention.ts';
import { insertHandOver } from '../../../src/store/voice/hand-overs.ts';
import { signedInPerson, systemNamed, tokenNamed } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const { operations: op, vault } = await testInstance();
const { pool } = op;
const token = tokenNamed('crm', ['cases:read']);

let made = 0;
/** A hand-over of its own caller, or of one who called before. @returns its identity */
async function handedOver(
  caller: string | null = `+86170002${String(made).padStart(5, '0')}`,
): Promise<string> {
  const callId = `call-${made++}`;
  await insertHandOver(pool, vault, {
    ...{ platform: 'jambonz', callId, madeAt: op.clock.now(), why: 'asked', proven: ['document_number'] },
    ...{ reference: null, number: '+8617099991234' as Msisdn, language: 'en', wish: 'declare' },
    ...{
      caller: caller as Msisdn | null,
      callerIndex: caller === null ? null : callingIndex(vault, caller as Msisdn),
    },
  });
  const { rows } = await pool.query<{ id: string }>(
    'select hand_over_id as id from voice_hand_over where call_id = $1',
    [callId],
  );
  return rows[0]!.id;
}
const anAgent = (name: string) => signedInPerson(op, `${name}${made++}`, ['agent']);
const outcomes = async (all: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(all)).map((one) =>
    one.status === 'fulfilled' ? 'taken' : (one.reason as { code: string }).code,
  );
const takers = async () =>
  (
    await pool.query<{ actor: string; facts: { handOvers: readonly string[] } }>(
      `select actor, facts from audit where action = 'hand_over_taken'`,
    )
  ).rows;

describe('taking up what the voice menu handed over', () => {
  it('gives it to one of ten agents at once, and names that one to the others', async () => {
    const handOverId = await handedOver();
    const agents = await Promise.all(Array.from({ length: 10 }, (_, i) => anAgent(`race${i}-`)));
    const all = agents.map((agent) => takeHandOver(op, agent, { handOverId }));
    const told = await outcomes(all);
    expect(told.filter((one) => one === 'taken')).toHaveLength(1);
    expect(told.filter((one) => one === 'hand_over_taken')).toHaveLength(9);
    const winner = agents[told.indexOf('taken')]!;
    const loser = agents.find((one) => one !== winner)!;
    await expect(takeHandOver(op, loser, { handOverId })).rejects.toMatchObject({
      facts: { by: winner.person.name },
    });
    expect((await takers()).filter(({ facts }) => facts.handOvers.includes(handOverId))).toHaveLength(1);
    // A form that is sent twice changes nothing and is no error.
    expect(await takeHandOver(op, winner, { handOverId })).toMatchObject({ mine: true });
  });

  it('takes all that waits of one caller, also when two agents begin at two ends of it', async () => {
    const caller = '+8617000029999';
    const first = await handedOver(caller);
    await handedOver();
    const second = await handedOver(caller);
    const [one, two] = await Promise.all([anAgent('one'), anAgent('two')]);
    const told = await outcomes([
      takeHandOver(op, one, { handOverId: first }),
      takeHandOver(op, two, { handOverId: second }),
    ]);
    expect(told.sort()).toEqual(['hand_over_taken', 'taken']);
    const { rows } = await pool.query(
      'select distinct taken_by from voice_hand_over where hand_over_id = any($1::uuid[])',
      [[first, second]],
    );
    expect(rows).toHaveLength(1);
    // Those who show no number are many people.
    const [hidden, other] = [await handedOver(null), await handedOver(null)];
    await takeHandOver(op, one, { handOverId: hidden });
    await takeHandOver(op, two, { handOverId: other });
  });

  it('shows the numbers in full to whoever took it, and to nobody else, until it is put back', async () => {
    const caller = '+8617000024321';
    const handOverId = await handedOver(caller);
    const [mine, others] = [await anAgent('mine'), await anAgent('others')];
    const seenBy = async (actor: Parameters<typeof listHandOvers>[1]) =>
      (await listHandOvers(op, actor, { after: null })).handOvers.find(
        (one) => one.handOverId === handOverId,
      )!;
    expect((await seenBy(mine)).caller).toBe('170 **** 4321');
    await takeHandOver(op, mine, { handOverId });
    expect(await seenBy(mine)).toMatchObject({ caller, number: '+8617099991234', mine: true });
    for (const actor of [others, token]) {
      const seen = await seenBy(actor);
      expect(seen).toMatchObject({ mine: false, taken: { name: mine.person.name } });
      expect(JSON.stringify(seen)).not.toMatch(/24321|99991234/);
    }
    await expect(putBackHandOver(op, others, { handOverId })).rejects.toMatchObject({
      code: 'hand_over_unknown',
    });
    await putBackHandOver(op, mine, { handOverId });
    expect(await seenBy(mine)).toMatchObject({ caller: '170 **** 4321', taken: null });
    await takeHandOver(op, others, { handOverId });
  });

  it('is put back for an agent who went home by a supervisor, and by no colleague', async () => {
    const caller = '+8617000028888';
    const [handOverId, second] = [await handedOver(caller), await handedOver(caller)];
    const gone = await anAgent('gone');
    const zhou = await signedInPerson(op, 'zhou', ['supervisor']);
    await takeHandOver(op, gone, { handOverId });
    const mayPutBack = async (actor: Parameters<typeof listHandOvers>[1]) =>
      (await listHandOvers(op, actor, { after: null })).handOvers.find((one) => one.handOverId === handOverId)
        ?.mayPutBack;
    expect(await Promise.all([gone, await anAgent('colleague'), zhou, token].map(mayPutBack))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    await putBackHandOver(op, zhou, { handOverId: second });
    expect(await mayPutBack(zhou)).toBe(false);
    const { rows } = await pool.query(
      `select facts from audit where action = 'hand_over_put_back' and actor = $1`,
      [`staff:${zhou.person.subject}`],
    );
    expect(rows).toEqual([
      { facts: { of: gone.person.subject, handOvers: expect.arrayContaining([handOverId, second]) } },
    ]);
    // Of nobody there is nothing to put back.
    await expect(putBackHandOver(op, zhou, { handOverId })).rejects.toMatchObject({
      code: 'hand_over_unknown',
    });
    await takeHandOver(op, zhou, { handOverId });
  });

  it('is bounded for one person, who else could read every number by taking and putting back', async () => {
    const curious = await anAgent('curious');
    for (let taken = 0; taken < 15; taken++) {
      const handOverId = await handedOver();
      await takeHandOver(op, curious, { handOverId });
      await putBackHandOver(op, curious, { handOverId });
    }
    const all = await Promise.all(Array.from({ length: 10 }, () => handedOver()));
    const told = await outcomes(all.map((handOverId) => takeHandOver(op, curious, { handOverId })));
    expect(told.filter((one) => one === 'taken')).toHaveLength(5);
    expect(told.filter((one) => one === 'hand_overs_too_many')).toHaveLength(5);
    // What is theirs stays theirs, what is refused waits for others, and an hour later there is room.
    const [mine, refused] = [all[told.indexOf('taken')]!, all[told.indexOf('hand_overs_too_many')]!];
    expect(await takeHandOver(op, curious, { handOverId: mine })).toMatchObject({ mine: true });
    const another = await handedOver();
    await takeHandOver(op, await anAgent('another'), { handOverId: another });
    const later = { ...op, clock: { now: () => new Date(Date.now() + 3_601_000) } };
    expect(await takeHandOver(later, curious, { handOverId: refused })).toMatchObject({ mine: true });
  });

  it('lists what is open and what is taken apart, a page at a time, and skips nothing that changes sides meanwhile', async () => {
    const agent = await anAgent('pages');
    const all = [await handedOver(), await handedOver(), await handedOver()].reverse();
    const first = await listHandOvers(op, agent, { state: 'open', after: null, limit: 1 });
    expect(first.handOvers.map(({ handOverId }) => handOverId)).toEqual([all[0]]);
    // The last one of the page is taken before the next page is asked for.
    await takeHandOver(op, agent, { handOverId: all[0]! });
    const second = await listHandOvers(op, agent, { state: 'open', after: first.next, limit: 2 });
    expect(second.handOvers.map(({ handOverId }) => handOverId)).toEqual(all.slice(1));
    const taken = await listHandOvers(op, agent, { state: 'taken', after: null, limit: 1 });
    expect(taken.handOvers[0]!.handOverId).toBe(all[0]);
    const { rows } = await pool.query(
      `select facts->'calls' as calls from audit where action = 'viewed' and actor = $1`,
      [`staff:${agent.person.subject}`],
    );
    expect(rows).toHaveLength(3);
  });

  it('takes it with the call in which its caller is answered: nobody calls back', async () => {
    const [line] = await seedLines(pool, vault, 1, { from: made++ });
    const handOverId = await handedOver(line!.msisdn);
    const agent = await anAgent('answers');
    const called = { callId: 'pbx-1', agent: agent.person.subject, caller: line!.msisdn } as const;
    await reportCall(op, systemNamed('pbx'), { ...called, event: 'ring' });
    await takeCall(op, agent, { callId: 'pbx-1' });
    await expect(takeHandOver(op, await anAgent('late'), { handOverId })).rejects.toMatchObject({
      code: 'hand_over_taken',
    });
    // The caller was on the telephone: nobody needs the number.
    const { handOvers } = await listHandOvers(op, agent, { after: null, limit: 1 });
    expect(handOvers).toMatchObject([{ mine: true, taken: { for: 'call' } }]);
    expect(JSON.stringify(handOvers)).not.toContain(line!.msisdn.slice(3));
    // Written down as every other.
    const written = (await takers()).filter(({ facts }) => facts.handOvers.includes(handOverId));
    expect(written).toMatchObject([{ actor: `staff:${agent.person.subject}`, facts: { for: 'call' } }]);
    // It broke off: whoever puts it back may take it to call.
    await putBackHandOver(op, agent, { handOverId });
    expect(await takeHandOver(op, agent, { handOverId })).toMatchObject({ caller: line!.msisdn });
  });

  it('refuses what is none, and whoever is no agent in person', async () => {
    const agent = await anAgent('none');
    for (const handOverId of ['', 'x', '00000000-0000-0000-0000-000000000000'])
      for (const ask of [takeHandOver, putBackHandOver])
        await expect(ask(op, agent, { handOverId })).rejects.toMatchObject({ code: 'hand_over_unknown' });
    const handOverId = await handedOver();
    await expect(takeHandOver(op, token, { handOverId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      takeHandOver(op, await signedInPerson(op, 'au', ['auditor']), { handOverId }),
    ).rejects.toMatchObject({ code: 'role_needed' });
  });

  it('is gone after two days, whoever has it', async () => {
    const handOverId = await handedOver();
    await takeHandOver(op, await anAgent('old'), { handOverId });
    await pool.query(
      `update voice_hand_over set made_at = now() - interval '49 hours' where hand_over_id = $1`,
      [handOverId],
    );
    await forgetVoiceCalls(pool);
    expect(
      (await pool.query('select 1 from voice_hand_over where hand_over_id = $1', [handOverId])).rowCount,
    ).toBe(0);
  });
});
