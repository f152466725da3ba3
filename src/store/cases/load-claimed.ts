import { NUMBER_ENDS_AT } from '../../domain/cases/plan.ts';
import { PIVOT, type Stage } from '../../domain/cases/termination.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import { uuids } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';
import type { EvidenceRow, PersonKey, Work } from './work.ts';

interface LoadedRow {
  case_id: string;
  reference: string;
  line_id: string;
  holder_id: string;
  account_id: string;
  lane: number;
  /** Names of stages, joined: most cases have the same. */
  plan: string;
  urgent: boolean;
  channel: Work['channel'];
  language: Work['language'];
  route: Work['route'];
  requester_id: string | null;
  confidential: boolean;
  told_key_wrapped: Buffer | null;
  told_key_epoch: number | null;
  jurisdiction: string;
  province: string | null;
  rulebook_version: string;
  opened_on: Work['openedOn'];
  currency: string;
  payment: 'prepaid' | 'postpaid';
  monthly_fee: number;
  early_termination: number | null;
  range_holder: string | null;
  msisdn: Msisdn | null;
  accesses: Work['accesses'];
  data_key_wrapped: Buffer;
  key_epoch: number;
  declared_at: Date;
  confirmed_at: Date | null;
  paused_until: Date | null;
  stage: Stage;
  attempts: number;
  intent_at: Date | null;
  snapshot_enc: Buffer | null;
  detach: Work['detach'];
  detach_deadline: Date | null;
  service_ended_at: Date | null;
  billing_end_on: Work['billingEndOn'];
  release_on: Work['releaseOn'];
  bill: Work['bill'];
  certificate_id: string | null;
  outcome: Work['outcome'];
  withdrawals: number;
  evidence: (Omit<EvidenceRow, 'at'> & { at: string })[] | null;
}

/** All that the stages of claimed cases need, in one read. */
export async function loadClaimed(
  db: Db,
  vault: Vault,
  ids: readonly string[],
  lease: string,
  leaseEnds: number,
): Promise<Work[]> {
  // Cards and numbers that the line has now; never those that it lost before the case: they may serve somebody else. After
  // the stage of the plan that ends them ($3 for cards, $4 for the number), those that this stage ended, all in one
  // transaction. "Since the case began" is by the database's clock, which is in the id of the case.
  const { rows } = await db.query<LoadedRow>({
    name: 'load-claimed',
    text: `select t.case_id, t.reference, t.line_id, t.holder_id, l.account_id, t.lane, array_to_string(t.plan, ' ') as plan, t.urgent, t.channel, t.jurisdiction,
        t.province, t.rulebook_version, t.currency, l.opened_on, l.payment, l.monthly_fee, t.early_termination, l.range_holder,
        t.declared_at, t.confirmed_at, t.paused_until, t.stage, t.attempts, t.intent_at, t.snapshot_enc,
        t.detach, t.detach_deadline, t.service_ended_at, t.billing_end_on, t.release_on, t.bill, t.certificate_id, t.outcome,
        p.data_key_wrapped, p.key_epoch, coalesce(q.language, p.language) as language,
        t.route, t.requester_id, t.confidential, q.data_key_wrapped as told_key_wrapped, q.key_epoch as told_key_epoch,
        (select count(*)::int from termination_closed c where c.line_id = t.line_id and c.outcome = 'withdrawn') as withdrawals,
        (select m.msisdn from msisdn_assignment m
          where m.line_id = t.line_id and (m.to_at is null or (array_position(t.plan, t.stage) > array_position(t.plan, $4) and m.to_at >= uuid_extract_timestamp(t.case_id)))
          order by m.to_at desc nulls first limit 1) as msisdn,
        coalesce((select json_agg(json_build_object('accessId', a.access_id, 'kind', a.kind, 'imsi', a.imsi, 'iccid', a.iccid)
            order by a.access_id)
          from access a where a.line_id = t.line_id and (a.to_at is null
            or (array_position(t.plan, t.stage) > array_position(t.plan, $3) and a.to_at >= uuid_extract_timestamp(t.case_id) and a.to_at = (select max(e.to_at) from access e where e.line_id = t.line_id)))), '[]') as accesses,
        (select json_agg(json_build_object('accessId', e.access_id, 'stage', e.stage, 'element', e.element,
            'meaning', e.meaning,
            'node', case when e.node_name is not null then json_build_object('domain', e.node_domain, 'name', e.node_name) end, 'at', e.at, 'hash', encode(e.hash, 'hex')) order by e.evidence_id)
          from evidence e where e.case_id = t.case_id) as evidence
      from termination t
      join line l using (line_id)
      join party p on p.party_id = t.holder_id
      left join party q on q.party_id = t.requester_id
      where t.case_id = any($1::uuid[]) and t.lease = $2`,
    values: [uuids(ids, (id) => id), lease, PIVOT, NUMBER_ENDS_AT],
  });
  return rows.map((row) => toWork(vault, row, lease, leaseEnds));
}

function toWork(vault: Vault, row: LoadedRow, lease: string, leaseEnds: number): Work {
  const key = lazyKey(vault, row.data_key_wrapped, row.key_epoch);
  const told =
    row.requester_id === null
      ? { partyId: row.holder_id, key }
      : row.told_key_wrapped === null
        ? null
        : { partyId: row.requester_id, key: lazyKey(vault, row.told_key_wrapped, row.told_key_epoch!) };
  return {
    caseId: row.case_id,
    reference: row.reference,
    lineId: row.line_id,
    holderId: row.holder_id,
    accountId: row.account_id,
    lane: row.lane,
    plan: planOf(row.plan),
    urgent: row.urgent,
    channel: row.channel,
    language: row.language,
    route: row.route,
    confidential: row.confidential,
    told,
    jurisdiction: row.jurisdiction,
    province: row.province,
    rulebookVersion: row.rulebook_version,
    openedOn: row.opened_on,
    currency: row.currency,
    payment: row.payment,
    monthlyFee: row.monthly_fee,
    earlyTermination: row.early_termination,
    rangeHolder: row.range_holder,
    msisdn: row.msisdn,
    accesses: row.accesses,
    key,
    declaredAt: row.declared_at,
    confirmedAt: row.confirmed_at,
    pausedUntil: row.paused_until,
    stage: row.stage,
    attempts: row.attempts,
    resumed: row.intent_at !== null,
    lease,
    leaseEnds,
    snapshotEnc: row.snapshot_enc,
    detach: row.detach,
    detachDeadline: row.detach_deadline,
    serviceEndedAt: row.service_ended_at,
    billingEndOn: row.billing_end_on,
    releaseOn: row.release_on,
    bill: row.bill,
    certificateId: row.certificate_id,
    outcome: row.outcome,
    evidence: (row.evidence ?? []).map((e) => ({ ...e, at: new Date(e.at) })),
    withdrawals: row.withdrawals,
  };
}

/** Unwrapped when first used: one damaged key must not keep a whole claim from being loaded. */
function lazyKey(vault: Vault, wrapped: Buffer, epoch: number): PersonKey {
  let opened: DataKey | undefined;
  return {
    get dataKey() {
      opened ??= vault.unwrap(wrapped, epoch);
      return opened;
    },
  };
}

const plans = new Map<string, readonly Stage[]>();

function planOf(names: string): readonly Stage[] {
  const plan = plans.get(names) ?? (names.split(' ') as Stage[]);
  plans.set(names, plan);
  return plan;
}
