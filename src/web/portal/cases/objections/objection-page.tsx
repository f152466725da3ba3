import type { Language } from '../../../../domain/values/language.ts';
import { periodText } from '../../../../messages/rule-values.ts';
import { objectToCase } from '../../../../operations/cases/objections/object-to-case.ts';
import { type ObjectionView, viewObjection } from '../../../../operations/cases/objections/view-objection.ts';
import { formatsOf } from '../../../kit/formats.ts';
import { Phone } from '../../../kit/house-parts.tsx';
import { go, type Page } from '../../../kit/page.ts';
import { Actions, Heading, LinkButton, Submit, Token } from '../../../kit/parts.tsx';
import type { Visit } from '../../../kit/visit.ts';

/**
 * "This was not me", behind the link of a message: one tap, no sign-in. What is sent by looking is nothing, for mail programs
 * follow links by themselves.
 */
export const objectionPage: Page = {
  path: '/not-me/:reference/:token',
  async show(visit) {
    const view = await viewObjection(visit.op, visit.actor, linkOf(visit));
    const { objection: t } = visit.t.protection;
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <>
          <Heading lead={t.lead(view.reference)}>{t.title}</Heading>
          <State visit={visit} view={view} />
          {view.state === 'possible' ? (
            <form method="post" action={visit.url.pathname}>
              <Token visit={visit} />
              <Submit>{t.go}</Submit>
            </form>
          ) : null}
          {view.state === 'stopped' ? null : <ForGood visit={visit} view={view} />}
        </>
      ),
    };
  },
  async submit(visit) {
    await objectToCase(visit.op, visit.actor, linkOf(visit));
    return go(visit.url.pathname);
  },
};

const linkOf = ({ params }: Visit) => ({
  reference: params['reference'] ?? '',
  token: params['token'] ?? '',
});

const TONES = { possible: '', resting: 'ok', used: 'warn', stopped: 'ok', too_late: 'bad' } as const;

function State({ visit, view }: { visit: Visit; view: ObjectionView }) {
  const { objection: t } = visit.t.protection;
  return (
    <section class={`note ${TONES[view.state]} tight`} role="status">
      <h2>{t.states[view.state]}</h2>
      <p>{textOf(visit, view)}</p>
    </section>
  );
}

function textOf({ t, language }: { t: Visit['t']; language: Language }, view: ObjectionView): string {
  const { objection } = t.protection;
  const formats = formatsOf(language, view.timeZone);
  const until = view.restsUntil === null ? '' : formats.moment(view.restsUntil);
  switch (view.state) {
    case 'possible':
      return objection[view.barred ? 'willRestBarred' : 'willRest'](periodText(t, view.rests));
    case 'resting':
      return objection[view.barred ? 'restsBarred' : 'restsUntil'](until);
    case 'used':
      return objection.restedUntil(until);
    case 'stopped':
      return objection.stoppedText;
    case 'too_late':
      return objection.tooLateText;
  }
}

/** The link proves little: what stops the case for good is the holder's own proof. */
function ForGood({ visit, view }: { visit: Visit; view: ObjectionView }) {
  const { objection: t } = visit.t.protection;
  const { hotline } = visit.op.house;
  return (
    <section class="tight">
      {view.state === 'too_late' ? null : (
        <>
          <h2>{t.forGood}</h2>
          <Actions>
            <LinkButton href="/" second>
              {t.signIn}
            </LinkButton>
          </Actions>
        </>
      )}
      {hotline === null ? null : (
        <p>
          <Phone number={hotline.number} />
        </p>
      )}
    </section>
  );
}
