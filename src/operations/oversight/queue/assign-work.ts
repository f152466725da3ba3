import { HandbackError } from '../../../domain/errors.ts';
import { REASSIGNING, WORK_KINDS, WORK_ROLES, type WorkItem } from '../../../domain/oversight/work.ts';
import { insertAudit } from '../../../store/audit.ts';
import { type Db, inTransaction } from '../../../store/database/database.ts';
import {
  assign,
  type Colleague,
  colleaguesWith,
  giveBackWork,
  queuedWork,
} from '../../../store/oversight/queue.ts';
import { type Actor, auditName, type StaffInPerson } from '../../access/actor.ts';
import { seesConfidential } from '../../access/confidential.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { kindsFor } from './list-work.ts';

export type { Colleague } from '../../../store/oversight/queue.ts';

/** What became of one thing: `taken`: somebody else has it; `gone`: it waits no longer, or is nothing for whoever asks; `not_for_them`: they have no role for it. */
export type AssignmentResult = 'done' | 'taken' | 'gone' | 'not_for_them';

export interface AssignmentRequest {
  readonly items: readonly WorkItem[];
  readonly to: 'me' | 'nobody' | { readonly subject: string };
}

const MOST = 100;

/**
 * Takes work, gives it back, or gives it to somebody else who has a role for it. What somebody has is taken from them, or given away,
 * by a supervisor alone. Of two who take the same at once one has it, and the other is told. Each thing is decided by itself.
 *
 * @returns what became of each, in their order
 * @throws HandbackError `role_needed`, `forbidden`, `request_invalid` for nothing, too much, or nobody of ours
 */
export async function assignWork(
  op: Operations,
  actor: Actor,
  { items, to }: AssignmentRequest,
): Promise<readonly AssignmentResult[]> {
  requireAccess(actor, 'assignWork');
  const { subject, roles } = actor.person;
  if (items.length === 0 || items.length > MOST)
    throw new HandbackError('request_invalid', { field: 'items' });
  const person =
    to === 'nobody'
      ? null
      : to === 'me'
        ? { subject, roles }
        : ((await colleagues(op, actor)).find((one) => one.subject === to.subject) ?? undefined);
  if (person === undefined) throw new HandbackError('request_invalid', { field: 'to' });
  const there = await waitingNow(op, actor, items);
  return inTransaction(op.pool, async (tx) => {
    const results = new Map<string, AssignmentResult>();
    // In one order for all, so that two who take many wait for each other and never in a circle.
    for (const one of [...items].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)))
      results.set(nameOf(one), there.has(nameOf(one)) ? await give(tx, actor, one, person) : 'gone');
    return items.map((one) => results.get(nameOf(one))!);
  });
}

const nameOf = ({ kind, item }: WorkItem): string => `${kind} ${item}`;

/** Those of them that wait, and that the actor may know of. */
async function waitingNow(
  op: Operations,
  actor: StaffInPerson,
  items: readonly WorkItem[],
): Promise<ReadonlySet<string>> {
  const found = await queuedWork(op.pool, {
    kinds: kindsFor(actor).filter((kind) => items.some((one) => one.kind === kind)),
    ...{ waitingFor: null, stage: null, jurisdiction: null, province: null, overdueAt: null },
    ...{ assigned: null, after: null, items, limit: MOST },
    confidential: seesConfidential(actor),
  });
  return new Set(found.map(nameOf));
}

async function give(
  tx: Db,
  actor: StaffInPerson,
  work: WorkItem,
  person: { readonly subject: string; readonly roles: readonly string[] } | null,
): Promise<AssignmentResult> {
  const { subject, roles } = actor.person;
  const override = roles.some((role) => REASSIGNING.includes(role));
  if (person === null) {
    const back = await giveBackWork(tx, work, override ? null : subject);
    if (back !== 'given_back') return back === 'of_others' ? 'taken' : 'done';
  } else {
    if (!WORK_ROLES[work.kind].some((role) => person.roles.includes(role))) return 'not_for_them';
    // Whoever takes for themselves takes what is free; taking away is giving to somebody.
    const by = { to: person.subject, by: subject, override: override && person.subject !== subject };
    if ((await assign(tx, work, by)) !== person.subject) return 'taken';
  }
  await insertAudit(tx, [
    {
      ...{ caseId: work.kind === 'case' ? work.item : null, lineId: null, actor: auditName(actor) },
      action: person === null ? 'work_given_back' : 'work_assigned',
      facts: { kind: work.kind, item: work.item, ...(person === null ? {} : { to: person.subject }) },
    },
  ]);
  return 'done';
}

/** To whom work can be given: those who signed in lately with a role for any of it. */
export async function colleagues(op: Operations, actor: Actor): Promise<readonly Colleague[]> {
  requireAccess(actor, 'assignWork');
  return colleaguesWith(op.pool, [...new Set(WORK_KINDS.flatMap((kind) => WORK_ROLES[kind]))]);
}
