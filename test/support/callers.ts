import type { Role } from '../../src/domain/rules/role.ts';
import type { IdentityFactor } from '../../src/domain/rules/rulebook.ts';
import type { StaffInPerson, Subscriber } from '../../src/operations/access/actor.ts';
import type { Operations } from '../../src/operations/context.ts';
import { attend } from '../../src/operations/desks/attend.ts';
import { viewAttendance } from '../../src/operations/desks/view-attendance.ts';
import { addFactor } from '../../src/store/people/sessions.ts';
import { signedInPerson } from './actors.ts';
import type { SeededLine } from './seed.ts';

export interface Caller {
  readonly agent: StaffInPerson;
  readonly attendanceId: string;
  /** As they stand now: with what they have proven since. */
  now(): Promise<Subscriber>;
}

let agents = 0;

/** Somebody on the telephone of an agent, about a line; with what they have proven. */
export async function callerAbout(
  op: Operations,
  line: Pick<SeededLine, 'msisdn'>,
  {
    agent,
    factors = [],
    roles = ['agent'],
  }: { agent?: StaffInPerson; factors?: readonly IdentityFactor[]; roles?: readonly Role[] } = {},
): Promise<Caller> {
  const who = agent ?? (await signedInPerson(op, `agent${agents++}`, roles));
  const { attendanceId } = await attend(op, who, { channel: 'hotline', why: 'call', number: line.msisdn });
  const now = async () => (await viewAttendance(op, who, { attendanceId })).customer;
  const { sessionToken } = await now();
  for (const factor of factors) await addFactor(op.pool, sessionToken!, factor);
  return { agent: who, attendanceId, now };
}
