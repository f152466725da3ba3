import { FINDING_KINDS } from '../../domain/reconciliation/finding.ts';
import type { Iccid } from '../../domain/values/iccid.ts';
import type { Imsi } from '../../domain/values/imsi.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { AnswerMeaning, Hlr, NetworkAnswer } from '../../ports/hlr.ts';
import type { Smdp } from '../../ports/smdp.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { moveProfile } from '../../store/lines/esim-profiles.ts';
import {
  type Finding,
  findFinding,
  noteNotCleared,
  resolveFinding,
} from '../../store/reconciliation/findings.ts';
import { accessesOf } from '../../store/reconciliation/our-side.ts';
import { assignNumber, restNumber } from '../../store/reconciliation/own-differences.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

export interface ClearingPeers {
  readonly hlr: Hlr;
  readonly smdp: Smdp;
}

/** What came of an act: null where it is done, else why it is not. */
type Outcome = { readonly failed: string | null; readonly meanings: readonly AnswerMeaning[] };
const done = (answers: readonly NetworkAnswer[] = []): Outcome => ({
  failed: null,
  meanings: meant(answers),
});
const not = (failed: string, answers: readonly NetworkAnswer[] = []): Outcome => ({
  failed,
  meanings: meant(answers),
});
const meant = (answers: readonly NetworkAnswer[]): readonly AnswerMeaning[] =>
  answers.map(({ meaning }) => meaning);

/**
 * Clears one finding that somebody asked to have cleared. It looks again first, and does it only where the finding is still so. A peer that
 * is away is asked again by the job that this is.
 */
export async function carryOutClearing(
  op: Operations,
  actor: Actor,
  { findingId }: { readonly findingId: string },
  peers: ClearingPeers,
): Promise<void> {
  requireAccess(actor, 'carryOutClearing');
  const finding = await findFinding(op.pool, findingId);
  if (finding === null || finding.resolvedAt !== null || finding.clearAskedAt === null) return;
  const finish = await clear(op, finding, peers).catch((error: unknown): Finish => {
    // What was not answered is asked again; a refusal is for a person to read.
    if (error instanceof ConnectorError && error.fault === 'refused')
      return async () => not(error.detail, error.answers);
    throw error;
  });
  const { kind, lineId } = finding;
  const by = auditName(actor);
  await inTransaction(op.pool, async (tx) => {
    const { failed, meanings } = await finish(tx);
    if (failed === null) await resolveFinding(tx, findingId, { as: 'cleared', by, note: null });
    else await noteNotCleared(tx, findingId, failed);
    const facts = { finding: findingId, kind, failed, answers: meanings };
    const action = failed === null ? 'finding_cleared' : 'finding_not_cleared';
    await insertAudit(tx, [{ caseId: null, lineId, actor: by, action, facts }]);
  });
}

/** What is left to be done here, together with the record of it. */
type Finish = (tx: Db) => Promise<Outcome>;

async function clear(op: Operations, finding: Finding, { hlr, smdp }: ClearingPeers): Promise<Finish> {
  const { kind, subject } = finding;
  switch (FINDING_KINDS[kind].act) {
    case 'end_again': {
      const outcome = await endAgain(op, hlr, subject as Imsi);
      return async () => outcome;
    }
    case 'take_back':
      return takeBack(smdp, subject as Iccid);
    case 'rest_number':
      return async (tx) => ((await restNumber(tx, subject)) ? done() : not('not_so_any_more'));
    case 'assign_number':
      return async (tx) => ((await assignNumber(tx, subject)) ? done() : not('not_so_any_more'));
    case null:
      return async () => not('by_hand');
  }
}

/** In the order that really ends a line: bar, cut off from its nodes, remove, look again. */
async function endAgain(op: Operations, hlr: Hlr, imsi: Imsi): Promise<Outcome> {
  // A card that was given out again since then is somebody's.
  if ((await accessesOf(op.pool, [imsi])).get(imsi)?.stands !== false) return not('card_serves_a_line');
  const answers: NetworkAnswer[] = [];
  const before = await hlr.lookup(imsi);
  answers.push(...before.answers);
  if (before.value === null) return done(answers);
  answers.push(...(await hlr.bar(imsi)).answers);
  for (const node of before.value.servingNodes)
    answers.push(...(await hlr.cancelLocation(imsi, node)).answers);
  answers.push(...(await hlr.remove(imsi)).answers);
  const after = await hlr.lookup(imsi);
  answers.push(...after.answers);
  return after.value === null ? done(answers) : not('still_there', answers);
}

async function takeBack(smdp: Smdp, iccid: Iccid): Promise<Finish> {
  const key = `reconciliation:${iccid}`;
  const { value, answers } = await smdp.cancelOrder({ key, iccid, eid: null, matchingId: null });
  if (value === 'already_downloaded') return async () => not('already_downloaded', answers);
  return async (tx) => {
    await moveProfile(tx, iccid, { state: 'unavailable' });
    return done(answers);
  };
}
