import { said } from '../../kit/house-parts.tsx';
import type { Page } from '../../kit/page.ts';
import { Heading, LinkButton, PlainList } from '../../kit/parts.tsx';

export const privacy: Page = {
  path: '/privacy',
  async show(visit) {
    const { privacy: text, contact } = visit.t.house;
    return {
      kind: 'page',
      title: text.title,
      back: null,
      indexed: true,
      body: (
        <>
          <Heading lead={text.lead(said(visit, visit.op.house.name))}>{text.title}</Heading>
          {text.parts.map((part) => (
            <PlainList key={part.title} title={part.title} items={part.items} />
          ))}
          <section class="tight">
            <h2>{text.rights}</h2>
            <p>{text.rightsText}</p>
            <LinkButton href="/contact" second>
              {contact.title}
            </LinkButton>
          </section>
        </>
      ),
    };
  },
};
