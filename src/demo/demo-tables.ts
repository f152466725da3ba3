import type { ProfileState } from '../domain/lines/esim-profile.ts';
import type { Eid } from '../domain/values/eid.ts';
import type { Iccid } from '../domain/values/iccid.ts';
import type { Imsi } from '../domain/values/imsi.ts';
import type { Msisdn } from '../domain/values/msisdn.ts';
import type { Db } from '../store/database/database.ts';

// What the simulated network must know of the fictional lines, and the inbox that takes its messages: only the demo has these.

/** Everybody whom the simulated HLR serves, in a fixed order. */
export async function servedSubscribers(
  db: Db,
): Promise<readonly { readonly imsi: Imsi; readonly msisdn: Msisdn | null }[]> {
  const { rows } = await db.query<{ imsi: Imsi; msisdn: Msisdn | null }>(
    `select a.imsi, m.msisdn
     from access a join line l using (line_id) left join msisdn_assignment m on m.line_id = l.line_id and m.to_at is null
     where a.to_at is null and l.status <> 'ended' order by a.access_id`,
  );
  return rows;
}

/** The profiles that the simulated SM-DP+ knows. */
export async function knownProfiles(db: Db): Promise<
  readonly {
    readonly iccid: Iccid;
    readonly state: ProfileState;
    readonly eid: Eid | null;
    readonly matchingId: string | null;
  }[]
> {
  const { rows } = await db.query<{
    iccid: Iccid;
    state: ProfileState;
    eid: Eid | null;
    matchingId: string | null;
  }>('select iccid, state, eid, matching_id as "matchingId" from esim_profile');
  return rows;
}

/** A profile on a device of one of the lines; `signed` is the last number that the device's eUICC signed. */
export interface ProfileOnDevice {
  readonly eid: Eid;
  readonly iccid: Iccid;
  readonly state: ProfileState;
  readonly inUse: boolean;
  readonly signed: number;
}

export async function profilesOnDevices(
  db: Db,
  lineIds: readonly string[],
): Promise<readonly ProfileOnDevice[]> {
  const { rows } = await db.query<ProfileOnDevice>(
    `select p.eid, p.iccid, p.state, exists (select from access a where a.iccid = p.iccid and a.to_at is null) as "inUse",
       coalesce((select max(seq_number) from euicc_notification n where n.eid = p.eid and n.verdict = 'proven'), 0)::int as signed
     from esim_profile p where p.line_id = any($1::text[]) and p.eid is not null order by p.iccid`,
    [lineIds],
  );
  return rows;
}

/** Whether a line is in service on the device; null for a device that no line uses. */
export async function hasService(db: Db, eid: Eid): Promise<boolean | null> {
  const { rows } = await db.query<{ works: boolean | null }>(
    `select bool_or(a.to_at is null and l.status = 'active') as works from access a join line l using (line_id) where a.eid = $1`,
    [eid],
  );
  return rows[0]!.works;
}

/** Whose lines a database holds. */
export type Contents = 'demo' | 'nothing' | 'others';

/** Also of a database in which nothing was ever made, or by another version. */
export async function contentsOf(db: Db): Promise<Contents> {
  const has = async (table: string): Promise<boolean> => {
    const { rows } = await db.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
      `public.${table}`,
    ]);
    if (!rows[0]!.there) return false;
    return (await db.query(`select from ${table} limit 1`)).rowCount !== 0;
  };
  if (await has('demo_seed')) return 'demo';
  return (await has('line')) || (await has('party')) ? 'others' : 'nothing';
}

export async function noteDemo(db: Db, at: Date, lines: number): Promise<void> {
  await db.query('insert into demo_seed (made_at, lines) values ($1, $2)', [at, lines]);
}

/** Empties the whole database: what is in it is lost, and the next start makes it anew. */
export async function emptyDatabase(db: Db): Promise<void> {
  await db.query('drop schema if exists graphile_worker cascade');
  await db.query('drop schema public cascade');
  await db.query('create schema public');
}

/** What has become of a line. */
export interface LineState {
  readonly lineId: string;
  readonly ended: boolean;
  /** The reference of its open case. */
  readonly openCase: string | null;
}

/** In the order of `lineIds`, those that there are. */
export async function statesOf(db: Db, lineIds: readonly string[]): Promise<readonly LineState[]> {
  const { rows } = await db.query<LineState>(
    `select l.line_id as "lineId", l.status = 'ended' as ended, t.reference as "openCase"
     from line l left join termination t using (line_id)
     where l.line_id = any($1::text[]) order by array_position($1::text[], l.line_id)`,
    [lineIds],
  );
  return rows;
}

export interface DemoMessage {
  readonly id: number;
  /** A number in E.164, or an e-mail address. */
  readonly to: string;
  readonly text: string;
  readonly at: Date;
}

/** The simulated message centre, or mail server, delivers. */
export async function deliver(db: Db, to: string, text: string): Promise<void> {
  await db.query('insert into demo_inbox (msisdn, text) values ($1, $2)', [to, text]);
}

/** What they delivered, the newest first; null: to anybody. */
export async function deliveredTo(db: Db, receiver: string | null): Promise<readonly DemoMessage[]> {
  const { rows } = await db.query<DemoMessage>(
    `select id, msisdn as "to", text, at from demo_inbox where $1::text is null or msisdn = $1 order by demo_inbox.id desc limit 50`,
    [receiver],
  );
  return rows;
}
