import { Phone, said } from '../../kit/house-parts.tsx';
import type { Page } from '../../kit/page.ts';
import { Heading, LinkButton, type Row, Rows } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';

export const contact: Page = {
  path: '/contact',
  async show(visit) {
    const { contact: text } = visit.t.house;
    const { house } = visit.op;
    const { stores, complaints } = house;
    return {
      kind: 'page',
      title: text.title,
      back: null,
      indexed: true,
      body: (
        <>
          <Heading lead={text.lead(said(visit, house.name))}>{text.title}</Heading>
          <Rows rows={waysOf(visit)} />
          <p>{text.reference}</p>
          <ul class="inline-links">
            <li>
              <a href="/agent-code">{visit.t.agentCheck.title}</a>
            </li>
            {visit.session === null ? null : (
              <li>
                <a href="/call-code">{visit.t.callCode.title}</a>
              </li>
            )}
          </ul>
          <p>
            <a href="/stores">{visit.t.storeVisits.link}</a>
          </p>
          {stores.list.length === 0 && stores.link === null ? null : (
            <section class="tight">
              <h2>{text.stores}</h2>
              <p class="hint">{text.storesHint}</p>
              {stores.list.length === 0 ? null : (
                <Rows
                  rows={stores.list.map(({ name, address, hours }) => ({
                    label: said(visit, name),
                    value: said(visit, address),
                    ...(hours === null ? {} : { hint: said(visit, hours) }),
                  }))}
                />
              )}
              {stores.link === null ? null : (
                <LinkButton href={stores.link} second>
                  {text.allStores}
                </LinkButton>
              )}
            </section>
          )}
          {complaints === null ? null : (
            <section class="tight">
              <h2>{text.complaints}</h2>
              <p>{text.complaintsText(said(visit, complaints.name))}</p>
              <ul class="inline-links">
                {complaints.link === null ? null : (
                  <li>
                    <a href={complaints.link}>{said(visit, complaints.name)}</a>
                  </li>
                )}
                {complaints.phone === null ? null : (
                  <li>
                    <Phone number={complaints.phone} />
                  </li>
                )}
              </ul>
            </section>
          )}
        </>
      ),
    };
  },
};

/** How the operator is reached, also where it said little of itself. */
function waysOf(visit: Visit): readonly Row[] {
  const { contact: text } = visit.t.house;
  const { name, hotline, website } = visit.op.house;
  return [
    { label: text.operator, value: said(visit, name) },
    { label: text.hotline, value: hotline === null ? text.noHotline : <Phone number={hotline.number} /> },
    ...(hotline?.hours ? [{ label: text.hours, value: said(visit, hotline.hours) }] : []),
    ...(website === null ? [] : [{ label: text.website, value: <a href={website}>{website}</a> }]),
  ];
}
