import { HandbackError } from '../domain/errors.ts';
import type { Hold, Line, Tie } from '../domain/lines/line.ts';
import { lineFields } from '../domain/lines/line-fields.ts';
import type { OtherSystem } from '../operations/access/actor.ts';
import type { Operations } from '../operations/context.ts';
import { putLine } from '../operations/lines/put-line.ts';
import { readLine } from '../operations/lines/read-line.ts';
import type { LineRecord } from '../store/lines/lines.ts';
import { SHOWCASE } from './demo-operator.ts';

/**
 * The demo operator's other systems: billing, the desks, the number portability. They write lines as any would. They know of
 * confidential cases too: else a line that one has ended would not be there for them, and the page about it neither.
 */
const SYSTEM: OtherSystem = {
  kind: 'system',
  name: 'demo-operator',
  scopes: ['lines:read', 'lines:write', 'cases:confidential'],
  channel: 'store',
};

/** What the operator's people and systems can do about what stands in the way of a line. */
export const CLEARINGS = [
  'pay_balance',
  'buy_out',
  'leave_group',
  'move_members',
  'end_secondary_lines',
  'cancel_broadband',
  'withdraw_port_out',
  'release_fraud_hold',
  'lift_legal_hold',
  'unlock',
  'settle_roaming',
  'move_home',
] as const;
export type ClearingName = (typeof CLEARINGS)[number];

/** A line as the operator's systems would send it after it was done. */
type Change = Partial<Pick<Line, 'contract' | 'ties' | 'holds' | 'lastRoamedOn' | 'province'>> & {
  readonly portOut?: null;
  readonly paid?: true;
};

interface Found {
  readonly record: LineRecord;
  /** Owed on the account. */
  readonly owes: boolean;
}

interface Clearing {
  readonly needed: (found: Found) => boolean;
  readonly change: (line: Line) => Change;
}

const ties = (mine: (tie: Tie) => boolean): Clearing => ({
  needed: ({ record }) => record.line.ties.some(mine),
  change: (line) => ({ ties: line.ties.filter((tie) => !mine(tie)) }),
});
const holds = (kind: Hold['kind']): Clearing => ({
  needed: ({ record }) => record.line.holds.some((hold) => hold.kind === kind),
  change: (line) => ({ holds: line.holds.filter((hold) => hold.kind !== kind) }),
});

/** Where the rules want the person in a store, and where they do not. */
const STORE_ONLY = 'CN-HA';
const ANYWHERE = 'CN-BJ';

const HOW: Readonly<Record<ClearingName, Clearing>> = {
  pay_balance: { needed: ({ owes }) => owes, change: () => ({ paid: true }) },
  buy_out: { needed: ({ record }) => record.line.contract !== null, change: () => ({ contract: null }) },
  leave_group: ties(({ kind, role }) => role === 'member' && kind !== 'broadband'),
  move_members: ties(({ kind, role }) => role === 'main' && (kind === 'family' || kind === 'group')),
  end_secondary_lines: ties(({ kind, role }) => role === 'main' && kind === 'main_secondary'),
  cancel_broadband: ties(({ kind }) => kind === 'broadband'),
  withdraw_port_out: { needed: ({ record }) => record.portOut !== null, change: () => ({ portOut: null }) },
  release_fraud_hold: holds('fraud'),
  lift_legal_hold: holds('legal'),
  unlock: holds('termination_lock'),
  settle_roaming: {
    needed: ({ record }) => record.line.lastRoamedOn !== null,
    change: () => ({ lastRoamedOn: null }),
  },
  move_home: {
    needed: ({ record }) => record.line.province === STORE_ONLY,
    change: () => ({ province: ANYWHERE }),
  },
};

/** What can be done about a line now; nothing for one that has ended. */
export async function clearingsFor(op: Operations, lineId: string): Promise<readonly ClearingName[]> {
  const { record } = await readLine(op, SYSTEM, { lineId });
  if (record.line.status === 'ended') return [];
  const found = { record, owes: await owes(op, record) };
  return CLEARINGS.filter((name) => HOW[name].needed(found));
}

async function owes(op: Operations, { accountId }: LineRecord): Promise<boolean> {
  const [standing] = await op.billing.standing([accountId]);
  return standing?.known === true && standing.value.balance.minor < 0;
}

/**
 * Does it: the line is written anew with what has changed, by the operation that other systems use.
 * @throws HandbackError `not_found` for what cannot be done about this line; whatever `putLine` throws
 */
export async function clear(op: Operations, lineId: string, name: string): Promise<ClearingName> {
  const known = (await clearingsFor(op, lineId)).find((one) => one === name);
  const holder = SHOWCASE.find((line) => line.lineId === lineId);
  if (known === undefined || holder === undefined) throw new HandbackError('not_found');
  const { record, etag } = await readLine(op, SYSTEM, { lineId });
  await putLine(op, SYSTEM, {
    lineId,
    fields: fieldsOf(record, holder.holderKind, HOW[known].change(record.line)),
    ifMatch: etag === null ? null : [etag],
    onlyCreate: false,
    validateOnly: false,
  });
  return known;
}

/** The fields of a stored line with what has changed. */
function fieldsOf(
  record: LineRecord,
  holderKind: 'natural' | 'legal',
  change: Change,
): Readonly<Record<string, unknown>> {
  const { paid, ...ofLine } = change;
  const portOut = change.portOut === null ? null : record.portOut;
  const line = { ...record.line, ...ofLine };
  return {
    ...lineFields({ ...record, line, portOut, holderKind, profiles: [] }),
    balance: paid ? '0' : null,
  };
}
