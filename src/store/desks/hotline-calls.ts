import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

export const CALL_EVENTS = ['ring', 'answered', 'ended'] as const;
export type CallEvent = (typeof CALL_EVENTS)[number];

/** Who calls, as the telephone network says: a hint. */
export type CallerSaid =
  | { readonly kind: 'number'; readonly msisdn: Msisdn }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'malformed' };

export interface HotlineCall {
  readonly callId: string;
  readonly subject: string;
  readonly caller: CallerSaid;
  readonly event: CallEvent;
  readonly rangAt: Date;
  readonly attendanceId: string | null;
}

const CONTEXT = 'calling number';
/** Events of one call may overtake each other. */
const LATER = `array_position(array['ring', 'answered', 'ended'], excluded.event)
  > array_position(array['ring', 'answered', 'ended'], hotline_call.event)`;

/** The keyed hash of a calling number. */
export function callerIndex(vault: Vault, msisdn: Msisdn): Buffer {
  return vault.index('calling number', msisdn);
}

/**
 * Keeps what was told of a call. An event that comes late changes nothing; a call that is put through is whose it was answered
 * by last.
 *
 * @returns false where nothing changed
 */
export async function keepCall(
  db: Db,
  vault: Vault,
  {
    callId,
    subject,
    caller,
    event,
    at,
  }: Omit<HotlineCall, 'rangAt' | 'attendanceId'> & { readonly at: Date },
): Promise<boolean> {
  const number = caller.kind === 'number' ? caller.msisdn : null;
  const { rowCount } = await db.query({
    name: 'keep-call',
    text: `insert into hotline_call (call_id, subject, caller_kind, caller_enc, caller_bidx, event, rang_at, answered_at, ended_at)
      values ($1, $2, $3, $4, $5, $6, $7::timestamptz, case when $6 = 'answered' then $7::timestamptz end,
        case when $6 = 'ended' then $7::timestamptz end)
      on conflict (call_id) do update set subject = excluded.subject, event = excluded.event,
        answered_at = coalesce(hotline_call.answered_at, excluded.answered_at),
        ended_at = coalesce(hotline_call.ended_at, excluded.ended_at)
      where ${LATER} or (hotline_call.subject <> excluded.subject
        and (hotline_call.event = excluded.event or (hotline_call.event <> 'ended' and excluded.event = 'answered')))`,
    values: [
      callId,
      subject,
      caller.kind,
      number === null ? null : vault.encrypt(vault.operatorKey, CONTEXT, number),
      number === null ? null : callerIndex(vault, number),
      event,
      at,
    ],
  });
  return (rowCount ?? 0) > 0;
}

interface Row extends Omit<HotlineCall, 'caller'> {
  readonly kind: CallerSaid['kind'];
  readonly caller_enc: Buffer | null;
}

const COLUMNS = `call_id as "callId", subject, caller_kind as kind, caller_enc, event, rang_at as "rangAt",
  attendance_id as "attendanceId"`;

function callOf(vault: Vault, { kind, caller_enc, ...call }: Row): HotlineCall {
  const caller: CallerSaid =
    kind === 'number'
      ? { kind, msisdn: vault.decryptText(vault.operatorKey, CONTEXT, caller_enc!) as Msisdn }
      : { kind };
  return { ...call, caller };
}

/** A call that rings at this agent or is theirs. */
export async function findCall(
  db: Db,
  vault: Vault,
  { callId, subject }: Pick<HotlineCall, 'callId' | 'subject'>,
): Promise<HotlineCall | null> {
  const { rows } = await db.query<Row>({
    name: 'find-call',
    text: `select ${COLUMNS} from hotline_call where call_id = $1 and subject = $2`,
    values: [callId, subject],
  });
  return rows[0] === undefined ? null : callOf(vault, rows[0]);
}

/** The newest calls of an agent that are not over and rang within the last hours: an end may never be told. */
export async function callsOfAgent(
  db: Db,
  vault: Vault,
  subject: string,
  limit: number,
): Promise<readonly HotlineCall[]> {
  const { rows } = await db.query<Row>({
    name: 'calls-of-agent',
    text: `select ${COLUMNS} from hotline_call where subject = $1 and event <> 'ended' and rang_at > now() - interval '4 hours'
      order by rang_at desc limit $2`,
    values: [subject, limit],
  });
  return rows.map((row) => callOf(vault, row));
}

export async function attendInCall(
  tx: Db,
  { callId, attendanceId }: { readonly callId: string; readonly attendanceId: string },
): Promise<void> {
  await tx.query({
    name: 'attend-in-call',
    text: 'update hotline_call set attendance_id = $2 where call_id = $1',
    values: [callId, attendanceId],
  });
}

/** The keyed hash of the number from which the customer calls; null where no call is known, or it was withheld. */
export async function callerOfAttendance(db: Db, attendanceId: string): Promise<Buffer | null> {
  const { rows } = await db.query<{ caller_bidx: Buffer | null }>({
    name: 'caller-of-attendance',
    text: 'select caller_bidx from hotline_call where attendance_id = $1 order by rang_at desc limit 1',
    values: [attendanceId],
  });
  return rows[0]?.caller_bidx ?? null;
}

/** An agent sits down at a telephone; whoever sat there before does no more. */
export async function takeExtension(tx: Db, subject: string, extension: string): Promise<void> {
  await tx.query('delete from hotline_extension where extension = $1 or subject = $2', [extension, subject]);
  await tx.query('insert into hotline_extension (extension, subject) values ($1, $2)', [extension, subject]);
}

/** Whom the telephony means: the subject of a member of staff, or the extension at which one sits. */
export async function agentNamed(db: Db, name: string): Promise<string | null> {
  const { rows } = await db.query<{ subject: string }>({
    name: 'agent-named',
    text: `select subject from staff_member where subject = $1
      union all select subject from hotline_extension where extension = $1 limit 1`,
    values: [name],
  });
  return rows[0]?.subject ?? null;
}

export async function extensionOf(db: Db, subject: string): Promise<string | null> {
  const { rows } = await db.query<{ extension: string }>({
    name: 'extension-of',
    text: 'select extension from hotline_extension where subject = $1',
    values: [subject],
  });
  return rows[0]?.extension ?? null;
}

/** Open desks of this agent look again after the commit. The name tells nothing: a keyed hash. */
export async function announceCalls(db: Db, desk: string): Promise<void> {
  await db.query({ name: 'announce-calls', text: `select pg_notify('handback_case', $1)`, values: [desk] });
}
