import { type ProfileRecord, profilesOfLines } from '../../store/lines/esim-profiles.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { findParty } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';
import { deviceLabel } from './device-label.ts';

/** An eSIM profile of a line, as its holder sees it, wherever it is. */
export type LineProfile = Pick<
  ProfileRecord,
  'iccid' | 'state' | 'lastSeenAt' | 'deletedAt' | 'notifiesDeletion'
> & {
  /** The last four digits of the EID; null where no device is known. */
  readonly eidEnd: string | null;
  readonly label: string | null;
};

/** The eSIM profiles of some lines of one holder, by line; lines without any are left out. */
export async function profilesOf(
  op: Operations,
  records: readonly LineRecord[],
): Promise<ReadonlyMap<string, readonly LineProfile[]>> {
  const found = await profilesOfLines(
    op.pool,
    records.map(({ line }) => line.lineId),
  );
  const holderId = records[0]?.holderId;
  if (found.length === 0 || holderId === undefined) return new Map();
  const party = await findParty(op.pool, op.vault, holderId);
  const shown = found.map((profile) => ({
    lineId: profile.lineId,
    profile: {
      iccid: profile.iccid,
      state: profile.state,
      lastSeenAt: profile.lastSeenAt,
      deletedAt: profile.deletedAt,
      notifiesDeletion: profile.notifiesDeletion,
      eidEnd: profile.eid?.slice(-4) ?? null,
      label: deviceLabel(op, party, profile.labelEnc),
    },
  }));
  const byLine = Map.groupBy(shown, ({ lineId }) => lineId);
  return new Map([...byLine].map(([lineId, rows]) => [lineId, rows.map(({ profile }) => profile)]));
}
