import { DISPUTE_STATES, type DisputeState } from '../../../../domain/charges/tripwire.ts';
import { type Charge, listCharges } from '../../../../operations/charges/list-charges.ts';
import { Heading, Select, Tag, type Tone } from '../../../kit/parts.tsx';
import { rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS } from '../sections.ts';

export const CHARGES = `${OPERATIONS}/charges`;
const STATES = ['unsettled', ...DISPUTE_STATES] as const;
const PAGE = 50;

export const chargePath = (chargeId: string): string => `${CHARGES}/${encodeURIComponent(chargeId)}`;

/** Charges that reached an ended line, and how each stands. */
export const chargesPage: DeskPage = {
  path: CHARGES,
  roles: rolesOf('listCharges'),
  async show(visit) {
    const t = visit.t.chargeDesk;
    const { searchParams } = visit.url;
    const state = STATES.find((one) => one === searchParams.get('state')) ?? null;
    const after = searchParams.get('after');
    const found = await listCharges(visit.op, staffOf(visit), { state, lineId: null, after, limit: PAGE });
    const unsettled = found.counts.waiting + found.counts.open + found.counts.refused;
    const of = (one: (typeof STATES)[number]): number =>
      one === 'unsettled' ? unsettled : found.counts[one];
    const more = new URLSearchParams({
      ...(state === null ? {} : { state }),
      after: found.next ?? '',
    });
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <OperationsFrame visit={visit} here="charges">
          <Heading lead={t.lead}>{t.title}</Heading>
          <form class="narrow stack" method="get" action={CHARGES}>
            <Select
              name="state"
              label={t.state}
              chosen={state ?? ''}
              options={[
                ['', t.any],
                ...STATES.map((one) => {
                  const words = one === 'unsettled' ? t.unsettled : t.states[one];
                  return [one, visit.t.punctuation.labelled(words, String(of(one)))] as const;
                }),
              ]}
            />
            <div class="filter-acts">
              <button class="button second" type="submit">
                {t.show}
              </button>
            </div>
          </form>
          {found.charges.length === 0 ? (
            <p>{t.none}</p>
          ) : (
            <DataTable label={t.title} columns={[t.charge, t.days, t.held, t.why, t.state, t.received]}>
              {found.charges.map((charge) => (
                <Line key={charge.chargeId} visit={visit} charge={charge} />
              ))}
            </DataTable>
          )}
          {found.next === null ? null : (
            <p>
              <a class="act" href={`${CHARGES}?${more}`}>
                {t.more}
              </a>
            </p>
          )}
        </OperationsFrame>
      ),
    };
  },
};

function Line({ visit, charge }: { visit: DeskVisit; charge: Charge }) {
  const { t, formats } = visit;
  const words = t.chargeDesk;
  const { chargeId, kind, from, to, held, because, dispute, receivedAt, confidential } = charge;
  return (
    <tr>
      <th scope="row">
        <a class="code" href={chargePath(chargeId)}>
          {chargeId}
        </a>
        <span class="hint below">{words.kinds[kind]}</span>
      </th>
      <td>{words.span(formats.date(from), formats.date(to))}</td>
      <td>{held === null ? '' : formats.money(held)}</td>
      <td>
        {words.reasons[because]} {confidential ? <Tag tone="warn">{t.caseDesk.confidential}</Tag> : null}
      </td>
      <td>{dispute === null ? null : <StateTag visit={visit} state={dispute} />}</td>
      <td>{formats.moment(receivedAt)}</td>
    </tr>
  );
}

const TONES: Readonly<Record<DisputeState, Tone>> = {
  waiting: 'plain',
  open: 'now',
  refused: 'bad',
  withdrawn: 'ok',
  credited: 'ok',
  upheld: 'warn',
};

export function StateTag({ visit, state }: { visit: DeskVisit; state: DisputeState }) {
  return <Tag tone={TONES[state]}>{visit.t.chargeDesk.states[state]}</Tag>;
}
