import { HandbackError } from '../../../domain/errors.ts';
import { reminderDay } from '../../../domain/guidance/reminder-day.ts';
import { type LocalDate, localDateAt } from '../../../domain/values/local-date.ts';
import { homeTimeZone } from '../../../operations/home-time-zone.ts';
import { reminderIcs } from '../../../reports/reminder-ics.ts';
import { type Form, go, type Page } from '../../kit/page.ts';
import { Actions, Errors, Field, Heading, LinkButton, LinkList, Tag } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { leavingListText } from './leaving-list-text.ts';
import { type LeavingTask, leavingTasks } from './leaving-tasks.ts';

export const BEFORE_YOU_GO = '/before-you-go';

/** What hangs on a number, before it ends. For anybody: it knows of no line, and what is ticked stays in the browser. */
export const beforeYouGoPage: Page = {
  path: BEFORE_YOU_GO,
  async show(visit) {
    const { leavingList: t } = visit.t;
    const { move, remove, chinaCheck } = leavingTasks(visit);
    const form = reminderForm(visit);
    return {
      kind: 'page',
      title: t.title,
      back: '/',
      indexed: true,
      islands: ['leaving-list', 'copy'],
      body: (
        <>
          <Errors visit={visit} form={form} />
          <Heading lead={t.lead}>{t.title}</Heading>
          <p class="note info unprinted" data-device hidden>
            {t.device}
          </p>
          <section class="stack near" aria-labelledby="move-title">
            <h2 id="move-title">{t.moveTitle}</h2>
            <p>{t.moveLead}</p>
            <Ticks visit={visit} title={t.moveTitle} tasks={move} />
            {chinaCheck === null ? null : <p class="note info">{chinaCheck}</p>}
          </section>
          <section class="stack near" aria-labelledby="delete-title">
            <h2 id="delete-title">{t.deleteTitle}</h2>
            <p>{t.deleteLead}</p>
            <Ticks visit={visit} title={t.deleteTitle} tasks={remove} />
            <div class="unprinted">
              <LinkList links={remove.map(({ name, title }) => [`#how-${name}`, t.how(title)])} />
            </div>
          </section>
          <section class="stack near unprinted" aria-labelledby="take-title">
            <h2 id="take-title">{t.takeTitle}</h2>
            <Actions two>
              <LinkButton href={`${BEFORE_YOU_GO}/list.txt`} download second>
                {t.text}
              </LinkButton>
              <button class="button second" type="button" hidden data-print>
                {t.print}
              </button>
            </Actions>
            <p class="hint">{t.textNote}</p>
            <LinkList
              links={[['/export', visit.t.accountExport.link, visit.t.accountExport.linkHint] as const]}
            />
            <div class="tight" data-device hidden>
              <button class="button second" type="button" data-cleared={t.cleared}>
                {t.clear}
              </button>
              <p role="status" />
            </div>
          </section>
          <ReminderForm visit={visit} form={form} />
          <section class="stack" aria-labelledby="how-title">
            <h2 id="how-title">{t.howTitle}</h2>
            {remove.map(({ name, title, steps }) => (
              <section class="tight" key={name} id={`how-${name}`} tabIndex={-1}>
                <h3>{title}</h3>
                <ol class="numbered">
                  {steps.map((step) => (
                    <li key={step}>{step}</li>
                  ))}
                </ol>
              </section>
            ))}
          </section>
        </>
      ),
    };
  },
};

function Ticks({ visit, title, tasks }: { visit: Visit; title: string; tasks: readonly LeavingTask[] }) {
  const { before } = visit.t;
  return (
    <fieldset>
      <legend class="hidden-text">{title}</legend>
      <div class="choices">
        {tasks.map(({ name, title: what, hint }) => (
          <label class="choice" key={name}>
            {/* In no form and without a name: there is no way in which it could be sent. */}
            <input type="checkbox" data-tick={name} autocomplete="off" />
            <span class="text">
              <strong>{what}</strong>
              <span class="hint">{hint}</span>
            </span>
            <span class="is-open">
              <Tag tone="plain">{before.open}</Tag>
            </span>
            <span class="is-done">
              <Tag tone="ok">{before.done}</Tag>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const today = (visit: Visit): LocalDate => localDateAt(visit.op.clock.now(), homeTimeZone(visit.op));

/** The day of the address, which came back because it is none; null where it is one. */
function dayOf(visit: Visit): LocalDate | null {
  try {
    return reminderDay(visit.url.searchParams.get('day') ?? '', today(visit));
  } catch (error) {
    if (error instanceof HandbackError) return null;
    throw error;
  }
}

function reminderForm(visit: Visit): Form {
  const { leavingList: t } = visit.t;
  const day = visit.url.searchParams.get('day');
  if (day === null) return { values: {}, errors: [] };
  const wrong = dayOf(visit) === null;
  return {
    values: { day },
    errors: wrong ? [{ field: 'day', title: t.dayWrong, detail: t.dayWrongText }] : [],
  };
}

function ReminderForm({ visit, form }: { visit: Visit; form: Form }) {
  const { leavingList: t } = visit.t;
  return (
    <section class="panel tight unprinted" aria-labelledby="reminder-title">
      <h2 id="reminder-title">{t.reminderTitle}</h2>
      <p>{t.reminderLead}</p>
      <form class="stack near" method="get" action={`${BEFORE_YOU_GO}/reminder.ics`}>
        <Field
          visit={visit}
          form={form}
          name="day"
          label={t.day}
          hint={t.dayHint}
          type="date"
          autocomplete="off"
        />
        <button class="button" type="submit">
          {t.calendar}
        </button>
      </form>
    </section>
  );
}

/** The list as a file. */
export const leavingListFile: Page = {
  path: `${BEFORE_YOU_GO}/list.txt`,
  async show(visit) {
    // A byte order mark: without it some editors take Chinese text for something else.
    const bytes = `\uFEFF${leavingListText(visit)}`;
    return { kind: 'file', type: 'text/plain; charset=utf-8', name: 'before-you-go.txt', bytes };
  },
};

/** A day for a calendar, with the whole list: it reminds its owner when no message can reach the number any more. */
export const leavingReminder: Page = {
  path: `${BEFORE_YOU_GO}/reminder.ics`,
  async show(visit) {
    const day = dayOf(visit);
    if (day === null)
      return go(`${BEFORE_YOU_GO}?${new URLSearchParams({ day: visit.url.searchParams.get('day') ?? '' })}`);
    const { publicUrl } = visit.portal;
    return {
      kind: 'file',
      type: 'text/calendar; charset=utf-8',
      name: 'before-you-go.ics',
      bytes: reminderIcs({
        // The same day again is the same entry.
        uid: `before-you-go-${day}@${new URL(publicUrl).hostname}`,
        ...{ day, title: visit.t.leavingList.event, text: leavingListText(visit) },
        url: `${publicUrl}${BEFORE_YOU_GO}`,
        madeAt: visit.op.clock.now(),
      }),
    };
  },
};
