import { HandbackError } from '../../domain/errors.ts';
import { go, type Page } from '../../web/kit/page.ts';
import { Heading, LinkButton, LinkList, Rows, Tag, Tap } from '../../web/kit/parts.tsx';
import type { Visit } from '../../web/kit/visit.ts';
import { type ClearingName, clear, clearingsFor } from '../clearing.ts';
import { GUIDE, GUIDE_GROUPS, type GuideGroup } from '../demo-guide.ts';
import { CALL_PATH, CLEAR_PATH, GUIDE_PATH, HOUSE_PATH } from '../demo-paths.ts';
import { DEMO_STAFF } from '../demo-staff.ts';
import { labelIn } from '../label.ts';
import { type ShowcaseState, showcaseStates, usable } from '../showcase-states.ts';
import { INBOX_PATH } from './inbox-page.tsx';
import { PHONE_PATH, phoneOf } from './phones.ts';

/** A line of the showcase, and what can be done about what stands in its way. */
interface Situation extends ShowcaseState {
  readonly clearings: readonly ClearingName[];
}

/** Every situation of the demo: what to type, what to try, what is used up, and the operator's side of each blocker. */
export const guide: Page = {
  path: GUIDE_PATH,
  async show(visit) {
    const { demoGuide: text } = visit.t;
    const situations = await situationsOf(visit);
    const wanted = visit.url.searchParams.get('open');
    return {
      kind: 'page',
      title: text.title,
      back: null,
      islands: ['copy'],
      body: (
        <>
          <div class="tight">
            <Tag tone="warn">{visit.t.common.demo}</Tag>
            <Heading lead={text.lead}>{text.title}</Heading>
          </div>
          <p class="hidden-text" id="copied" role="status" />
          <Done visit={visit} situations={situations} />
          <Start visit={visit} first={usable(situations)[0] ?? null} />
          <section class="tight">
            <h2>{text.linksTitle}</h2>
            <LinkList
              links={[
                ['/', text.links.portal, text.links.portalHint],
                ['/special', text.links.special, text.links.specialHint],
                [INBOX_PATH, text.links.inbox, text.links.inboxHint],
                [PHONE_PATH, text.links.phones, text.links.phonesHint],
                [CALL_PATH, visit.t.voiceMenu.call.title, text.links.callHint],
                ['/check', visit.t.scamCheck.title, text.links.checkHint],
                ['/need', visit.t.guidance.title, text.links.needHint],
                [HOUSE_PATH, text.links.house, text.links.houseHint],
                ['/api/v1/openapi.json', text.links.contract, text.links.contractHint],
              ]}
            />
          </section>
          <Desks visit={visit} />
          {GUIDE_GROUPS.map((group) => (
            <Group key={group} visit={visit} group={group} situations={situations} wanted={wanted} />
          ))}
          <section class="panel tight">
            <h2>{text.freshTitle}</h2>
            <p>{text.fresh}</p>
            <p>
              <Copied visit={visit} what={text.freshTitle} value="npm start -- --fresh" />
            </p>
          </section>
        </>
      ),
    };
  },
  async submit(visit) {
    const { url, values } = visit;
    const situation = url.searchParams.get('open');
    const line = (await showcaseStates(visit.op.pool)).find((one) => one.situation === situation);
    if (line === undefined) throw new HandbackError('not_found');
    const done = await clear(visit.op, line.lineId, values['do'] ?? '');
    return go(`${GUIDE_PATH}?open=${line.situation}&done=${done}#${line.situation}`);
  },
};

/** The way from a reason in the portal to the situation of the line with which somebody signed in. */
export const clearing: Page = {
  path: CLEAR_PATH,
  async show(visit) {
    const lineId = visit.session?.subscriber.lineId;
    const line = (await showcaseStates(visit.op.pool)).find((one) => one.lineId === lineId);
    return go(line === undefined ? GUIDE_PATH : `${GUIDE_PATH}?open=${line.situation}#${line.situation}`);
  },
};

async function situationsOf({ op }: Visit): Promise<readonly Situation[]> {
  const states = await showcaseStates(op.pool);
  return Promise.all(
    states.map(async (state) => ({ ...state, clearings: await clearingsFor(op, state.lineId) })),
  );
}

/** Who works at the desks, and a walk through each. */
function Desks({ visit }: { visit: Visit }) {
  const { guide: text } = visit.t.demoDesks;
  return (
    <section class="panel tight" aria-labelledby="desks">
      <h2 id="desks">{text.title}</h2>
      <p>{text.lead}</p>
      <Rows rows={DEMO_STAFF.map(({ role, name }) => ({ label: name, value: text.roles[role] }))} />
      {text.walks.map(({ title, href, steps }) => (
        <div key={href} class="tight">
          <h3>
            <a href={href}>{title}</a>
          </h3>
          <ol class="plain-list">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}

function Start({ visit, first }: { visit: Visit; first: ShowcaseState | null }) {
  const { demoGuide: text } = visit.t;
  if (first === null) {
    return (
      <section class="note warn tight">
        <p>{text.allUsed}</p>
        <p>{text.fresh}</p>
      </section>
    );
  }
  return (
    <section class="panel tight" aria-labelledby="begin">
      <h2 id="begin">{text.startTitle}</h2>
      <ul class="plain-list">
        {text.startSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
      <ToType visit={visit} line={first} />
      <div class="actions two">
        <LinkButton href="/">{text.links.portal}</LinkButton>
        <LinkButton href={messagesOf(first)} second>
          {text.toMessages}
        </LinkButton>
      </div>
    </section>
  );
}

interface GroupProps {
  readonly visit: Visit;
  readonly group: GuideGroup;
  readonly situations: readonly Situation[];
  readonly wanted: string | null;
}

function Group({ visit, group, situations, wanted }: GroupProps) {
  const { demoGuide: text } = visit.t;
  const mine = situations.filter(({ situation }) => GUIDE[situation].group === group);
  return (
    <section class="tight" aria-labelledby={`group-${group}`}>
      <div class="head-row">
        <h2 id={`group-${group}`}>{text.groups[group]}</h2>
        <span class="hint">{text.count(mine.filter(({ usedUp }) => !usedUp).length, mine.length)}</span>
      </div>
      <div class="folds">
        {mine.map((line) => (
          <details key={line.situation} id={line.situation} open={line.situation === wanted}>
            <summary>
              <span class="text">
                <strong>{labelIn(line.label, visit.language)}</strong>
                <span class="hint">{line.msisdn ?? text.noNumber}</span>
              </span>
              <StateTag visit={visit} line={line} />
            </summary>
            <Body visit={visit} line={line} />
          </details>
        ))}
      </div>
    </section>
  );
}

function StateTag({ visit, line }: { visit: Visit; line: Situation }) {
  const { state } = visit.t.demoGuide;
  if (line.ended) return <Tag tone="plain">{state.ended}</Tag>;
  return line.openCase === null ? <Tag tone="ok">{state.ready}</Tag> : <Tag tone="now">{state.open}</Tag>;
}

function Body({ visit, line }: { visit: Visit; line: Situation }) {
  const { demoGuide: text } = visit.t;
  const { clearings, situation, msisdn, profiles } = line;
  return (
    <div class="stack near">
      <p>{labelIn(GUIDE[situation].tryThis, visit.language)}</p>
      {line.ended ? <p class="hint">{text.hasEnded}</p> : null}
      {line.openCase === null ? null : <p class="hint">{text.openCase(line.openCase)}</p>}
      <ToType visit={visit} line={line} />
      {clearings.length === 0 ? null : (
        <div class="note info tight">
          <h3>{text.clearTitle}</h3>
          <p class="hint">{text.clearLead}</p>
          <div class="actions two">
            {clearings.map((name) => (
              <Tap
                key={name}
                visit={visit}
                action={`${GUIDE_PATH}?open=${situation}`}
                second
                name="do"
                value={name}
              >
                {text.clearings[name]}
                <span class="hidden-text"> {msisdn ?? labelIn(line.label, visit.language)}</span>
              </Tap>
            ))}
          </div>
        </div>
      )}
      {msisdn === null ? null : (
        <ul class="inline-links">
          <li>
            <a href={messagesOf(line)}>
              {text.toMessages}
              <span class="hidden-text"> {msisdn}</span>
            </a>
          </li>
          {profiles.length === 0 ? null : (
            <li>
              <a href={phoneOf(msisdn)}>
                {text.toPhones}
                <span class="hidden-text"> {msisdn}</span>
              </a>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

/** All that the portal may ask of its holder. */
function ToType({ visit, line }: { visit: Visit; line: ShowcaseState }) {
  const { demoGuide: text } = visit.t;
  const copied = (what: string, value: string) => ({
    label: what,
    value: <Copied visit={visit} what={what} value={value} />,
  });
  return (
    <Rows
      kind="bare"
      rows={[
        line.msisdn === null
          ? { label: text.number, value: text.noNumber }
          : copied(text.number, line.msisdn),
        copied(text.document, line.documentNumber),
        copied(text.opened, line.openedOn),
        copied(text.name, line.holderName),
      ]}
    />
  );
}

/** The button shows itself where a script can copy. */
function Copied({ visit, what, value }: { visit: Visit; what: string; value: string }) {
  const { demoGuide: text } = visit.t;
  return (
    <span class="copied">
      <span class="code">{value}</span>
      <button
        class="plain"
        type="button"
        hidden
        data-copy={value}
        data-copied={text.copied}
        aria-label={`${text.copyOf(what)} ${value}`}
      >
        {text.copy}
      </button>
    </span>
  );
}

function Done({ visit, situations }: { visit: Visit; situations: readonly Situation[] }) {
  const { demoGuide: text } = visit.t;
  const done = visit.url.searchParams.get('done') ?? '';
  const line = situations.find(({ situation }) => situation === visit.url.searchParams.get('open'));
  if (line === undefined || !Object.hasOwn(text.clearings, done)) return null;
  // Said only of what is so: an address can be kept, or made up.
  if (line.clearings.includes(done as ClearingName)) return null;
  return (
    <p class="note ok" role="status">
      {text.done(text.clearings[done as ClearingName], line.msisdn ?? '')}
    </p>
  );
}

const messagesOf = ({ msisdn }: Pick<ShowcaseState, 'msisdn'>): string =>
  `${INBOX_PATH}?number=${encodeURIComponent(msisdn ?? '')}`;
