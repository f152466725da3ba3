import type { CheckAnswer } from '../../../domain/channels/check.ts';
import type { Way } from '../../../domain/channels/reading.ts';
import { Phone, said } from '../../kit/house-parts.tsx';
import type { Visit } from '../../kit/visit.ts';

const TONES = { official: 'ok', not_official: 'bad', cannot_tell: 'warn' } as const;

/** What a check answers, why, and what the text names. Nothing of it can be followed. */
export function CheckAnswerView({ visit, answer }: { visit: Visit; answer: CheckAnswer }) {
  const { scamCheck: t } = visit.t;
  const { verdict, reasons, ways } = answer;
  const { hotline } = visit.op.house;
  return (
    <>
      <section class={`note ${TONES[verdict]} tight`} role="status" id="answer">
        <h1>{t.verdicts[verdict]}</h1>
        <p>{t.meaning[verdict]}</p>
        {verdict === 'official' ? <p>{t.notProof}</p> : null}
      </section>
      <section class="tight" aria-labelledby="why">
        <h2 id="why">{t.why}</h2>
        <ul class="plain-list">
          {reasons.map((code) => (
            <li key={code}>{t.reasons[code]}</li>
          ))}
        </ul>
      </section>
      {ways.length === 0 ? null : (
        <section class="tight" aria-labelledby="found">
          <h2 id="found">{t.found}</h2>
          <dl class="rows">
            {ways.map((way) => (
              <div key={way.kind + way.shown}>
                <dt>{t.ways[way.kind]}</dt>
                <dd>
                  <bdi class="code breaks">{way.shown}</bdi>
                  <span class="hint">{standingOf(visit, way)}</span>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {hotline === null || verdict === 'official' ? null : (
        <p>
          {t.call} <Phone number={hotline.number} />
        </p>
      )}
    </>
  );
}

function standingOf(visit: Visit, { standing, owner }: Way): string {
  const { scamCheck: t, punctuation } = visit.t;
  if (owner === null) return t.standings[standing];
  const name = said(visit, owner.name);
  return standing === 'imitates' ? t.like(name) : punctuation.listed([t.standings[standing], t.of(name)]);
}
