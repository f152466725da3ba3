import { CAPACITIES } from '../../../domain/rules/capacity.ts';
import { materialsAtStore } from '../../../operations/materials-at-store.ts';
import { said } from '../../kit/house-parts.tsx';
import type { Page } from '../../kit/page.ts';
import { Heading, LinkButton, LinkList } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';

export const help: Page = {
  path: '/help',
  async show(visit) {
    const { help: text, contact } = visit.t.house;
    return {
      kind: 'page',
      title: text.title,
      back: null,
      indexed: true,
      body: (
        <>
          <Heading lead={text.lead(said(visit, visit.op.house.name))}>{text.title}</Heading>
          {text.questions.map((question) => (
            <section class="tight" key={question.title}>
              <h2>{question.title}</h2>
              <p>{question.text}</p>
            </section>
          ))}
          <Otherwise visit={visit} />
          <Bring visit={visit} />
          <section class="tight">
            <h2>{text.more}</h2>
            <LinkButton href="/contact" second>
              {contact.title}
            </LinkButton>
          </section>
        </>
      ),
    };
  },
};

/** The ways for those who cannot ask as a holder does. */
function Otherwise({ visit }: { visit: Visit }) {
  const { special: text } = visit.t;
  return (
    <section class="tight">
      <h2>{text.link}</h2>
      <p>{text.lead}</p>
      <LinkList links={[['/special', text.title, text.linkHint]]} />
    </section>
  );
}

/** What to bring to a store, before anybody travels. */
function Bring({ visit }: { visit: Visit }) {
  const { materials: text } = visit.t;
  const asked = materialsAtStore(visit.op);
  if (asked === null) return null;
  return (
    <section class="tight" id="bring">
      <h2>{text.bring}</h2>
      <p>{text.bringLead}</p>
      {CAPACITIES.map((capacity) => (
        <details key={capacity}>
          <summary>{text.comesAs(text.capacities[capacity])}</summary>
          <ul class="plain-list">
            {asked[capacity].map((material) => (
              <li key={material}>{text.names[material]}</li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
