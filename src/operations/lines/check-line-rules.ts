import { HandbackError } from '../../domain/errors.ts';
import type { LineInput, LineProblem } from '../../domain/lines/line-input.ts';
import { type IdentityDocument, refuseUnborn } from '../../domain/people/document.ts';
import { type LocalDate, latestDayOnEarth } from '../../domain/values/local-date.ts';
import type { Operations } from '../context.ts';

/**
 * What the rulebooks say against a line's data: a jurisdiction that none is loaded for, or amounts in another currency
 * than its rules count in; and what the day says: a holder who is not born yet. Found here, it is one bad row; found at a
 * person's request to leave, it is a failure.
 */
export function lineRulesCheck(op: Operations, now: Date): (input: LineInput) => LineProblem | null {
  const currencies = new Map<string, string>();
  for (const jurisdiction of op.rulebooks.jurisdictions) {
    currencies.set(jurisdiction, op.rulebooks.current(jurisdiction, null, now).currency);
  }
  const allowed = [...currencies.keys()];
  const today = latestDayOnEarth(now);
  return ({ jurisdiction, currency, holder }) => {
    const counted = currencies.get(jurisdiction);
    if (counted === undefined)
      return { field: 'jurisdiction', code: 'field_invalid', facts: { reason: 'no_rulebook', allowed } };
    if (counted !== currency)
      return {
        field: 'currency',
        code: 'field_invalid',
        facts: { reason: 'other_currency', currency: counted },
      };
    return holder.document === null ? null : unborn(holder.document, today);
  };
}

function unborn(document: IdentityDocument, today: LocalDate): LineProblem | null {
  try {
    refuseUnborn(document, today);
    return null;
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    return { field: 'document_number', code: error.code, facts: error.facts };
  }
}

/** A problem as the error that it would be alone. */
export function problemError({ code, facts }: LineProblem): HandbackError {
  return new HandbackError(code, facts);
}
