import { feedState } from '../../../../domain/numbers/feed-calendar.ts';
import {
  checkMadeFeed,
  type Feed,
  type FeedCheck,
  makeFeed,
  noteFeedSent,
  readFeed,
  viewFeed,
} from '../../../../operations/numbers/feeds.ts';
import { type Form, go } from '../../../kit/page.ts';
import { Errors, Heading, Rows, Token } from '../../../kit/parts.tsx';
import { mayAsk, rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { numberText } from '../campaigns/campaign-parts.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { feedPath, NUMBERS } from './number-words.ts';

/** Shown of what a recipient would refuse. */
const FAULTS = 20;

/** A list for others: making it, looking at it as its recipient would, taking it away, and noting that it was handed in. */
export const feedPage: DeskPage = {
  path: `${NUMBERS}/lists/:feed`,
  roles: rolesOf('listFeeds'),
  fields: { feed_made: null, feed_not_made: null, feed_too_early: null, feed_refused: null },
  show: async (visit, form) =>
    shown(visit, form, await viewFeed(visit.op, staffOf(visit), feedOf(visit)), null),
  async submit(visit) {
    const { op, values } = visit;
    const staff = staffOf(visit);
    const named = feedOf(visit);
    if (values['act'] === 'check') {
      const check = await checkMadeFeed(op, staff, named);
      return shown(visit, { values: {}, errors: [] }, check.feed, check);
    }
    if (values['act'] === 'make') await makeFeed(op, staff, await viewFeed(op, staff, named));
    if (values['act'] === 'sent') await noteFeedSent(op, staff, named);
    return go(feedPath(named.feedId));
  },
};

/** The list as it was made. Whoever takes it is in the audit log. */
export const feedFile: DeskPage = {
  path: `${NUMBERS}/lists/:feed/list.csv`,
  roles: rolesOf('readFeed'),
  async show(visit) {
    const { feed, body } = await readFeed(visit.op, staffOf(visit), feedOf(visit));
    const name = `${feed.kind}-${feed.period}.csv`;
    return { kind: 'file', type: 'text/csv; charset=us-ascii', name, bytes: body };
  },
};

function shown(visit: DeskVisit, form: Form, feed: Feed, check: FeedCheck | null) {
  const { t: words, formats } = visit;
  const t = words.numberDesk;
  const { kind, recipient, period, dueOn, madeAt, throughOn, rows, omitted, sha256, sentAt } = feed;
  const title = words.punctuation.labelled(t.feedKinds[kind], period);
  return {
    kind: 'page' as const,
    title,
    back: `${NUMBERS}#feeds`,
    body: (
      <OperationsFrame visit={visit} here="numbers">
        <Errors visit={visit} form={form} />
        <Heading>{title}</Heading>
        <div class="narrow stack">
          <Rows
            rows={[
              ...(recipient === '' ? [] : [{ label: t.rangeHolder, value: recipient }]),
              { label: t.dueOn, value: formats.date(dueOn) },
              { label: t.state, value: t.feedStates[feedState(feed)] },
              ...(madeAt === null ? [] : [{ label: t.madeAt, value: formats.moment(madeAt) }]),
              ...(throughOn === null ? [] : [{ label: t.through, value: formats.date(throughOn) }]),
              ...(rows === null
                ? []
                : [{ label: t.rows, value: rows === 0 ? t.nil : numberText(visit, rows) }]),
              ...(omitted
                ? [{ label: t.omitted, value: numberText(visit, omitted), hint: t.omittedHint }]
                : []),
              ...(sha256 === null ? [] : [{ label: t.sha256, value: <span class="code">{sha256}</span> }]),
              ...(sentAt === null ? [] : [{ label: t.sentAt, value: formats.moment(sentAt) }]),
            ]}
          />
          {check === null ? null : <Checked visit={visit} check={check} />}
          <Acts visit={visit} feed={feed} />
        </div>
      </OperationsFrame>
    ),
  };
}

function Acts({ visit, feed }: { visit: DeskVisit; feed: Feed }) {
  const t = visit.t.numberDesk;
  if (feed.madeAt === null)
    return mayAsk(visit, 'makeFeed') ? (
      <Act visit={visit} act="make" hint={t.makeHint}>
        {t.make}
      </Act>
    ) : null;
  return (
    <>
      {mayAsk(visit, 'readFeed') ? (
        <p>
          <a class="act" href={`${feedPath(feed.feedId)}/list.csv`} download>
            {t.download}
          </a>
        </p>
      ) : null}
      <Act visit={visit} act="check" second>
        {t.check}
      </Act>
      {feed.sentAt === null && mayAsk(visit, 'readFeed') ? (
        <Act visit={visit} act="sent" hint={t.noteSentHint}>
          {t.noteSent}
        </Act>
      ) : null}
    </>
  );
}

function Act({
  visit,
  act,
  hint,
  second = false,
  children,
}: {
  visit: DeskVisit;
  act: string;
  hint?: string;
  second?: boolean;
  children: string;
}) {
  return (
    <form method="post" action={visit.url.pathname}>
      <Token visit={visit} />
      <input type="hidden" name="act" value={act} />
      <button class={second ? 'button second' : 'button'} type="submit">
        {children}
      </button>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
    </form>
  );
}

function Checked({ visit, check }: { visit: DeskVisit; check: FeedCheck }) {
  const t = visit.t.numberDesk;
  const { faults, sameBytes } = check;
  if (faults.length === 0 && sameBytes)
    return (
      <p class="note ok" role="status">
        {t.checked}
      </p>
    );
  return (
    <div class="note bad" role="status">
      <ul>
        {sameBytes ? null : <li>{t.changed}</li>}
        {faults.slice(0, FAULTS).map(({ line, what }) => (
          <li key={`${line} ${what}`}>{t.fault(line, t.faults[what])}</li>
        ))}
      </ul>
    </div>
  );
}

const feedOf = ({ params }: DeskVisit) => ({ feedId: params['feed'] ?? '' });
