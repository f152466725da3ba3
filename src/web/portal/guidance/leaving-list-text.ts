import type { Visit } from '../../kit/visit.ts';
import { leavingTasks } from './leaving-tasks.ts';

/** The whole list with empty boxes: no tick is known here. */
export function leavingListText(visit: Visit): string {
  const { leavingList: t, punctuation } = visit.t;
  const { move, remove, chinaCheck } = leavingTasks(visit);
  const item = ({ title, hint }: { title: string; hint: string }): string =>
    `[ ] ${punctuation.labelled(title, hint)}`;
  return `${[
    t.title,
    t.lead,
    '',
    t.moveTitle,
    t.moveLead,
    ...move.map(item),
    ...(chinaCheck === null ? [] : [chinaCheck]),
    '',
    t.deleteTitle,
    t.deleteLead,
    ...remove.map(item),
    ...remove.flatMap(({ title, steps }) => [
      '',
      t.how(title),
      ...steps.map((step, i) => `${i + 1}. ${step}`),
    ]),
  ].join('\n')}\n`;
}
