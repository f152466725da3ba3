import { FINDING_KINDS } from '../../../../domain/reconciliation/finding.ts';
import { parseLocalDate } from '../../../../domain/values/local-date.ts';
import {
  clearFinding,
  dismissFinding,
  type Finding,
  viewFinding,
} from '../../../../operations/reconciliation/findings.ts';
import { Answers } from '../../../kit/answers.ts';
import { MAIN_FORM } from '../../../kit/layout.tsx';
import { type Form, go } from '../../../kit/page.ts';
import { Errors, Field, Heading, Rows, Submit, Token } from '../../../kit/parts.tsx';
import { mayAsk, rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { casePath } from '../case-words.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { RECONCILIATION } from './reconciliation-page.tsx';

/** One finding: what was seen on either side, what to do, and the button that has a worker do it. */
export const findingPage: DeskPage = {
  path: `${RECONCILIATION}/:finding`,
  roles: rolesOf('listFindings'),
  async show(visit, form) {
    const t = visit.t.reconciliation;
    const finding = await viewFinding(visit.op, staffOf(visit), findingOf(visit));
    const { kind, resolvedAt, clearFailed } = finding;
    const open = resolvedAt === null && mayAsk(visit, 'clearFinding');
    return {
      kind: 'page',
      title: t.kinds[kind],
      back: RECONCILIATION,
      form: open,
      body: (
        <OperationsFrame visit={visit} here="reconciliation">
          <div class="narrow stack">
            <Errors visit={visit} form={form} />
            <Heading lead={resolvedAt === null ? t.todo[kind] : undefined}>{t.kinds[kind]}</Heading>
            <Rows rows={rowsOf(visit, finding)} />
            {clearFailed === null ? null : <p>{t.failed(t.failures[clearFailed] ?? clearFailed)}</p>}
            {open ? <Acts visit={visit} form={form} finding={finding} /> : null}
          </div>
        </OperationsFrame>
      ),
    };
  },
  fields: { difference_resolved: null, difference_by_hand: null, field_missing: 'note' },
  async submit(visit) {
    if (visit.values['clear'] !== undefined) {
      await clearFinding(visit.op, staffOf(visit), findingOf(visit));
      return go(visit.url.pathname);
    }
    const answers = new Answers(visit);
    const note = answers.filled('note', visit.t.reconciliation.noteMissing);
    if (answers.refused !== null) return answers.refused;
    await dismissFinding(visit.op, staffOf(visit), { ...findingOf(visit), note });
    return go(visit.url.pathname);
  },
};

const findingOf = ({ params }: DeskVisit) => ({ findingId: params['finding'] ?? '' });

function rowsOf(visit: DeskVisit, finding: Finding) {
  const { t, formats } = visit;
  const words = t.reconciliation;
  const { part, subject, lineId, reference, facts, firstSeenAt, lastSeenAt, resolvedAs, resolvedAt, note } =
    finding;
  const said = Object.entries(facts).flatMap(([name, value]) =>
    value === null || value === subject
      ? []
      : [{ label: words.facts[name] ?? name, value: factOf(visit, name, value) }],
  );
  return [
    { label: words.part, value: words.parts[part] },
    { label: words.subject, value: <span class="code">{subject}</span> },
    ...(lineId === null || lineId === subject
      ? []
      : [{ label: words.line, value: <span class="code">{lineId}</span> }]),
    ...(reference === null
      ? []
      : [
          {
            label: words.case,
            value: (
              <a class="code" href={casePath(reference)}>
                {reference}
              </a>
            ),
          },
        ]),
    ...said,
    { label: words.firstSeen, value: formats.moment(firstSeenAt) },
    { label: words.lastSeen, value: formats.moment(lastSeenAt) },
    ...(resolvedAs === null || resolvedAt === null
      ? []
      : [{ label: words.how, value: words.resolutions[resolvedAs], hint: formats.moment(resolvedAt) }]),
    ...(note === null ? [] : [{ label: words.note, value: note }]),
  ];
}

/** A day and a state of the ledger are words; all else are names of other systems, shown as they have them. */
function factOf({ t, formats }: DeskVisit, name: string, value: string) {
  if (name === 'from') return formats.date(parseLocalDate(value));
  if (name === 'ledger') return t.numberDesk.states[value as keyof typeof t.numberDesk.states] ?? value;
  return <span class="code">{value}</span>;
}

function Acts({ visit, form, finding }: { visit: DeskVisit; form: Form; finding: Finding }) {
  const t = visit.t.reconciliation;
  const { act } = FINDING_KINDS[finding.kind];
  return (
    <>
      {finding.clearAskedAt === null ? null : <p>{t.asked}</p>}
      {act === null ? null : (
        // Also once more: a worker gives up in time where a peer stays away.
        <form method="post" action={visit.url.pathname}>
          <Token visit={visit} />
          <button class="button" type="submit" name="clear" value="1">
            {t.acts[act]}
          </button>
        </form>
      )}
      <form class="stack" id={MAIN_FORM} method="post" action={visit.url.pathname} noValidate>
        <Token visit={visit} />
        <Field
          visit={visit}
          form={form}
          name="note"
          label={t.note}
          hint={t.noteHint}
          lines={3}
          maxLength={500}
        />
        <Submit>{t.dismiss}</Submit>
      </form>
    </>
  );
}
