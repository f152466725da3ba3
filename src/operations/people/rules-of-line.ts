import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import type { Operations } from '../context.ts';

/** The rules of today for a line; numbers that nobody has are treated by the first rulebook's. */
export function rulesOfLine(op: Operations, record: LineRecord | null, now: Date): ResolvedRules {
  const { jurisdiction, province } = record?.line ?? {
    jurisdiction: op.rulebooks.jurisdictions[0]!,
    province: null,
  };
  return op.rulebooks.current(jurisdiction, province, now);
}
