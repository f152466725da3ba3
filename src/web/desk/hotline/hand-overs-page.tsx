import { HAND_OVER_STATES } from '../../../domain/voice/menu.ts';
import { isUuid } from '../../../operations/is-uuid.ts';
import { type HandOverView, listHandOvers } from '../../../operations/voice/list-hand-overs.ts';
import { putBackHandOver, takeHandOver } from '../../../operations/voice/take-hand-over.ts';
import { type Form, go } from '../../kit/page.ts';
import { Errors, Heading, Rows, Token } from '../../kit/parts.tsx';
import { mayAsk } from '../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { collectedRows } from './hand-over-panel.tsx';
import { HOTLINE_ROLES } from './roles.ts';
import { HOTLINE } from './waiting-page.tsx';

export const HAND_OVERS = `${HOTLINE}/hand-overs`;
const PAGE = 50;

/** Whom the voice menu handed to a person: who waits to be called back, and who calls whom. */
export const handOversPage: DeskPage = {
  path: HAND_OVERS,
  roles: HOTLINE_ROLES,
  keepsNothing: true,
  fields: { hand_over_taken: null, hand_over_unknown: null, hand_overs_too_many: null },
  async show(visit, form) {
    const { list: t } = visit.t.voiceMenu.desk;
    const { searchParams } = visit.url;
    const state = HAND_OVER_STATES.find((one) => one === searchParams.get('state')) ?? 'open';
    const given = searchParams.get('after') ?? '';
    const after = isUuid(given) ? given : null;
    const { handOvers, next } = await listHandOvers(visit.op, staffOf(visit), { state, after, limit: PAGE });
    return {
      kind: 'page',
      title: t.title,
      back: HOTLINE,
      body: (
        <div class="stack">
          <Errors visit={visit} form={form} />
          <Done visit={visit} form={form} />
          <Heading lead={t.lead}>{t.title}</Heading>
          <nav class="sections" aria-label={t.span}>
            <ul class="flat">
              {HAND_OVER_STATES.map((one) => (
                <li key={one}>
                  <a href={`${HAND_OVERS}?state=${one}`} aria-current={one === state ? 'page' : undefined}>
                    {t.states[one]}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          {handOvers.length === 0 ? (
            <p>{t.none[state]}</p>
          ) : (
            <ul class="hand-overs">
              {handOvers.map((one) => (
                <Card key={one.handOverId} visit={visit} one={one} />
              ))}
            </ul>
          )}
          {next === null ? null : (
            <p>
              <a href={`${HAND_OVERS}?state=${state}&after=${next}`}>{t.more}</a>
            </p>
          )}
        </div>
      ),
    };
  },
  async submit(visit) {
    const staff = staffOf(visit);
    const handOverId = visit.values['handOver'] ?? '';
    if (visit.values['act'] === 'put-back') {
      await putBackHandOver(visit.op, staff, { handOverId });
      return go(`${HAND_OVERS}?done=back`);
    }
    await takeHandOver(visit.op, staff, { handOverId });
    return go(`${HAND_OVERS}?state=taken&done=taken`);
  },
};

function Done({ visit, form }: { visit: DeskVisit; form: Form }) {
  const { list: t } = visit.t.voiceMenu.desk;
  const what = visit.url.searchParams.get('done');
  if ((what !== 'taken' && what !== 'back') || form.errors.length > 0) return null;
  return (
    <p class="note ok" role="status">
      {t[what]}
    </p>
  );
}

function Card({ visit, one }: { visit: DeskVisit; one: HandOverView }) {
  const { list: t } = visit.t.voiceMenu.desk;
  const { taken, mine } = one;
  const name = `from-${one.handOverId}`;
  return (
    <li class="panel tight" aria-labelledby={name}>
      <h2 id={name}>
        <span class="hint">{t.caller}</span> <span class="number">{one.caller ?? t.hidden}</span>
      </h2>
      <Rows
        kind="bare"
        rows={[
          ...(taken === null
            ? []
            : [
                {
                  label: t.by,
                  value: mine ? t.you : taken.name,
                  hint: visit.t.punctuation.listed([t.takenFor[taken.for], visit.formats.moment(taken.at)]),
                },
              ]),
          ...collectedRows(visit, one),
        ]}
      />
      {taken === null && mayAsk(visit, 'takeHandOver') ? (
        <Act visit={visit} one={one} act="take" words={t.take} label={t.takeOf(one.caller ?? t.hidden)} />
      ) : null}
      {one.mayPutBack ? (
        <div class="buttons">
          {!mine || one.number === null || taken?.for !== 'call_back' ? null : (
            <form method="post" action={HOTLINE}>
              <input type="hidden" name="number" value={one.number} />
              <Token visit={visit} />
              <button class="button" type="submit">
                {t.begin}
              </button>
            </form>
          )}
          <Act visit={visit} one={one} act="put-back" words={t.putBack} />
        </div>
      ) : null}
    </li>
  );
}

function Act(props: {
  readonly visit: DeskVisit;
  readonly one: HandOverView;
  readonly act: 'take' | 'put-back';
  readonly words: string;
  readonly label?: string;
}) {
  const { visit, one, act, words, label } = props;
  return (
    <form method="post" action={HAND_OVERS}>
      <input type="hidden" name="handOver" value={one.handOverId} />
      <input type="hidden" name="act" value={act} />
      <Token visit={visit} />
      <button class="button second" type="submit" aria-label={label}>
        {words}
      </button>
    </form>
  );
}
