import type { Visit } from '../../kit/visit.ts';

const SYSTEMS = ['ios', 'android', 'harmony'] as const;

/** How a person deletes an eSIM, by the system of the device. */
export function DeviceGuides({ visit }: { visit: Visit }) {
  const { esim: text } = visit.t;
  return (
    <section class="tight" id="guides">
      <h2>{text.guideTitle}</h2>
      <p>
        <Menus visit={visit} text={text.guideLead} />
      </p>
      <div class="folds">
        {SYSTEMS.map((system) => (
          <details key={system} id={`guide-${system}`}>
            <summary>{text.guides[system].title}</summary>
            <ol class="steps">
              {text.guides[system].steps.map((step) => (
                <li key={step}>
                  <Menus visit={visit} text={step} />
                </li>
              ))}
            </ol>
          </details>
        ))}
      </div>
      <p class="hint">{text.refuses}</p>
    </section>
  );
}

/** Words in which the names of menus stand out. */
function Menus({ visit, text }: { visit: Visit; text: string }) {
  return text
    .split(/[“”]/)
    .map((part, i) => (i % 2 === 1 ? <b key={part}>{visit.t.punctuation.menu(part)}</b> : part));
}
