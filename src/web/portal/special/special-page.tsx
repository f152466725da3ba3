import { ROUTES, type Route } from '../../../domain/rules/route.ts';
import { type RouteAsks, routeAsks } from '../../../operations/special/route-asks.ts';
import type { Page } from '../../kit/page.ts';
import { Heading, LinkButton, LinkList, type Row, Rows } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { pathOf, photoOf } from './paths.ts';

/** All ways for those who cannot ask as a holder does: for whom, with what, by when. */
export const specialPage: Page = {
  path: '/special',
  async show(visit) {
    const { special: text, start } = visit.t;
    return {
      kind: 'page',
      title: text.title,
      back: '/',
      indexed: true,
      body: (
        <>
          <Heading lead={text.lead}>{text.title}</Heading>
          {ROUTES.map((route) => (
            <Way key={route} visit={visit} route={route} />
          ))}
          <LinkList links={[['/lost', start.other.lost, text.lostHint]]} />
        </>
      ),
    };
  },
};

function Way({ visit, route }: { visit: Visit; route: Route }) {
  const { special: text } = visit.t;
  const { title, who } = text.routes[route];
  return (
    <section class="panel tight" id={pathOf(route).split('/').at(-1)}>
      <h2>{title}</h2>
      <p>{who}</p>
      <Rows kind="bare" rows={rowsOf(visit, route)} />
      <LinkButton href={pathOf(route)} second>
        <span aria-hidden="true">{text.begin}</span>
        <span class="hidden-text">{text.beginAbout(title)}</span>
      </LinkButton>
      {route === 'survivor' ? (
        <a href={text.leaveTo} rel="noreferrer">
          {text.leave}
        </a>
      ) : null}
    </section>
  );
}

/** What to have ready, by when it is decided, and what becomes of the line until then. */
export function rowsOf(visit: Visit, route: Route): readonly Row[] {
  const { special: text } = visit.t;
  const view = routeAsks(visit.op, route);
  return [
    { label: text.ready, value: <Papers visit={visit} route={route} view={view} /> },
    {
      label: text.decided,
      value:
        view.decideWithinHours === null ? text.days(view.decideWithin) : text.hours(view.decideWithinHours),
    },
    { label: text.meanwhile, value: text.routes[route].meanwhile },
  ];
}

function Papers(props: { visit: Visit; route: Route; view: RouteAsks }) {
  const { visit, route, view } = props;
  const { materials, oneOf } = view;
  const { special: text } = visit.t;
  return (
    <ul class="papers">
      {materials.map((material) => (
        <li key={material}>{photoOf(visit.t, route, material)}</li>
      ))}
      {oneOf.length === 0 ? null : (
        <li>
          {text.oneOf}
          <ul class="plain-list">
            {oneOf.map((material) => (
              <li key={material}>{photoOf(visit.t, route, material)}</li>
            ))}
          </ul>
        </li>
      )}
    </ul>
  );
}
