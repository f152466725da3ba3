import { REVOCATION_REASONS } from '../../../../domain/certificates/revocation.ts';
import { HandbackError } from '../../../../domain/errors.ts';
import { retryNotices } from '../../../../operations/cases/notices/retry-notices.ts';
import { retryCase } from '../../../../operations/cases/steering/retry-case.ts';
import { rollForward } from '../../../../operations/cases/steering/roll-forward.ts';
import { skipStage } from '../../../../operations/cases/steering/skip-stage.ts';
import { viewCase } from '../../../../operations/cases/view-case.ts';
import { revokeCertificate } from '../../../../operations/certificates/revoke-certificate.ts';
import { sayDeleted } from '../../../../operations/esim/say-deleted.ts';
import { stopWaitingForDevices } from '../../../../operations/esim/stop-waiting-for-devices.ts';
import { CASE_ACTS } from '../../../../operations/oversight/cases/acts-of-case.ts';
import type { ActOfCase, CaseAct, NoAct } from '../../../../operations/oversight/cases/view-whole-case.ts';
import { doOrAsk } from '../../../../operations/staff/approvals/do-or-ask.ts';
import { Answers } from '../../../kit/answers.ts';
import { type Answer, type Form, go } from '../../../kit/page.ts';
import { Field, Tag, Token } from '../../../kit/parts.tsx';
import { type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { casePath } from '../case-words.tsx';
import type { PartProps } from './case-summary.tsx';

type DeskAct = Exclude<CaseAct, 'withdraw'>;
/** Taking a request back is for its holder: here only the reason is told why not. */
const DESK_ACTS = CASE_ACTS.filter((act): act is DeskAct => act !== 'withdraw');

/** Which act was done a moment ago, as the address after it says; null for none, and for what is none. */
export function actDone({ searchParams }: URL): DeskAct | null {
  return DESK_ACTS.find((act) => act === searchParams.get('done')) ?? null;
}

/** Does what one of the forms asks for, or asks a second person. The operations decide whether it can be. */
export async function doAct(visit: DeskVisit, given: string): Promise<Answer> {
  const { op, values, t } = visit;
  const staff = staffOf(visit);
  const { record } = await viewCase(op, staff, { reference: given });
  const { caseId, reference } = record;
  const act = DESK_ACTS.find((one) => one === values['act']);
  const answers = new Answers(visit);
  const reason = (name: string): string => answers.filled(name, t.caseDesk.page.reasonMissing);
  const thing = values['thing'] ?? '';
  switch (act) {
    case undefined:
      throw new HandbackError('request_invalid', { field: 'act' });
    case 'retry':
      await retryCase(op, staff, { caseId });
      break;
    case 'skip': {
      const asked = { caseId, stage: values['stage'] ?? null, reason: reason('skip_reason') };
      if (answers.refused !== null) return answers.refused;
      const skipped = await doOrAsk(op, staff, { act: 'skip_stage', with: asked }, () =>
        skipStage(op, staff, {
          caseId,
          reason: asked.reason,
          ...(asked.stage === null ? {} : { stage: asked.stage }),
        }),
      );
      if ('asked' in skipped) return go(`/desk/approvals/${skipped.asked.requestId}`);
      break;
    }
    case 'roll_forward': {
      const why = reason('roll_forward_reason');
      if (answers.refused !== null) return answers.refused;
      await rollForward(op, staff, { caseId, reason: why });
      break;
    }
    case 'stop_waiting':
      await stopWaitingForDevices(op, staff, { caseId });
      break;
    case 'say_deleted':
      await sayDeleted(op, staff, { caseId, iccid: thing });
      break;
    case 'resend':
      await retryNotices(op, staff, { noticeId: thing });
      break;
    case 'revoke': {
      const asked = {
        certificateId: thing,
        reason: values['revoke_why'] ?? '',
        note: values['revoke_note'] ?? '',
      };
      const revoked = await doOrAsk(op, staff, { act: 'revoke_certificate', with: asked }, () =>
        revokeCertificate(op, staff, asked),
      );
      if ('asked' in revoked) return go(`/desk/approvals/${revoked.asked.requestId}`);
      break;
    }
  }
  return go(`${casePath(reference)}?done=${act}`);
}

/** Every act there is on a case, each with its form or with the reason why not. */
export function Acts({ visit, found, form }: PartProps & { form: Form }) {
  const t = visit.t.caseDesk.page;
  return (
    <section class="stack acts" aria-labelledby="acts">
      <h2 id="acts">{t.acts}</h2>
      {found.acts.map((one) => (
        <section key={one.act} class="tight" aria-labelledby={`act-${one.act}`}>
          <h3 id={`act-${one.act}`}>{t.actNames[one.act]}</h3>
          {one.not === null ? (
            <Allowed visit={visit} found={found} form={form} one={one} />
          ) : (
            <p>
              <Tag tone="plain">{t.not}</Tag> <WhyNot visit={visit} not={one.not} />
            </p>
          )}
        </section>
      ))}
    </section>
  );
}

function WhyNot({ visit, not }: { visit: DeskVisit; not: NoAct }) {
  const t = visit.t.caseDesk.page;
  switch (not.why) {
    case 'role_needed':
      return (
        <span>
          {t.roleNeeded(visit.t.punctuation.listed(not.roles.map((role) => visit.t.desk.roles[role])))}
        </span>
      );
    case 'asked_already':
      return (
        <span>
          {t.askedAlready} <a href={`/desk/approvals/${not.requestId}`}>{t.openApproval}</a>
        </span>
      );
    default:
      return <span>{t.whyNot[not.why]}</span>;
  }
}

type AllowedProps = Pick<PartProps, 'visit' | 'found'> & { form: Form; one: ActOfCase };

function Allowed({ visit, found, form, one }: AllowedProps) {
  const t = visit.t.caseDesk.page;
  const { act, second, things } = one;
  if (act === 'withdraw') return null;
  return (
    <>
      <p class="hint">
        {t.actHints[act]} {second ? t.second : null}
      </p>
      {act === 'say_deleted' || act === 'resend' ? (
        things.map((thing) => <ActForm key={thing} visit={visit} found={found} one={one} thing={thing} />)
      ) : (
        <ActForm visit={visit} found={found} one={one} thing={things[0]}>
          {act === 'skip' || act === 'roll_forward' ? (
            <Field
              visit={visit}
              form={form}
              name={`${act}_reason`}
              label={t.reason}
              hint={t.reasonHint}
              lines={2}
              maxLength={500}
            />
          ) : null}
          {act === 'revoke' ? <Revocation visit={visit} form={form} /> : null}
        </ActForm>
      )}
    </>
  );
}

function ActForm({
  visit,
  found,
  one,
  thing,
  children,
}: Pick<AllowedProps, 'visit' | 'found' | 'one'> & {
  thing?: string | undefined;
  children?: preact.ComponentChildren;
}) {
  const t = visit.t.caseDesk.page;
  const { act, second } = one;
  return (
    <form class="tight" method="post" action={casePath(found.record.reference)} noValidate>
      <Token visit={visit} />
      <input type="hidden" name="act" value={act} />
      {act === 'skip' ? <input type="hidden" name="stage" value={found.record.stage} /> : null}
      {thing === undefined ? null : <input type="hidden" name="thing" value={thing} />}
      {children}
      <div>
        <button class="button second" type="submit">
          {second ? t.ask : buttonText({ visit, found, act, thing })}
        </button>
      </div>
    </form>
  );
}

/** What is done to one of several things says to which. */
function buttonText(
  of: Pick<PartProps, 'visit' | 'found'> & { act: CaseAct; thing: string | undefined },
): string {
  const { visit, found, act, thing } = of;
  const { caseDesk, esim, punctuation } = visit.t;
  const t = caseDesk.page;
  if (act === 'resend') {
    const kind = found.notices.find(({ noticeId }) => noticeId === thing)?.kind;
    return punctuation.labelled(t.send, kind ?? '');
  }
  if (act !== 'say_deleted') return t.actNames[act];
  const device = found.devices?.devices.find(({ iccid }) => iccid === thing);
  return device?.eidEnd == null ? esim.profileEnding((thing ?? '').slice(-4)) : t.deviceEnding(device.eidEnd);
}

function Revocation({ visit, form }: { visit: DeskVisit; form: Form }) {
  const t = visit.t.caseDesk.page;
  const { revocationReasons } = visit.t;
  return (
    <>
      <div class="field">
        <label for="revoke_why">{t.why}</label>
        <select id="revoke_why" name="revoke_why">
          {REVOCATION_REASONS.map((reason) => (
            <option key={reason} value={reason} selected={reason === form.values['revoke_why']}>
              {revocationReasons[reason]}
            </option>
          ))}
        </select>
      </div>
      <Field
        visit={visit}
        form={form}
        name="revoke_note"
        label={t.note}
        hint={t.reasonHint}
        optional
        lines={2}
        maxLength={500}
      />
    </>
  );
}
