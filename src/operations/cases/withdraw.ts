import { withdrawal } from '../../domain/cases/moves.ts';
import { HandbackError } from '../../domain/errors.ts';
import { lockOpenCase } from '../../store/cases/cases.ts';
import { moveCase } from '../../store/cases/move-cases.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { findLine } from '../../store/lines/lines.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess, requireProof, type StepsTaken } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { caseFor, type Follower, mayOpen } from './case-for.ts';
import { type CaseView, caseView } from './case-view.ts';
import { tellEveryContact } from './tell-contacts.ts';

/** What became of a withdrawal, and the case as it stands afterwards. */
export interface Withdrawn {
  readonly effect: 'withdrawn' | 'undoing';
  readonly view: CaseView;
}

/**
 * Takes a declaration back: at once while nothing was touched; with the bar lifted from the saved profile while it can
 * be; never after the pivot. A stage that is running finishes first and is then undone. Sent twice it happens once.
 *
 * @throws HandbackError `forbidden`, `case_unknown`, `withdraw_too_late`; `factor_needed` where the line was barred at once,
 *   or its end confirmed, with more proof than is shown
 */
export async function withdraw(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string },
): Promise<Withdrawn> {
  requireAccess(actor, 'withdraw');
  const now = op.clock.now();
  const found = await caseFor(op.pool, actor, request);
  if (found.outcome === 'withdrawn')
    return { effect: 'withdrawn', view: await caseView(op, op.pool, found, now) };
  // Who has only the phone must not lift the bar of a phone that is reported as stolen, nor undo what the document confirmed.
  if (actor.kind === 'subscriber')
    requireProof(actor, 'withdraw', op.rulebooks.forCase(found, now), stepsFor(found));
  const effect = await inTransaction(op.pool, (tx) => takeBack(op, tx, actor, { ...found, now }));
  const after = await caseFor(op.pool, actor, request);
  return { effect, view: await caseView(op, op.pool, after, now) };
}

/** What somebody else showed to act in the holder's place outweighs nothing that the holder shows: who lives stops it with their own proof. */
function stepsFor(found: StepsTaken & { readonly requesterId: string | null }): StepsTaken {
  return found.requesterId === null ? found : { ...found, receiptFactors: [] };
}

async function takeBack(
  op: Operations,
  tx: Db,
  actor: Follower,
  asked: {
    readonly caseId: string;
    readonly reference: string;
    readonly holderId: string;
    readonly now: Date;
  },
): Promise<Withdrawn['effect']> {
  const { caseId, reference, holderId, now } = asked;
  const open = await lockOpenCase(tx, caseId);
  if (open === null) {
    // The engine closed it meanwhile: by another copy of this request, perhaps.
    const closed = await caseFor(tx, actor, { caseId });
    if (closed.outcome === 'withdrawn') return 'withdrawn';
    throw new HandbackError('withdraw_too_late');
  }
  if (open.outcome === 'withdrawn') return 'withdrawn';
  if (open.stage === 'undo_bar' || open.withdrawRequestedAt !== null) return 'undoing';
  // As it stands now, locked: a report or a confirmation may have been committed since it was looked at.
  if (!mayOpen(actor, open)) throw new HandbackError('case_unknown');
  if (actor.kind === 'subscriber')
    requireProof(actor, 'withdraw', op.rulebooks.forCase(open, now), stepsFor(open));
  const move = withdrawal(open);
  const atOnce = move.to === 'close';
  await moveCase(tx, {
    ...move,
    caseId,
    lineId: open.lineId,
    lease: null,
    watched: true,
    patch: { withdrawRequestedAt: now, ...(atOnce ? { outcome: 'withdrawn' as const } : {}) },
    audit: [{ actor: auditName(actor), action: 'withdrawn', facts: { stage: open.stage } }],
  });
  // With a bar to lift, the engine tells when the line is back.
  if (!atOnce) return 'undoing';
  const record = await findLine(tx, open.lineId);
  if (record?.holderId === holderId)
    await tellEveryContact(op, tx, {
      caseId,
      reference,
      holderId,
      msisdn: record.line.msisdn,
      kind: 'withdrawn',
    });
  return 'withdrawn';
}
