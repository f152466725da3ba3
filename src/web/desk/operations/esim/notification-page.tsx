import { HandbackError } from '../../../../domain/errors.ts';
import { dismissNotification } from '../../../../operations/esim/dismiss-notification.ts';
import { recheckNotification } from '../../../../operations/esim/recheck-notification.ts';
import { viewQuarantined } from '../../../../operations/esim/view-quarantined.ts';
import { Answers } from '../../../kit/answers.ts';
import { MAIN_FORM } from '../../../kit/layout.tsx';
import { type Form, go } from '../../../kit/page.ts';
import { Actions, Errors, Field, Heading, Rows, Token } from '../../../kit/parts.tsx';
import { mayAsk } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { OperationsFrame } from '../operations-frame.tsx';
import { ESIM, ESIM_ROLES, reasonIn } from './esim-page.tsx';

/** One notification that proves nothing as yet: it is judged anew by what is known today, or its review ends. */
export const notificationPage: DeskPage = {
  path: `${ESIM}/:notificationId`,
  roles: ESIM_ROLES,
  async show(visit, form) {
    const t = visit.t.esimDesk;
    const one = await viewQuarantined(visit.op, staffOf(visit), idOf(visit));
    const mayAct = mayAsk(visit, 'recheckNotification');
    const still = visit.url.searchParams.get('judged') === 'still';
    return {
      kind: 'page',
      title: t.one,
      back: ESIM,
      form: mayAct,
      body: (
        <OperationsFrame visit={visit} here="esim">
          <div class="narrow stack">
            <Errors visit={visit} form={form} />
            <Heading lead={reasonIn(visit, one.reason)}>{t.one}</Heading>
            {still ? (
              <p class="note warn" role="status">
                {t.stillNothing}
              </p>
            ) : null}
            <Rows
              rows={[
                {
                  label: t.received,
                  value: visit.formats.exact(one.receivedAt),
                  hint: one.repeats > 0 ? t.repeats(one.repeats) : undefined,
                },
                { label: t.via, value: t.ways[one.via] },
                { label: t.event, value: one.event === null ? t.unknown : t.events[one.event] },
                { label: t.profile, value: <span class="code">{one.iccid ?? t.unknown}</span> },
                { label: t.device, value: <span class="code">{one.eid ?? t.unknown}</span> },
                { label: t.number, value: one.seqNumber ?? t.unknown },
                { label: t.address, value: one.address ?? t.unknown },
              ]}
            />
            {mayAct ? <Acts visit={visit} form={form} /> : null}
          </div>
        </OperationsFrame>
      ),
    };
  },
  fields: { notification_unknown: null },
  async submit(visit) {
    const staff = staffOf(visit);
    const { notificationId } = idOf(visit);
    const { op, values } = visit;
    switch (values['choice']) {
      case 'recheck': {
        const deviceConfirmed = values['confirmed'] === 'yes';
        const proven = await recheckNotification(op, staff, { notificationId, deviceConfirmed });
        return go(proven ? ESIM : `${visit.url.pathname}?judged=still`);
      }
      case 'dismiss': {
        const answers = new Answers(visit);
        const reason = answers.filled('reason', visit.t.esimDesk.reasonMissing);
        if (answers.refused !== null) return answers.refused;
        await dismissNotification(op, staff, { notificationId, reason });
        return go(ESIM);
      }
      default:
        throw new HandbackError('request_invalid', { field: 'choice' });
    }
  },
};

const idOf = ({ params }: DeskVisit) => ({ notificationId: params['notificationId'] ?? '' });

function Acts({ visit, form }: { visit: DeskVisit; form: Form }) {
  const t = visit.t.esimDesk;
  const here = visit.url.pathname;
  return (
    <>
      <form class="stack" method="post" action={here}>
        <Token visit={visit} />
        <h2>{t.recheck}</h2>
        <label class="choice">
          <input type="checkbox" name="confirmed" value="yes" />
          <span>
            <strong>{t.confirmed}</strong>
            <span class="hint">{t.confirmedHint}</span>
          </span>
        </label>
        <Actions>
          <button class="button" type="submit" name="choice" value="recheck">
            {t.recheckGo}
          </button>
        </Actions>
      </form>
      <form class="stack" id={MAIN_FORM} method="post" action={here} noValidate>
        <Token visit={visit} />
        <h2>{t.dismiss}</h2>
        <Field
          visit={visit}
          form={form}
          name="reason"
          label={t.reason}
          hint={t.reasonHint}
          lines={3}
          maxLength={500}
        />
        <Actions>
          <button class="button second" type="submit" name="choice" value="dismiss">
            {t.dismissGo}
          </button>
        </Actions>
      </form>
    </>
  );
}
