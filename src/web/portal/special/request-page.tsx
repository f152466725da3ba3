import { HandbackError } from '../../../domain/errors.ts';
import { MAX_PHOTO_BYTES } from '../../../domain/values/photo/photo.ts';
import { myLines } from '../../../operations/lines/my-lines.ts';
import { routeAsks } from '../../../operations/special/route-asks.ts';
import { submitSpecialRequest } from '../../../operations/special/submit-request.ts';
import { formPage } from '../../kit/form-page.tsx';
import { LEAVE_NOW, LeaveNow } from '../../kit/leave-now.tsx';
import { type Answer, type Form, go } from '../../kit/page.ts';
import { Rows } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { routeAt } from './paths.ts';
import { type OwnLine, PAPER, readRequest, tickInput } from './read-request.ts';
import { RequestFields } from './request-fields.tsx';
import { keepNewRequest, requestPage } from './request-state.tsx';
import { rowsOf } from './special-page.tsx';

/** More than the pictures of one request: which are too many is said by the page. */
const MOST_FILES = 32;
/** How many own lines are shown to be ticked; whoever has more names them. */
const MOST_OWN = 30;

/** One request on one route, with its papers: one form, which works without scripts. */
export const requestFormPage = formPage({
  path: '/special/:route',
  uploads: { most: MOST_FILES, each: MAX_PHOTO_BYTES, all: 3 * MAX_PHOTO_BYTES },
  keepsNothing: true,
  fields: { too_many_requests: null },
  async ask(visit, given) {
    const route = routeAt(visit.params['route']);
    const view = routeAsks(visit.op, route);
    const { special: text } = visit.t;
    const { heading, lead, points } = text.routes[route];
    const own = route === 'not_mine' ? await ownLines(visit) : [];
    const form = begun(visit, given, own);
    return {
      title: view.confidential ? text.title : heading,
      heading,
      lead,
      back: '/special',
      indexed: !view.confidential,
      ...(view.confidential ? { islands: [LEAVE_NOW], top: <LeaveNow visit={visit} /> } : {}),
      above: (
        <>
          <ul class="plain-list">
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
          <Rows rows={rowsOf(visit, route)} />
        </>
      ),
      inputs: [<RequestFields key="all" visit={visit} form={form} route={route} view={view} own={own} />],
      submit: text.submit,
      below: (
        <p>
          <a href="/privacy#requests">{text.kept}</a>
        </p>
      ),
    };
  },
  async submit(visit) {
    const route = routeAt(visit.params['route']);
    const view = routeAsks(visit.op, route);
    const own = route === 'not_mine' ? await ownLines(visit) : [];
    const read = readRequest(visit, { route, view, own });
    if ('kind' in read) return read;
    try {
      const made = await submitSpecialRequest(visit.op, visit.actor, read);
      if (made === null) throw new RangeError('a request without a receipt');
      const receipt = { reference: made.reference, secret: made.receiptSecret };
      // In a browser that somebody else may open nothing is kept, not even for a minute.
      if (view.confidential) return await requestPage(visit, receipt, 'fresh');
      keepNewRequest(visit, receipt);
      return go('/special/receipt');
    } catch (error) {
      return refused(visit, error);
    }
  },
});

/** What only the whole request can be refused for, at the input that it concerns. */
function refused(visit: Visit, error: unknown): Answer {
  const { special: text } = visit.t;
  const again = (field: string, title: string): Answer => ({
    kind: 'again',
    errors: [{ field, title, detail: '' }],
  });
  if (!(error instanceof HandbackError)) throw error;
  const { code, facts } = error;
  if (code === 'request_invalid' && facts['field'] === 'requester_document')
    return again('requester_number', text.sameDocument);
  if (code === 'photo_invalid' && facts['reason'] === 'too_many') return again(PAPER, text.tooManyPictures);
  throw error;
}

/** The lines that whoever signed in may see, as far as they serve and have a number. */
async function ownLines(visit: Visit): Promise<readonly OwnLine[]> {
  if (visit.session === null) return [];
  const mine = await myLines(visit.op, visit.actor);
  return mine
    .flatMap(({ line: { lineId, msisdn, status } }) =>
      status === 'ended' || msisdn === null ? [] : [{ lineId, msisdn }],
    )
    .slice(0, MOST_OWN);
}

/** Who comes from one of their lines finds it ticked. */
function begun(visit: Visit, form: Form, own: readonly OwnLine[]): Form {
  const at = own.findIndex(({ lineId }) => lineId === visit.url.searchParams.get('line'));
  if (at < 0 || Object.keys(form.values).length > 0) return form;
  return { ...form, values: { which: 'these', [tickInput(at)]: own[at]!.lineId } };
}
