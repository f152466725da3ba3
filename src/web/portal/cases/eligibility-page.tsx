import { maskMsisdn } from '../../../domain/values/msisdn.ts';
import { checkEligibility } from '../../../operations/lines/check-eligibility.ts';
import { formatsOf } from '../../kit/formats.ts';
import { go, type Page } from '../../kit/page.ts';
import { Actions, Heading, LinkButton, Rows } from '../../kit/parts.tsx';
import { lineIdOf } from '../../kit/visit.ts';
import { FindingPanel, splitFindings } from './findings.tsx';

/** One answer first, then everything that stands behind it. */
export const eligibilityPage: Page = {
  path: '/lines/:lineId/eligibility',
  signedIn: true,
  async show(visit) {
    const { op, t, language, actor } = visit;
    const { eligibility: text } = t;
    const checked = await checkEligibility(op, actor, { lineId: lineIdOf(visit) });
    const { line, openCase, eligibility: found } = checked;
    if (openCase !== null) return go(`/cases/${openCase}/review`);
    const panel = { visit, lineId: line.lineId, disputes: checked.disputes };
    const formats = formatsOf(language, checked.timeZone);
    const { todo, notes } = splitFindings(found);
    const path = `/lines/${encodeURIComponent(line.lineId)}`;
    const answer = {
      eligible: { title: text.clear, lead: text.clearLead },
      blocked: { title: text.left(todo.length), lead: text.blockedLead },
      cannot_tell: { title: text.cannotTell, lead: text.cannotTellLead },
    }[found.verdict];
    const { earliestServiceEnd: earliest } = found;
    return {
      kind: 'page',
      title: answer.title,
      back: `${path}/before`,
      islands: todo.length === 0 ? [] : ['recheck'],
      body: (
        <>
          <div class="tight">
            <p class="eyebrow">
              {text.title}
              {line.msisdn === null ? null : t.punctuation.dot + maskMsisdn(line.msisdn)}
            </p>
            <Heading lead={answer.lead}>{answer.title}</Heading>
          </div>
          {todo.length === 0 ? null : (
            <section class="stack near">
              <h2>{text.todo}</h2>
              {todo.map((finding, i) => (
                <FindingPanel key={`${finding.check}-${i}`} {...panel} finding={finding} />
              ))}
            </section>
          )}
          {earliest === null ? null : (
            <Rows
              rows={[
                {
                  label: text.earliest,
                  value: (
                    <strong>
                      {earliest === found.evaluatedOn ? text.earliestToday : formats.date(earliest)}
                    </strong>
                  ),
                },
                ...(found.charges.length === 0
                  ? [{ label: text.charges, value: text.free }]
                  : found.charges.map(({ check, amount }) => ({
                      label: text.checks[check].title,
                      value: formats.size(amount),
                    }))),
                ...(found.charges.length > 1
                  ? [{ label: text.total, value: <strong>{formats.size(found.total)}</strong> }]
                  : []),
              ]}
            />
          )}
          {found.verdict === 'eligible' ? (
            <LinkButton href={`${path}/reason`}>{text.proceed}</LinkButton>
          ) : (
            <div class="tight">
              <Actions two>
                <LinkButton href={`${path}/eligibility`}>{text.recheck}</LinkButton>
                {line.status === 'ended' ? null : (
                  <LinkButton href={`${path}/reason`} second>
                    {text.declareAnyway}
                  </LinkButton>
                )}
              </Actions>
              <p class="hint">{text.declareAnywayHint}</p>
            </div>
          )}
          {notes.length === 0 ? null : (
            <section class="stack near">
              <h2>{text.notes}</h2>
              {notes.map((finding, i) => (
                <FindingPanel key={`${finding.check}-${i}`} {...panel} finding={finding} />
              ))}
            </section>
          )}
          {todo.length + notes.length === 0 ? null : (
            <section class="note tight">
              <h2>{text.appealTitle}</h2>
              <p>{text.appeal}</p>
            </section>
          )}
          {checked.bring.length === 0 ? null : (
            <details>
              <summary>{t.materials.atStore}</summary>
              <ul class="plain-list">
                {checked.bring.map((material) => (
                  <li key={material}>{t.materials.names[material]}</li>
                ))}
              </ul>
              <p>
                <a href="/need">{t.materials.forOthers}</a>
              </p>
            </details>
          )}
          <p class="small">
            {text.checkedAt(formats.exactClock(checked.checkedAt))}
            {t.punctuation.gap}
            {t.common.times(formats.zone)}
          </p>
        </>
      ),
    };
  },
};
