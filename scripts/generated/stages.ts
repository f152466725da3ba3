import { nextStage, type PlanInput, planFor } from '../../src/domain/cases/plan.ts';
import { PIVOT, STAGE_NAMES, STAGES } from '../../src/domain/cases/termination.ts';
import type { GeneratedFile } from './index.ts';

export function stages(): GeneratedFile {
  const rows = STAGE_NAMES.map((name) => {
    const { driver, withdraw, intent, skippable } = STAGES[name];
    return `| \`${name}\`${name === PIVOT ? ' (the pivot)' : ''} | ${driver} | ${withdraw.replace('_', ' ')} | ${intent ? 'yes' : ''} | ${skippable ? 'yes' : ''} |`;
  });
  const edges = (title: string, input: PlanInput): string => {
    const plan = planFor(input);
    const arrows = plan.slice(0, -1).map((stage) => `  ${stage} --> ${nextStage(plan, stage)}`);
    const undo = plan
      .filter((stage) => STAGES[stage].withdraw === 'undo')
      .map((stage) => `  ${stage} -. withdraw .-> undo_bar`);
    const back = plan.flatMap((stage) => {
      const to = STAGES[stage].back;
      return to === null ? [] : [`  ${stage} -. not as left .-> ${to}`];
    });
    return `## ${title}\n\n\`\`\`mermaid\nflowchart LR\n${[...arrows, ...undo, ...back, '  undo_bar --> close'].join('\n')}\n\`\`\`\n`;
  };
  return {
    path: 'docs/reference/stages.md',
    content: [
      '# Stages of a case\n\nMade from `src/domain/cases/termination.ts` and `src/domain/cases/plan.ts`.\n',
      `| stage | moved by | withdrawing here | intent first | staff may skip |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`,
      edges('Of a line with a card', { urgent: false, esim: false }),
      edges('With eSIM profiles', { urgent: false, esim: true }),
      edges('Lost, stolen or misused, with eSIM profiles', { urgent: true, esim: true }),
    ].join('\n'),
  };
}
