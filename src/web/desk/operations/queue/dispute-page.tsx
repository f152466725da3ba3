import type { CheckName } from '../../../../domain/rules/rulebook.ts';
import {
  type DisputeView,
  dealWithDispute,
  viewDispute,
} from '../../../../operations/cases/disputes/deal-with-dispute.ts';
import { Answers } from '../../../kit/answers.ts';
import { MAIN_FORM } from '../../../kit/layout.tsx';
import { type Form, go } from '../../../kit/page.ts';
import { Errors, Field, Heading, Rows, Submit, Token } from '../../../kit/parts.tsx';
import { mayAsk } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { casePath } from '../case-words.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS, OPERATIONS_ROLES } from '../sections.ts';

export const disputePath = (dispute: string): string =>
  `${OPERATIONS}/disputes/${encodeURIComponent(dispute)}`;

/** What a person says against a finding, and that somebody looked into it. */
export const disputePage: DeskPage = {
  path: `${OPERATIONS}/disputes/:dispute`,
  roles: OPERATIONS_ROLES,
  async show(visit, form) {
    const t = visit.t.queueDesk.dispute;
    const view = await viewDispute(visit.op, staffOf(visit), disputeOf(visit));
    const { reference, dealt } = view.dispute;
    const open = dealt === null && mayAsk(visit, 'dealWithDispute');
    return {
      kind: 'page',
      title: t.title(reference),
      back: OPERATIONS,
      form: open,
      body: (
        <OperationsFrame visit={visit} here="queue">
          <div class="narrow stack">
            <Errors visit={visit} form={form} />
            <Heading>{t.title(reference)}</Heading>
            <Said visit={visit} view={view} />
            {open ? <Deal visit={visit} form={form} /> : null}
          </div>
        </OperationsFrame>
      ),
    };
  },
  fields: { dispute_dealt_with: null, field_missing: 'note', field_invalid: 'note' },
  async submit(visit) {
    const answers = new Answers(visit);
    const note = answers.filled('note', visit.t.queueDesk.dispute.noteMissing);
    if (answers.refused !== null) return answers.refused;
    await dealWithDispute(visit.op, staffOf(visit), { ...disputeOf(visit), note });
    return go(visit.url.pathname);
  },
};

const disputeOf = ({ params }: DeskVisit) => ({ dispute: params['dispute'] ?? '' });

function Said({ visit, view }: { visit: DeskVisit; view: DisputeView }) {
  const { t, formats } = visit;
  const words = t.queueDesk.dispute;
  const { dispute, caseReference, dealtByName } = view;
  const { check, rule, lineId, madeAt, text, dealt } = dispute;
  return (
    <>
      <Rows
        rows={[
          {
            label: words.against,
            value: t.eligibility.checks[check as CheckName]?.title ?? check,
            hint: `${rule.id}/${rule.version}`,
          },
          { label: words.madeAt, value: formats.moment(madeAt) },
          { label: words.line, value: <span class="code">{lineId}</span> },
          ...(caseReference === null
            ? []
            : [
                {
                  label: words.case,
                  value: (
                    <a class="code" href={casePath(caseReference)}>
                      {caseReference}
                    </a>
                  ),
                },
              ]),
          { label: words.said, value: text ?? words.erased },
        ]}
      />
      {dealt === null ? null : (
        <section class="tight">
          <h2>{words.dealt}</h2>
          <Rows
            rows={[
              { label: words.by, value: dealtByName ?? '', hint: formats.moment(dealt.at) },
              { label: words.note, value: dealt.note },
            ]}
          />
        </section>
      )}
    </>
  );
}

function Deal({ visit, form }: { visit: DeskVisit; form: Form }) {
  const t = visit.t.queueDesk.dispute;
  return (
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
      <Submit>{t.go}</Submit>
    </form>
  );
}
