import type { Prompt } from '../../../domain/desks/script.ts';
import type { Formats } from '../../kit/formats.ts';
import type { DeskVisit } from '../kit/desk-visit.ts';
import { promptWords } from './prompt-words.ts';

/** One prompt at a time; without scripts all of them, in their order. */
export function ScriptPanel(props: {
  readonly visit: DeskVisit;
  readonly formats: Formats;
  readonly prompts: readonly Prompt[];
}) {
  const { visit, formats, prompts } = props;
  const { script } = visit.t.hotline;
  const words = prompts.map((prompt) => promptWords(visit, formats, prompt));
  return (
    <section class="panel tight script" aria-labelledby="script-title">
      <h2 id="script-title">{script.title}</h2>
      <ol class="prompts" data-prompts aria-live="polite">
        {words.map((text, i) => (
          <li key={text}>
            <p class="prompt">{text}</p>
            {words.length > 1 ? <span class="hint">{script.of(i + 1, words.length)}</span> : null}
          </li>
        ))}
      </ol>
      {words.length > 1 ? (
        <div class="turn" data-steps hidden>
          <button class="button second" type="button" data-step="-1" data-key="KeyB">
            {script.back}
          </button>
          <button class="button second" type="button" data-step="1" data-key="KeyN">
            {script.next}
          </button>
        </div>
      ) : null}
    </section>
  );
}
