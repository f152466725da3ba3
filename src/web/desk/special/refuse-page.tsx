import { refuseSpecialRequest } from '../../../operations/special/refuse-request.ts';
import { viewSpecialRequest } from '../../../operations/special/view-request.ts';
import { Answers } from '../../kit/answers.ts';
import { formPage } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { DECIDERS, REQUESTS, requestPath } from './request-words.tsx';

/** Refusing, with a reason that the requester reads: and, of who must be safe, perhaps somebody else. */
export const refusePage: DeskPage = {
  ...formPage<DeskVisit>({
    path: `${REQUESTS}/:requestId/refuse`,
    fields: { field_missing: 'reason', field_invalid: 'reason', special_request_decided: null },
    async ask(visit) {
      const { refusing: t, one } = visit.t.specialDesk;
      const asked = { requestId: idOf(visit) };
      const { request, candidates } = await viewSpecialRequest(visit.op, staffOf(visit), asked);
      const here = requestPath(request.requestId);
      if (request.state !== 'received') return go(here);
      const started = candidates.some(({ outcome }) => outcome?.outcome === 'started');
      return {
        title: t.title,
        lead: t.lead,
        back: here,
        above: (
          <>
            <p>{one.title(request.reference)}</p>
            {request.confidential ? <p class="note warn">{t.danger}</p> : null}
            {started ? <p class="note">{t.started}</p> : null}
          </>
        ),
        inputs: [{ name: 'reason', label: t.reason, hint: t.reasonHint, lines: 4, maxLength: 500 }],
        submit: t.submit,
        other: { href: here, text: t.back },
      };
    },
    async submit(visit) {
      const answers = new Answers(visit);
      const reason = answers.filled('reason', visit.t.specialDesk.refusing.reasonMissing);
      if (answers.refused !== null) return answers.refused;
      await refuseSpecialRequest(visit.op, staffOf(visit), { requestId: idOf(visit), reason });
      return go(requestPath(idOf(visit)));
    },
  }),
  roles: DECIDERS,
};

function idOf({ params }: DeskVisit): string {
  return params['requestId'] ?? '';
}
