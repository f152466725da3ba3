import type { HandOverView } from '../../../operations/voice/list-hand-overs.ts';
import { type Row, Rows } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';

/** What the caller keyed in before the call came here. */
export function HandOverPanel({ visit, from }: { visit: DeskVisit; from: HandOverView | null }) {
  if (from === null) return null;
  const { desk: t } = visit.t.voiceMenu;
  return (
    <section class="panel tight" id="hand-over" aria-labelledby="hand-over-title">
      <h2 id="hand-over-title">{t.title}</h2>
      <p class="hint">{t.lead}</p>
      <Rows kind="bare" rows={collectedRows(visit, from)} />
    </section>
  );
}

/** All that the menu collected, as an agent reads it. */
export function collectedRows(visit: DeskVisit, from: HandOverView): readonly Row[] {
  const { desk: t } = visit.t.voiceMenu;
  const proven = from.proven.map((one) => t.provens[one]);
  return [
    { label: t.at, value: visit.formats.moment(from.madeAt) },
    { label: t.wish, value: from.wish === null ? t.noWish : t.wishes[from.wish] },
    { label: t.number, value: <span class="number">{from.number ?? t.noNumber}</span> },
    { label: t.proven, value: proven.length === 0 ? t.nothing : visit.t.punctuation.listed(proven) },
    { label: t.why, value: t.whys[from.why] },
    ...(from.reference === null
      ? []
      : [{ label: t.reference, value: <span class="code">{from.reference}</span> }]),
    ...(from.language ? [{ label: t.language, value: t.languages[from.language] }] : []),
  ];
}
