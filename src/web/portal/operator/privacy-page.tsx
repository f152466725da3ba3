import { ROUTES } from '../../../domain/rules/route.ts';
import { routeAsks } from '../../../operations/special/route-asks.ts';
import { said } from '../../kit/house-parts.tsx';
import type { Page } from '../../kit/page.ts';
import { Heading, LinkButton, LinkList, PlainList } from '../../kit/parts.tsx';

export const privacy: Page = {
  path: '/privacy',
  async show(visit) {
    const { privacy: text, contact } = visit.t.house;
    // The same on every route.
    const { picturesKept } = routeAsks(visit.op, ROUTES[0]);
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
          <div id="requests">
            <PlainList
              title={text.special.title}
              items={[text.special.pictures(picturesKept.amount, picturesKept.unit), ...text.special.items]}
            />
          </div>
          <section class="tight">
            <h2>{text.rights}</h2>
            <p>{text.rightsText}</p>
            <LinkList
              links={[
                ['/records', visit.t.privacy.page.title],
                ['/export', visit.t.accountExport.link, visit.t.accountExport.linkHint],
              ]}
            />
            <LinkButton href="/contact" second>
              {contact.title}
            </LinkButton>
          </section>
        </>
      ),
    };
  },
};
