import { planFor } from '../../domain/cases/plan.ts';
import type { Reason } from '../../domain/cases/reason.ts';
import { LANES } from '../../domain/cases/termination.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { Route } from '../../domain/rules/route.ts';
import type { Channel, IdentityFactor, ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { addPeriod } from '../../domain/values/period.ts';
import { openCaseOf } from '../../store/cases/cases.ts';
import { openCases } from '../../store/cases/open-cases.ts';
import type { Db } from '../../store/database/database.ts';
import { linesWithProfiles } from '../../store/lines/esim-profiles.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { UNANSWERED } from '../access/confidential.ts';
import type { Operations } from '../context.ts';
import { newReference } from './receipt.ts';

/** A case as it begins. */
export interface CaseDraft {
  readonly record: LineRecord;
  readonly rules: ResolvedRules;
  readonly channel: Channel;
  /** Barred at once, and ended afterwards. */
  readonly urgent: boolean;
  readonly reason: Reason | null;
  readonly receiptHash: Buffer;
  /** What was proven when the receipt was given. */
  readonly receiptFactors: readonly IdentityFactor[];
  /** Of the declaration that is taken up; without one the case gets a name of its own. */
  readonly reference?: string;
  /** When the declaration was received that is taken up; else now. */
  readonly declaredAt?: Date;
  /** The last day of service that the person asked for; null for as soon as possible. */
  readonly wantedEndOn: LocalDate | null;
  /** On which route somebody else than the holder asks; null for the holder. */
  readonly route: Route | null;
  readonly now: Date;
}

export interface OpenedCase {
  readonly caseId: string;
  readonly reference: string;
}

/**
 * Opens a case of a line under a reference that nobody has; a line with an open case keeps that one.
 * @throws HandbackError `case_open` (with the open case), `cannot_tell` where that is confidential
 */
export async function openCase(op: Operations, tx: Db, draft: CaseDraft): Promise<OpenedCase> {
  const { record, rules, urgent, now } = draft;
  const { lineId, jurisdiction, province } = record.line;
  const esim = (await linesWithProfiles(tx, [lineId])).size > 0;
  const plan = planFor({ urgent, esim });
  const [opened] = await openCases(tx, [
    {
      reference: draft.reference ?? newReference(op.vault),
      lineId,
      holderId: record.holderId,
      lane: urgent ? LANES.urgent : LANES.person,
      stage: plan[0]!,
      dueAt: urgent ? now : declarationExpiry(rules, now),
      plan,
      jurisdiction,
      province,
      rulebookVersion: rules.version,
      channel: draft.channel,
      urgent,
      reason: draft.reason,
      declaredAt: draft.declaredAt ?? now,
      identifiedAt: now,
      currency: record.currency,
      receiptHash: draft.receiptHash,
      receiptFactors: draft.receiptFactors,
      wantedEndOn: draft.wantedEndOn,
      route: draft.route,
      requesterId: null,
      confidential: false,
      confirmed: null,
    },
  ]);
  if (opened !== undefined) return { caseId: opened.caseId, reference: opened.reference };
  const open = await openCaseOf(tx, lineId);
  // That there is one must not be told by refusing another: this is what the holder reads when a system is down, too.
  if (open?.confidential) throw new HandbackError('cannot_tell', { checks: UNANSWERED });
  throw new HandbackError('case_open', { caseId: open?.caseId ?? '' });
}

/** Until when the person must have taken the next step. */
export function declarationExpiry({ settings, timeZone }: ResolvedRules, now: Date): Date {
  return addPeriod(now, settings.declaration_expiry.value.period, timeZone);
}
