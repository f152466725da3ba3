import { meaningWords } from '../../../../certificate/paper/answer-words.ts';
import type { CheckName } from '../../../../domain/rules/rulebook.ts';
import type { KeptDecision, KeptEvidence } from '../../../../operations/oversight/cases/view-whole-case.ts';
import { Tag, type Tone } from '../../../kit/parts.tsx';
import type { DeskVisit } from '../../kit/desk-visit.ts';
import { DataTable } from '../data-table.tsx';
import type { PartProps } from './case-summary.tsx';

const TONES: Readonly<Record<KeptDecision['verdict'], Tone>> = {
  eligible: 'ok',
  blocked: 'bad',
  cannot_tell: 'warn',
};

/** Why: every decision that was kept, with the rule and the version behind each finding. */
export function Decisions({ visit, found, formats }: PartProps) {
  const t = visit.t.caseDesk.page;
  return (
    <section class="tight" aria-labelledby="decisions">
      <h2 id="decisions">{t.decisions}</h2>
      {found.decisions.length === 0 ? <p>{t.noDecisions}</p> : null}
      {found.decisions.map((decision) => (
        <article class="tight" key={decision.decisionId}>
          <h3>
            {t.decidedAs[decision.kind]}{' '}
            <Tag tone={TONES[decision.verdict]}>{t.verdicts[decision.verdict]}</Tag>
          </h3>
          <p class="hint">
            {formats.moment(decision.at)}
            {visit.t.punctuation.dot}
            {t.rulesOf(decision.rules.jurisdiction, decision.rules.version)}
          </p>
          <Findings visit={visit} decision={decision} />
        </article>
      ))}
    </section>
  );
}

function Findings({ visit, decision }: { visit: DeskVisit; decision: KeptDecision }) {
  const { caseDesk, eligibility } = visit.t;
  const t = caseDesk.page;
  if (decision.findings.length === 0) return <p>{t.noFindings}</p>;
  return (
    <DataTable label={t.decidedAs[decision.kind]} columns={[t.finding, t.effect, t.rule]}>
      {decision.findings.map(({ check, effect, rule }) => (
        <tr key={`${check} ${rule.id}`}>
          <th scope="row">{eligibility.checks[check as CheckName]?.title ?? check}</th>
          <td>{t.effects[effect] ?? effect}</td>
          <td class="code">{t.version(rule.id, rule.version)}</td>
        </tr>
      ))}
    </DataTable>
  );
}

/** Every exchange with the network; what was said in it only where somebody asked for that. */
export function Exchanges({ visit, found, formats, raw, path }: PartProps & { raw: boolean; path: string }) {
  const t = visit.t.caseDesk.page;
  const { stages } = visit.t.caseDesk;
  const words: Readonly<Record<string, string>> = stages;
  return (
    <section class="tight" aria-labelledby="exchanges">
      <h2 id="exchanges">{t.exchanges}</h2>
      {found.exchanges.length === 0 ? (
        <p>{t.noExchanges}</p>
      ) : (
        <>
          <DataTable label={t.exchanges} columns={[t.at, t.element, t.what, t.meaning, t.hash]}>
            {found.exchanges.map((one) => (
              <tr key={one.hash}>
                <th scope="row">{formats.exact(one.at)}</th>
                <td class="code">
                  {one.element} {one.interface}
                  {one.node === null ? null : <span class="hint below">{one.node.name}</span>}
                </td>
                <td>{words[one.stage] ?? one.stage}</td>
                <td>
                  {meaningWords(visit.t, one.meaning)}
                  {raw ? <Raw visit={visit} one={one} /> : null}
                </td>
                <td class="code hash" title={one.hash}>
                  {one.hash.slice(0, 16)}
                </td>
              </tr>
            ))}
          </DataTable>
          {raw ? null : (
            <p>
              <a class="act" href={`${path}?exchanges=raw#exchanges`}>
                {t.showRaw}
              </a>{' '}
              <span class="hint">{t.rawHint}</span>
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Raw({ visit, one }: { visit: DeskVisit; one: KeptEvidence }) {
  const t = visit.t.caseDesk.page;
  if (one.exchange === null) return <span class="hint below">{t.rawGone}</span>;
  const { request, answer } = one.exchange;
  return (
    <details>
      <summary>{t.raw}</summary>
      <pre>{request}</pre>
      <pre>{printable(answer)}</pre>
    </details>
  );
}

/** Text as text, and anything else by its bytes. */
function printable(answer: Uint8Array): string {
  const bytes = Buffer.from(answer);
  const text = bytes.toString('utf8');
  return /[\u0000-\u0008\u000E-\u001F\uFFFD]/.test(text) ? bytes.toString('hex') : text;
}
