import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Db } from '../database/database.ts';

/** Notes by which numbers the call of an agent's code may be named. @returns whether any is new */
export async function keepAgentCode(
  tx: Db,
  shown: {
    readonly attendanceId: string;
    readonly subject: string;
    readonly day: LocalDate;
    readonly numbers: readonly Buffer[];
  },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'keep-agent-code',
    text: `insert into agent_code (attendance_id, number_bidx, subject, day)
      select distinct $1::uuid, n, $2, $3::date from unnest($4::bytea[]) n
      on conflict (attendance_id, number_bidx) do update set day = excluded.day where agent_code.day <> excluded.day`,
    values: [shown.attendanceId, shown.subject, shown.day, shown.numbers],
  });
  return (rowCount ?? 0) > 0;
}

/** The calls of a day that may be named by a number, and are not over. */
export async function callsNamedBy(
  db: Db,
  number: Buffer,
  day: LocalDate,
): Promise<readonly { readonly attendanceId: string; readonly subject: string }[]> {
  const { rows } = await db.query<{ attendanceId: string; subject: string }>({
    name: 'calls-named-by',
    text: `select c.attendance_id as "attendanceId", c.subject from agent_code c join attendance a using (attendance_id)
      where c.number_bidx = $1 and c.day = $2 and a.ended_at is null
        and a.seen_at > now() - interval '15 minutes' limit 50`,
    values: [number, day],
  });
  return rows;
}
