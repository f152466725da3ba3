import type { Channel } from '../../domain/rules/rulebook.ts';
import type { Db } from '../database/database.ts';

export interface Attendance {
  readonly attendanceId: string;
  readonly subject: string;
  readonly sessionId: string;
  readonly channel: Exclude<Channel, 'online'>;
  readonly lineId: string;
  readonly partyId: string;
  readonly startedAt: Date;
}

/** Somebody else who attends to the same line now. */
export interface OtherAttendance {
  readonly name: string;
  readonly channel: Attendance['channel'];
  readonly startedAt: Date;
}

/** Without a request for so long an attendance is over, whatever the page at the desk does. */
const IDLE_MINUTES = 15;
/** After the telephony told that the customer hung up, for what is left to write down. */
const WRAP_UP_MINUTES = 5;
const OPEN = `a.ended_at is null and a.seen_at > now() - ${IDLE_MINUTES} * interval '1 minute'
  and not exists (select from hotline_call c where c.attendance_id = a.attendance_id
    and c.ended_at < now() - ${WRAP_UP_MINUTES} * interval '1 minute')`;

export async function insertAttendance(
  db: Db,
  made: Omit<Attendance, 'attendanceId' | 'startedAt'> & { readonly why: string },
): Promise<string> {
  const { rows } = await db.query<{ attendance_id: string }>(
    `insert into attendance (subject, session_id, channel, line_id, party_id, why) values ($1, $2, $3, $4, $5, $6)
     returning attendance_id`,
    [made.subject, made.sessionId, made.channel, made.lineId, made.partyId, made.why],
  );
  return rows[0]!.attendance_id;
}

/**
 * An attendance that is not over, of this session; being asked for keeps it so. That is noted once a minute, for it is a commit, and a
 * page asks several times.
 */
export async function findAttendance(
  db: Db,
  asked: { readonly attendanceId: string; readonly sessionId: string },
): Promise<Attendance | null> {
  const { rows } = await db.query<Attendance>({
    name: 'find-attendance',
    text: `with seen as (
        update attendance a set seen_at = now() where a.attendance_id = $1 and a.session_id = $2 and ${OPEN}
          and a.seen_at < now() - interval '1 minute')
      select attendance_id as "attendanceId", subject, session_id as "sessionId", channel,
        line_id as "lineId", party_id as "partyId", started_at as "startedAt"
      from attendance a where a.attendance_id = $1 and a.session_id = $2 and ${OPEN}`,
    values: [asked.attendanceId, asked.sessionId],
  });
  return rows[0] ?? null;
}

export async function othersAttending(
  db: Db,
  at: { readonly lineId: string; readonly sessionId: string },
): Promise<readonly OtherAttendance[]> {
  const { rows } = await db.query<OtherAttendance>(
    `select m.name, a.channel, min(a.started_at) as "startedAt" from attendance a join staff_member m using (subject)
     join staff_session s on s.session_id = a.session_id and s.ended_at is null
     where a.line_id = $1 and a.session_id <> $2 and ${OPEN}
       and a.subject <> (select subject from staff_session where session_id = $2)
     group by m.subject, m.name, a.channel order by min(a.started_at)`,
    [at.lineId, at.sessionId],
  );
  return rows;
}

/** @returns the attendances that ended by this: one, or all of a session */
export async function endAttendances(
  db: Db,
  of: { readonly sessionId: string; readonly attendanceId?: string },
): Promise<readonly Pick<Attendance, 'attendanceId' | 'lineId'>[]> {
  const { rows } = await db.query<Pick<Attendance, 'attendanceId' | 'lineId'>>(
    `update attendance set ended_at = now()
     where session_id = $1 and ($2::uuid is null or attendance_id = $2) and ended_at is null
     returning attendance_id as "attendanceId", line_id as "lineId"`,
    [of.sessionId, of.attendanceId ?? null],
  );
  return rows;
}

/** At the counter, of this person, also where it is over: the line whose customer may still stand there. Null after a day. */
export async function findRecentCounterLine(
  db: Db,
  of: { readonly attendanceId: string; readonly subject: string },
): Promise<string | null> {
  const { rows } = await db.query<{ line_id: string }>(
    `select line_id from attendance where attendance_id = $1 and subject = $2 and channel = 'store'
       and started_at > now() - interval '1 day'`,
    [of.attendanceId, of.subject],
  );
  return rows[0]?.line_id ?? null;
}
