import type { CardsOfCase, CaseCard } from '../../../../operations/cards/view-card-of-case.ts';
import { viewCardOfCase } from '../../../../operations/cards/view-card-of-case.ts';
import type { CaseRecord } from '../../../../operations/cases/case-view.ts';
import type { Formats } from '../../../kit/formats.ts';
import { Actions, LinkButton, type Row, Rows, Tap } from '../../../kit/parts.tsx';
import { asFollower, type Visit } from '../../../kit/visit.ts';
import { isOfOthers } from '../progress-steps.tsx';

/** The old cards of a case; null before its holder confirms, when the line still needs them. */
export async function oldCardsOf(visit: Visit, record: CaseRecord): Promise<CardsOfCase | null> {
  if (record.confirmedAt === null) return null;
  const { caseId } = record;
  const found = await asFollower(visit, (actor) => viewCardOfCase(visit.op, actor, { caseId }));
  return found.takesCards || found.cards.some(({ takenInAt }) => takenInAt !== null) ? found : null;
}

interface Seen {
  readonly visit: Visit;
  readonly formats: Formats;
  readonly record: CaseRecord;
  readonly cards: CardsOfCase | null;
}

/** Where the old card is, how it is handed in, and why not to cut it; of an eSIM, why there is nothing to hand in. */
export function OldCards({ visit, formats, record, cards: found }: Seen) {
  if (found === null || (found.cards.length === 0 && found.esims === 0)) return null;
  // Who never opened the line has no card of it.
  if (record.route === 'not_mine') return null;
  const { oldCard: text, special } = visit.t;
  const others = isOfOthers(record) ? special.others : null;
  const outstanding = found.cards.filter(({ place }) => place === 'with_holder' || place === 'given_back');
  return (
    <section class="panel tight" id="card">
      <h2>{others?.card ?? text.title}</h2>
      {found.cards.length === 0 ? null : (
        <Rows rows={found.cards.map((card) => cardRow(visit, formats, card, others?.cardOut))} />
      )}
      {outstanding.length === 0 || !found.takesCards ? null : (
        <HandIn
          visit={visit}
          off={record.serviceEndedAt !== null && record.closedAt !== null}
          found={found}
          outstanding={outstanding}
        />
      )}
      {found.esims === 0 ? null : <p>{others?.esim ?? text.esim}</p>}
    </section>
  );
}

/** @param out what is said of a card that is not handed in, where the reader need not have it */
function cardRow({ t }: Visit, formats: Formats, card: CaseCard, out?: string): Row {
  const { oldCard: text } = t;
  return {
    label: text.ending(card.iccidEnd),
    value: (card.place === 'with_holder' ? out : undefined) ?? text.places[card.place],
    hint: hintOf(t, formats, card),
  };
}

function hintOf({ oldCard: text }: Visit['t'], formats: Formats, card: CaseCard): string | undefined {
  const { place, takenInAt, destroyed } = card;
  if (place === 'lost') return text.lost;
  if (destroyed !== null) return text.destroyed(formats.date(destroyed.on));
  if (takenInAt === null || place === 'given_back') return undefined;
  return (place === 'missing' ? text.said : text.takenIn)(formats.moment(takenInAt));
}

function HandIn(props: {
  visit: Visit;
  /** The line is off: the card is needed no more. */
  off: boolean;
  found: CardsOfCase;
  outstanding: readonly CaseCard[];
}) {
  const { visit, off, found, outstanding } = props;
  const { oldCard: text } = visit.t;
  const here = `/cases/${found.caseId}`;
  return (
    <>
      <p>{text.handIn}</p>
      {off ? null : <p class="hint">{text.untilOff}</p>}
      <p>
        <strong>{text.doNotCut}</strong>
      </p>
      {found.label === null ? null : (
        <Rows
          rows={[{ label: text.label, value: <span class="code">{found.label}</span>, hint: text.labelHow }]}
        />
      )}
      <Actions two>
        <LinkButton href="/contact" second>
          {text.shops}
        </LinkButton>
        {found.label === null ? (
          <Tap visit={visit} action={`${here}/card-label`} second>
            {text.makeLabel}
          </Tap>
        ) : (
          <LinkButton href={`${here}/card-label.pdf`} second download>
            {text.printLabel}
          </LinkButton>
        )}
      </Actions>
      {outstanding.map(({ iccidEnd }) => (
        <Tap key={iccidEnd} visit={visit} action={`${here}/card-missing`} second name="card" value={iccidEnd}>
          {outstanding.length === 1 ? text.missing : text.missingWhich(iccidEnd)}
        </Tap>
      ))}
    </>
  );
}
