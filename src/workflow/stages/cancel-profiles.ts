import { resultWithoutProof, type UnbindingResult } from '../../domain/esim/unbinding.ts';
import { isCancellable, type ProfileState } from '../../domain/lines/esim-profile.ts';
import type { Iccid } from '../../domain/values/iccid.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { NetworkAnswer } from '../../ports/hlr.ts';
import { refusedOrders } from '../../store/cases/evidence.ts';
import type { Db } from '../../store/database/database.ts';
import {
  endUnbindings,
  settleUnbindings,
  type UnbindingRecord,
  unbindingsOfCase,
} from '../../store/esim/unbindings.ts';
import { moveProfile } from '../../store/lines/esim-profiles.ts';
import type { StageModule } from '../engine/stage.ts';
import { type CaseAtStage, perCase } from './per-case.ts';

/** What became of an eSIM profile when its line ended, and the state that the SM-DP+ has it in now, if that is new. */
interface ProfileEnd {
  readonly iccid: Iccid;
  readonly result: UnbindingResult;
  readonly state: ProfileState | null;
}

/**
 * After the cut, what no device has is taken back at the SM-DP+ for good, and of every other profile without the
 * device's signed deletion it is recorded that it is unproven, and why. A proof that comes later still counts.
 */
export const cancelProfiles: StageModule<readonly ProfileEnd[]> = {
  stage: 'cancel_profiles',
  connector: 'smdp',
  run: perCase(async (at) => {
    const { work, context } = at;
    const profiles = await unbindingsOfCase(context.pool, work.caseId);
    const refused = await refusedOrders(context.pool, work.caseId);
    const ends: ProfileEnd[] = [];
    for (const profile of profiles) ends.push(await endOf(profile, refused, at));
    return { kind: 'done', result: ends, facts: countsOf(ends) };
  }),
  async record(tx, done) {
    const ended = done.flatMap(({ work, result }) => result.map((end) => ({ ...end, caseId: work.caseId })));
    // In the order in which notifications touch them (`applyNotifications`): neither waits for the other in a circle.
    for (const { iccid, state } of ended) if (state !== null) await moveProfile(tx, iccid, { state });
    await settleUnbindings(tx, ended);
    await endUnbindings(
      tx,
      done.map(({ work }) => work.caseId),
    );
  },
  /** What was not taken back stays unproven, and in the ledger until a proof comes. */
  async skip(tx: Db, { caseId }) {
    const profiles = await unbindingsOfCase(tx, caseId);
    await settleUnbindings(
      tx,
      profiles.map((profile) => ({ caseId, iccid: profile.iccid, result: resultWithoutProof(profile) })),
    );
    await endUnbindings(tx, [caseId]);
    return {};
  },
};

function countsOf(ends: readonly ProfileEnd[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { result } of ends) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
}

async function endOf(
  profile: UnbindingRecord,
  /** How often each access was refused: the peer answers the same call the same, so that a person's retry is another call. */
  refused: ReadonlyMap<string, number>,
  { work, smdp, evidence }: CaseAtStage,
): Promise<ProfileEnd> {
  const end = (result: UnbindingResult, state: ProfileState | null = null): ProfileEnd => ({
    iccid: profile.iccid,
    result,
    state,
  });
  if (profile.result !== null || !isCancellable(profile.state)) return end(resultWithoutProof(profile));
  const accessId = work.accesses.find((access) => access.iccid === profile.iccid)?.accessId ?? profile.iccid;
  const keepAnswers = (answers: readonly NetworkAnswer[]): void => {
    for (const answer of answers) evidence.push({ accessId, answer });
  };
  const order = {
    key: [work.caseId, profile.iccid, refused.get(accessId) ?? 0].join(':'),
    iccid: profile.iccid,
    eid: profile.eid,
    matchingId: profile.matchingId,
  };
  const { value, answers } = await smdp.cancelOrder(order).catch((error: unknown) => {
    if (!(error instanceof ConnectorError)) throw error;
    keepAnswers(error.answers);
    throw new ConnectorError(error.connector, error.fault, error.detail, [], { cause: error });
  });
  keepAnswers(answers);
  switch (value) {
    case 'cancelled':
      return end('cancelled', 'unavailable');
    // A device fetched it between our looking and our asking: from here on only that device can delete it.
    case 'already_downloaded':
      return end(resultWithoutProof(profile), 'downloaded');
    case 'unknown_profile':
      return end(resultWithoutProof(profile));
  }
}
