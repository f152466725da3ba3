import { maskMsisdn } from '../../../domain/values/msisdn.ts';
import { viewLine } from '../../../operations/lines/view-line.ts';
import { formPage } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { LinkList, Tag } from '../../kit/parts.tsx';
import { lineIdOf, type Visit } from '../../kit/visit.ts';
import { EsimAhead } from '../esim/esim-notes.tsx';

const KEEP_SECONDS = 86_400;

/** What the person says is done, a line; nothing of it is checked, and it stays on their own device. */
type Ticked = Readonly<Record<string, readonly string[]>>;

export const before = formPage({
  path: '/lines/:lineId/before',
  signedIn: true,
  async ask(visit, form) {
    const { before: text, accountExport } = visit.t;
    const { line, openCase, profiles } = await viewLine(visit.op, visit.actor, { lineId: lineIdOf(visit) });
    if (openCase !== null) return go(`/cases/${openCase}`);
    // A line with eSIMs only has no card to keep, to empty or to hand in.
    const hasCard = line.accesses.some(({ kind }) => kind === 'sim');
    const done = form.values['done']?.split(' ') ?? ticked(visit)[line.lineId] ?? [];
    return {
      title: text.title,
      lead: text.lead,
      back: '/lines',
      above:
        line.msisdn === null ? null : (
          <p>
            <span class="hidden-text">{text.number + visit.t.punctuation.colon}</span>
            <span class="number">{maskMsisdn(line.msisdn)}</span>
          </p>
        ),
      bare: true,
      inputs: [
        <Tasks key="tasks" visit={visit} done={done} hasCard={hasCard} />,
        <LinkList
          key="list"
          links={[['/before-you-go', visit.t.leavingList.link, visit.t.leavingList.linkHint]]}
        />,
        <EsimAhead key="esim" visit={visit} profiles={profiles} until={null} />,
        <div key="scam" class="note warn tight">
          <h2>{text.scamTitle}</h2>
          <p>{text.scam}</p>
        </div>,
        <LinkList key="export" links={[['/export', accountExport.link, accountExport.linkHint]]} />,
        hasCard ? (
          <div key="card" class="note tight">
            <h2>{text.cardTitle}</h2>
            <p>{text.card}</p>
          </div>
        ) : null,
      ],
      submit: text.submit,
      other: { href: `/lines/${encodeURIComponent(line.lineId)}/eligibility`, text: text.skip },
    };
  },
  async submit(visit) {
    const lineId = lineIdOf(visit);
    const known = Object.keys(visit.t.before.tasks);
    const done = (visit.values['done'] ?? '').split(' ').filter((name) => known.includes(name));
    visit.jar.keepSealed('hb_before', { ...ticked(visit), [lineId]: done }, KEEP_SECONDS);
    return go(`/lines/${encodeURIComponent(lineId)}/eligibility`);
  },
});

type TasksProps = { readonly visit: Visit; readonly done: readonly string[]; readonly hasCard: boolean };

function Tasks({ visit, done, hasCard }: TasksProps) {
  const { before: text } = visit.t;
  return (
    <fieldset>
      <legend class="hidden-text">{text.title}</legend>
      <div class="choices">
        {Object.entries(text.tasks).map(([name, task]) => (
          <label class="choice" key={name}>
            <input type="checkbox" name="done" value={name} checked={done.includes(name)} />
            <span class="text">
              <strong>{task.title}</strong>
              <span class="hint">{hasCard && 'hintWithCard' in task ? task.hintWithCard : task.hint}</span>
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
  );
}

function ticked(visit: Visit): Ticked {
  return visit.jar.sealed<Ticked>('hb_before') ?? {};
}
