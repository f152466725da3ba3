import { HandbackError } from '../../../domain/errors.ts';
import { type GivenUpFor, NOTICE_KINDS, NOTICES, type NoticeKind } from '../../../domain/notices.ts';
import { insertAudit } from '../../../store/audit.ts';
import { type Db, inTransaction } from '../../../store/database/database.ts';
import { findNotice, type NoticeRecord, type Reopening, waitAgain } from '../../../store/notices.ts';
import { wakeOutbox } from '../../../store/wake.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

/** So many are let wait again by one commit. */
const AT_ONCE = 500;
/** Where the person or the contact is gone, there is nobody to send it to. */
const OF_ONE = ['deadline', 'refused'] as const satisfies readonly GivenUpFor[];
/** What the peer will never take is no better for being sent a second time, unless somebody knows why. */
const OF_ALL = ['deadline'] as const satisfies readonly GivenUpFor[];

/**
 * Lets messages be tried again that were given up, with a new deadline: one of them, or all whose time was over while their peer
 * was away. A code is never sent again: it is over.
 *
 * @param request `noticeId`: that one; `kind`: all of a kind, or with null of all kinds
 * @returns how many wait again
 * @throws HandbackError `forbidden`, `notice_unknown`, `notice_not_retryable`
 */
export async function retryNotices(
  op: Operations,
  actor: Actor,
  request: { readonly noticeId: string } | { readonly kind: NoticeKind | null },
): Promise<number> {
  requireAccess(actor, 'retryNotices');
  if ('noticeId' in request) {
    const { noticeId } = request;
    const again = await reopen(op, actor, { noticeId, kinds: NOTICE_KINDS.filter(isWorthIt), why: OF_ONE });
    if (again === 0) throw await refusalOf(op.pool, noticeId);
    return again;
  }
  const { kind } = request;
  const kinds = NOTICE_KINDS.filter((one) => isWorthIt(one) && (kind === null || one === kind));
  let total = 0;
  for (;;) {
    const again = await reopen(op, actor, { noticeId: null, kinds, why: OF_ALL });
    total += again;
    if (again < AT_ONCE) return total;
  }
}

/** Whether this message can be let wait again by itself. */
export function isResendable({ kind, state, givenUpFor }: NoticeRecord): boolean {
  return state === 'given_up' && isWorthIt(kind) && OF_ONE.some((reason): boolean => reason === givenUpFor);
}

const isWorthIt = (kind: NoticeKind): boolean => NOTICES[kind].again;

async function reopen(
  op: Operations,
  actor: Parameters<typeof auditName>[0],
  which: Pick<Reopening, 'noticeId' | 'why'> & { readonly kinds: readonly NoticeKind[] },
): Promise<number> {
  return inTransaction(op.pool, async (tx) => {
    const kinds = which.kinds.map((kind) => ({ kind, goodForMs: NOTICES[kind].goodForMs }));
    const again = await waitAgain(tx, { ...which, kinds, limit: AT_ONCE });
    await insertAudit(
      tx,
      again.map(({ caseId, noticeId, kind }) => ({
        caseId,
        lineId: null,
        actor: auditName(actor),
        action: 'notice_retried',
        facts: { noticeId, kind },
      })),
    );
    if (again.length > 0) await wakeOutbox(tx);
    return again.length;
  });
}

async function refusalOf(db: Db, noticeId: string): Promise<HandbackError> {
  const found = await findNotice(db, noticeId);
  if (found === null) return new HandbackError('notice_unknown');
  const { kind, state } = found;
  return new HandbackError('notice_not_retryable', { kind, state });
}
