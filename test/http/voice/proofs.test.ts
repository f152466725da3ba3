import { describe, expect, it } from 'vitest';
import { openCall } from '../../../src/operations/desks/hotline/calls/open-call.ts';
import { reportCall } from '../../../src/operations/desks/hotline/calls/report-call.ts';
import { viewHandOver } from '../../../src/operations/desks/hotline/calls/view-hand-over.ts';
import { signedInPerson, systemNamed } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../../support/seed.ts';
import { voiceInstance } from './platforms.ts';

const instance = await voiceInstance();
const { jambonz, keyed, vault, operations: op } = instance;
const { pool } = op;

let used = 0;
async function aLine(): Promise<SeededLine & { readonly local: string }> {
  const [line] = await seedLines(pool, vault, 1, { from: used++ });
  return { ...line!, local: line!.msisdn.slice(3) };
}
const DOCUMENT = TEST_DOCUMENT.replace('X', '*');
const WRONG = '31010119800101123';
/** Each caller calls from a number of their own: tries count for it. */
let callers = 100;
const from = () => `+86170001${String(callers++).padStart(5, '0')}`;
const casesOf = async ({ lineId }: SeededLine) =>
  (
    await pool.query<{ reference: string; urgent: boolean; channel: string; receipt_factors: string[] }>(
      'select reference, urgent, channel, receipt_factors from termination where line_id = $1',
      [lineId],
    )
  ).rows;
const auditOf = async ({ lineId }: SeededLine) =>
  (await pool.query<{ action: string }>('select action from audit where line_id = $1', [lineId])).rows.map(
    ({ action }) => action,
  );

describe('what a caller proves by keypad', () => {
  it('bars a lost phone by the document alone, and reads the reference of the case', async () => {
    const line = await aLine();
    const heard = await keyed('b1', ['2', '2', '2', line.local, DOCUMENT, '1'], from());
    const [made] = await casesOf(line);
    expect(made).toMatchObject({ urgent: true, channel: 'hotline', receipt_factors: ['document_number'] });
    expect(heard.said).toContain('The line is being barred');
    expect(heard.said.replace(/[^0-9A-Z]/g, '')).toContain(made!.reference.replace('-', ''));
    expect(heard.said).toContain('We have no other contact of yours');
    expect(await auditOf(line)).toEqual(['factor_proven', 'declared']);
  });

  it('bars nothing without a yes, after a wrong document, or by the number that the telephone shows', async () => {
    const line = await aLine();
    await keyed('b2', ['2', '2', '2', line.local, DOCUMENT, '2'], from());
    await keyed('b3', ['2', '2', '2', line.local, WRONG, '1'], from());
    await keyed('b4', ['2', '2', '1', '1', '1'], line.msisdn);
    expect(await casesOf(line)).toEqual([]);
  });

  it('says what stands in the way after the document and the day, and nothing after the document alone', async () => {
    const line = await aLine();
    await pool.query(`update line set holds = '[{"kind":"fraud","reference":"F-1"}]' where line_id = $1`, [
      line.lineId,
    ]);
    const before = await keyed('e1', ['2', '1', '2', line.local, DOCUMENT], from());
    expect(before.said).toBe(
      'Please enter the day on which the line was opened in eight digits, the year first.',
    );
    const after = await keyed('e2', ['2', '1', '2', line.local, DOCUMENT, '20200517'], from());
    expect(after.said).toContain(
      'One thing stands in the way. Our fraud desk has to look at the line first.',
    );
    const clear = await aLine();
    const free = await keyed('e3', ['2', '1', '2', clear.local, DOCUMENT, '20200517'], from());
    expect(free.said).toContain('Nothing stands in the way of closing this line.');
  });

  it('hands a line at risk over, where a keypad cannot ask as much as its rules want', async () => {
    const line = await aLine();
    await pool.query('update line set opened_on = current_date - 20 where line_id = $1', [line.lineId]);
    const heard = await keyed('r1', ['2', '1', '2', line.local, DOCUMENT], from());
    expect(heard.said).toContain('We have to ask you more');
    expect(heard.body).toContain('"dial"');
  });

  it('answers alike about a number that nobody has, a line of another, and a wrong number of a document', async () => {
    const line = await aLine();
    const said = async (callId: string, number: string, document: string) =>
      (await keyed(callId, ['2', '1', '2', number, document], from())).said;
    const other = '31010119800101123X'.replace('X', '*');
    expect(await said('n1', '17099999991', WRONG)).toBe(await said('n2', line.local, WRONG));
    expect(await said('n3', '17099999992', other)).toBe(await said('n4', line.local, other));
    // What cannot be a document costs no try, of whichever number.
    expect(await said('n5', '17099999992', '12')).toBe(await said('n6', line.local, '12'));
  });

  it('counts tries of a caller over their calls, and of nobody else; a lockout opens no review and makes no line risky', async () => {
    const line = await aLine();
    const caller = from();
    const wrong = ['2', '2', '2', line.local, '310101800101001', '310101800101002'];
    await keyed('t1', wrong, caller);
    const third = await keyed('t2', ['2', '2', '2', line.local, '310101198001011'], caller);
    expect(third.said).toContain('No more answers are taken here for now');
    const right = await keyed('t3', ['2', '2', '2', line.local, DOCUMENT], caller);
    expect(right.said).toContain('No more answers are taken here for now');
    const other = await keyed('t4', ['2', '2', '2', line.local, DOCUMENT, '1'], from());
    expect(other.said).toContain('The line is being barred');
    expect((await pool.query('select 1 from fraud_review')).rowCount).toBe(0);
    const nobodys = from();
    await keyed('t5', ['2', '2', '2', '17099999993', '310101198001011', '310101198001012'], nobodys);
    const locked = await keyed('t6', ['2', '2', '2', '17099999993', '310101198001013'], nobodys);
    expect(locked.said).toBe(third.said);
  });

  it('counts a document number over all numbers: eight wrong in a day are the last', async () => {
    let heard = await keyed('d0', ['2', '2', '2', '17099998000', '320101198001011'], from());
    for (let i = 1; i < 8; i++)
      heard = await keyed(`d${i}`, ['2', '2', '2', `1709999800${i}`, '320101198001011'], from());
    expect(heard.said).toContain('No more answers are taken here for now');
  });

  it('counts each question for itself: who knows the document cannot guess the day in call after call', async () => {
    const line = await aLine();
    const heard: string[] = [];
    for (let call = 0; call < 40; call += 1) {
      const { said } = await keyed(`g${call}`, ['2', '1', line.local, DOCUMENT, '19990101'], 'anonymous');
      heard.push(said);
    }
    expect(heard[0]).toContain('That does not match');
    expect(heard.at(-1)).toContain('No more answers are taken here');
    // The document is still taken: another question, which was never answered wrongly.
    const lost = await keyed('g-lost', ['2', '2', line.local, DOCUMENT], 'anonymous');
    expect(lost.said).toContain('Press one to bar the line now');
  });

  it('ends what was proven with the call', async () => {
    const line = await aLine();
    const sessions = async () =>
      (await pool.query('select 1 from session where line_id = $1', [line.lineId])).rowCount;
    const asked = await keyed('s1', ['2', '2', '2', line.local, DOCUMENT], from());
    expect(await sessions()).toBe(1);
    await jambonz('/voice/jambonz/status', { call_sid: 's1', call_status: 'completed' });
    expect(await sessions()).toBe(0);
    await jambonz(asked.next!, { call_sid: 's1', digits: '1' });
    expect(await casesOf(line)).toEqual([]);
  });

  it('tells nobody of a confidential case', async () => {
    const line = await aLine();
    await declared(op, line);
    await pool.query(
      'update termination set confidential = true, requester_id = holder_id where line_id = $1',
      [line.lineId],
    );
    const plain = await aLine();
    const way = (number: string) => ['2', '1', '2', number, DOCUMENT, '20200517'];
    const hidden = await keyed('c1', way(line.local), from());
    expect(hidden.said).toBe((await keyed('c2', way(plain.local), from())).said);
    const [open] = await casesOf(line);
    const bar = await keyed('c3', ['2', '2', '2', line.local, DOCUMENT, '1'], from());
    expect(bar.said).not.toContain(open!.reference);
    expect(bar.said).toContain('We cannot tell at the moment');
  });
});

describe('what is handed over', () => {
  it('comes to the desk of the agent with the call: wish, number, what was proven, and no answer', async () => {
    const line = await aLine();
    const caller = from();
    await keyed('h1', ['2', '1', '2', line.local, DOCUMENT, '0'], caller);
    const agent = await signedInPerson(op, 'chen', ['agent']);
    const report = (callId: string, number: string) =>
      reportCall(op, systemNamed('pbx'), {
        callId,
        agent: agent.person.subject,
        caller: number,
        event: 'ring',
      });
    await report('h1', 'anonymous');
    await report('pbx-77', caller);
    await report('pbx-78', from());
    const expected = {
      ...{ platform: 'jambonz', callId: 'h1', why: 'asked', wish: 'blockers', language: 'en' },
      ...{ proven: ['document_number'], reference: null },
    };
    // By the name of the call, by the number that calls, and of another call not at all.
    expect(await viewHandOver(op, agent, { callId: 'h1' })).toMatchObject(expected);
    const shown = await viewHandOver(op, agent, { callId: 'pbx-77' });
    expect(shown).toMatchObject(expected);
    expect(shown!.number).toContain('****');
    expect(await viewHandOver(op, agent, { callId: 'pbx-78' })).toBeNull();
    // It proves nothing there.
    expect((await openCall(op, agent, { callId: 'pbx-77' })).line).toBeNull();
    const other = await signedInPerson(op, 'li', ['agent']);
    await expect(viewHandOver(op, other, { callId: 'h1' })).rejects.toMatchObject({ code: 'call_unknown' });
  });

  it('is shown by the API, a page at a time', async () => {
    await keyed('h2', ['2', '3', '2', '17099997777', '1', '0'], from());
    const token = await instance.token('crm', ['cases:read']);
    const list = async (query: string) =>
      (await instance.call({ method: 'GET', url: `/api/v1/voice-hand-overs?${query}`, token })).json();
    const first = await list('limit=1');
    expect(first.handOvers).toMatchObject([
      { callId: 'h2', wish: 'declare', why: 'asked', reference: expect.stringMatching(/^HB-/) },
    ]);
    const second = await list(`limit=1&after=${first.next}`);
    expect(second.handOvers[0].callId).not.toBe('h2');
    const refused = await instance.call({
      method: 'GET',
      url: '/api/v1/voice-hand-overs',
      token: await instance.token('pbx', ['calls:write']),
    });
    expect(refused.statusCode).toBe(403);
  });

  it('keeps nothing that was keyed in as a secret, in no table and no log', async () => {
    const line = await aLine();
    await keyed('k1', ['2', '1', '2', line.local, DOCUMENT, '20200517', '0'], from());
    const rows = await pool.query<{ state_enc: Buffer | null; body_enc: Buffer }>(
      `select c.state_enc, h.body_enc from voice_call c join voice_hand_over h using (platform, call_id)`,
    );
    const kept = rows.rows.flatMap(({ state_enc, body_enc }) => [
      state_enc === null ? '' : vault.decryptText(vault.operatorKey, 'voice call', state_enc),
      vault.decryptText(vault.operatorKey, 'voice hand-over', body_enc),
    ]);
    const audit = await pool.query<{ facts: string }>(
      `select string_agg(facts::text, ' ') as facts from audit`,
    );
    const all = [...kept, audit.rows[0]!.facts, ...instance.logged].join(' ');
    expect(all).not.toContain('11010519491231002');
    expect(all).not.toMatch(/20200517|2020-05-17/);
    expect([audit.rows[0]!.facts, ...instance.logged].join(' ')).not.toContain(line.local);
  });
});
