import { HandbackError } from '../domain/errors.ts';
import type { FactorRule, IdentityFactor } from '../domain/rules/rulebook.ts';
import { type CaseRecord, findCase } from '../store/cases/cases.ts';
import type { Db } from '../store/database/database.ts';
import { findLine, type LineRecord } from '../store/lines/lines.ts';
import { normaliseReference, receiptMatches } from './cases/receipt.ts';
import type { Actor, Subscriber } from './context.ts';

/**
 * The line, if the subscriber may act on it: the one whose number was proven, or another of the same holder once the
 * document is proven too. Somebody else's line and one that does not exist look the same.
 */
export async function lineFor(db: Db, subscriber: Subscriber, lineId: string): Promise<LineRecord> {
  const record = await findLine(db, lineId);
  if (record === null || record.holderId !== subscriber.partyId || !reaches(subscriber, lineId)) {
    throw new HandbackError('line_unknown');
  }
  return record;
}

/** The case, if the actor may see and steer it. */
export async function caseFor(
  db: Db,
  actor: Actor,
  by: { caseId: string } | { reference: string },
): Promise<CaseRecord> {
  const wanted = actor.kind === 'receipt' ? { reference: normaliseReference(actor.reference) } : by;
  const found = await findCase(db, wanted);
  if (found === null || !mayOpen(actor, found)) throw new HandbackError('case_unknown');
  if ('caseId' in by && found.caseId !== by.caseId) throw new HandbackError('case_unknown');
  return found;
}

function mayOpen(actor: Actor, found: CaseRecord): boolean {
  switch (actor.kind) {
    case 'staff':
    case 'system':
      return true;
    case 'receipt':
      return receiptMatches(actor.secret, found.receiptHash);
    case 'subscriber':
      return found.holderId === actor.partyId && reaches(actor, found.lineId);
    case 'public':
      return false;
  }
}

function reaches(subscriber: Subscriber, lineId: string): boolean {
  return subscriber.lineId === lineId || subscriber.factors.includes('document_number');
}

/** @throws HandbackError `factor_needed`, naming what would do. */
export function requireFactors(subscriber: Subscriber, rule: FactorRule): void {
  const missing = missingFactors(subscriber, rule);
  if (missing.count > 0)
    throw new HandbackError('factor_needed', { missing: missing.count, accepted: missing.accepted });
}

export function missingFactors(
  subscriber: Subscriber,
  rule: FactorRule,
): { count: number; accepted: readonly IdentityFactor[] } {
  const have = rule.accepted.filter((factor) => subscriber.factors.includes(factor));
  return {
    count: Math.max(0, rule.needed - have.length),
    accepted: rule.accepted.filter((factor) => !subscriber.factors.includes(factor)),
  };
}
