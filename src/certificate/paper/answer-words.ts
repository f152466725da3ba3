import type { Stage } from '../../domain/cases/termination.ts';
import type { Messages } from '../../messages/index.ts';
import type { AnswerMeaning, Domain } from '../../ports/hlr.ts';

type Answers = Pick<Messages, 'networkAnswers'>;

/** What a step did to the network. A step that is not in the tables yet is shown as it is, never left out. */
export function stageWords({ networkAnswers }: Answers, stage: string): string {
  const words: Partial<Readonly<Record<Stage, string>>> = networkAnswers.stages;
  return (words as Readonly<Record<string, string>>)[stage] ?? stage;
}

/** Of which domain a serving node told. */
export const domainWords = ({ networkAnswers }: Answers, domain: Domain): string =>
  networkAnswers.domains[domain];

/** What an element answered. A connector may say a word that is not in the tables yet: it is shown as it is. */
export function meaningWords({ networkAnswers }: Answers, meaning: string): string {
  // The compiler checks that every meaning of the port has words.
  const words: Readonly<Record<AnswerMeaning, string>> = networkAnswers.meanings;
  return (words as Readonly<Record<string, string>>)[meaning] ?? meaning;
}
