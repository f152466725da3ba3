import { HandbackError } from '../../../../domain/errors.ts';
import { WORK_KINDS, type WorkItem } from '../../../../domain/oversight/work.ts';
import {
  assignWork,
  type Colleague,
  colleagues,
} from '../../../../operations/oversight/queue/assign-work.ts';
import { listWork, type WorkPage } from '../../../../operations/oversight/queue/list-work.ts';
import {
  FILTER_NAMES,
  type QueueFilter,
  queueParameters,
  readQueueFilter,
} from '../../../../operations/oversight/queue/queue-filter.ts';
import { Answers } from '../../../kit/answers.ts';
import { type Answer, go } from '../../../kit/page.ts';
import { Errors, Heading, Token } from '../../../kit/parts.tsx';
import { mayAsk } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS, OPERATIONS_ROLES } from '../sections.ts';
import { QueueFilterForm } from './queue-filter-form.tsx';
import { Work } from './work-table.tsx';

/** What needs a person: everything of every kind that the reader may see, with the filter in the address. */
export const queuePage: DeskPage = {
  path: OPERATIONS,
  roles: OPERATIONS_ROLES,
  async show(visit, form) {
    const t = visit.t.queueDesk;
    const { filter, unknown } = filterOf(visit);
    const page = await listWork(visit.op, staffOf(visit), filter);
    const works = mayAsk(visit, 'assignWork');
    const people = works ? await colleagues(visit.op, staffOf(visit)) : [];
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <OperationsFrame visit={visit} here="queue">
          <Errors visit={visit} form={form} />
          <Heading lead={t.lead}>{t.title}</Heading>
          <Told visit={visit} page={page} unknown={unknown} />
          <QueueFilterForm
            visit={visit}
            filter={filter}
            kinds={page.kinds}
            jurisdictions={page.jurisdictions}
          />
          {page.work.length === 0 ? (
            <p>{t.none}</p>
          ) : works ? (
            <Choosing visit={visit} filter={filter} page={page} people={people} />
          ) : (
            <Work visit={visit} work={page.work} choosing={false} />
          )}
          {page.next === null ? null : (
            <p>
              <a class="act" href={`${OPERATIONS}?${queueParameters({ ...filter, after: page.next })}`}>
                {t.further}
              </a>
            </p>
          )}
        </OperationsFrame>
      ),
    };
  },
  fields: { request_invalid: null },
  submit: assigned,
};

/** Of the address; of a form that was sent, of what it says of its address. */
function filterOf({ url, values }: DeskVisit) {
  const given = new Map(
    FILTER_NAMES.map((name) => [name, values[`filter_${name}`] ?? url.searchParams.get(name) ?? '']),
  );
  return readQueueFilter(given);
}

/** What of the address was left out, and what became of what was sent a moment ago. */
function Told({ visit, page, unknown }: { visit: DeskVisit; page: WorkPage; unknown: readonly string[] }) {
  const t = visit.t.queueDesk;
  const count = (name: string): number => {
    const text = visit.url.searchParams.get(name) ?? '';
    return /^\d{1,3}$/.test(text) ? Number(text) : 0;
  };
  const [done, not] = [count('done'), count('not')];
  return (
    <>
      {unknown.length === 0 ? null : (
        <p class="note warn">{t.unknown(visit.t.punctuation.listed(unknown))}</p>
      )}
      {page.foreign.length === 0 ? null : <p class="note warn">{t.foreign}</p>}
      {done + not === 0 ? null : (
        <div class={not === 0 ? 'note ok' : 'note warn'} role="status">
          {done === 0 ? null : <p>{t.done(done)}</p>}
          {not === 0 ? null : <p>{t.not(not)}</p>}
        </div>
      )}
    </>
  );
}

function Choosing(props: {
  visit: DeskVisit;
  filter: QueueFilter;
  page: WorkPage;
  people: readonly Colleague[];
}) {
  const { visit, filter, page, people } = props;
  const t = visit.t.queueDesk;
  const { subject } = staffOf(visit).person;
  return (
    <form class="stack" method="post" action={OPERATIONS} noValidate>
      <Token visit={visit} />
      {[...queueParameters(filter)].map(([name, value]) => (
        <input key={name} type="hidden" name={`filter_${name}`} value={value} />
      ))}
      <Work visit={visit} work={page.work} choosing />
      <fieldset class="chosen">
        <legend>{t.chosen}</legend>
        <button class="button second" type="submit" name="to" value="me">
          {t.take}
        </button>
        <button class="button second" type="submit" name="to" value="nobody">
          {t.giveBack}
        </button>
        <span class="field">
          <label for="person">{t.giveTo}</label>
          <select id="person" name="person">
            <option value="">{t.choosePerson}</option>
            {people
              .filter((one) => one.subject !== subject)
              .map((one) => (
                <option key={one.subject} value={one.subject}>
                  {one.name}
                </option>
              ))}
          </select>
        </span>
        <button class="button second" type="submit" name="to" value="person">
          {t.give}
        </button>
      </fieldset>
    </form>
  );
}

async function assigned(visit: DeskVisit): Promise<Answer> {
  const t = visit.t.queueDesk;
  const { values } = visit;
  const answers = new Answers(visit);
  const items = Object.keys(values).flatMap(itemIn);
  if (items.length === 0) answers.refuse('list', t.chooseOne);
  const person = values['person'] ?? '';
  if (values['to'] === 'person' && person === '') answers.refuse('person', t.choosePerson);
  if (answers.refused !== null) return answers.refused;
  const results = await assignWork(visit.op, staffOf(visit), { items, to: toOf(values['to'], person) });
  const done = results.filter((one) => one === 'done').length;
  const back = queueParameters(filterOf(visit).filter);
  back.set('done', String(done));
  back.set('not', String(results.length - done));
  return go(`${OPERATIONS}?${back}`);
}

function toOf(to: string | undefined, person: string): 'me' | 'nobody' | { readonly subject: string } {
  if (to === 'me' || to === 'nobody') return to;
  if (to === 'person') return { subject: person };
  throw new HandbackError('request_invalid', { field: 'to' });
}

/** A box that was checked: `work.KIND.ITEM`. */
function itemIn(name: string): WorkItem[] {
  const [, kindName = '', item = ''] = /^work\.([a-z]+)\.([0-9A-Za-z-]{1,60})$/.exec(name) ?? [];
  const kind = WORK_KINDS.find((one) => one === kindName);
  return kind === undefined ? [] : [{ kind, item }];
}
