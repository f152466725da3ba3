import type { Access, Contract, Hold, Line, PortOut, Tie } from '../../domain/lines/line.ts';
import { parseEid } from '../../domain/values/eid.ts';
import { parseIccid } from '../../domain/values/iccid.ts';
import { parseImsi } from '../../domain/values/imsi.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { money } from '../../domain/values/money.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { Db } from '../database/database.ts';

/** A line with what only the database knows of it. */
export interface LineRecord {
  readonly line: Line;
  readonly holderId: string;
  readonly accountId: string;
  readonly currency: string;
  readonly portOut: PortOut;
  /** Those of `line.holds` that the operator's own systems name, and not we. */
  readonly importedHolds: readonly Hold[];
  /** The open case of the line, if one is. */
  readonly openCase: string | null;
  /** Lost, stolen or misused: the open case bars the line at once. */
  readonly reported: boolean;
  /** Its open case, or the one that ended it, is confidential: what of it the holder may not know is `withoutConfidential`. */
  readonly confidential: boolean;
  /** It was split off from a holder in confidence, once or more. */
  readonly splitBefore: boolean;
  /** The open case has not touched the line: a report of a lost phone takes it over. */
  readonly untouched: boolean;
}

interface LineRow {
  line_id: string;
  holder_id: string;
  account_id: string;
  status: Line['status'];
  jurisdiction: string;
  province: string | null;
  opened_on: LocalDate;
  opened_channel: Line['openedChannel'];
  payment: Line['payment'];
  plan_name: string;
  monthly_fee: number;
  currency: string;
  contract: { endsOn: LocalDate; earlyTerminationPerMonth: number } | null;
  ties: Tie[];
  holds: Hold[];
  own_holds: Hold[];
  port_out: PortOut;
  last_roamed_on: LocalDate | null;
  range_holder: string | null;
  msisdn: Msisdn | null;
  accesses: { accessId: string; kind: Access['kind']; imsi: string; iccid: string; eid: string | null }[];
  case_id: string | null;
  reported: boolean;
  untouched: boolean;
  confidential: boolean;
  split_before: boolean;
}

/** Without a lock that was lifted: it holds until its time, and no longer. */
const HELD_HERE = `case when l.own_holds = '[]' then l.own_holds else (
    select coalesce(jsonb_agg(h - 'liftsAt'), '[]') from jsonb_array_elements(l.own_holds) h
    where coalesce((h ->> 'liftsAt')::timestamptz > now(), true)) end`;

const SELECT = `select l.line_id, l.holder_id, l.account_id, l.status, l.jurisdiction, l.province, l.opened_on, l.opened_channel,
    l.payment, l.plan_name, l.monthly_fee, l.currency, l.contract, l.ties, l.holds, ${HELD_HERE} as own_holds, l.port_out, l.last_roamed_on, l.range_holder,
    (select msisdn from msisdn_assignment m where m.line_id = l.line_id and m.to_at is null) as msisdn,
    coalesce((select json_agg(json_build_object('accessId', a.access_id, 'kind', a.kind, 'imsi', a.imsi, 'iccid', a.iccid, 'eid', a.eid)
        order by a.access_id) from access a where a.line_id = l.line_id and a.to_at is null), '[]') as accesses,
    t.case_id, coalesce(t.urgent, false) as reported, coalesce(t.stage in ('confirm', 'cool_off', 'unbind') and t.snapshot_enc is null, false) as untouched,
    case when t.case_id is not null then t.confidential when l.status = 'ended' then exists (
      select from termination_closed c where c.line_id = l.line_id and c.holder_id = l.holder_id and c.outcome = 'completed' and c.confidential)
    else false end as confidential,
    l.split_from <> '{}' as split_before
  from line l left join termination t using (line_id)`;

export async function findLines(
  db: Db,
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, LineRecord>> {
  const { rows } = await db.query<LineRow>({
    name: 'find-lines',
    text: `${SELECT} where l.line_id = any($1::text[])`,
    values: [lineIds],
  });
  return new Map(rows.map((row) => [row.line_id, toRecord(row)]));
}

export async function findLine(db: Db, lineId: string): Promise<LineRecord | null> {
  return (await findLines(db, [lineId])).get(lineId) ?? null;
}

/** Who holds some lines, as of now and until the transaction ends. */
export async function lockHolders(tx: Db, lineIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (lineIds.length === 0) return new Map();
  const { rows } = await tx.query<{ line_id: string; holder_id: string }>({
    name: 'lock-holders',
    text: 'select line_id, holder_id from line where line_id = any($1::text[]) order by line_id for share',
    values: [lineIds],
  });
  return new Map(rows.map((row) => [row.line_id, row.holder_id]));
}

/** The line that has the number now. */
export async function findLineByMsisdn(db: Db, msisdn: Msisdn): Promise<LineRecord | null> {
  const { rows } = await db.query<LineRow>({
    name: 'find-line-by-msisdn',
    text: `${SELECT} where l.line_id = (select line_id from msisdn_assignment where msisdn = $1 and to_at is null)`,
    values: [msisdn],
  });
  return rows[0] === undefined ? null : toRecord(rows[0]);
}

/** The lines that have these numbers now; without the numbers that nobody has. */
export async function findLinesByMsisdn(
  db: Db,
  msisdns: readonly Msisdn[],
): Promise<ReadonlyMap<Msisdn, LineRecord>> {
  const { rows } = await db.query<LineRow>({
    name: 'find-lines-by-msisdn',
    text: `${SELECT} where l.line_id in (select line_id from msisdn_assignment where msisdn = any($1::text[]) and to_at is null)`,
    values: [msisdns],
  });
  return new Map(rows.flatMap((row) => (row.msisdn === null ? [] : [[row.msisdn, toRecord(row)]])));
}

/** The lines that a person holds, those that still serve first. */
export async function findLinesOfHolder(db: Db, partyId: string): Promise<readonly LineRecord[]> {
  const { rows } = await db.query<LineRow>({
    name: 'find-lines-of-holder',
    text: `${SELECT} where l.holder_id = $1 order by (l.status = 'ended'), l.line_id limit 200`,
    values: [partyId],
  });
  return rows.map(toRecord);
}

function toRecord(row: LineRow): LineRecord {
  return {
    holderId: row.holder_id,
    accountId: row.account_id,
    currency: row.currency,
    portOut: row.port_out,
    importedHolds: row.holds,
    openCase: row.case_id,
    reported: row.reported,
    untouched: row.untouched,
    confidential: row.confidential,
    splitBefore: row.split_before,
    line: {
      lineId: row.line_id,
      msisdn: row.msisdn,
      accesses: row.accesses.map((a) => ({
        accessId: a.accessId,
        kind: a.kind,
        imsi: parseImsi(a.imsi),
        iccid: parseIccid(a.iccid),
        eid: a.eid === null ? null : parseEid(a.eid),
      })),
      status: row.status,
      jurisdiction: row.jurisdiction,
      province: row.province,
      openedOn: row.opened_on,
      openedChannel: row.opened_channel,
      payment: row.payment,
      plan: { name: row.plan_name, monthlyFee: money(row.currency, row.monthly_fee) },
      contract: row.contract === null ? null : toContract(row.contract, row.currency),
      ties: row.ties,
      holds: [...row.holds, ...row.own_holds],
      lastRoamedOn: row.last_roamed_on,
      origin:
        row.range_holder === null ? { kind: 'own' } : { kind: 'ported_in', rangeHolder: row.range_holder },
    },
  };
}

function toContract(contract: NonNullable<LineRow['contract']>, currency: string): Contract {
  return {
    endsOn: contract.endsOn,
    earlyTerminationPerMonth: money(currency, contract.earlyTerminationPerMonth),
  };
}
