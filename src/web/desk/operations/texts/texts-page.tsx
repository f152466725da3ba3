import { TEXT_OUTCOMES, type TextOutcome } from '../../../../domain/texts/text-outcome.ts';
import type { TextSender } from '../../../../domain/texts/text-sender.ts';
import { maskMsisdn } from '../../../../domain/values/msisdn.ts';
import { isUuid } from '../../../../operations/is-uuid.ts';
import { listTexts, type TextPage, type TextRecord } from '../../../../operations/texts/list-texts.ts';
import { MAIN_FORM } from '../../../kit/layout.tsx';
import { type Form, go } from '../../../kit/page.ts';
import { Errors, Field, Heading, Select, Token } from '../../../kit/parts.tsx';
import { rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS } from '../sections.ts';

const TEXTS = `${OPERATIONS}/texts`;
const PAGE = 50;
const OUTCOMES = ['waiting', ...TEXT_OUTCOMES] as const;

interface Asked {
  readonly outcome: TextOutcome | 'waiting' | null;
  readonly number: string | null;
  readonly after: string | null;
}

/**
 * Texts that phones sent us, and what became of them; what they say is not shown. A number comes as a form and never stands in an
 * address, which browsers and proxies keep.
 */
export const textsPage: DeskPage = {
  path: TEXTS,
  roles: rolesOf('listTexts'),
  keepsNothing: true,
  fields: { msisdn_invalid: 'number', msisdn_not_international: 'number' },
  show(visit, form) {
    const { searchParams } = visit.url;
    const asked = { outcome: outcomeIn(searchParams.get('outcome')), after: idIn(searchParams.get('after')) };
    // Beside a refusal nothing is looked at: what was asked for is not known.
    return shown(visit, form, form.errors.length > 0 ? null : { ...asked, number: null });
  },
  async submit(visit) {
    const { values } = visit;
    const outcome = outcomeIn(values['outcome']);
    const number = (values['number'] ?? '').trim();
    if (number === '') return go(outcome === null ? TEXTS : `${TEXTS}?outcome=${outcome}`);
    return shown(visit, { values, errors: [] }, { outcome, number, after: idIn(values['after']) });
  },
};

const outcomeIn = (given: string | null | undefined): Asked['outcome'] =>
  OUTCOMES.find((one) => one === given) ?? null;
const idIn = (given: string | null | undefined): string | null => (given && isUuid(given) ? given : null);

async function shown(visit: DeskVisit, form: Form, asked: Asked | null) {
  const { desk: t } = visit.t.inboundTexts;
  const found = asked === null ? null : await listTexts(visit.op, staffOf(visit), { ...asked, limit: PAGE });
  return {
    kind: 'page' as const,
    title: t.title,
    back: null,
    form: true,
    body: (
      <OperationsFrame visit={visit} here="texts">
        <Errors visit={visit} form={form} />
        <Heading lead={t.lead}>{t.title}</Heading>
        <Filter visit={visit} form={form} outcome={asked?.outcome ?? outcomeIn(form.values['outcome'])} />
        {asked === null || found === null ? null : <Found visit={visit} asked={asked} found={found} />}
      </OperationsFrame>
    ),
  };
}

function Filter({ visit, form, outcome }: { visit: DeskVisit; form: Form; outcome: Asked['outcome'] }) {
  const { desk: t, outcomes, list } = visit.t.inboundTexts;
  return (
    <form class="narrow stack" id={MAIN_FORM} method="post" action={TEXTS} noValidate>
      <Token visit={visit} />
      <Field
        visit={visit}
        form={form}
        name="number"
        label={t.number}
        hint={t.numberHint}
        type="tel"
        inputmode="tel"
        autocomplete="off"
        optional="unmarked"
        maxLength={40}
      />
      <Select
        name="outcome"
        label={t.outcome}
        chosen={outcome ?? ''}
        options={[
          ['', t.any],
          ...OUTCOMES.map((one) => [one, one === 'waiting' ? list.waiting : outcomes[one]] as const),
        ]}
      />
      <div class="filter-acts">
        <button class="button second" type="submit">
          {t.find}
        </button>
        <a class="act" href={TEXTS}>
          {t.clear}
        </a>
      </div>
    </form>
  );
}

interface FoundProps {
  readonly visit: DeskVisit;
  readonly asked: Asked;
  readonly found: TextPage;
}

function Found({ visit, asked, found: { texts, next } }: FoundProps) {
  const { desk: t } = visit.t.inboundTexts;
  const first = texts[0]?.sender;
  return (
    <section class="stack" aria-label={t.title}>
      {asked.number === null || first?.kind !== 'number' ? null : <p>{t.of(maskMsisdn(first.msisdn))}</p>}
      {texts.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <DataTable label={t.title} columns={[t.received, t.sender, t.wish, t.outcome, t.line, t.answer]}>
          {texts.map((text) => (
            <Line key={text.textId} visit={visit} text={text} />
          ))}
        </DataTable>
      )}
      {next === null ? null : <More visit={visit} asked={asked} next={next} />}
    </section>
  );
}

function Line({ visit, text }: { visit: DeskVisit; text: TextRecord }) {
  const { desk: t, rule, outcomes, list } = visit.t.inboundTexts;
  const { moment } = visit.formats;
  const { answer } = text;
  return (
    <tr>
      <th scope="row">{moment(text.receivedAt)}</th>
      <td>
        {senderIn(visit, text.sender)}
        {text.parts === 1 ? null : <span class="hint below">{t.parts(text.parts)}</span>}
      </td>
      <td>{text.wish === null ? list.unknown : rule.wishes[text.wish]}</td>
      <td>{text.outcome === null ? list.waiting : outcomes[text.outcome]}</td>
      <td>{text.lineId === null ? t.noLine : <span class="code">{text.lineId}</span>}</td>
      <td>
        {answer === null ? t.noAnswer : t.answers[answer.state]}
        {answer?.sentAt == null ? null : <span class="hint below">{moment(answer.sentAt)}</span>}
      </td>
    </tr>
  );
}

const senderIn = ({ t }: DeskVisit, sender: TextSender): string =>
  sender.kind === 'number' ? maskMsisdn(sender.msisdn) : t.inboundTexts.desk.senders[sender.kind];

function More({ visit, asked: { outcome, number }, next }: Omit<FoundProps, 'found'> & { next: string }) {
  const { desk: t } = visit.t.inboundTexts;
  if (number === null)
    return (
      <p>
        <a
          href={`${TEXTS}?${new URLSearchParams({ ...(outcome === null ? {} : { outcome }), after: next })}`}
        >
          {t.more}
        </a>
      </p>
    );
  return (
    <form method="post" action={TEXTS}>
      <Token visit={visit} />
      <input type="hidden" name="number" value={number} />
      <input type="hidden" name="outcome" value={outcome ?? ''} />
      <input type="hidden" name="after" value={next} />
      <button class="button second" type="submit">
        {t.more}
      </button>
    </form>
  );
}
