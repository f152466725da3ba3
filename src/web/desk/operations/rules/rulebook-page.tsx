import type { Rule, Rulebook } from '../../../../domain/rules/rulebook.ts';
import type { RuleName, RuleValue } from '../../../../domain/rules/rulebook-difference.ts';
import { ruleSourceText } from '../../../../messages/rule-sources.ts';
import { ruleValueText } from '../../../../messages/rule-values.ts';
import { type RulebookView, viewRulebook } from '../../../../operations/rulebooks/view-rulebooks.ts';
import { listApprovals } from '../../../../operations/staff/approvals/list-approvals.ts';
import { requestApproval } from '../../../../operations/staff/approvals/request-approval.ts';
import { Answers } from '../../../kit/answers.ts';
import { type Form, go } from '../../../kit/page.ts';
import { Errors, Field, Heading, LinkButton, MainForm, Rows, Submit, Tag } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, hasRole, staffOf } from '../../kit/desk-visit.ts';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS_ROLES } from '../sections.ts';
import { byWhom, Difference, Lines, RULES, scrolls, versionOf, versionPath } from './rule-parts.tsx';

const ASKERS = ['supervisor', 'operations'] as const;
const TRIERS = ['supervisor', 'fraud', 'operations'] as const;

/** One version: what differs from what is in force, what every rule says, and the way to put it in force. */
export const rulebookPage: DeskPage = {
  path: `${RULES}/:jurisdiction/:version`,
  roles: OPERATIONS_ROLES,
  async show(visit, form) {
    const t = visit.t.ruleDesk;
    const view = await viewRulebook(visit.op, staffOf(visit), versionOf(visit));
    const { kept, book, changes } = view;
    const stands = kept.state !== 'in_force';
    const approval = stands ? await approvalOf(visit) : null;
    const asks = stands && approval === null && hasRole(visit, ASKERS);
    return {
      kind: 'page',
      title: t.of(book.jurisdiction, book.version),
      back: RULES,
      form: asks,
      body: (
        <OperationsFrame visit={visit} here="rules">
          <Errors visit={visit} form={form} />
          <Heading>{t.of(book.jurisdiction, book.version)}</Heading>
          <State visit={visit} view={view} />
          {stands ? (
            <>
              <section class="tight" aria-labelledby="difference">
                <h2 id="difference">{t.difference}</h2>
                <Difference visit={visit} changes={changes} />
              </section>
              {hasRole(visit, TRIERS) ? (
                <p>
                  <LinkButton second href={`${versionPath(book)}/simulate`}>
                    {t.simulate.title}
                  </LinkButton>
                </p>
              ) : null}
              <Adopt visit={visit} form={form} approval={approval} asks={asks} />
            </>
          ) : null}
          <EveryRule visit={visit} view={view} />
        </OperationsFrame>
      ),
    };
  },
  fields: {
    rulebook_unfit: null,
    rulebook_impossible: null,
    approval_open: null,
    approval_outdated: null,
    field_missing: 'reason',
  },
  async submit(visit) {
    const answers = new Answers(visit);
    const reason = answers.filled('reason', visit.t.ruleDesk.reasonMissing);
    if (answers.refused !== null) return answers.refused;
    const { requestId } = await requestApproval(visit.op, staffOf(visit), {
      act: 'adopt_rulebook',
      with: { ...versionOf(visit), reason },
    });
    return go(`/desk/approvals/${requestId}`);
  },
};

/** The request that waits for this version; null where none does. */
async function approvalOf(visit: DeskVisit): Promise<string | null> {
  const { waiting } = await listApprovals(visit.op, staffOf(visit));
  const { jurisdiction, version } = versionOf(visit);
  return (
    waiting.find(({ act, about }) => act === 'adopt_rulebook' && about === `${jurisdiction} ${version}`)
      ?.requestId ?? null
  );
}

function State({ visit, view: { kept, book } }: { visit: DeskVisit; view: RulebookView }) {
  const { t, formats } = visit;
  const words = t.ruleDesk;
  const { state, inForceSince, supersededAt } = kept;
  return (
    <Rows
      rows={[
        {
          label: words.state,
          value: <Tag tone={state === 'in_force' ? 'ok' : 'plain'}>{words.states[state]}</Tag>,
        },
        ...(inForceSince === null
          ? [
              {
                label: words.seenAt,
                value: formats.moment(kept.loadedAt),
                hint: kept.proposedBy ?? undefined,
              },
            ]
          : [
              {
                label: words.since,
                value:
                  supersededAt === null
                    ? formats.moment(inForceSince)
                    : words.between(formats.moment(inForceSince), formats.moment(supersededAt)),
                hint: byWhom(visit, kept),
              },
            ]),
        { label: words.from, value: formats.date(book.effectiveFrom) },
        { label: words.header.timeZone, value: book.timeZone },
        { label: words.header.currency, value: book.currency },
      ]}
    />
  );
}

function Adopt(props: {
  readonly visit: DeskVisit;
  readonly form: Form;
  readonly approval: string | null;
  readonly asks: boolean;
}) {
  const { visit, form, approval, asks } = props;
  const t = visit.t.ruleDesk;
  return (
    <section class="narrow tight" aria-labelledby="adopt">
      <h2 id="adopt">{t.adopt}</h2>
      {approval !== null ? (
        <p>
          {t.waits} <a href={`/desk/approvals/${approval}`}>{t.toRequest}</a>
        </p>
      ) : asks ? (
        <MainForm visit={visit}>
          <p>{t.adoptLead}</p>
          <Field
            visit={visit}
            form={form}
            name="reason"
            label={t.reason}
            hint={t.reasonHint}
            lines={3}
            maxLength={500}
          />
          <Submit>{t.ask}</Submit>
        </MainForm>
      ) : (
        <p>{t.asksOnly}</p>
      )}
    </section>
  );
}

interface Row {
  readonly name: RuleName;
  readonly rule: Rule<RuleValue>;
}

/** Rule by rule, with those of provinces under that of the jurisdiction, and what comes later under what holds. */
function EveryRule({ visit, view: { book, provinces } }: { visit: DeskVisit; view: RulebookView }) {
  const { t, formats } = visit;
  const words = t.ruleDesk;
  const asked = visit.url.searchParams.get('where');
  const where = provinces.find((one) => one === asked) ?? null;
  const rows = rowsOf(book).filter(({ rule }) => where === null || rule.province === where);
  const to = (province: string | null): string =>
    province === null
      ? versionPath(book)
      : `${versionPath(book)}?${new URLSearchParams({ where: province })}`;
  return (
    <section class="tight" aria-labelledby="every">
      <h2 id="every">{words.look}</h2>
      {provinces.length === 0 ? null : (
        <nav class="views" aria-label={words.province}>
          {[null, ...provinces].map((province) => (
            <a key={province} href={to(province)} aria-current={province === where ? 'page' : undefined}>
              {province ?? words.whole}
            </a>
          ))}
        </nav>
      )}
      <div class="scroll" {...scrolls(words.look)}>
        <table class="list rule-changes">
          <thead>
            <tr>
              {[words.rule, words.province, words.says, words.begins, words.source].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, rule }) => (
              <tr key={`${rule.id} ${rule.version}`}>
                <th scope="row">
                  {words.names[name]}
                  <span class="code hint below">{words.simulate.versionOf(rule.id, rule.version)}</span>
                  {rule.running ? <span class="hint below">{words.running.true}</span> : null}
                </th>
                <td>{rule.province ?? words.whole}</td>
                <td>
                  <ValueLines visit={visit} lines={ruleValueText(t, name, rule.value)} />
                </td>
                <td>
                  {rule.effectiveTo === null
                    ? words.effective(formats.date(rule.effectiveFrom))
                    : words.between(formats.date(rule.effectiveFrom), formats.date(rule.effectiveTo))}
                </td>
                <td>
                  <Source visit={visit} rule={rule} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function ValueLines({ visit, lines }: { visit: DeskVisit; lines: readonly string[] }) {
  return <Lines lines={lines} more={visit.t.ruleDesk.statements(lines.length)} />;
}

function Source({ visit, rule }: { visit: DeskVisit; rule: Rule<unknown> }) {
  const { title, citation, clause, strength } = ruleSourceText(visit.t, rule.source);
  return (
    <>
      {rule.source.url === undefined ? (
        title
      ) : (
        <a href={rule.source.url} rel="noreferrer">
          {title}
        </a>
      )}
      {citation === null ? null : <span class="hint below">{citation}</span>}
      {clause === null ? null : <span class="hint below">{clause}</span>}
      {strength === null ? null : <span class="hint below">{strength}</span>}
    </>
  );
}

function rowsOf({ settings, checks }: Rulebook): readonly Row[] {
  return Object.entries({ ...checks, ...settings }).flatMap(([name, versions]) =>
    (versions as readonly Rule<RuleValue>[]).map((rule) => ({ name: name as RuleName, rule })),
  );
}
