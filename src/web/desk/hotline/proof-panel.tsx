import type { Form } from '../../kit/page.ts';
import { Field, MainForm, Tag, Token } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';
import type { Call } from './call-state.ts';

interface ProofProps {
  readonly visit: DeskVisit;
  readonly form: Form;
  readonly call: Call;
}

/** The question that is asked, what became of the last answer, and other ways to show who calls. */
export function ProofPanel({ visit, form, call }: ProofProps) {
  const { proof: t } = visit.t.hotline;
  const { verification, asking, attendance } = call;
  const { needed, proven, risks, lockedUntil } = verification;
  const reach = attendance.customer.attended?.reach;
  return (
    <section class="panel stack" aria-labelledby="proof-title">
      <div class="head-row">
        <h2 id="proof-title">{t.title}</h2>
        <Tag tone={reach === 'everything' ? 'ok' : 'now'}>{t.progress(Math.min(proven, needed), needed)}</Tag>
      </div>
      {risks.length > 0 && reach !== 'everything' ? <p class="hint">{t.why}</p> : null}
      <Outcome visit={visit} call={call} />
      {lockedUntil !== null || reach === 'everything' ? null : asking === null ? (
        <p class="note warn">{t.none}</p>
      ) : (
        <MainForm visit={visit}>
          <Field
            visit={visit}
            form={form}
            name="given"
            label={t.questions[asking].label}
            hint={t.questions[asking].hint}
            autocomplete="off"
            spellcheck={false}
            maxLength={100}
            autofocus
            once
            data-key="KeyA"
          />
          <input type="hidden" name="act" value="answer" />
          <input type="hidden" name="question" value={asking} />
          <input type="hidden" name="cannot" value={visit.url.searchParams.get('cannot') ?? ''} />
          <button class="button" type="submit" data-key="KeyG">
            {t.submit}
          </button>
        </MainForm>
      )}
      <Questions visit={visit} call={call} />
      {lockedUntil === null ? <Presence visit={visit} form={form} call={call} /> : null}
    </section>
  );
}

/** What the server said of the last answer: passed, not passed and the tries left, or that nobody can tell. */
function Outcome({ visit, call }: Omit<ProofProps, 'form'>) {
  const { proof: t } = visit.t.hotline;
  const { searchParams } = visit.url;
  const { lockedUntil } = call.verification;
  const reach = call.attendance.customer.attended?.reach;
  if (lockedUntil !== null)
    return (
      <p class="note bad" role="status">
        {t.locked(visit.formats.clock(lockedUntil))}
      </p>
    );
  const said = searchParams.get('answer');
  const left = Number(searchParams.get('left'));
  const words =
    said === 'failed' && Number.isInteger(left) && left > 0 && left < 100
      ? { tone: 'bad', text: t.failed(left) }
      : said === 'cannot_tell'
        ? { tone: 'warn', text: t.cannotTell }
        : said === 'presence'
          ? { tone: 'ok', text: t.presencePassed }
          : said === 'sent'
            ? { tone: 'info', text: t.presenceSent }
            : said === 'passed'
              ? { tone: 'ok', text: t.passed }
              : null;
  const how = reach === 'everything' ? t.enough : reach === 'bar' ? t.barOnly : null;
  return (
    <>
      {words === null ? null : (
        <p class={`note ${words.tone}`} role="status">
          {words.text}
        </p>
      )}
      {how === null ? null : <p>{how}</p>}
    </>
  );
}

/** Every question with its state; one that was not asked can be asked instead. */
function Questions({ visit, call }: Omit<ProofProps, 'form'>) {
  const { proof: t } = visit.t.hotline;
  const { verification, asking } = call;
  const cannot = visit.url.searchParams.get('cannot') ?? '';
  return (
    <div class="tight">
      <h3>{t.asked}</h3>
      <ul class="questions">
        {verification.questions.map(({ question, passed }) => (
          <li key={question}>
            <span>{t.questions[question].name}</span>
            {passed ? (
              <Tag tone="ok">{t.states.passed}</Tag>
            ) : question === asking ? (
              <Tag tone="now">{t.states.now}</Tag>
            ) : asking === null || verification.lockedUntil !== null ? (
              <Tag tone="plain">{t.states.open}</Tag>
            ) : (
              <a
                class="act only"
                href={`?ask=${question}${cannot === '' ? '' : `&cannot=${encodeURIComponent(cannot)}`}`}
                aria-label={t.ask(t.questions[question].name)}
              >
                {t.ask(t.questions[question].name)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Four digits that the caller reads from their page or a message. */
function Presence({ visit, form, call }: ProofProps) {
  const { proof: t } = visit.t.hotline;
  const { factors, punctuation } = visit.t;
  const held = call.verification.factors.map((factor) => factors[factor]);
  const here = visit.url.pathname;
  return (
    <details open={form.errors.some(({ field }) => field === 'digits')}>
      <summary>{t.presence}</summary>
      <div class="stack near">
        <p class="hint">{t.presenceHint}</p>
        <form class="stack near" method="post" action={here} noValidate>
          <Field
            visit={visit}
            form={form}
            name="digits"
            label={t.presenceLabel}
            autocomplete="off"
            inputmode="numeric"
            maxLength={9}
            once
          />
          <input type="hidden" name="act" value="digits" />
          <Token visit={visit} />
          <button class="button second" type="submit">
            {t.presenceCheck}
          </button>
        </form>
        {(['line', 'contact'] as const).map((to) => (
          <form key={to} method="post" action={here}>
            <input type="hidden" name="act" value="send_digits" />
            <input type="hidden" name="to" value={to} />
            <Token visit={visit} />
            <button class="button second" type="submit">
              {to === 'line' ? t.presenceSend : t.contactSend}
            </button>
          </form>
        ))}
        {held.length === 0 ? null : <p class="hint">{t.presenceHeld(punctuation.listed(held))}</p>}
      </div>
    </details>
  );
}
