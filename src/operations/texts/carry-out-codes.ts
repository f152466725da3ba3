import { HandbackError } from '../../domain/errors.ts';
import type { CheckName } from '../../domain/rules/rulebook.ts';
import { messages } from '../../messages/index.ts';
import { smsText } from '../../messages/sms.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { findLine } from '../../store/lines/lines.ts';
import { insertNotices } from '../../store/outbox.ts';
import { contactsOf, findParty } from '../../store/people/parties.ts';
import {
  type DueCode,
  noteCaseOfCode,
  noteCodeDone,
  noteInTheWay,
  noteTold,
  takeDueCodes,
} from '../../store/texts/switching-codes.ts';
import { wakeOutbox } from '../../store/wake.ts';
import { type Actor, auditName, type OtherSystem } from '../access/actor.ts';
import type { Assertion } from '../access/proof.ts';
import { requireAccess } from '../access/require-access.ts';
import { caseFor } from '../cases/case-for.ts';
import { confirm } from '../cases/confirm.ts';
import { declare } from '../cases/declare.ts';
import type { Operations } from '../context.ts';
import { toEverybody } from '../people/contacts/to-everybody.ts';

/** In whose name a case begins by a code. */
const SWITCHING: OtherSystem = {
  kind: 'system',
  name: 'switching-codes',
  scopes: ['cases:declare'],
  channel: 'online',
};
/** The code went to the line's own phone, and came back from another operator: it proves what a code by text proves. */
const BY_CODE: Assertion = { provenBy: ['sms_code'], channel: 'online' };

/** What one turn takes at the most; the next begins in a minute. */
const A_TURN = 100;
/** So many are looked at at once: each asks billing. */
const AT_ONCE = 4;

/** How it stands with one used code. */
type Standing =
  | { readonly kind: 'confirmed' }
  /** Its case has ended, the line is somebody else's, or its time is over: nothing will come of it any more. */
  | { readonly kind: 'over'; readonly why: string }
  | { readonly kind: 'waits'; readonly checks: readonly string[]; readonly tell: boolean };

/**
 * Carries out the codes that other operators have used: declared and confirmed, for nobody is there who could be asked once more. What
 * stands in the way keeps the case from going on, not from being received; it is tried again until nothing does, as long as the case
 * waits for its confirmation (`declaration_expiry`), and the person is told of it once.
 *
 * @returns how many were taken up
 */
export async function carryOutCodes(op: Operations, actor: Actor): Promise<number> {
  requireAccess(actor, 'takeRedemptions');
  const due = [...(await takeDueCodes(op.pool, A_TURN))];
  const count = due.length;
  const faults: unknown[] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = due.shift(); one !== undefined; one = due.shift()) {
        // One that fails must not keep the others.
        await carryOut(op, actor, one).catch((error: unknown) => void faults.push(error));
      }
    }),
  );
  if (faults.length > 0) throw faults[0];
  return count;
}

async function carryOut(op: Operations, actor: Actor, code: DueCode): Promise<void> {
  const caseId = code.caseId ?? (await begun(op, code));
  const standing = await standingOf(op, code, caseId);
  await inTransaction(op.pool, async (tx) => {
    if (standing.kind === 'waits') return keepWaiting(op, tx, { ...code, caseId }, standing);
    if (!(await noteCodeDone(tx, code.codeId))) return;
    const facts = standing.kind === 'over' ? { why: standing.why } : {};
    const action = standing.kind === 'over' ? 'switching_code_over' : 'switching_code_confirmed';
    await insertAudit(tx, [{ caseId, lineId: code.lineId, actor: auditName(actor), action, facts }]);
  });
}

/** The case of the line, which begins here unless it has one; noted at once, so that a case that ends is never begun anew. */
async function begun(op: Operations, { codeId, lineId, holderId }: DueCode): Promise<string | null> {
  if ((await findLine(op.pool, lineId))?.holderId !== holderId) return null;
  const caseId = await declared(op, codeId, lineId);
  if (caseId !== null) await noteCaseOfCode(op.pool, codeId, caseId);
  return caseId;
}

async function declared(op: Operations, codeId: string, lineId: string): Promise<string | null> {
  try {
    const made = await declare(op, SWITCHING, {
      ...{ lineId, reason: null, assertion: BY_CODE },
      keepReceipt: (tx, { caseId }) => noteCaseOfCode(tx, codeId, caseId),
    });
    return 'caseId' in made ? made.caseId : null;
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    const { caseId } = error.facts;
    // Without its name it is one that nobody may know of.
    return error.code === 'case_open' && typeof caseId === 'string' && caseId !== '' ? caseId : null;
  }
}

async function standingOf(op: Operations, code: DueCode, caseId: string | null): Promise<Standing> {
  if (caseId === null) return withoutCase(op, code);
  const request = { caseId, assertion: BY_CODE };
  try {
    // It answers in the same way where the case was confirmed before, also where it has ended since.
    const { stage, closedAt, withdrawRequestedAt } = await caseFor(op.pool, SWITCHING, { caseId });
    if (closedAt !== null || withdrawRequestedAt !== null || stage === 'undo_bar')
      return { kind: 'over', why: 'stage_conflict' };
    // A look first: what is refused is kept as a decision, and the same one every hour would say nothing.
    await confirm(op, SWITCHING, { ...request, validateOnly: true });
    await confirm(op, SWITCHING, request);
    return { kind: 'confirmed' };
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    const { code: why } = error;
    if (why === 'stage_conflict' || why === 'case_unknown' || why === 'line_unknown')
      return { kind: 'over', why };
    const { checks } = error.facts;
    const named = Array.isArray(checks) ? checks.filter((check) => typeof check === 'string') : [];
    return { kind: 'waits', checks: named, tell: why === 'not_eligible' && named.length > 0 };
  }
}

async function withoutCase(op: Operations, { lineId, holderId, expiresAt }: DueCode): Promise<Standing> {
  const record = await findLine(op.pool, lineId);
  if (record === null || record.line.status === 'ended') return { kind: 'over', why: 'line_ended' };
  if (record.holderId !== holderId) return { kind: 'over', why: 'other_holder' };
  if (op.clock.now() >= expiresAt) return { kind: 'over', why: 'expired' };
  return { kind: 'waits', checks: [], tell: false };
}

async function keepWaiting(
  op: Operations,
  tx: Db,
  code: DueCode,
  { checks, tell }: Extract<Standing, { kind: 'waits' }>,
): Promise<void> {
  await noteInTheWay(tx, code.codeId, checks);
  if (!tell || !(await noteTold(tx, code.codeId))) return;
  const [record, party] = await Promise.all([
    findLine(tx, code.lineId),
    findParty(tx, op.vault, code.holderId),
  ]);
  if (record === null || record.holderId !== code.holderId || party === null) return;
  const { msisdn } = record.line;
  const { eligibility, punctuation } = messages(party.language);
  const titles = checks.map((check) => eligibility.checks[check as CheckName]?.title ?? check);
  const inTheWay = punctuation.listed(titles);
  const facts = { inTheWay, url: op.lineUrl(code.lineId) };
  const text = smsText(op.sender, party.language, 'switching_waits', facts, msisdn);
  const { partyId, dataKey } = party;
  const notice = { caseId: code.caseId, partyId, dataKey, kind: 'switching_waits', text } as const;
  const contacts = (await contactsOf(tx, op.vault, party)).filter(({ verifiedAt }) => verifiedAt !== null);
  await insertNotices(tx, op.vault, toEverybody(notice, contacts, msisdn));
  await wakeOutbox(tx);
}
