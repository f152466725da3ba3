import { maskMsisdn, parseMsisdn } from '../../../domain/values/msisdn.ts';
import { signInByCode } from '../../../operations/people/sign-in-by-code.ts';
import { formPage } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { LinkList } from '../../kit/parts.tsx';
import { beginSession, type Visit } from '../../kit/visit.ts';
import { forgetNumber, type PendingNumber, pendingNumber, sendCode } from './pending-number.ts';

export const code = formPage({
  path: '/code',
  fields: {
    code_invalid: 'code',
    answer_wrong: 'code',
    code_over: 'code',
    code_too_soon: null,
    code_too_many: null,
    codes_exhausted: null,
  },
  async ask(visit) {
    const pending = pendingNumber(visit);
    if (pending === null) return go('/?notice=start_again');
    const { code: text, start, special } = visit.t;
    const { resent, validMinutes } = pending;
    return {
      title: text.title,
      lead: text.sent(maskMsisdn(parseMsisdn(pending.number, visit.op.defaultCallingCode))),
      back: '/',
      above: resent ? (
        <p class="note info" role="status">
          {text.resent}
        </p>
      ) : null,
      inputs: [
        {
          name: 'code',
          once: true,
          label: text.label,
          hint: text.valid(validMinutes),
          class: 'code-entry',
          inputmode: 'numeric',
          autocomplete: 'one-time-code',
          maxLength: 1_000,
        },
      ],
      submit: text.submit,
      below: (
        <>
          <p class="note">{text.warn}</p>
          <Again visit={visit} pending={pending} />
          <LinkList
            links={[
              ['/', text.other],
              ['/lost', start.other.lost, text.cannot],
              ['/special', special.link, special.linkHint],
              ['/receipt', start.other.receipt, text.ended],
            ]}
          />
        </>
      ),
    };
  },
  async submit(visit) {
    const pending = pendingNumber(visit);
    if (pending === null) return go('/?notice=start_again');
    const { number } = pending;
    if (visit.values['again'] !== undefined) {
      await sendCode(visit, number, true);
      return go('/code');
    }
    const given = { number, challenge: pending.challenge, code: visit.values['code'] ?? '' };
    const { token } = await signInByCode(visit.op, visit.actor, given);
    beginSession(visit, token);
    forgetNumber(visit);
    return go('/lines');
  },
});

/** Another code, once it may be asked for. */
function Again({ visit, pending: { resendAt } }: { visit: Visit; pending: PendingNumber }) {
  const { code: text } = visit.t;
  const wait = (new Date(resendAt).getTime() - visit.op.clock.now().getTime()) / 1_000;
  return (
    <form class="tight" method="post" action="/code" data-again={wait > 0 ? Math.ceil(wait) : undefined}>
      <input type="hidden" name="again" value="yes" />
      {wait > 0 ? (
        <p class="hint" data-wait={text.againIn}>
          {text.againAt(visit.formats.exactClock(resendAt))}
        </p>
      ) : null}
      <button class="button second" type="submit">
        {text.again}
      </button>
    </form>
  );
}
