import {
  joiningAnswers,
  planAnswers,
  type Question,
  type Readings,
  topUpAnswers,
} from '../../../domain/desks/questions.ts';
import type { ResolvedRules } from '../../../domain/rules/rulebook.ts';
import { localDateAt } from '../../../domain/values/local-date.ts';
import type { Db } from '../../../store/database/database.ts';
import type { LineRecord } from '../../../store/lines/lines.ts';
import { documentIndex, findParty } from '../../../store/people/parties.ts';
import type { Operations } from '../../context.ts';
import type { Hashed } from '../../people/any-equal.ts';

/**
 * The right answers to a question about a line, as keyed hashes: they go no further than to be compared.
 * @returns null where nobody can tell: we do not hold it, or the account system does not answer
 */
export async function rightAnswers(
  op: Operations,
  db: Db,
  question: Question,
  record: LineRecord,
  rules: ResolvedRules,
): Promise<Hashed | null> {
  const { line, holderId } = record;
  switch (question) {
    case 'document_number': {
      const index = (await findParty(db, op.vault, holderId))?.documentIndex ?? null;
      return index === null ? null : [index];
    }
    case 'opening_date':
      return hashed(op, question, joiningAnswers(line.openedOn));
    case 'plan_name':
      return hashed(op, question, planAnswers(line.plan.name));
    case 'recent_top_up': {
      const { topUps } = rules.settings.hotline_verification.value;
      const answer = await op.accountFacts.lastTopUps(line.lineId, topUps.newest);
      const today = localDateAt(op.clock.now(), rules.timeZone);
      const right = answer.known ? topUpAnswers(answer.topUps, topUps, today) : null;
      return right === null ? null : hashed(op, question, right);
    }
  }
}

/** What was said, in the same way. */
export function hashed(op: Operations, question: Question, readings: Readings): Hashed {
  return readings.map((reading) =>
    question === 'document_number'
      ? documentIndex(op.vault, reading)
      : op.vault.index(`answer to ${question}`, reading),
  );
}
