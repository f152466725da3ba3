import type { Visit } from './visit.ts';

/** The island that lets the page be left without a trace in the history; without it the link is a link. */
export const LEAVE_NOW = 'leave-now';

/** Out of the page at once, to one that tells nothing, for whom nobody may see reading it. Nothing of it is loaded before. */
export function LeaveNow({ visit }: { visit: Visit }) {
  const { special: text } = visit.t;
  return (
    <aside class="leave-now" aria-label={text.leave}>
      <a class="button second" href={text.leaveTo} rel="noreferrer" data-leave>
        {text.leave}
      </a>
      <span class="hint" data-leave-hint hidden>
        {text.leaveHint}
      </span>
    </aside>
  );
}
