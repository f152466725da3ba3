import { decimalText } from '../values/money.ts';
import type { Line, PortOut } from './line.ts';
import type { LineColumn } from './line-columns.ts';
import type { ProfileInput } from './line-lists.ts';

/** A stored line, as far as it may be told to a system: no name, no document, no other number. */
export interface StoredLine {
  readonly line: Line;
  readonly holderId: string;
  /** Null where the person is erased. */
  readonly holderKind: 'natural' | 'legal' | null;
  readonly accountId: string;
  readonly currency: string;
  readonly portOut: PortOut;
  readonly profiles: readonly Omit<ProfileInput, 'label'>[];
}

/**
 * A stored line as the fields by which it is sent: what is read can be written back, changed or as it is. What is not among
 * them (of the person, and the standing of the account) stays as it is stored.
 */
export function lineFields(stored: StoredLine) {
  const { line, holderId, holderKind, accountId, currency, portOut, profiles } = stored;
  const { contract, origin } = line;
  return {
    line_id: line.lineId,
    msisdn: line.msisdn,
    accesses: line.accesses.map(({ kind, imsi, iccid, eid }) => ({ kind, imsi, iccid, eid })),
    profiles: profiles.map((profile) => ({
      iccid: profile.iccid,
      eid: profile.eid,
      state: profile.state,
      smdp_address: profile.smdpAddress,
      matching_id: profile.matchingId,
      notifies_deletion: profile.notifiesDeletion === null ? null : profile.notifiesDeletion ? 'yes' : 'no',
      imei: profile.imei,
    })),
    holder_id: holderId,
    holder_kind: holderKind,
    account_id: accountId,
    currency,
    payment: line.payment,
    plan_name: line.plan.name,
    monthly_fee: decimalText(line.plan.monthlyFee),
    jurisdiction: line.jurisdiction,
    province: line.province,
    opened_on: line.openedOn,
    opened_channel: line.openedChannel,
    contract_ends_on: contract?.endsOn ?? null,
    early_termination_per_month: contract === null ? null : decimalText(contract.earlyTerminationPerMonth),
    ties: line.ties,
    holds: line.holds,
    port_out_on: portOut?.requestedOn ?? null,
    port_out_to: portOut?.recipient ?? null,
    last_roamed_on: line.lastRoamedOn,
    range_holder: origin.kind === 'ported_in' ? origin.rangeHolder : null,
  } satisfies { readonly [K in LineColumn]?: unknown };
}
