import { guidanceChoices } from '../../../operations/guidance/view-guidance.ts';
import type { Visit } from '../../kit/visit.ts';

export interface LeavingTask {
  readonly name: string;
  readonly title: string;
  readonly hint: string;
}

export interface LeavingTasks {
  readonly move: readonly LeavingTask[];
  readonly remove: readonly (LeavingTask & { readonly steps: readonly string[] })[];
  /** Of the operator's country; null where there is no such service. */
  readonly chinaCheck: string | null;
}

/** What to move and to delete, in this order, in the words for the operator's country. */
export function leavingTasks({ op, t: { leavingList } }: Visit): LeavingTasks {
  const inChina = guidanceChoices(op)[0]?.jurisdiction === 'cn';
  return {
    move: Object.entries(leavingList.move).map(([name, task]) => ({
      name,
      title: task.title,
      hint: inChina && 'hintInChina' in task ? task.hintInChina : task.hint,
    })),
    remove: Object.entries(leavingList.delete).map(([name, task]) => ({
      name,
      ...task,
      steps: leavingList.steps[name as keyof typeof leavingList.steps],
    })),
    chinaCheck: inChina ? leavingList.chinaCheck : null,
  };
}
