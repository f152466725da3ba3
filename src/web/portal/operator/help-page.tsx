import { said } from '../../kit/house-parts.tsx';
import type { Page } from '../../kit/page.ts';
import { Heading, LinkButton } from '../../kit/parts.tsx';

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
