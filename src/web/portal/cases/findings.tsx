import type { Eligibility } from '../../../domain/cases/eligibility.ts';
import type { Finding } from '../../../domain/cases/finding.ts';
import { clearingActionOf } from '../../../domain/operator/house.ts';
import type { RuleReference } from '../../../domain/rules/rulebook.ts';
import type { Shown } from '../../../messages/finding-texts.ts';
import { ruleSourceText } from '../../../messages/rule-sources.ts';
import type { DisputeMark } from '../../../operations/cases/disputes/dispute-finding.ts';
import { findingKey } from '../../../operations/cases/disputes/finding-key.ts';
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
export function splitFindings({ findings }: Pick<Eligibility, 'findings'>): {
  todo: readonly Finding[];
  notes: readonly Finding[];
} {
  const stops = (finding: Finding) =>
    finding.effect === 'blocks' || (finding.effect === 'cannot_tell' && finding.facts.ifFound !== 'warns');
  return { todo: findings.filter(stops), notes: findings.filter((finding) => !stops(finding)) };
}

interface PanelProps {
  readonly visit: Visit;
  readonly lineId: string;
  readonly finding: Finding;
  /** What the holder has disputed on this line. */
  readonly disputes: readonly DisputeMark[];
}

/** One reason: what it is, its amount or date, the one door to what clears it, whose rule it is, and "this is wrong". */
export function FindingPanel({ visit, lineId, finding, disputes }: PanelProps) {
  const { eligibility: text } = visit.t;
  const { check, effect, rule } = finding;
  const door = doorOf(visit, finding);
  const key = findingKey(visit.op.vault, lineId, finding);
  return (
    <section class="panel tight" id={`finding-${key}`}>
      <div class="head-row">
        <h3>{text.checks[check].title}</h3>
        <Tag tone={TONES[effect]}>{text.tags[effect]}</Tag>
      </div>
      <p>{findingText(visit, finding)}</p>
      <ClearedBy visit={visit} finding={finding} />
      {door === null ? null : (
        <LinkButton href={door.href} second>
          {door.words}
        </LinkButton>
      )}
      <RuleFold visit={visit} rule={rule} />
      <Disputed
        visit={visit}
        title={text.checks[check].title}
        href={`/lines/${encodeURIComponent(lineId)}/dispute/${key}`}
        mark={disputes.find((one) => one.finding === key)}
      />
    </section>
  );
}

/** What was found, in words. */
export function findingText(visit: Visit, finding: Finding): string {
  const { eligibility: text } = visit.t;
  const shown = shownOf(visit, finding);
  return finding.effect === 'cannot_tell'
    ? text.silent(shown.system)
    : text.checks[finding.check].text(shown);
}

/** A contract whose price for leaving early was quoted: it need not be waited for. */
const hasPrice = ({ check, facts }: Finding): boolean =>
  check === 'contract_term' && facts.amount !== undefined && facts.amount.minor > 0;

/** What clears it, and where. */
export function ClearedBy({ visit, finding }: Pick<PanelProps, 'visit' | 'finding'>) {
  const { eligibility: text } = visit.t;
  const { clear } = finding;
  if (clear === null) return null;
  const shown = shownOf(visit, finding);
  const row = hasPrice(finding)
    ? { value: <strong>{text.buyOutFor(shown.amount)}</strong>, hint: text.orWait(shown.date) }
    : {
        value: <strong>{text.actions[clear.action](shown)}</strong>,
        hint: clear.action === 'try_again' ? undefined : text.at(text.places[clear.where]),
      };
  return <Rows kind="bare" rows={[{ label: text.doThis, ...row }]} />;
}

interface Door {
  readonly href: string;
  readonly words: string;
}

/** Where the one action is done: the operator's own page for it, else whoever can be asked. Null where nothing is to be done. */
function doorOf(visit: Visit, finding: Finding): Door | null {
  const { eligibility: text, lines } = visit.t;
  const { clear, effect } = finding;
  if (clear === null) return { href: '/lines', words: lines.title };
  if (clear.action === 'try_again') return { href: visit.url.pathname, words: text.recheck };
  const action = clearingActionOf(finding);
  const link = action === null ? undefined : visit.op.house.clearing[action];
  if (action !== null && link !== undefined) {
    const shown = shownOf(visit, finding);
    if (action !== 'buy_out') return { href: link, words: text.actions[action](shown) };
    return { href: link, words: hasPrice(finding) ? text.buyOutFor(shown.amount) : text.buyOut };
  }
  return action !== null || effect === 'blocks' ? { href: '/contact', words: text.askUs } : null;
}

/** "This is wrong", once; then when it was said. */
function Disputed(props: { visit: Visit; title: string; href: string; mark: DisputeMark | undefined }) {
  const { dispute: text, punctuation } = props.visit.t;
  if (props.mark === undefined)
    return (
      <p>
        <a class="act" href={props.href}>
          {text.open}
          <span class="hidden-text">{punctuation.aside(props.title)}</span>
        </a>
      </p>
    );
  const { reference, madeAt } = props.mark;
  return (
    <p class="note">
      {text.made(props.visit.formats.moment(madeAt))}
      {punctuation.gap}
      {text.receipt}
      {punctuation.colon}
      <span class="code">{reference}</span>
    </p>
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
            [words.citation, words.clause, words.strength].filter(Boolean).join(visit.t.punctuation.dot) ||
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
    received: facts.received === undefined ? '' : formats.date(facts.received),
    main: facts.role === 'main',
    channels: formats.list((facts.permitted ?? []).map((channel) => text.channels[channel])),
    system: facts.system === undefined ? '' : text.systems[facts.system],
  };
}
