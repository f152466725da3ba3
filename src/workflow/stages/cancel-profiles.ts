import { resultWithoutProof, type UnbindingResult } from '../../domain/esim/unbinding.ts';
import { isCancellable, type ProfileState } from '../../domain/lines/esim-profile.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { NetworkAnswer } from '../../ports/hlr.ts';
import type { Evidence, ProfileEnd, Work } from '../../store/cases/work.ts';
import {
  endUnbindings,
  settleUnbindings,
  type UnbindingRecord,
  unbindingsOfCase,
} from '../../store/esim/unbindings.ts';
import { moveProfile } from '../../store/lines/esim-profiles.ts';
import type { StageContext, StageModule } from '../engine/stage.ts';
import { perCase, whileHeld } from './per-case.ts';

/**
 * After the cut, what no device has is taken back at the SM-DP+ for good, and of every other profile without the
 * device's signed deletion it is recorded that it is unproven, and why. A proof that comes later still counts.
 */
export const cancelProfiles: StageModule = {
  stage: 'cancel_profiles',
  connector: 'smdp',
  run: perCase(async (work, context, evidence) => {
    const profiles = await unbindingsOfCase(context.pool, work.caseId);
    const refused = await refusalsOf(work, context);
    const ends: ProfileEnd[] = [];
    for (const profile of profiles) ends.push(await endOf(profile, refused, work, context, evidence));
    work.profileEnds = ends;
    const counts = Object.groupBy(ends, (end) => end.result);
    return {
      kind: 'done',
      facts: Object.fromEntries(Object.entries(counts).map(([result, list]) => [result, list.length])),
    };
  }),
  async record(tx, done) {
    const ended = done.flatMap((work) =>
      (work.profileEnds ?? []).map((end) => ({ ...end, caseId: work.caseId })),
    );
    // In the order in which notifications touch them (`applyNotifications`): neither waits for the other in a circle.
    for (const { iccid, state } of ended) if (state !== null) await moveProfile(tx, iccid, { state });
    await settleUnbindings(tx, ended);
    await endUnbindings(
      tx,
      done.map((work) => work.caseId),
    );
  },
};

/** How often each profile was refused: the peer answers the same call the same, so that a person's retry is another call. */
async function refusalsOf(work: Work, context: StageContext): Promise<ReadonlyMap<string, number>> {
  const { rows } = await context.pool.query<{ access_id: string; n: number }>(
    `select access_id, count(*)::int as n from evidence
     where case_id = $1 and stage = 'cancel_profiles' and meaning = 'order_refused' group by access_id`,
    [work.caseId],
  );
  return new Map(rows.map((row) => [row.access_id, row.n]));
}

async function endOf(
  profile: UnbindingRecord,
  refused: ReadonlyMap<string, number>,
  work: Work,
  context: StageContext,
  evidence: Evidence[],
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
  const { value, answers } = await whileHeld(work, context.smdp)
    .cancelOrder(order)
    .catch((error: unknown) => {
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
