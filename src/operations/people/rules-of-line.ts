import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import type { Operations } from '../context.ts';
import { homeRules } from '../home-time-zone.ts';

/** The rules of today for a line; what is about no line, and numbers that nobody has, are treated by those of the operator's own country. */
export function rulesOfLine(op: Operations, record: LineRecord | null, now: Date): ResolvedRules {
  if (record === null) {
    const home = homeRules(op);
    if (home !== null) return home;
  }
  const { jurisdiction, province } = record?.line ?? { jurisdiction: '', province: null };
  return op.rulebooks.current(jurisdiction, province, now);
}
