import { describe, expect, it } from 'vitest';
import { openCall } from '../../../src/operations/desks/hotline/calls/open-call.ts';
import { reportCall } from '../../../src/operations/desks/hotline/calls/report-call.ts';
import { sitAtExtension } from '../../../src/operations/desks/hotline/calls/sit-at-extension.ts';
import { takeCall } from '../../../src/operations/desks/hotline/calls/take-call.ts';
import { viewCalls } from '../../../src/operations/desks/hotline/calls/view-calls.ts';
import { viewAttendance } from '../../../src/operations/desks/view-attendance.ts';
import { listenToDatabase } from '../../../src/store/case-events.ts';
import { signedInPerson, systemNamed } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const { operations: op, vault, url } = await testInstance();
const pbx = systemNamed('pbx', ['calls:write']);

let used = 0;
async function aLine(): Promise<SeededLine> {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
  return line!;
}
const anAgent = () => signedInPerson(op, `agent${used++}`, ['agent']);
type Event = Parameters<typeof reportCall>[2]['event'];
const report = (agent: string, callId: string, event: Event, caller = 'anonymous') =>
  reportCall(op, pbx, { callId, agent, caller, event });

describe('what the telephony tells of a call', () => {
  it('ends what was proven in it some minutes after the caller hung up, and not at once', async () => {
    const line = await aLine();
    const agent = await anAgent();
    await report(agent.person.subject, 'hung-up', 'ring', line.msisdn);
    const { attendanceId } = await takeCall(op, agent, { callId: 'hung-up' });
    await report(agent.person.subject, 'hung-up', 'ended', line.msisdn);
    await viewAttendance(op, agent, { attendanceId });
    await op.pool.query(
      `update hotline_call set ended_at = now() - interval '6 minutes' where call_id = 'hung-up'`,
    );
    await expect(viewAttendance(op, agent, { attendanceId })).rejects.toMatchObject({
      code: 'attendance_over',
    });
  });

  it('opens a masked hint, and proves nothing', async () => {
    const line = await aLine();
    const agent = await anAgent();
    const made = await declared(op, line);
    await report(agent.person.subject, 'c1', 'ring', `"Zhang" <sip:${line.msisdn}@pbx;user=phone>`);
    const opened = await openCall(op, agent, { callId: 'c1' });
    expect(opened).toMatchObject({
      caller: 'ours',
      call: { callId: 'c1', event: 'ring' },
      line: { status: 'active', openCase: { reference: made.reference }, risks: [], review: null },
    });
    expect(JSON.stringify(opened)).not.toContain(line.msisdn.slice(3));
    const { attendanceId } = await takeCall(op, agent, { callId: 'c1' });
    const { customer } = await viewAttendance(op, agent, { attendanceId });
    expect(customer).toMatchObject({ factors: [], attended: { reach: 'nothing' } });
  });

  it.each([
    ['anonymous', 'withheld'],
    ['', 'withheld'],
    ['sip:anonymous@anonymous.invalid', 'withheld'],
    ['+442079460000', 'foreign'],
    ['+8613900000000', 'not_ours'],
    ['0731-1', 'malformed'],
    ['ext 12', 'malformed'],
    ["'; drop table line; --", 'malformed'],
  ])('takes %j for %s', async (caller, expected) => {
    expect(await openCall(op, await anAgent(), { caller })).toMatchObject({ caller: expected, line: null });
  });

  it('finds the agent by the extension at which they sit now', async () => {
    const [first, second] = [await anAgent(), await anAgent()];
    await sitAtExtension(op, first, { extension: '4711' });
    await report('4711', 'x1', 'ring');
    await sitAtExtension(op, second, { extension: '4711' });
    await report('4711', 'x2', 'ring');
    expect((await viewCalls(op, first)).calls.map(({ callId }) => callId)).toEqual(['x1']);
    expect((await viewCalls(op, first)).extension).toBeNull();
    expect((await viewCalls(op, second)).calls.map(({ callId }) => callId)).toEqual(['x2']);
    await expect(report('9999', 'x3', 'ring')).rejects.toMatchObject({ code: 'agent_unknown' });
  });

  it('takes events twice, late and in any order', async () => {
    const agent = await anAgent();
    const tell = (event: Event) => report(agent.person.subject, 'o1', event);
    expect(await tell('answered')).toEqual({ news: true });
    expect(await tell('ring')).toEqual({ news: false });
    expect(await tell('answered')).toEqual({ news: false });
    expect((await viewCalls(op, agent)).calls).toMatchObject([{ event: 'answered' }]);
    expect(await tell('ended')).toEqual({ news: true });
    expect((await viewCalls(op, agent)).calls).toEqual([]);
  });

  it('moves a call that is put through to another agent, and shows it to no one else', async () => {
    const [first, second] = [await anAgent(), await anAgent()];
    await report(first.person.subject, 't1', 'answered');
    await report(second.person.subject, 't1', 'answered');
    await expect(openCall(op, first, { callId: 't1' })).rejects.toMatchObject({ code: 'call_unknown' });
    expect(await openCall(op, second, { callId: 't1' })).toMatchObject({ caller: 'withheld' });
    await expect(takeCall(op, first, { callId: 't1' })).rejects.toMatchObject({ code: 'call_unknown' });
    await expect(takeCall(op, second, { callId: 't1' })).rejects.toMatchObject({ code: 'msisdn_invalid' });
    const line = await aLine();
    expect(await takeCall(op, second, { callId: 't1', number: line.msisdn })).toMatchObject({
      lineId: line.lineId,
    });
  });

  it('is heard at the desk of its agent', async () => {
    const agent = await anAgent();
    const { desk } = await viewCalls(op, agent);
    const events = listenToDatabase(url);
    try {
      // The first call is the one for the connection itself, which nobody hears who comes later; what counts is that one comes after the event.
      await new Promise<void>((heard) => {
        const stop = events.subscribe(desk, () => {
          stop();
          heard();
        });
      });
      const heard = new Promise<void>((resolve) => events.subscribe(desk, resolve));
      await report(agent.person.subject, 'h1', 'ring');
      await heard;
    } finally {
      await events.close();
    }
  });
});
