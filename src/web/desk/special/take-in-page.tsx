import { HandbackError } from '../../../domain/errors.ts';
import { ROUTES, type Route } from '../../../domain/rules/route.ts';
import { type RouteAsks, routeAsks } from '../../../operations/special/route-asks.ts';
import { submitSpecialRequest } from '../../../operations/special/submit-request.ts';
import { fieldError } from '../../kit/faults.tsx';
import { type Answer, type Form, go } from '../../kit/page.ts';
import { Errors, Heading, LinkButton, LinkList, MainForm, Submit } from '../../kit/parts.tsx';
import { COUNTER, COUNTER_ROLES } from '../counter/at-counter.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { ONE_PICTURE } from '../kit/one-picture.ts';
import { readRequest } from './read-request.ts';
import { Contacts, Numbers, Person, Picture, Shown, Wishes } from './take-in-fields.tsx';
import { forgetTakenIn, keepTakenIn, LeaveGuard, TAKE_IN } from './taken-in.tsx';

/** Who stands there without the holder: the first question. */
export const takeInRoutesPage: DeskPage = {
  path: TAKE_IN,
  roles: COUNTER_ROLES,
  async show(visit) {
    const { intake: t, routes } = visit.t.specialDesk;
    return {
      kind: 'page',
      title: t.title,
      back: COUNTER,
      body: (
        <div class="counter alone stack">
          <Heading lead={t.lead}>{t.title}</Heading>
          <section class="tight">
            <h2>{t.choose}</h2>
            <LinkList
              links={ROUTES.map((route) => [`${TAKE_IN}/${route}`, routes[route], t.hints[route]] as const)}
            />
          </section>
          <section class="tight">
            <h2>{t.single}</h2>
            <LinkButton href={COUNTER} second>
              {t.singleLink}
            </LinkButton>
          </section>
        </div>
      ),
    };
  },
};

/** One request of somebody who stands at the counter, on one form. */
export const takeInPage: DeskPage = {
  path: `${TAKE_IN}/:route`,
  roles: COUNTER_ROLES,
  uploads: ONE_PICTURE,
  fields: {
    photo_invalid: 'file',
    materials_missing: 'seen',
    document_invalid: 'requester_number',
    field_invalid: 'note',
    too_many_requests: null,
  },
  async show(visit, form) {
    const { specialDesk } = visit.t;
    const { intake: t } = specialDesk;
    const route = routeOf(visit);
    // Of who stood here before nothing is left.
    forgetTakenIn(visit);
    return {
      kind: 'page',
      title: specialDesk.routes[route],
      back: TAKE_IN,
      form: true,
      islands: ['desk-shared-device'],
      body: (
        <div class="counter alone stack">
          <Errors visit={visit} form={form} />
          <Heading lead={t.hints[route]}>{specialDesk.routes[route]}</Heading>
          {route === 'survivor' ? <p class="note warn">{t.survivorLead}</p> : null}
          <div class="panel">
            <Fields
              visit={visit}
              form={withLong(visit, form)}
              route={route}
              asks={routeAsks(visit.op, route)}
            />
          </div>
          <LeaveGuard visit={visit} />
        </div>
      ),
    };
  },
  async submit(visit): Promise<Answer> {
    const route = routeOf(visit);
    const asks = routeAsks(visit.op, route);
    const read = readRequest(visit, route, asks);
    if ('refused' in read) return read.refused;
    try {
      // Whoever stands at a counter has come to a store, wherever the clerk signed in.
      const made = await submitSpecialRequest(visit.op, { ...staffOf(visit), channel: 'store' }, read.form);
      keepTakenIn(visit, made!);
      return go(`${TAKE_IN}/received/${made!.requestId}`);
    } catch (error) {
      if (!(error instanceof HandbackError) || error.code !== 'request_invalid') throw error;
      return { kind: 'again', errors: [toldOf(visit, error, asks)] };
    }
  },
};

/** @throws HandbackError `not_found` */
function routeOf({ params }: DeskVisit): Route {
  const route = ROUTES.find((one) => one === params['route']);
  if (route === undefined) throw new HandbackError('not_found');
  return route;
}

/** Many numbers are longer than what people type elsewhere. */
function withLong({ long }: DeskVisit, form: Form): Form {
  const { numbers } = long;
  return numbers === undefined ? form : { ...form, values: { ...form.values, numbers } };
}

function toldOf(visit: DeskVisit, error: HandbackError, asks: RouteAsks) {
  const { intake: t } = visit.t.specialDesk;
  switch (error.facts['field']) {
    case 'numbers':
      return { field: 'numbers', title: t.tooMany(asks.mostNumbers), detail: '' };
    case 'requester_document':
      return { field: 'requester_number', title: t.ownHeir, detail: '' };
    case 'note':
      return { field: 'note', title: t.noteTooLong, detail: '' };
    default:
      return fieldError(visit, error, null);
  }
}

function Fields(props: { visit: DeskVisit; form: Form; route: Route; asks: RouteAsks }) {
  const { visit, form, route, asks } = props;
  const { intake: t } = visit.t.specialDesk;
  return (
    <MainForm visit={visit} upload>
      <Person visit={visit} form={form} whose="requester" route={route} />
      {asks.namesHolder ? <Person visit={visit} form={form} whose="holder" route={route} /> : null}
      <Numbers visit={visit} form={form} route={route} asks={asks} />
      <Wishes visit={visit} form={form} asks={asks} />
      <Shown visit={visit} form={form} asks={asks} />
      <Picture visit={visit} form={form} asks={asks} />
      <Contacts visit={visit} form={form} />
      <Submit>{t.submit}</Submit>
      <LinkButton href={TAKE_IN} second>
        {t.cancel}
      </LinkButton>
    </MainForm>
  );
}
