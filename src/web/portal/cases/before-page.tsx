import { maskMsisdn } from '../../../domain/values/msisdn.ts';
import { profilesOf } from '../../../operations/esim/devices.ts';
import { lineFor } from '../../../operations/lines/line-for.ts';
import { go, type Page } from '../../kit/page.ts';
import { Actions, Heading, LinkButton, MainForm, Submit, Tag } from '../../kit/parts.tsx';
import { lineIdOf, signedIn, type Visit } from '../../kit/visit.ts';
import { EsimAhead } from '../esim/esim-notes.tsx';

const KEEP_SECONDS = 86_400;

/** What the person says is done, a line; nothing of it is checked, and it stays on their own device. */
type Ticked = Readonly<Record<string, readonly string[]>>;

export const before: Page = {
  path: '/lines/:lineId/before',
  signedIn: true,
  async show(visit, form) {
    const { before: text } = visit.t;
    const { subscriber } = signedIn(visit);
    const { line, openCase } = await lineFor(visit.op.pool, subscriber, lineIdOf(visit));
    if (openCase !== null) return go(`/cases/${openCase}`);
    const profiles = await profilesOf(visit.op, subscriber, line.lineId);
    const given = form.values['done'];
    const done = given?.split(' ') ?? ticked(visit)[line.lineId] ?? [];
    const next = `/lines/${encodeURIComponent(line.lineId)}/eligibility`;
    return {
      kind: 'page',
      title: text.title,
      back: '/lines',
      form: true,
      body: (
        <>
          <Heading lead={text.lead}>{text.title}</Heading>
          {line.msisdn === null ? null : (
            <p>
              <span class="hidden-text">{text.number + visit.t.punctuation.colon}</span>
              <span class="number">{maskMsisdn(line.msisdn)}</span>
            </p>
          )}
          <MainForm visit={visit}>
            <fieldset>
              <legend class="hidden-text">{text.title}</legend>
              <div class="choices">
                {Object.entries(text.tasks).map(([name, task]) => (
                  <label class="choice" key={name}>
                    <input type="checkbox" name="done" value={name} checked={done.includes(name)} />
                    <span class="text">
                      <strong>{task.title}</strong>
                      <span class="hint">{task.hint}</span>
                    </span>
                    <span class="is-open">
                      <Tag tone="plain">{text.open}</Tag>
                    </span>
                    <span class="is-done">
                      <Tag tone="ok">{text.done}</Tag>
                    </span>
                  </label>
                ))}
              </div>
            </fieldset>
            <EsimAhead visit={visit} profiles={profiles} until={null} />
            <div class="note warn tight">
              <h2>{text.scamTitle}</h2>
              <p>{text.scam}</p>
            </div>
            <div class="note tight">
              <h2>{text.cardTitle}</h2>
              <p>{text.card}</p>
            </div>
            <Actions two>
              <Submit>{text.submit}</Submit>
              <LinkButton href={next} second>
                {text.skip}
              </LinkButton>
            </Actions>
          </MainForm>
        </>
      ),
    };
  },
  async submit(visit) {
    const lineId = lineIdOf(visit);
    const known = Object.keys(visit.t.before.tasks);
    const done = (visit.values['done'] ?? '').split(' ').filter((name) => known.includes(name));
    visit.jar.keepSealed('hb_before', { ...ticked(visit), [lineId]: done }, KEEP_SECONDS);
    return go(`/lines/${encodeURIComponent(lineId)}/eligibility`);
  },
};

function ticked(visit: Visit): Ticked {
  return visit.jar.sealed<Ticked>('hb_before') ?? {};
}
