import type { Page } from '../../kit/page.ts';
import { Heading, LinkButton } from '../../kit/parts.tsx';

export const accessibility: Page = {
  path: '/accessibility',
  async show(visit) {
    const { accessibility: text, contact } = visit.t.house;
    return {
      kind: 'page',
      title: text.title,
      back: null,
      indexed: true,
      body: (
        <>
          <Heading lead={text.lead}>{text.title}</Heading>
          <ul class="plain-list">
            {text.items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
          <section class="tight">
            <h2>{text.limits}</h2>
            <p>{text.limitsText}</p>
          </section>
          <section class="tight">
            <h2>{text.tell}</h2>
            <p>{text.tellText}</p>
            <LinkButton href="/contact" second>
              {contact.title}
            </LinkButton>
          </section>
        </>
      ),
    };
  },
};
