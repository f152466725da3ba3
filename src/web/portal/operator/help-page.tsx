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
          <section class="tight" id="bring">
            <h2>{visit.t.materials.bring}</h2>
            <LinkList
              links={[
                ['/need', visit.t.guidance.link, visit.t.guidance.linkHint],
                ['/before-you-go', visit.t.leavingList.link, visit.t.leavingList.linkHint],
              ]}
            />
          </section>
          <Otherwise visit={visit} />
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
