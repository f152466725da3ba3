import type { Eligibility } from '../../../domain/cases/eligibility.ts';
import type { Finding } from '../../../domain/cases/finding.ts';
import { clearingActionOf } from '../../../domain/operator/house.ts';
import type { RuleReference } from '../../../domain/rules/rulebook.ts';
import type { Shown } from '../../../messages/finding-texts.ts';
import { ruleSourceText } from '../../../messages/rule-sources.ts';
import { LinkButton, Rows, Tag, type Tone } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';

const TONES: Readonly<Record<Finding['effect'], Tone>> = {
  blocks: 'bad',
  cannot_tell: 'warn',
  sets_earliest_date: 'now',
  adds_charge: 'now',
  warns: 'plain',
};

/** What must be cleared or known first, apart from what only costs, dates or tells. */
export function splitFindings({ findings }: Eligibility): {
  todo: readonly Finding[];
  notes: readonly Finding[];
} {
  const stops = (finding: Finding) =>
    finding.effect === 'blocks' || (finding.effect === 'cannot_tell' && finding.facts.ifFound !== 'warns');
  return { todo: findings.filter(stops), notes: findings.filter((finding) => !stops(finding)) };
}

/** One reason: what it is, its amount or date, the one action that clears it, and whose rule it is. */
export function FindingPanel({ visit, finding }: { visit: Visit; finding: Finding }) {
  const { eligibility: text } = visit.t;
  const shown = shownOf(visit, finding);
  const { clear, check, effect, rule } = finding;
  const action = clearingActionOf(finding);
  const link = action === null ? undefined : visit.op.house.clearing[action];
  return (
    <section class="panel tight">
      <div class="head-row">
        <h3>{text.checks[check].title}</h3>
        <Tag tone={TONES[effect]}>{text.tags[effect]}</Tag>
      </div>
      <p>{effect === 'cannot_tell' ? text.silent(shown.system) : text.checks[check].text(shown)}</p>
      {clear === null ? null : (
        <Rows
          kind="bare"
          rows={[
            {
              label: text.doThis,
              value: <strong>{text.actions[clear.action](shown)}</strong>,
              hint: clear.action === 'try_again' ? undefined : text.at(text.places[clear.where]),
            },
          ]}
        />
      )}
      {action === null || link === undefined ? null : (
        <LinkButton href={link} second>
          {action === 'buy_out' ? text.buyOut : text.actions[action](shown)}
        </LinkButton>
      )}
      <RuleFold visit={visit} rule={rule} />
    </section>
  );
}

/** Whose rule it is, folded away. */
export function RuleFold({ visit, rule }: { visit: Visit; rule: RuleReference }) {
  return (
    <details>
      <summary>{visit.t.eligibility.ruleOf(rule.id)}</summary>
      <RuleSourceText visit={visit} rule={rule} />
    </details>
  );
}

function RuleSourceText({ visit, rule }: { visit: Visit; rule: RuleReference }) {
  const { eligibility: text } = visit.t;
  const { id, version, source } = rule;
  const words = ruleSourceText(visit.t, source);
  return (
    <Rows
      kind="bare"
      rows={[
        {
          label: text.rule,
          value: <span class="code">{id}</span>,
          hint: text.versionOf(version),
        },
        {
          label: text.source,
          value: source.url ? (
            <a href={source.url} rel="noreferrer">
              {words.title}
            </a>
          ) : (
            words.title
          ),
          hint:
            [words.clause, source.weak ? text.weak : null].filter(Boolean).join(visit.t.punctuation.dot) ||
            undefined,
        },
      ]}
    />
  );
}

function shownOf(visit: Visit, { facts, clear }: Finding): Shown {
  const { eligibility: text } = visit.t;
  const { formats } = visit;
  const date = facts.date ?? clear?.until;
  const amount = facts.amount ?? clear?.amount;
  return {
    amount: amount === undefined ? '' : formats.size(amount),
    date: date === undefined ? '' : formats.date(date),
    label: facts.label ?? '',
    months: facts.months ?? 0,
    reference: facts.reference ?? '',
    main: facts.role === 'main',
    channels: formats.list((facts.permitted ?? []).map((channel) => text.channels[channel])),
    system: facts.system === undefined ? '' : text.systems[facts.system],
  };
}
